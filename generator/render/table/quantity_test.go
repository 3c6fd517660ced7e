package table

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/report/reporttest"
)

func TestPercent(t *testing.T) {
	n := func(i int64, scale int) report.Number { return report.Number{Int: i, Scale: scale} }
	for _, tc := range []struct {
		part, whole report.Number
		want        string // "" for none
	}{
		{n(2, 0), n(3, 0), "66.7"},
		{n(1, 0), n(3, 0), "33.3"},
		{n(1, 0), n(8, 0), "12.5"},
		{n(1, 0), n(16, 0), "6.3"},   // 6.25, half up
		{n(1, 0), n(2000, 0), "0.1"}, // 0.05, half up
		{n(1, 0), n(2001, 0), "0.0"}, // 0.04997…
		{n(1999, 0), n(2000, 0), "100.0"},
		{n(0, 0), n(5, 0), "0.0"},
		{n(5, 0), n(5, 0), "100.0"},
		{n(7, 0), n(5, 0), "140.0"},
		{n(-1, 0), n(16, 0), "-6.3"},
		{n(0, 0), n(0, 0), ""},
		{n(5, 0), n(0, 0), ""},
		{n(5, 0), n(-1, 0), ""},
		{n(150, 2), n(3, 0), "50.0"}, // 1.50 of 3
		{n(3, 0), n(150, 2), "200.0"},
		{n(999999999999999, 0), n(999999999999999, 0), "100.0"},
		{n(9e18, 0), n(9e18, 0), "100.0"}, // sums of many reports
	} {
		got := ""
		if tenths, ok := Percent(tc.part, tc.whole); ok {
			got = n(tenths, 1).String()
		}
		if got != tc.want {
			t.Errorf("%s of %s is %s, want %s", tc.part, tc.whole, got, tc.want)
		}
	}
}

// Percent works in 128 bits; so does this, in as many as it takes.
func TestPercentIsExact(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 20000 {
		part, whole := random.Int64()>>random.IntN(63), random.Int64()>>random.IntN(63)
		if random.IntN(2) == 0 {
			part = -part
		}
		if whole == 0 {
			continue
		}
		n := new(big.Int).Mul(new(big.Int).Abs(big.NewInt(part)), big.NewInt(2000))
		n.Add(n, big.NewInt(whole)).Quo(n, new(big.Int).Mul(big.NewInt(whole), big.NewInt(2)))
		if part < 0 {
			n.Neg(n)
		}
		got, ok := Percent(report.Number{Int: part}, report.Number{Int: whole})
		if ok != n.IsInt64() || ok && got != n.Int64() {
			t.Fatalf("%d of %d: got %d, %v, want %s", part, whole, got, ok, n)
		}
	}
}

func TestMeasure(t *testing.T) {
	cell := func(i int) *form.Cell { return &form.Cell{Index: i} }
	number := func(i int64) report.Value {
		return report.Value{State: report.Valid, Number: report.Number{Int: i}}
	}
	values := reporttest.Values([]report.Value{number(1), number(3), number(10), number(4), {}, number(0)})
	for _, tc := range []struct {
		figure form.Figure
		want   string
	}{
		{form.Figure{Cells: []*form.Cell{cell(0), cell(1)}}, "4"},
		{form.Figure{Cells: []*form.Cell{cell(1)}, Minus: []*form.Cell{cell(0)}}, "2"},
		{form.Figure{Cells: []*form.Cell{cell(1)}, Of: []*form.Cell{cell(2)}}, "30.0%"},
		{form.Figure{Cells: []*form.Cell{cell(1)}, Of: []*form.Cell{cell(2)}, OfMinus: []*form.Cell{cell(3)}}, "50.0%"},
		{form.Figure{Cells: []*form.Cell{cell(1)}, Of: []*form.Cell{cell(3)}, OfMinus: []*form.Cell{cell(3)}}, ""}, // nothing was decided
		{form.Figure{Cells: []*form.Cell{cell(5)}, Of: []*form.Cell{cell(5)}}, ""},
		{form.Figure{Cells: []*form.Cell{cell(5)}, Of: []*form.Cell{cell(2)}}, "0.0%"},
		{form.Figure{Cells: []*form.Cell{cell(0), cell(4)}}, ""}, // one is left out
		{form.Figure{Cells: []*form.Cell{cell(0)}, Of: []*form.Cell{cell(4)}}, ""},
	} {
		if got := Evaluate(&tc.figure, values).String(); got != tc.want {
			t.Errorf("%+v is %q, want %q", tc.figure, got, tc.want)
		}
	}
}

// The ratio of many is that of their sums, and no mean of ratios.
func TestPlus(t *testing.T) {
	ratio := func(n, of int64) Indicator {
		return Indicator{true, true, report.Number{Int: n}, report.Number{Int: of}}
	}
	if got := ratio(1, 1).Plus(ratio(0, 99)).Plus(ratio(0, 0)).String(); got != "1.0%" {
		t.Errorf("1 of 1 and 0 of 99 are %s", got)
	}
	if got := ratio(1, 1).Plus(Indicator{Ratio: true}); got.String() != "" {
		t.Errorf("a sum with something unknown is %s", got)
	}
}

func TestChange(t *testing.T) {
	count := func(n int64) Indicator { return Indicator{Known: true, N: report.Number{Int: n}} }
	ratio := func(n, of int64) Indicator {
		return Indicator{true, true, report.Number{Int: n}, report.Number{Int: of}}
	}
	for _, tc := range []struct {
		now, before         Indicator
		difference, percent string
		ok                  bool
	}{
		{count(12), count(10), "+2", "+20.0%", true},
		{count(8), count(10), "−2", "−20.0%", true},
		{count(3), count(0), "+3", "", true},
		{count(0), count(0), "0", "", true},
		{count(5), count(5), "0", "", true},
		{ratio(2, 3), ratio(1, 2), "+16.7", "", true}, // of what is printed: 66.7 − 50.0
		{ratio(2, 3), ratio(0, 0), "", "", false},
		{count(5), Indicator{}, "", "", false},
	} {
		d, p, ok := tc.now.Change(tc.before)
		if d != tc.difference || p != tc.percent || ok != tc.ok {
			t.Errorf("%s after %s: %q %q %v", tc.now, tc.before, d, p, ok)
		}
	}
}
