package graph

import "testing"

// What was restored is valid until one of its inputs is touched, and tells what it was made from.
func TestRestore(t *testing.T) {
	g := New()
	g.Begin()
	table := NewTable[string](g, "table", nil)
	for _, name := range []string{"a", "b"} {
		table.Restore(name, "before", []Input{{"file", name}})
	}
	g.Touch("file", "b")
	table.Refresh(t.Context(), []string{"a", "b", "c"}, func(name string, r *Reads) string {
		r.Read("file", name)
		return "now"
	}, nil)
	for name, want := range map[string]string{"a": "before", "b": "now", "c": "now"} {
		if got := table.Peek(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if got := table.Inputs("a"); len(got) != 1 || got[0] != (Input{"file", "a"}) {
		t.Errorf("got %v, want the file a", got)
	}
	g.Begin()
	g.Touch("file", "a")
	table.Refresh(t.Context(), []string{"a", "b", "c"}, func(string, *Reads) string { return "later" }, nil)
	if got := table.Peek("a"); got != "later" {
		t.Errorf("a: got %q after its file changed, want %q", got, "later")
	}
}
