package importer

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/importer/grid/gridtest"
)

// figures are the characters of figures, which are half as wide as others.
const figures = "+-.0123456789"

// asOFD draws each part on a page of its own, a line around each cell, as programs do that make OFD of Word files.
func asOFD(_ *testing.T, f *form.Form, values map[*form.Cell]string) []byte {
	return drawn(f, values, true)
}

// drawn leaves the lines away where they are not wanted.
func drawn(f *form.Form, values map[*form.Cell]string, ruled bool) []byte {
	var pages []string
	var page strings.Builder
	y := 20.0
	const size, column, line = 3.0, 22.0, 4.0
	show := func(x, y float64, text string) {
		n := len([]rune(text))
		fmt.Fprintf(&page, `<o:TextObject Boundary="%g %g %g 4" Size="%g" Font="1"><o:TextCode X="0" Y="3"`, x, y, column, size)
		if n > 1 {
			step := size
			if strings.Trim(text, figures) == "" {
				step = size / 2
			}
			fmt.Fprintf(&page, ` DeltaX="g %d %g"`, n-1, step)
		}
		fmt.Fprintf(&page, `>%s</o:TextCode></o:TextObject>`, escaped(text))
	}
	wrapped := func(text string, columns int) (out []string) {
		r := []rune(text)
		if strings.Trim(text, figures) == "" {
			return []string{text}
		}
		for most := int(float64(columns)*(column-3)/size) - 1; len(r) > most; r = r[most:] {
			out = append(out, string(r[:most]))
		}
		return append(out, string(r))
	}
	print(f, func(text string) {
		if page.Len() > 0 && strings.Contains(text, "、") {
			pages, y = append(pages, page.String()), 20
			page.Reset()
		}
		for _, l := range wrapped(text, 8) {
			show(20, y, l)
			y += 12
		}
	}, func(rows [][]*form.GridCell) {
		tops, taken := []float64{y}, map[[2]int]bool{}
		type placed struct {
			row, column, rows, columns int
			lines                      []string
		}
		var cells []placed
		heights := make([]float64, len(rows))
		for r, row := range rows {
			at := 0
			heights[r] = line + 2
			for _, c := range row {
				for taken[[2]int{r, at}] {
					at++
				}
				p := placed{r, at, max(c.Rowspan, 1), max(c.Colspan, 1), wrapped(textOf(c, values), max(c.Colspan, 1))}
				for dr := range p.rows {
					for dc := range p.columns {
						taken[[2]int{r + dr, at + dc}] = true
					}
				}
				if p.rows == 1 {
					heights[r] = max(heights[r], line*float64(len(p.lines))+2)
				}
				cells = append(cells, p)
				at += p.columns
			}
		}
		for _, h := range heights {
			tops = append(tops, tops[len(tops)-1]+h)
		}
		for _, p := range cells {
			x, top, bottom := 20+column*float64(p.column), tops[p.row], tops[p.row+p.rows]
			if ruled {
				fmt.Fprintf(&page, `<o:PathObject Boundary="%g %g %g %g"><o:AbbreviatedData>M 0 0 L %g 0 L %g %g L 0 %g C</o:AbbreviatedData></o:PathObject>`,
					x, top, column*float64(p.columns), bottom-top, column*float64(p.columns), column*float64(p.columns), bottom-top, bottom-top)
			}
			for i, l := range p.lines {
				show(x+1, top+1+line*float64(i), l)
			}
		}
		y = tops[len(tops)-1] + 6
	})
	files := map[string]string{"OFD.xml": `<o:OFD xmlns:o="o"><o:DocBody><o:DocRoot>D/D.xml</o:DocRoot></o:DocBody></o:OFD>`}
	list := ""
	for i, p := range append(pages, page.String()) {
		list += fmt.Sprintf(`<o:Page BaseLoc="P%d.xml"/>`, i)
		files[fmt.Sprintf("D/P%d.xml", i)] = `<o:Page xmlns:o="o"><o:Content><o:Layer>` + p + `</o:Layer></o:Content></o:Page>`
	}
	files["D/D.xml"] = `<o:Document xmlns:o="o"><o:Pages>` + list + `</o:Pages></o:Document>`
	return gridtest.Pack(files)
}

// Without lines around its cells a table is told by its blanks: every figure comes back, and of a row in which one is
// blank none, since nothing tells which, but each with a message.
func TestWithoutLines(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for round := range 4 * *rounds {
		rnd := rand.New(rand.NewPCG(11, uint64(round)))
		f := forms.ByID([]string{"cn-2021", "cn-2019"}[round%2])
		values := randomValues(rnd, f)
		printed := maps.Clone(values)
		blank := map[*form.Cell]bool{}
		for _, c := range f.Cells {
			if _, ok := values[c]; ok && c.Kind.Numeric() && round > 1 && rnd.IntN(12) == 0 {
				printed[c], blank[c] = "", true
			}
		}
		r, err := Read("x", drawn(f, printed, false), Options{Forms: forms, Agency: "a", Form: f.ID})
		if err != nil {
			t.Fatal(err)
		}
		told := map[*form.Cell]bool{}
		for _, u := range r.Cells.Unread {
			told[u.Cell] = true
		}
		for _, c := range r.Cells.Absent {
			told[c] = true
		}
		read := 0
		for c, want := range values {
			switch got := r.Cells.Readings[c].Text; {
			case got == want && !blank[c]:
				read++
			case got != "":
				t.Errorf("round %d, %s: %s is %q, want %q or nothing", round, f.ID, c.Path, got, printed[c])
			case !told[c] && c.Kind.Numeric(): // a unit has a default
				t.Errorf("round %d, %s: nothing tells that %s was not read", round, f.ID, c.Path)
			}
		}
		if least := len(values) - 14*len(blank); read < least || read < 40 {
			t.Errorf("round %d, %s: %d figures of %d were read, %d are blank, want %d at least", round, f.ID, read, len(values), len(blank), least)
		}
	}
}

// A column of the place's own at the end, whose figure would take the place of one that is blank before it, is not read
// over in a file that tells only the order of cells.
func TestColumnOfTheirOwn(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	const head = "甲局2023年政府信息公开工作年度报告\n\n信息内容   本年制发件数   本年废止件数   现行有效件数"
	for text, want := range map[string]int{
		head + "\n规章   1   2   3\n行政规范性文件   4   5   6\n":               6,
		head + "   上年件数\n规章   1      3   9\n行政规范性文件   4   5   6   7\n": 0,
	} {
		r, err := Read("x", []byte(text), Options{Forms: forms, Agency: "a", Form: "cn-2021"})
		if err != nil && want > 0 {
			t.Fatal(err)
		}
		if err != nil {
			continue // told as a whole
		}
		if got := len(r.Values()); got != want || want == 0 && len(r.Cells.Absent) == 0 {
			t.Errorf("%s\n%d figures read: %v, want %d", text, got, r.Values(), want)
		}
	}
}
