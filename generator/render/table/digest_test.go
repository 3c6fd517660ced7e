package table

import (
	"bytes"
	"html/template"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/report/reporttest"
)

// plain prints a digest as text: a line a row.
const plain = `{{range .Rows}}{{from .}}{{.Label}}:{{range .Figures}}{{from .}} {{.Label}}={{value .Cell}}{{to .}}{{end}}
{{to .}}{{end}}{{from "some"}}{{count "{n} figures"}}{{from "full"}}, no others{{to "full"}}{{from "zero"}}, others 0{{to "zero"}}{{from "blank"}}, others 0 or blank{{to "blank"}}{{to "some"}}{{from "none"}}all 0{{to "none"}}{{from "empty"}}0 or blank{{to "empty"}}
`

func compileDigest(t testing.TB, f *form.Form, text string) (*Set, error) {
	t.Helper()
	table := template.Must(template.New("table").Funcs(Funcs()).Parse(markup))
	list, err := template.New("digest").Funcs(Funcs()).Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return Compile(f, Theme{
		Table:  func(b *bytes.Buffer, v *View) error { return table.Execute(b, v) },
		Digest: func(b *bytes.Buffer, d *FigureList) error { return list.Execute(b, d) },
	})
}

func TestDigest(t *testing.T) {
	f := cn2021(t)
	s, err := compileDigest(t, f, plain)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		table string
		all   string            // text of every cell
		cells map[string]string // texts of some; "-" for none
		want  string
	}{
		"row by row": {"applications", "0", map[string]string{"applications.new.natural": "3", "applications.new.total": "3",
			"applications.results.refused.state_secret.commercial": "12"},
			"一、本年新收政府信息公开申请数量: 自然人=3 总计=3\n三、本年度办理结果 · （三）不予公开 · 1.属于国家秘密: 商业企业=12\n3 figures, others 0\n"},
		"rows side by side": {"review", "0", map[string]string{"review.reconsideration.upheld": "1", "review.litigation_after_reconsideration.other": "2"},
			"行政复议: 结果维持=1\n行政诉讼 · 复议后起诉: 其他结果=2\n2 figures, others 0\n"},
		"all 0":        {"review", "0", nil, "all 0\n"},
		"blank":        {"review", "0", map[string]string{"review.reconsideration.upheld": "-"}, "0 or blank\n"},
		"some blank":   {"review", "0", map[string]string{"review.reconsideration.upheld": "-", "review.reconsideration.other": "7"}, "行政复议: 其他结果=7\n1 figures, others 0 or blank\n"},
		"no zero":      {"review", "5", nil, ""},
		"a narrow one": {"proactive", "5", nil, ""},
	} {
		v := values(f)
		for i, cell := range f.Cells {
			text := c.all
			if x, ok := c.cells[cell.Path]; ok {
				text = x
			}
			switch text {
			case "-":
				v[i] = report.Value{}
			case "0":
				v[i] = report.Value{State: report.Valid, Text: "0"}
			default:
				v[i].Text = text
			}
		}
		got := string(s.AppendDigest(nil, c.table, reporttest.Values(v)))
		if name == "no zero" {
			if !strings.HasSuffix(got, "总计=5\n15 figures, no others\n") {
				t.Errorf("%s: %s", name, got)
			}
			continue
		}
		if got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

// What heads a row is apart from its name, and rows of one head are of one group.
func TestDigestGroups(t *testing.T) {
	f := cn2021(t)
	s, err := compileDigest(t, f, strings.Replace(plain, "{{.Label}}:", "{{.Group}} {{.Within}}|{{.Name}}:", 1))
	if err != nil {
		t.Fatal(err)
	}
	v := values(f)
	for i, cell := range f.Cells {
		if v[i].Text = "1"; !strings.HasSuffix(cell.Path, ".natural") {
			v[i] = report.Value{State: report.Valid, Text: "0"}
		}
	}
	got := string(s.AppendDigest(nil, "applications", reporttest.Values(v)))
	for _, want := range []string{"0 |一、本年新收政府信息公开申请数量: 自然人=1\n", "1 三、本年度办理结果|（一）予以公开: 自然人=1\n1 三、本年度办理结果|（二）",
		"2 三、本年度办理结果 · （三）不予公开|1.属于国家秘密: 自然人=1\n2 三、本年度办理结果 · （三）不予公开|2."} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwant in it\n%s", got, want)
		}
	}
}

func TestDigestTemplateThatIsWrong(t *testing.T) {
	for name, text := range map[string]string{
		"no value":      strings.Replace(plain, "{{value .Cell}}", "", 1),
		"twice":         strings.Replace(plain, "{{value .Cell}}", "{{value .Cell}}{{value .Cell}}", 1),
		"no to":         strings.Replace(plain, `{{to "some"}}`, "", 1),
		"no from":       strings.Replace(plain, `{{from "some"}}`, "", 1),
		"crossed":       strings.Replace(plain, `{{to "blank"}}{{to "some"}}`, `{{to "some"}}{{to "blank"}}`, 1),
		"another word":  strings.Replace(plain, `{{from "some"}}`, `{{from "any"}}`, 1),
		"another thing": strings.Replace(plain, `{{from .}}`, `{{from 3}}`, 1),
	} {
		if _, err := compileDigest(t, cn2021(t), text); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func BenchmarkDigest(b *testing.B) {
	f := cn2021(b)
	s, err := compileDigest(b, f, plain)
	if err != nil {
		b.Fatal(err)
	}
	list := values(f)
	for i := range list { // every third figure
		if i%3 > 0 {
			list[i] = report.Value{State: report.Valid, Text: "0"}
		}
	}
	v := reporttest.Values(list)
	var out []byte
	b.ReportAllocs()
	for b.Loop() {
		out = out[:0]
		for _, t := range f.Tables {
			out = s.AppendDigest(out, t.ID, v)
		}
	}
	b.SetBytes(int64(len(out)))
}
