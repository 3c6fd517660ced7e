package report

import (
	"strings"
	"testing"
)

// Whatever is in the file, there is no silent zero: a report without findings has
// a number, as written, in every cell that is not optional; and a finding has a place.
func FuzzBind(f *testing.F) {
	base, forms := read(f, "report.md"), builtin(f)
	f.Add(base, 0, 0, "")
	for i, s := range []string{"-", "：", "\t", "&x", "[", "]", "{", "\"", ",", "\n", "待填", "|\n", "0012", "#", "%!"} {
		f.Add(base, 200+37*i, 200+37*i+i%3, s)
	}
	f.Fuzz(func(t *testing.T, text string, from, to int, insert string) {
		if from >= 0 && from <= to && to <= len(text) {
			text = text[:from] + insert + text[to:]
		}
		r, findings := Bind(document(text), forms, "reports", "a")
		for _, x := range findings {
			if x.Message.ZH == "" || x.Message.EN == "" || strings.Contains(x.Message.EN, "%!") && !strings.Contains(text, "%!") {
				t.Errorf("got %+v, want a message in both languages", x)
			}
		}
		if r == nil || len(findings) > 0 {
			if r == nil && len(findings) == 0 {
				t.Error("no report and no finding")
			}
			return
		}
		lines := strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n")
		for _, c := range r.Form.Cells {
			v := r.Value(c)
			if v.State == Absent && strings.HasPrefix(c.Path, "handling_fees.") {
				continue
			}
			if v.State != Valid || v.Number.String() != v.Text {
				t.Fatalf("%s is %+v", c.Path, v)
			}
			if at := []rune(lines[v.Span.Line-1]); !strings.HasPrefix(string(at[min(v.Span.Column-1, len(at)):]), v.Text) {
				t.Errorf("%s is not at %+v", c.Path, v.Span)
			}
		}
	})
}
