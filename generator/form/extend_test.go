package form

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// extended loads a definition that extends a built-in one.
func extended(t *testing.T, text string) *Form {
	t.Helper()
	c, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	f, findings := c.Load("forms/x.yaml", []byte(text))
	for _, x := range findings {
		t.Fatalf("%d:%d %s", x.Span.Line, x.Span.Column, x.Message.EN)
	}
	return f
}

func paths(cells []*Cell) (out []string) {
	for _, c := range cells {
		out = append(out, c.Path)
	}
	return out
}

func relationOf(f *Form, id string) *Relation {
	i := slices.IndexFunc(f.Relations, func(r *Relation) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	return f.Relations[i]
}

// The variant that some places print: one row in place of a group, all else as it was.
func TestOneRowForAGroup(t *testing.T) {
	forms, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	base, f := cn2021(t), forms.ByID("cn-2021-one-other")
	if f.Family != base.Family || f.Years != base.Years || f.Default != (Years{}) || f.Title == base.Title {
		t.Errorf("got the family %s, years %+v, default %+v, title %s, want those of %s except the title, and no default", f.Family, f.Years, f.Default, f.Title, base.ID)
	}
	if n := len(base.Cells) - len(f.Cells); n != 2*7 {
		t.Errorf("it has %d cells less", n)
	}
	if l := relationOf(f, "results-total").Lines[0]; len(l.Plus) != 19 || !slices.Contains(paths(l.Plus), "applications.results.other.natural") {
		t.Errorf("the results are the sum of %v", paths(l.Plus))
	}
	if h := f.Tables[1].Layout(2).Bodies[1][0][0]; h.Rowspan != 20 {
		t.Errorf("the results span %d rows", h.Rowspan)
	}
	other := f.Cell("applications.results.other.natural")
	if base.Counterpart(other, f) != nil {
		t.Error("the row is taken for one of the three that it replaces")
	}
	c, _ := Builtin()
	if old := c.ByID("cn-2019"); old.Counterpart(other, f) != old.Cell(other.Path) {
		t.Error("the row is not that of cn-2019")
	}
	if s := f.Slot("依申请公开.办理结果.其他处理"); s == nil || !s.Row || s.Slots[0].Cell != other {
		t.Errorf("its place in the data is %+v", s)
	}
	if s := f.Slot("applications.results.other"); s.Draft != "0" {
		t.Errorf("a draft has %q", s.Draft)
	}
}

func TestExtend(t *testing.T) {
	base := cn2021(t)
	for name, tc := range map[string]struct {
		text string
		test func(t *testing.T, f *Form)
	}{
		"nothing": {"", func(t *testing.T, f *Form) {
			if !slices.Equal(paths(f.Cells), paths(base.Cells)) || len(f.Relations) != len(base.Relations) || f.ReportTitle != base.ReportTitle {
				t.Error("it differs")
			}
		}},
		"a label": {"tables: [{id: applications, rows: [{id: new, label: 一、新收}]}]", func(t *testing.T, f *Form) {
			if c := f.Cell("applications.new.total"); c.RowName != "一、本年新收" || !strings.HasPrefix(c.Label, "一、新收 · ") {
				t.Errorf("got the row %s, labelled %s, want 一、本年新收, labelled 一、新收", c.RowName, c.Label)
			}
		}},
		"an inserted row": {"tables: [{id: applications, rows: [{id: results, rows: [{id: refused, rows: [{id: other, after: third_party, key: 其他情形, label: 5.其他}]}]}]}]", func(t *testing.T, f *Form) {
			var rows []string
			for _, s := range f.Slot("applications.results.refused").Slots {
				rows = append(rows, s.ID)
			}
			if rows[3] != "third_party" || rows[4] != "other" || len(rows) != 9 {
				t.Errorf("got the rows %v, want nine, third_party and other in the fourth and fifth place", rows)
			}
			if l := relationOf(f, "results-total").Lines[0]; len(l.Plus) != 22 {
				t.Errorf("%d rows add up", len(l.Plus))
			}
		}},
		"a moved section": {"sections: [{id: review, before: applications}]", func(t *testing.T, f *Form) {
			if f.Sections[2].ID != "review" || f.Sections[3].ID != "applications" || f.Sections[2].Table == nil {
				t.Error("it did not move")
			}
		}},
		"an extra row": {"tables: [{id: applications, rows: [{id: results, rows: [{id: refused, rows: [{id: part, extra: true, key: 其中, label: 其中：区分处理}]}]}, {id: online, extra: true, key: 网上, label: 其中：网上申请}]}]", func(t *testing.T, f *Form) {
			if f.Cell("applications.online.total") == nil || f.Cell("applications.results.refused.part.total").Concept != "" {
				t.Error("the rows are not there, or join with others")
			}
			for _, r := range f.Relations {
				for _, l := range r.Lines {
					if r.Kind == Aggregate {
						continue
					}
					for _, p := range paths(append(append([]*Cell{l.Total}, l.Plus...), l.Minus...)) {
						if strings.Contains(p, ".part.") || strings.Contains(p, ".online.") {
							t.Fatalf("%s counts %s", r.ID, p)
						}
					}
				}
			}
			last := f.Tables[1].Layout(2).Bodies
			if row := last[len(last)-1]; row[len(row)-1][0].Text != "其中：网上申请" {
				t.Error("the row is not the last")
			}
		}},
		"an extra row in a relation of its own": {"tables: [{id: applications, rows: [{id: online, extra: true, label: 其中：网上申请}]}]\nrelations: [{rule: at-most, kind: at-most, table: applications, each: column, cell: online, limit: new}]", func(t *testing.T, f *Form) {
			r := relationOf(f, "at-most")
			if len(r.Lines) != 7 || r.Lines[6].Total.Path != "applications.online.total" || r.Lines[6].Plus[0].Path != "applications.new.total" {
				t.Errorf("got %+v, want seven lines, the last from new to online", r)
			}
		}},
		"another column": {"tables: [{id: review, columns: [{id: mediated, before: pending, key: 调解结案, label: 调解结案}]}]\nrelations: [{id: review-total, parts: [upheld, corrected, other, mediated, pending]}]", func(t *testing.T, f *Form) {
			if l := relationOf(f, "review-total").Lines[0]; len(l.Plus) != 5 || l.Plus[3].Path != "review.reconsideration.mediated" {
				t.Errorf("got the parts %v, want five, mediated the fourth", paths(l.Plus))
			}
			if n := len(f.Tables[2].Layout(3).Bodies[0][0]); n != 18 {
				t.Errorf("%d cells are printed", n)
			}
		}},
		"another table": {"tables: [{id: training, key: 培训, caption: 培训情况, row_header: 项目, columns: [{label: 次数, unit: 次}], rows: [{id: sessions, label: 培训}]}]\nsections: [{id: training, after: review, heading: 培训情况, table: training}]", func(t *testing.T, f *Form) {
			if c := f.Cell("training.sessions"); c == nil || c.Unit != "次" || f.Sections[4].ID != "training" || len(f.Cells) != 204 {
				t.Errorf("got %+v, section %s, %d cells, want one in 次, training, 204", c, f.Sections[4].ID, len(f.Cells))
			}
		}},
		"without fees": {"statements: [{id: handling_fees, remove: true}]\nchecks: {fees: ~}\nrelations: [{id: area-total, cells: [proactive, applications, review]}]", func(t *testing.T, f *Form) {
			if len(f.Statements) != 0 || f.Checks.Fees != nil || f.Checks.Listed == nil || len(f.Cells) != 200 {
				t.Error("they are still there")
			}
		}},
		"words": {"checks: {wording: {units: {add: [卷], remove: [部, 宗]}, parts: [板块]}}\nsections: [{id: overview, aliases: {add: [工作综述]}, subjects: [{name: 责任追究, remove: true}]}]", func(t *testing.T, f *Form) {
			w := f.Checks.Wording
			if !slices.Contains(w.Units, "卷") || slices.Contains(w.Units, "部") || slices.Contains(w.Units, "宗") || !slices.Contains(w.Units, "件") || !slices.Equal(w.Parts, []string{"板块"}) {
				t.Errorf("got the units %v and parts %v, want 卷 and 件 without 部 and 宗, and only 板块", w.Units, w.Parts)
			}
			if s := f.Sections[0]; len(s.Subjects) != 7 || !slices.Contains(s.Aliases, "工作综述") || !slices.Contains(s.Aliases, "概述") {
				t.Errorf("got %+v, want seven subjects, and 工作综述 and 概述 among the aliases", s)
			}
		}},
		"a relation less": {"relations: [{id: in-force, remove: true}, {id: carry-over, severity: warning}]", func(t *testing.T, f *Form) {
			if relationOf(f, "in-force") != nil || relationOf(f, "carry-over").Severity == 0 || len(relationOf(f, "carry-over").Lines) != 1 {
				t.Error("they are as they were")
			}
		}},
	} {
		t.Run(name, func(t *testing.T) { tc.test(t, extended(t, "id: x\nextends: cn-2021\n"+tc.text+"\n")) })
	}
	if again := cn2021(t); len(again.Cells) != 203 || len(base.Cells) != 203 {
		t.Error("the base was changed")
	}
}

// A row set gives its rows to every table that names it; relations name it too, and
// are silent while it is empty.
func TestRowSets(t *testing.T) {
	base := extended(t, "id: x\nextends: us-foia\n")
	if r := relationOf(base, "overall-requests"); r == nil || len(r.Lines) != 0 {
		t.Errorf("got %+v, want the relation without a line", r)
	}
	f := extended(t, "id: x\nextends: us-foia\nrow_sets: {components: [{id: hq, label: HQ}, {id: field, label: Field}]}\n")
	if n, want := len(f.Cells), 3*len(base.Cells); n != want {
		t.Errorf("%d cells, want %d", n, want)
	}
	if l := relationOf(f, "overall-appeals").Lines; len(l) != 4 || !slices.Equal(paths(l[1].Plus), []string{"appeals.hq.received", "appeals.field.received"}) {
		t.Errorf("got %+v, want four lines, the second over hq and field", l)
	}
	if l := relationOf(f, "processed").Lines; len(l) != 3 || l[0].Total.Path != "dispositions.hq.total" || l[0].Plus[0].Path != "requests.hq.processed" {
		t.Errorf("got %+v, want three lines, the first from hq.processed to hq.total", l)
	}
}

// Every whole definition in the documents loads.
func TestDocumentedDefinitions(t *testing.T) {
	n := 0
	for _, name := range []string{"../../docs/forms.md", "../../docs/zh/forms.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split(string(text), "```yaml\n")[1:] {
			if block, _, _ := strings.Cut(part, "```"); strings.HasPrefix(block, "id: ") {
				extended(t, block)
				n++
			}
		}
	}
	if n != 6 {
		t.Errorf("%d definitions", n)
	}
}

// Every key that the loader reads is in the documents on forms; the vocabulary of prose
// is explained where it is, in cn-2021.yaml.
func TestEveryKeyIsDocumented(t *testing.T) {
	docs := map[string][]byte{"docs/forms.md": nil, "docs/zh/forms.md": nil}
	for name := range docs {
		doc, err := os.ReadFile(filepath.Join("../..", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		docs[name] = doc
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	key := regexp.MustCompile(`(?:\.(?:Text|Texts|Get|List|Bool|Int|Need|Enum|Year|Date|words|path|choices|operand)\((?:\w+, )?|\bkey: |operand\{\{key: )"([a-z_]+)"`)
	n := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || name == "load_narrative.go" {
			continue
		}
		code, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range key.FindAllStringSubmatch(string(code), -1) {
			n++
			for document, doc := range docs {
				if !regexp.MustCompile(`\b` + m[1] + `\b`).Match(doc) {
					t.Errorf("%s reads %q, of which %s says nothing", name, m[1], document)
				}
			}
		}
	}
	if n < 80 {
		t.Errorf("only %d keys", n)
	}
}
