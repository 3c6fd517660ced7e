package report

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gongkai/generator/form"
)

// writer writes the figures of a form in one of the ways that mean the same.
type writer struct {
	t      *rapid.T
	values map[string]string
	chance bool // whether to vary at all
}

func (w *writer) key(s *form.Slot) string {
	if w.chance && s.Key != "" && rapid.Bool().Draw(w.t, "chinese") {
		return s.Key
	}
	return s.ID
}

func (w *writer) slots(s *form.Slot) []*form.Slot {
	if w.chance {
		return rapid.Permutation(s.Slots).Draw(w.t, "order")
	}
	return s.Slots
}

func (w *writer) slot(b *strings.Builder, s *form.Slot, indent int) {
	b.WriteString(strings.Repeat(" ", indent) + w.key(s) + ":")
	switch {
	case s.Cell != nil:
		b.WriteString(" " + w.values[s.Path] + "\n")
	case s.Row && (!w.chance || rapid.Bool().Draw(w.t, "sequence")):
		var items []string
		for _, c := range s.Slots {
			items = append(items, w.values[c.Path])
		}
		b.WriteString(" [" + strings.Join(items, ", ") + "]\n")
	case w.chance && (s.Row || s.Optional) && rapid.Bool().Draw(w.t, "flow"):
		var items []string
		for _, c := range w.slots(s) {
			items = append(items, w.key(c)+": "+w.values[c.Path])
		}
		b.WriteString(" {" + strings.Join(items, ", ") + "}\n")
	default:
		b.WriteString("\n")
		for _, c := range w.slots(s) {
			w.slot(b, c, indent+2)
		}
	}
}

func (w *writer) report(f *form.Form) string {
	var b strings.Builder
	b.WriteString("---\nyear: 2023\n")
	w.slot(&b, &form.Slot{ID: "data", Key: "数据", Slots: f.Data.Slots}, 0)
	return b.String() + "---\n"
}

// However a report is written, in ids or Chinese keys, in any order, in sequences or
// maps, it holds the same values.
func TestWaysToWrite(t *testing.T) {
	forms := builtin(t)
	f := forms.DefaultFor("reports", 2023)
	rapid.Check(t, func(t *rapid.T) {
		values := map[string]string{}
		for _, c := range f.Cells {
			values[c.Path] = rapid.SampledFrom([]string{"0", "1", "12", "307", "100000"}).Draw(t, "value")
			if c.Kind == form.Money && values[c.Path] != "0" {
				values[c.Path] += ".60"
			}
		}
		text := (&writer{t, values, true}).report(f)
		r, findings := Bind(document(text), forms, "reports", "a")
		if len(findings) > 0 {
			t.Fatalf("%+v\n%s", findings[0], text)
		}
		lines := strings.Split(text, "\n")
		for _, c := range f.Cells {
			v := r.Value(c)
			if v.State != Valid || v.Text != values[c.Path] || v.Number.String() != values[c.Path] {
				t.Fatalf("%s is %+v, want %s", c.Path, v, values[c.Path])
			}
			if got := string([]rune(lines[v.Span.Line-1])[v.Span.Column-1 : v.Span.EndColumn-1]); got != v.Text {
				t.Fatalf("%s is at %+v: %q", c.Path, v.Span, got)
			}
		}
	})
}

func BenchmarkBind(b *testing.B) {
	doc, forms := document(read(b, "report.md")), builtin(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, findings := Bind(doc, forms, "reports", "a"); len(findings) > 0 {
			b.Fatal(fmt.Sprint(findings))
		}
	}
}
