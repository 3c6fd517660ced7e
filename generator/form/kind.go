package form

import (
	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// Answers are the words that the form prints for the two values of YesNo.
type Answers struct{ Yes, No string }

// answers reads the words of the kind yesno, which a form with such a cell must give.
func (l *loader) answers(d *source.Fields) {
	n := d.Get("answers")
	if n.IsNull() {
		for _, c := range l.f.Cells {
			if c.Kind == YesNo {
				l.fault(d.Get("id"), diag.Textf("单元格 %s 的 kind 是 yesno，请用 answers: {yes: …, no: …} 写明印出的两个词", "the cell %s is of the kind yesno: give the two words that are printed as answers: {yes: …, no: …}", c.Path))
				return
			}
		}
		return
	}
	w := l.Named(n, nil)
	w.Need("yes")
	w.Need("no")
	l.f.Answers = Answers{Yes: w.Text("yes"), No: w.Text("no")}
	w.Done()
	if a := l.f.Answers; a.Yes == a.No && a.Yes != "" {
		l.fault(n, diag.Textf("answers 的两个词相同", "the two words of answers are the same"))
	}
}

// optional reads whether a cell may be left out. What is left out is not a value, or the
// default where there is one; only words have one.
func (l *loader) optional(d *source.Fields, kind Kind) (optional bool, byDefault string) {
	byDefault = d.Text("default")
	if byDefault != "" && kind != Text {
		l.fault(d.Get("default"), diag.Textf("只有文字可以有默认值，数一律要填", "only a text may have a default; every figure is filled in"))
	}
	return d.Bool("optional", byDefault != ""), byDefault
}

// kind reads the kind of a value and its unit, which are those given where a
// definition does not say.
func (l *loader) kind(d *source.Fields, kind Kind, unit string) (Kind, string) {
	switch k := Kind(d.OneOf("kind", string(Count), string(Signed), string(Money), decimal, string(Text), string(YesNo))); k {
	case "":
	case decimal:
		kind = Money
	default:
		kind = k
	}
	if d.Get("unit") != nil {
		unit = d.Text("unit")
	}
	if !kind.Numeric() {
		unit = ""
	}
	return kind, unit
}

// decimal is the other name of Money, for what is not an amount of money.
const decimal = "decimal"
