package ide

import "gongkai/generator/report"

// Hint is a remark shown after a figure.
type Hint struct {
	At      Place
	Text    string
	Tooltip string
}

// Hints gives, after each total that is not the sum of its parts, or is not filled in,
// what its parts add up to. A total that is right needs no remark.
func (d *Document) Hints(from, to int) []Hint {
	r := d.report
	if r == nil {
		return nil
	}
	said := map[Hint]bool{}
	var out []Hint
	for _, rel := range r.Form.Relations {
		if rel.Kind != "sum" {
			continue
		}
		for _, l := range rel.Lines {
			total := r.Value(l.Total)
			if total.State == report.Absent || total.Span.Line < from || total.Span.Line > to {
				continue
			}
			var sum report.Number
			known := true
			for _, c := range l.Plus {
				v := r.Value(c)
				known = known && v.State == report.Valid
				sum = sum.Plus(v.Number)
			}
			if !known || total.State == report.Valid && total.Cmp(sum) == 0 {
				continue
			}
			h := Hint{At: Place{total.Span.EndLine, total.Span.EndColumn}, Text: "= " + sum.String(),
				Tooltip: d.in("%s相加为 %s", "%s add up to %s", rel.PartsName, sum)}
			if d.line(h.At.Line) != "" && total.State != report.Valid && at(d.line(h.At.Line), total.Span.Column) == ']' {
				h.At.Column = total.Span.Column // a row that is too short has its total's place before the bracket
			}
			if !said[h] {
				said[h] = true
				out = append(out, h)
			}
		}
	}
	return out
}

func at(line string, column int) rune {
	l := []rune(line)
	if column < 1 || column > len(l) {
		return 0
	}
	return l[column-1]
}
