//go:build unix

package acceptance

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/internal/htmltree"
)

// listTable is a table without spans as its page is written: a head, and rows that each begin with a header.
type listTable struct {
	name string
	rows [][]string
}

// listTables reads the tables that the theme makes as lists.
func listTables(t *testing.T, page string) (out []listTable) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(readFile(t, page)))
	if err != nil {
		t.Fatal(err)
	}
	for table := range doc.Descendants() {
		if table.DataAtom != atom.Table || !slices.Contains(strings.Fields(htmltree.Value(table, "class")), "list") {
			continue
		}
		var l listTable
		for n := range table.Descendants() {
			switch n.DataAtom {
			case atom.Caption:
				l.name = htmltree.Text(n)
			case atom.Tr:
				l.rows = append(l.rows, nil)
			case atom.Th, atom.Td:
				l.rows[len(l.rows)-1] = append(l.rows[len(l.rows)-1], htmltree.Text(n))
			}
		}
		out = append(out, l)
	}
	return out
}

// solid is a text without the blanks in it: browsers differ in those between elements.
func solid(s string) string { return strings.Join(strings.Fields(s), "") }

// listFaults compares the tables of a tree with those of the page: each figure a cell, at its place, under the header of its row
// and that of its column. It counts the cells that it found.
func listFaults(e engine, got []treeTable, want []listTable) (faults []string, cells int) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	for _, w := range want {
		i := slices.IndexFunc(got, func(g treeTable) bool { return solid(g.Name) == solid(w.name) })
		if i < 0 {
			fault("there is no table %q", w.name)
			continue
		}
		g := got[i]
		if g.Rows != len(w.rows) || g.Columns != len(w.rows[0]) {
			fault("%q is %d × %d, want %d × %d", w.name, g.Rows, g.Columns, len(w.rows), len(w.rows[0]))
			continue
		}
		found := 0
		for _, c := range g.Cells {
			y, x := c.Place[0], c.Place[1]
			if y <= 0 || x <= 0 || y >= len(w.rows) || x >= len(w.rows[y]) {
				continue // a header
			}
			found++
			at := fmt.Sprintf("%q, %s, %s", w.name, solid(w.rows[y][0]), solid(w.rows[0][x]))
			if c.Role != "table cell" || solid(c.Text) != solid(w.rows[y][x]) {
				fault("%s is a %s with %q, want a table cell with %q", at, c.Role, c.Text, w.rows[y][x])
			}
			told := c.Columns
			if e.headersAreColumns {
				told = slices.DeleteFunc(slices.Clone(told), func(p [2]int) bool { return p == [2]int{y, 0} })
			}
			if !samePlaces(c.Rows, [][2]int{{y, 0}}) || !samePlaces(told, [][2]int{{0, x}}) {
				fault("%s: its headers are at %v and %v, want those of its row and its column", at, c.Rows, told)
			}
		}
		if n := (len(w.rows) - 1) * (len(w.rows[0]) - 1); found != n {
			fault("%q has %d cells, want %d", w.name, found, n)
		}
		cells += found
	}
	return faults, cells
}

// TestTreesOfLists reads the tables of figures and documents as a screen reader gets them from the three browsers, at a desk
// and, where a phone shows them as cards, on a phone.
func TestTreesOfLists(t *testing.T) {
	samples := example.samples(t)
	sample := func(kind string) string { return filepath.Join(example.dir, samples[kind]) }
	const phone = 390
	frames := []frame{{sample("year"), desk}, {sample("statistics"), desk}, {sample("catalog category"), desk}, {sample("catalog category"), phone}}
	// A row that lost its header, and a column.
	losses := []string{`<th scope="row">`, `<th scope="col">索引号</th>`}
	page := readFile(t, sample("catalog category"))
	for i, lost := range losses {
		if !strings.Contains(page, lost) {
			t.Fatalf("the page has no %s", lost)
		}
		_, rest, _ := strings.Cut(lost, ">")
		wrong := strings.Replace(page, lost, "<td>"+strings.Replace(rest, "</th", "</td", 1), 1)
		file := filepath.Join(t.TempDir(), fmt.Sprint("wrong", i, ".html"))
		if err := os.WriteFile(file, []byte(wrong), 0o600); err != nil {
			t.Fatal(err)
		}
		frames = append(frames, frame{file, desk})
	}
	sound := len(frames) - len(losses)
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			var faults []string
			found := make([]bool, len(losses))
			for range openings {
				faults = nil
				for i, tables := range framed(t, e, frames...) {
					if i >= sound {
						of, _ := listFaults(e, tables, listTables(t, sample("catalog category")))
						found[i-sound] = len(of) > 0
						continue
					}
					of, cells := listFaults(e, tables, listTables(t, frames[i].page))
					if cells == 0 {
						of = append(of, "no cell was read")
					}
					for _, fault := range of {
						faults = append(faults, fmt.Sprintf("%s, %d px wide: %s", frames[i].page, frames[i].width, fault))
					}
				}
				if len(faults) == 0 {
					break
				}
				t.Logf("at one opening: %.300q", faults)
			}
			for _, fault := range faults {
				t.Error(fault)
			}
			for i, lost := range losses {
				// What is in the head of a table WebKit takes for a header, whatever it is.
				if !found[i] && (!e.headersAreColumns || !strings.Contains(lost, "col")) {
					t.Errorf("got no fault without %s, want some", lost)
				}
			}
		})
	}
}
