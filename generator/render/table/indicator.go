package table

import (
	"math"
	"math/bits"

	"gongkai/generator/form"
	"gongkai/generator/report"
)

// Indicator is what a figure is in one report, or in many together: a number or, for a
// ratio, the two numbers it is made of, so that the ratio of many reports is that of
// their sums.
type Indicator struct {
	Known bool // all that it adds up was there
	Ratio bool
	N, Of report.Number
}

// Evaluate reads a figure from a report's values. x is over the cells of the report's form.
func Evaluate(x *form.Figure, values report.Values) Indicator {
	q := Indicator{Known: true, Ratio: x.Ratio()}
	add := func(to *report.Number, cells []*form.Cell, sign int64) {
		for _, c := range cells {
			v := values.At(c.Index)
			if v.State != report.Valid {
				q.Known = false
				return
			}
			*to = to.Plus(report.Number{Int: sign * v.Int, Scale: v.Scale})
		}
	}
	add(&q.N, x.Cells, 1)
	add(&q.N, x.Minus, -1)
	add(&q.Of, x.Of, 1)
	add(&q.Of, x.OfMinus, -1)
	return q
}

// Plus adds two quantities of one figure; a sum with something unknown is not known.
func (q Indicator) Plus(r Indicator) Indicator {
	return Indicator{q.Known && r.Known, q.Ratio || r.Ratio, q.N.Plus(r.N), q.Of.Plus(r.Of)}
}

// Value is the number to print; that of a ratio is in per cent with one decimal. ok is
// false where it is not known, and for a share of nothing.
func (q Indicator) Value() (n report.Number, ok bool) {
	if !q.Known || !q.Ratio {
		return q.N, q.Known
	}
	tenths, ok := Percent(q.N, q.Of)
	return report.Number{Int: tenths, Scale: 1}, ok
}

// String is the value as printed, "" for none.
func (q Indicator) String() string {
	n, ok := q.Value()
	switch {
	case !ok:
		return ""
	case q.Ratio:
		return n.String() + "%"
	}
	return n.String()
}

// Zero reports whether the value is known to be nothing.
func (q Indicator) Zero() bool {
	n, ok := q.Value()
	return ok && n.Int == 0
}

// Percent is the share of a part in a whole in tenths of a per cent, exactly computed and
// rounded half away from zero. ok is false where the whole is not above 0.
func Percent(part, whole report.Number) (tenths int64, ok bool) {
	if whole.Int <= 0 {
		return 0, false
	}
	// Of one scale, so that their integers are in the ratio of the numbers.
	part, whole = part.Plus(report.Number{Scale: whole.Scale}), whole.Plus(report.Number{Scale: part.Scale})
	// (2000 × part + whole) ÷ (2 × whole), in 128 bits.
	n, d := uint64(part.Int), uint64(whole.Int)
	if part.Int < 0 {
		n = -n
	}
	high, low := bits.Mul64(n, 2000)
	low, carry := bits.Add64(low, d, 0)
	if high += carry; high >= 2*d {
		return 0, false
	}
	n, _ = bits.Div64(high, low, 2*d)
	if n > math.MaxInt64 {
		return 0, false
	}
	if tenths = int64(n); part.Int < 0 {
		tenths = -tenths
	}
	return tenths, true
}

// Change is the difference to an earlier quantity of the same figure: signed, and in per
// cent of the earlier one, "" where that was nothing and where nothing changed. The difference of ratios is in
// percentage points and has no percentage of its own. ok is false where one is not known.
func (q Indicator) Change(before Indicator) (difference, percent string, ok bool) {
	now, known := q.Value()
	then, knownBefore := before.Value()
	if !known || !knownBefore {
		return "", "", false
	}
	d := now.Minus(then)
	difference = signed(d)
	if !q.Ratio && d.Int != 0 {
		if tenths, ok := Percent(d, then); ok {
			percent = signed(report.Number{Int: tenths, Scale: 1}) + "%"
		}
	}
	return difference, percent, true
}

// signed prints a number with its sign; 0 has none.
func signed(n report.Number) string {
	switch {
	case n.Int > 0:
		return "+" + n.String()
	case n.Int < 0:
		return "−" + report.Number{Int: -n.Int, Scale: n.Scale}.String()
	}
	return "0"
}
