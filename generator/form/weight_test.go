package form

import (
	"slices"
	"strings"
	"testing"
)

// The rows that are totals, or that the balance weighs, and the columns of totals are found
// by the relations.
func TestWeigh(t *testing.T) {
	forms, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	f := forms.ByID("cn-2021")
	for table, want := range map[string]struct{ main, heads, totals string }{
		"proactive":    {"", "", ""},
		"applications": {"applications.carried_in applications.carried_out applications.new applications.results.total", "总计", "25"},
		"review":       {"", "总计 总计 总计", "3"},
	} {
		at := slices.IndexFunc(f.Tables, func(x *Table) bool { return x.ID == table })
		g := f.Tables[at].Layout(at + 1)
		f.Weigh(g)
		main, heads, totals := map[string]bool{}, []string{}, 0
		for _, line := range g.Head {
			for _, c := range line {
				if c.Total {
					heads = append(heads, c.Text)
				}
			}
		}
		for _, body := range g.Bodies {
			for _, line := range body {
				for _, c := range line {
					if c.Main != line[0].Main {
						t.Errorf("%s: %q is not as its row", table, c.Text)
					}
					if c.Cell != nil && c.Main {
						main[c.Cell.Row] = true
					}
					if c.Cell != nil && c.Total {
						totals++
					}
				}
			}
		}
		rows := []string{}
		for r := range main {
			rows = append(rows, r)
		}
		slices.Sort(rows)
		if got := strings.Join(rows, " "); got != want.main {
			t.Errorf("%s: the main rows are %q, want %q", table, got, want.main)
		}
		if got := strings.Join(heads, " "); got != want.heads {
			t.Errorf("%s: the columns of totals are %q, want %q", table, got, want.heads)
		}
		if got := map[int]string{0: "", 3: "3", 25: "25"}[totals]; got != want.totals {
			t.Errorf("%s: %d totals, want %q", table, totals, want.totals)
		}
	}
}
