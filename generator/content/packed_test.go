package content

import (
	"crypto/sha256"
	"errors"
	"os"
	"testing"
	"testing/fstest"

	"gongkai/generator/form"
)

// An unchanged report is not read until its text is asked for; if it has changed by then, everything is read again.
func TestUnchangedReports(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile("../form/defs/cn-2021.example.md")
	if err != nil {
		t.Fatal(err)
	}
	const file = "content/a/reports/2024.md"
	site := fstest.MapFS{file: {Data: example}, "content/a/_index.md": {Data: []byte("---\nname: 甲\n---\n")}}
	first := New(Settings{Summed: true}, forms.Families())
	if _, err := first.Read(t.Context(), site, forms, []string{"."}); err != nil {
		t.Fatal(err)
	}
	packed := first.Packed("a")
	if len(packed) != 1 {
		t.Fatalf("got %d packed reports, want that of %s", len(packed), file)
	}
	site[file] = &fstest.MapFile{Data: []byte("not read")} // the caller says that it is unchanged
	second := New(Settings{Summed: true, Unchanged: map[string]Unchanged{"a": {Reports: map[string]Packed{file: {Report: packed[file], Sum: sha256.Sum256(example)}}}}}, forms.Families())
	if _, err := second.Read(t.Context(), site, forms, []string{"."}); err != nil {
		t.Fatal(err)
	}
	was, now := first.Arrange("a", "", true), second.Arrange("a", "", true)
	if len(now.Reports) != 1 || len(now.Findings) != len(was.Findings) {
		t.Fatalf("got %d reports and findings %v, want one and %v", len(now.Reports), now.Findings, was.Findings)
	}
	r := now.Reports[0]
	if got, want := r.Values.All(), was.Reports[0].Values.All(); len(got) != len(want) || got[0] != want[0] || second.Torn() {
		t.Errorf("got %v, torn %v; want %v of a file that was not read", got, second.Torn(), want)
	}
	if again := second.Packed("a"); string(again[file]) != string(packed[file]) {
		t.Error("it is packed another way again, want the same")
	}
	if _, err := second.Source(site, file); !errors.Is(err, ErrTorn) {
		t.Errorf("got %v of a file that was changed, want %v", err, ErrTorn)
	}
	if r.Body.Sections(); !second.Torn() {
		t.Error("the text is not the one that was there, and nothing was said")
	}
}
