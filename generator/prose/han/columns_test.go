package han

import "testing"

func TestColumns(t *testing.T) {
	for text, want := range map[string]int{"": 0, "abc 1": 5, "公开2件": 7, "，“”": 6, "１": 2, "é": 2} {
		if got := Columns(text); got != want {
			t.Errorf("Columns(%q): got %d, want %d", text, got, want)
		}
	}
}
