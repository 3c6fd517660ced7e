package amend

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/source"
)

func catalogue(tb testing.TB) *form.Catalogue {
	tb.Helper()
	forms, err := form.Builtin()
	if err != nil {
		tb.Fatal(err)
	}
	forms.AddDir(os.DirFS("../../.."))
	return forms
}

// open opens a file of the folder of a form's family.
func open(forms *form.Catalogue, file string, data []byte) *File {
	return Open(file, data, func(doc *source.Document) *report.Report {
		r, _ := report.Bind(doc, forms, filepath.Base(filepath.Dir(file)), "a")
		return r
	})
}

// TestCases changes each text before ----> as the lines with = say; what is after
// it is the result, or "refused: " and the messages.
func TestCases(t *testing.T) {
	forms := catalogue(t)
	data, err := os.ReadFile("testdata/cases.txt")
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range strings.Split("\n"+string(data), "\n### ")[1:] {
		title, c, _ := strings.Cut(c, "\n")
		from, want, ok := strings.Cut(c, "\n---->\n")
		if !ok {
			t.Fatalf("case %d: got %q, want ----> in it", i+1, c)
		}
		t.Run(fmt.Sprintf("%d %s", i+1, title), func(t *testing.T) {
			change := Changes{Cells: map[string]string{}, Texts: map[string]string{}, Keys: map[string]string{}}
			for strings.Contains(strings.SplitN(from, "\n", 2)[0], " = ") {
				var line string
				line, from, _ = strings.Cut(from, "\n")
				key, value, _ := strings.Cut(line, " = ")
				if name, ok := strings.CutPrefix(key, "@"); ok {
					change.Keys[name] = value
				} else if id, ok := strings.CutPrefix(key, "#"); ok {
					change.Texts[id] = strings.ReplaceAll(value, `\n`, "\n")
				} else {
					change.Cells[key] = value
				}
			}
			s := open(forms, "content/a/reports/2023.md", []byte(from))
			if s == nil {
				t.Fatalf("got no session, want one for\n%s", from)
			}
			out, refused := s.Change(change)
			var got strings.Builder
			for _, f := range refused {
				fmt.Fprintf(&got, "refused: %s (%s)\n", f.Text("en"), strings.Join(f.Cells, " "))
			}
			if string(out) != from {
				got.Write(out)
			}
			if strings.TrimRight(got.String(), "\n") != strings.TrimRight(want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", got.String(), want)
			}
		})
	}
}

// examples are the reports of the example site and the forms' own, by their files.
func examples(tb testing.TB) map[string]string {
	tb.Helper()
	out := map[string]string{}
	year := regexp.MustCompile(`(?m)^(?:year|年度): (\d+)`)
	add := func(name, family string) {
		data, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		out[fmt.Sprintf("content/%d/%s/%s.md", len(out), family, year.FindSubmatch(data)[1])] = string(data)
	}
	files, _ := filepath.Glob("../../../content/[hst]*/reports/*.md")
	for _, name := range files {
		add(name, "reports")
	}
	for _, f := range catalogue(tb).All() {
		if strings.HasPrefix(f.File, "forms/") {
			continue // the example site's
		}
		add("../../form/defs/"+f.ID+".example.md", f.Family)
	}
	if len(out) < 12 {
		tb.Fatalf("got %d examples, want at least 12", len(out))
	}
	return out
}

// written writes a report of a form in a random layout: rows as sequences, maps and
// blocks, in columns or not, with comments, marks of nothing, and rows left out.
func written(rng *rand.Rand, f *form.Form, year int) string {
	var b strings.Builder
	zh := rng.IntN(2) == 0
	step := strings.Repeat(" ", 1+rng.IntN(4))
	pick := func(s ...string) string { return s[rng.IntN(len(s))] }
	word := func(id, key string) string {
		if zh && key != "" {
			return key
		}
		return id
	}
	figure := func(c *form.Cell) string {
		switch {
		case c.Kind == form.Text:
			return pick("甲", `"a, b"`, "'c: d'", "万元")
		case c.Kind == form.YesNo:
			return pick("是", "否", "true")
		case rng.IntN(8) == 0:
			return pick("待填", "待填", "null", `"1"`, "１２", "无", "-")
		case c.Kind == form.Signed:
			return pick("0", "+3", "-12")
		}
		return pick("0", "0", "1", "27", "10342")
	}
	note := func() string { return pick("", "", "", "  # 备注，[1, 2]", " #x") }
	var slot func(s *form.Slot, in string)
	slot = func(s *form.Slot, in string) {
		if rng.IntN(25) == 0 {
			return
		}
		if rng.IntN(10) == 0 {
			b.WriteString(pick("\n", in+"# 说明\n", "  # [0, 0]\n"))
		}
		head := in + word(s.ID, s.Key) + ":"
		gap := pick(" ", " ", "   ")
		switch {
		case s.Cell != nil:
			b.WriteString(head + gap + figure(s.Cell) + note() + "\n")
		case rng.IntN(20) == 0:
			b.WriteString(head + pick("", " 待填", " null") + note() + "\n")
		case s.Row:
			var items []string
			n := len(s.Slots)
			if rng.IntN(15) == 0 {
				n = rng.IntN(n)
			}
			kind := rng.IntN(4)
			if kind == 3 && n > 0 {
				b.WriteString(head + note() + "\n")
				for _, c := range s.Slots[:n] {
					b.WriteString(in + step + word(c.ID, c.Key) + ":" + gap + figure(c.Cell) + note() + "\n")
				}
				return
			}
			for _, c := range s.Slots[:n] {
				text := figure(c.Cell)
				if kind == 1 {
					text = word(c.ID, c.Key) + ": " + text
				} else if kind == 2 {
					text = strings.Repeat(" ", max(0, 4-len(text))) + text
				}
				items = append(items, text)
			}
			open, end := "[", "]"
			if kind == 1 {
				open, end = "{", "}"
			}
			comma := pick(", ", ", ", ",", " , ", ",\n"+in+"      ")
			if kind == 1 && comma == "," {
				comma = ", "
			}
			b.WriteString(head + gap + open + strings.Join(items, comma) + pick("", "", " ", ",") + end + note() + "\n")
		default:
			b.WriteString(head + note() + "\n")
			at := b.Len()
			for _, c := range s.Slots {
				slot(c, in+step)
			}
			if !strings.Contains(b.String()[at:], ":") { // a key without children
				b.WriteString(in + "# nothing\n")
			}
		}
	}
	fmt.Fprintf(&b, "---\n%s: %d\nform: %s\n%s:%s\n", word("year", "年度"), year, f.ID, word("data", "数据"), note())
	for _, s := range f.Data.Slots {
		slot(s, step)
	}
	b.WriteString("waive: []\n---\n前言 {{ applications.new.total }}\n\n## 一、总体情况\n\n甲乙\n\n### 小标题\n\n- 丙\n\n## 五、存在的主要问题及改进情况\n## 六、其他需要报告的事项\n\n无")
	text := b.String()
	if rng.IntN(3) == 0 {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if rng.IntN(3) == 0 {
		text = "\ufeff" + text
	}
	return text
}

// typed makes a random value of a cell.
func typed(rng *rand.Rand, c *form.Cell) string {
	pick := func(s ...string) string { return s[rng.IntN(len(s))] }
	switch c.Kind {
	case form.Text:
		return pick("乙方", "a: b", "[x]", "it's", `say "no"`, "12", "中，英", "# no", "-", "万元", "null", "~", "c:\\d")
	case form.YesNo:
		return pick("是", "否")
	case form.Signed:
		return pick("0", "+1", "-30")
	case form.Money:
		return pick("0", "3.50", "100")
	}
	return pick("0", "5", "42", "10000", "999999999999999")
}

// removed lists what of a is not in b, in the longest common order, and what is new in b.
func removed(a, b []string) (gone, added []string) {
	best := make([][]int, len(a)+1)
	for i := range best {
		best[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if best[i][j] = max(best[i+1][j], best[i][j+1]); a[i] == b[j] {
				best[i][j] = best[i+1][j+1] + 1
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && best[i+1][j] >= best[i][j+1]:
			gone, i = append(gone, a[i]), i+1
		default:
			added, j = append(added, b[j]), j+1
		}
	}
	return gone, added
}

var token = regexp.MustCompile(`"(?:[^"\\\\]|\\\\.)*"|'(?:[^']|'')*'|[\[\]{},:\n]|#.*|[^\s\[\]{},:#]+`)

// unchanged reports what a file lost besides the old texts of the wanted cells, of which
// no two share a line.
func unchanged(before, after string, cells int, old []string) error {
	gone, added := removed(strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n"))
	if len(gone) > cells {
		return fmt.Errorf("changed %d lines for %d cells: %q", len(gone), cells, gone)
	}
	tokens := func(lines []string) []string { return token.FindAllString(strings.Join(lines, ""), -1) }
	has := tokens(added)
	for _, t := range tokens(gone) {
		if i := slices.Index(has, t); i >= 0 {
			has = slices.Delete(has, i, i+1)
			continue
		}
		i := slices.Index(old, t)
		if i < 0 {
			i = slices.Index(old, strings.Trim(t, `"'`))
		}
		if i < 0 && t != "null" && t != "待填" {
			return fmt.Errorf("lost %q in %q, which became %q", t, gone, added)
		}
		if i >= 0 {
			old = slices.Delete(old, i, i+1)
		}
	}
	return nil
}

// check changes random cells of a file and looks at it by itself.
func check(t *testing.T, rng *rand.Rand, forms *form.Catalogue, file, text string) (refusals int) {
	t.Helper()
	s := open(forms, file, []byte(text))
	if s == nil {
		t.Fatalf("got no session, want one for\n%s", text)
	}
	cells := s.Report.Form.Cells
	want := map[string]string{}
	for range 1 + rng.IntN(12) {
		c := cells[rng.IntN(len(cells))]
		want[c.Path] = typed(rng, c)
	}
	if rng.IntN(4) == 0 { // a whole row or table, as a paste does it
		row := cells[rng.IntN(len(cells))].Row
		for _, c := range cells {
			if c.Row == row || rng.IntN(20) == 0 {
				want[c.Path] = typed(rng, c)
			}
		}
	}
	out, refused := s.Change(Changes{Cells: want})
	lost := map[string]bool{}
	for _, f := range refused {
		if len(f.Cells) == 0 {
			t.Fatalf("%s\nwanted %v in\n%s", f.Text("en"), want, text)
		}
		for _, c := range f.Cells {
			lost[c] = true
		}
	}
	after := open(forms, file, out)
	if after == nil {
		t.Fatalf("after a change: got no session, want one for\n%s", out)
	}
	for _, c := range cells {
		v, before := after.Report.Value(c), s.Report.Value(c)
		text, ok := want[c.Path]
		switch {
		case ok && !lost[c.Path]:
			if v.State != report.Valid || v.Text != text {
				t.Fatalf("%s is %q, want %q in\n%s\nof\n%s", c.Path, v.Text, text, out, s.data)
			}
		case v.State == report.Valid && (before.State != report.Valid || before.Text != v.Text), before.State == report.Valid && v.State != report.Valid:
			t.Fatalf("%s was %q and is %q in\n%s\nof\n%s\nwanted %v", c.Path, before.Text, v.Text, out, s.data, want)
		}
	}
	var old []string
	for path := range want {
		v := s.Report.Value(s.Report.Form.Cell(path)).Text
		old = append(append(old, v), token.FindAllString(v, -1)...)
	}
	if err := unchanged(text, string(out), len(want), old); err != nil {
		t.Fatalf("%v\nwanted %v in\n%s\nof\n%s", err, want, out, text)
	}
	if strings.Count(string(out), "\r\n") != 0 && strings.Count(string(out), "\r\n") != strings.Count(string(out), "\n") {
		t.Fatalf("got %d CRLF among %d line ends, want all or none:\n%q", strings.Count(string(out), "\r\n"), strings.Count(string(out), "\n"), out)
	}
	return len(lost)
}

// Whatever cells change in whatever layout: the file then says just that, and nothing
// else in it is touched.
func TestRandomEdits(t *testing.T) {
	forms := catalogue(t)
	rng := rand.New(rand.NewPCG(1, 2))
	all := examples(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for range 30 {
			if n := check(t, rng, forms, name, all[name]); n > 0 {
				t.Errorf("%s: got %d cells refused, want none", name, n)
			}
		}
	}
	refusals := 0
	for i := range 600 {
		f := forms.ByID([]string{"cn-2021", "cn-2019"}[i%2])
		year := map[string]int{"cn-2021": 2023, "cn-2019": 2020}[f.ID]
		refusals += check(t, rng, forms, "content/a/reports/"+strconv.Itoa(year)+".md", written(rng, f, year))
	}
	if refusals > 30 {
		t.Errorf("got %d cells refused, want at most 30", refusals)
	}
	t.Logf("%d cells refused", refusals)
}
