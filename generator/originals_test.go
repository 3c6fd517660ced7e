package generator_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/generator"
)

// original returns the path of a published report, and skips where there is none.
func original(t *testing.T, name string) string {
	t.Helper()
	file := filepath.Join("../../shared/reports", name)
	if _, err := os.Stat(file); err != nil {
		t.Skip("the original report is not here (../shared/reports)")
	}
	return file
}

// example builds the example site.
func example(t *testing.T) string {
	t.Helper()
	out := t.TempDir()
	if res, err := generator.Build(t.Context(), generator.Options{Site: "..", Out: out}); err != nil || res.Failed() {
		t.Fatalf("got %+v, %v, want the example site built", res, err)
	}
	return out
}

// slot is a cell of a table, with its text in one piece.
type slot struct {
	row, rows, columns int
	cell, text         string
}

// tables lists the cells of a page's tables, in the order in which they are there.
func tables(t *testing.T, file string) (out [][]slot) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	row := 0
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.Table:
			out, row = append(out, nil), 0
		case atom.Tr:
			row++
		case atom.Td, atom.Th:
			s := slot{row: row, rows: 1, columns: 1}
			for _, a := range n.Attr {
				v, _ := strconv.Atoi(a.Val)
				switch a.Key {
				case "rowspan":
					s.rows = v
				case "colspan":
					s.columns = v
				case "data-cell":
					s.cell = a.Val
				}
			}
			for c := range n.Descendants() {
				if c.Type == html.TextNode {
					s.text += strings.Join(strings.Fields(c.Data), "")
				}
			}
			last := len(out) - 1
			out[last] = append(out[last], s)
		}
	}
	return out
}

// The report of 2019 is in the form of its time: its tables are put together as the
// original's are, and hold its figures. What the original leaves blank is 0, or a total.
func TestFormOf2019EqualsAnOriginal(t *testing.T) {
	want := tables(t, original(t, "shanghai-office-2019.html"))
	got := tables(t, filepath.Join(example(t), "shanghai-bgt/reports/2019/index.html"))
	if len(want) != 3 || len(got) != 3 {
		t.Fatalf("got %d tables, %d in the original, want 3 in each", len(got), len(want))
	}
	for i := range want {
		var figures, ours []string
		for _, s := range want[i] {
			if n := strings.TrimSuffix(s.text, "元"); regexp.MustCompile(`^\d+$`).MatchString(n) {
				figures = append(figures, n)
			}
		}
		for _, s := range got[i] {
			if s.cell != "" && s.cell != "proactive.procurement.unit" {
				ours = append(ours, s.text)
			}
		}
		if i == 0 { // drawn with columns that are cut in two here and there
			if !slices.Equal(ours, figures) {
				t.Errorf("figures %v, want %v", ours, figures)
			}
			continue
		}
		if len(got[i]) != len(want[i]) {
			t.Fatalf("table %d has %d cells, want %d", i+2, len(got[i]), len(want[i]))
		}
		blank := 0
		for k, w := range want[i] {
			g := got[i][k]
			if g.row != w.row || g.rows != w.rows || g.columns != w.columns {
				t.Errorf("table %d, cell %d: %+v, want %+v", i+2, k, g, w)
			}
			switch {
			case w.text != "" && g.text != w.text:
				t.Errorf("table %d, row %d: got %q, want %q", i+2, w.row, g.text, w.text)
			case w.text == "" && (g.cell == "" || g.text != "0" && !strings.HasSuffix(g.cell, ".total")):
				t.Errorf("table %d, row %d: got %+v, want 0 or a total where the original is blank", i+2, w.row, g)
			case w.text == "":
				blank++
			}
		}
		if blank == 0 {
			t.Errorf("table %d: got no blank cell in the original, want some", i+2)
		}
	}
	if rows := got[1][len(got[1])-1].row; rows != 26 {
		t.Errorf("table 3 has %d rows, want three of headers and 23", rows)
	}
}

// The district's reports hold the figures of the printed ones, with the two totals that
// are wrong there.
func TestLocalVariantEqualsItsOriginals(t *testing.T) {
	run := regexp.MustCompile(`(?:(?:^| )\d+(?:\.\d+)?)+$`)
	for _, year := range []string{"2023", "2024"} {
		text, err := exec.Command("pdftotext", "-layout", original(t, "hongze-"+year+".pdf"), "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		var rows [][]string // what a line ends with
		for line := range strings.Lines(string(text)) {
			if figures := strings.Fields(run.FindString(strings.Join(strings.Fields(line), " "))); len(figures) > 0 {
				rows = append(rows, figures)
			}
		}
		var got [][]string
		last := ""
		for _, table := range tables(t, filepath.Join(example(t), "hongze/reports", year, "index.html")) {
			for _, s := range table {
				if s.cell == "" {
					continue
				}
				part, _, _ := strings.Cut(s.cell, ".")
				row := part + strconv.Itoa(s.row)
				if row != last {
					got, last = append(got, nil), row
				}
				got[len(got)-1] = append(got[len(got)-1], s.text)
			}
		}
		for _, size := range []int{3, 7, 15} {
			var want, ours [][]string
			for _, r := range rows {
				if len(r) == size {
					want = append(want, r)
				}
			}
			for _, r := range got {
				if len(r) == size {
					ours = append(ours, r)
				}
			}
			if n := map[int]int{3: 2, 7: 23, 15: 1}[size]; len(want) != n {
				t.Fatalf("%s: the original has %d rows of %d figures, want %d", year, len(want), size, n)
			}
			if !slices.EqualFunc(ours, want, slices.Equal) {
				t.Errorf("%s, rows of %d: %v\nwant %v", year, size, ours, want)
			}
		}
		for _, r := range got {
			if len(r) == 1 && !slices.ContainsFunc(rows, func(w []string) bool { return slices.Equal(w, r) }) {
				t.Errorf("%s: %v is not in the original", year, r)
			}
		}
	}
}
