package table

import (
	"bytes"
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/report/reporttest"
)

// markup is a table template as plain as can be.
const markup = `<table id="{{.ID}}"><caption id="{{.CaptionID}}">{{.Table.Caption}}</caption>
{{define "row"}}<tr>{{range .}}{{if .Header}}<th id="{{.ID}}" scope="{{.Scope}}">{{.Text}}</th>
{{else if .Cell}}<td data-cell="{{.Cell.Path}}" headers="{{.Headers}}" {{remark .Cell}}>{{value .Cell}}</td>
{{else}}<td>{{.Text}}</td>{{end}}{{end}}</tr>{{end}}
{{range .Head}}{{template "row" .}}{{end}}{{range .Bodies}}{{range .}}{{template "row" .}}{{end}}{{end}}</table>`

func cn2021(t testing.TB) *form.Form {
	t.Helper()
	c, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return c.ByID("cn-2021")
}

func compile(t testing.TB, f *form.Form, markup string) (*Set, error) {
	t.Helper()
	tmpl, err := template.New("table").Funcs(Funcs()).Parse(markup)
	if err != nil {
		t.Fatal(err)
	}
	return Compile(f, Theme{Table: func(b *bytes.Buffer, v *View) error { return tmpl.Execute(b, v) }})
}

// values gives each cell its own number.
func values(f *form.Form) []report.Value {
	out := make([]report.Value, len(f.Cells))
	for i := range out {
		out[i] = report.Value{State: report.Valid, Text: strconv.Itoa(1000 + i), Number: report.Number{Int: int64(1000 + i)}}
	}
	return out
}

func page(s *Set, f *form.Form, v []report.Value, r *Remarks) string {
	var out []byte
	for _, t := range f.Tables {
		out = s.Append(out, t.ID, reporttest.Values(v), r)
	}
	return string(out)
}

var dataCell = regexp.MustCompile(`<td data-cell="([^"]*)" headers="([^"]*)"([^>]*)>([^<]*)</td>`)

func TestEachValueIsInItsCell(t *testing.T) {
	f := cn2021(t)
	s, err := compile(t, f, markup)
	if err != nil {
		t.Fatal(err)
	}
	cells := dataCell.FindAllStringSubmatch(page(s, f, values(f), nil), -1)
	if len(cells) != 200 {
		t.Fatalf("%d data cells, want 200", len(cells))
	}
	for _, m := range cells {
		c := f.Cell(m[1])
		if c == nil {
			t.Fatalf("no cell %s in the form", m[1])
		}
		if want := strconv.Itoa(1000 + c.Index); m[4] != want {
			t.Errorf("%s prints %q, want %s", m[1], m[4], want)
		}
		want := ""
		if strings.HasSuffix(m[1], ".total") && !strings.HasPrefix(m[1], "proactive.") {
			want = `class="total"`
		}
		if got := strings.TrimSpace(m[3]); got != want {
			t.Errorf("%s has the attributes %q without a remark, want %q", m[1], got, want)
		}
	}
}

// A figure that is 0 has a class, a link to a cell an id to lead to; neither says anything.
func TestZerosAndAnchors(t *testing.T) {
	f := cn2021(t)
	s, err := compile(t, f, markup)
	if err != nil {
		t.Fatal(err)
	}
	v := values(f)
	for path, value := range map[string]report.Value{
		"applications.new.natural":    {State: report.Valid, Text: "0"},
		"applications.new.total":      {State: report.Valid, Text: "0"},
		"proactive.fees":              {State: report.Valid, Text: "0.00", Number: report.Number{Scale: 2}},
		"applications.new.commercial": {State: report.Faulty, Text: "/"},
		"applications.new.research":   {},
	} {
		v[f.Cell(path).Index] = value
	}
	r := NewRemarks(f)
	if id := r.Anchor(f.Cell("applications.new.total")); id != "cell.applications.new.total" {
		t.Errorf("the id is %q", id)
	}
	want := map[string]string{
		"applications.new.natural": `class="zero"`, "proactive.fees": `class="zero"`, "applications.new.commercial": "", "applications.new.research": "",
		"applications.new.total": `id="cell.applications.new.total" class="total zero"`, "applications.carried_in.natural": "",
	}
	seen := 0
	for _, m := range dataCell.FindAllStringSubmatch(page(s, f, v, r), -1) {
		if attrs, ok := want[m[1]]; ok {
			seen++
			if got := strings.TrimSpace(m[3]); got != attrs {
				t.Errorf("%s has the attributes %q, want %q", m[1], got, attrs)
			}
		}
	}
	if seen != len(want) {
		t.Errorf("got %d of the cells, want %d", seen, len(want))
	}
}

func TestRemarksMarkTheirCellsOnly(t *testing.T) {
	f := cn2021(t)
	s, err := compile(t, f, markup)
	if err != nil {
		t.Fatal(err)
	}
	r := NewRemarks(f)
	one := r.TiePath("applications.new.other", "note.1", "N1")
	r.TiePath("applications.new", "check.1", "C1")
	whole := r.TiePath("review", "note.2", "N2")
	all := r.TiePath("applications", "note.3", "N3")
	if none := r.TiePath("", "note.4", "N4"); none != (Tied{}) {
		t.Errorf("an empty path is tied to %+v", none)
	}
	if none := r.TiePath("no.such.cell", "note.4", "N4"); none != (Tied{}) {
		t.Errorf("an unknown path is tied to %+v", none)
	}
	if one.ID != "cell.applications.new.other" || one.Table != "applications" || one.Whole {
		t.Errorf("one cell: %+v", one)
	}
	if whole.ID != "cell.review.reconsideration.upheld" || whole.Table != "review" || whole.Whole {
		t.Errorf("a small table: %+v", whole)
	}
	if all.Table != "applications" || !all.Whole {
		t.Errorf("a large table: %+v", all)
	}
	for _, m := range dataCell.FindAllStringSubmatch(page(s, f, values(f), r), -1) {
		want := ""
		switch {
		case m[1] == "applications.new.other":
			want = ` class="remarked" aria-describedby="note.1 check.1 note.3" data-mark="N1 C1"`
		case strings.HasPrefix(m[1], "applications.new."):
			want = ` class="remarked" aria-describedby="check.1 note.3" data-mark="C1"`
		case strings.HasPrefix(m[1], "applications."):
			want = ` aria-describedby="note.3"`
		case strings.HasPrefix(m[1], "review."):
			want = ` class="remarked" aria-describedby="note.2" data-mark="N2"`
		}
		if want != "" {
			want = ` id="cell.` + m[1] + `"` + want
		}
		if strings.HasSuffix(m[1], ".total") {
			if strings.Contains(want, `"remarked"`) {
				want = strings.Replace(want, "remarked", "remarked total", 1)
			} else {
				want = strings.Replace(want, " aria", ` class="total" aria`, 1)
			}
		}
		if strings.TrimSpace(m[3]) != strings.TrimSpace(want) {
			t.Errorf("%s has %q, want %q", m[1], m[3], want)
		}
	}
}

func TestWhatCouldNotBeReadIsEscaped(t *testing.T) {
	f := cn2021(t)
	s, err := compile(t, f, markup)
	if err != nil {
		t.Fatal(err)
	}
	v := values(f)
	v[f.Cell("proactive.fees").Index] = report.Value{State: report.Faulty, Text: `<b>"1`}
	v[f.Cell("proactive.coercion").Index] = report.Value{}
	html := page(s, f, v, nil)
	if want := `>&lt;b&gt;&#34;1</td>`; !strings.Contains(html, want) {
		t.Errorf("no %s in the page", want)
	}
	if !regexp.MustCompile(`<td data-cell="proactive.coercion"[^>]*></td>`).MatchString(html) {
		t.Error("an absent value is not printed as nothing")
	}
}

func TestTemplateThatLosesCells(t *testing.T) {
	for name, m := range map[string]string{
		"no value":  strings.Replace(markup, "{{value .Cell}}", "", 1),
		"twice":     strings.Replace(markup, "{{value .Cell}}", "{{value .Cell}}{{value .Cell}}", 1),
		"no bodies": strings.Replace(markup, "{{range .Bodies}}", "{{range .Head}}", 1),
	} {
		if _, err := compile(t, cn2021(t), m); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestSentence(t *testing.T) {
	f := cn2021(t)
	st := f.Statements[0]
	v := values(f)
	got := string(Sentence(st, reporttest.Values(v), nil))
	n := f.Cell("handling_fees.notices")
	if want := `<span data-cell="handling_fees.notices">` + strconv.Itoa(1000+n.Index) + `</span>`; !strings.Contains(got, want) || strings.ContainsAny(got, "{}") {
		t.Errorf("%s lacks %s", got, want)
	}
	v[n.Index] = report.Value{}
	if got := Sentence(st, reporttest.Values(v), nil); got != "" {
		t.Errorf("a statement that is left out prints %s", got)
	}
}

func BenchmarkTables(b *testing.B) {
	f := cn2021(b)
	s, err := compile(b, f, markup)
	if err != nil {
		b.Fatal(err)
	}
	v := reporttest.Values(values(f))
	var out []byte
	b.ReportAllocs()
	for b.Loop() {
		out = out[:0]
		for _, t := range f.Tables {
			out = s.Append(out, t.ID, v, nil)
		}
	}
	b.SetBytes(int64(len(out)))
}
