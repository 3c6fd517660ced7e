package localize

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// table is a problem like a statutory table: rows with a total each, columns with a total
// each, and figures that may be no more than others.
func table(rnd *rand.Rand, rows, columns int, most int64) *Problem {
	p := &Problem{}
	at := func(r, c int) int { return r*(columns+1) + c }
	sums := make([]int64, columns+1)
	for r := range rows + 1 {
		line, sum := []int{}, int64(0)
		for c := range columns + 1 {
			v := rnd.Int64N(most + 1)
			if rnd.IntN(3) == 0 {
				v = 0
			}
			switch {
			case r == rows:
				v = sums[c]
			case c == columns:
				v = sum
			}
			sum += v
			sums[c] += v
			p.Cells = append(p.Cells, Cell{Value: v, Unit: 1, Max: 1000})
			line = append(line, at(r, c))
		}
		p.Lines = append(p.Lines, line)
	}
	equation := func(total int, parts ...int) {
		r := Relation{Terms: []Term{{total, 1}}, Finding: len(p.Relations)}
		for _, c := range parts {
			r.Terms = append(r.Terms, Term{c, -1})
		}
		p.Relations = append(p.Relations, r)
	}
	for r := range rows + 1 {
		equation(at(r, columns), p.Lines[r][:columns]...)
	}
	for c := range columns + 1 {
		var column []int
		for r := range rows + 1 {
			column = append(column, at(r, c))
		}
		equation(at(rows, c), column[:rows]...)
		p.Lines = append(p.Lines, column)
	}
	p.Relations = append(p.Relations, Relation{Kind: AtMost, Terms: []Term{{at(0, 0), 1}, {at(rows, columns), -1}}, Finding: len(p.Relations)})
	return p
}

// with returns the problem with other values.
func (p *Problem) with(changes ...Change) *Problem {
	q := *p
	q.Cells = slices.Clone(p.Cells)
	for _, c := range changes {
		q.Cells[c.Cell].Value = c.Value
	}
	return &q
}

// open lists the relations that do not hold.
func (p *Problem) open() (out []int) {
	for i, r := range p.Relations {
		n := r.Rest
		for _, t := range r.Terms {
			n += t.Factor * p.Cells[t.Cell].Value
		}
		if n != 0 && (r.Kind == Zero || n > 0) {
			out = append(out, i)
		}
	}
	return out
}

// exhaustive finds by trying every value of every cell, or of every two cells, what
// satisfies all relations.
func (p *Problem) exhaustive(cells int, most int64) (out [][]Change) {
	q := p.with()
	for x := range q.Cells {
		for v := range most + 1 {
			if v == p.Cells[x].Value {
				continue
			}
			q.Cells[x].Value = v
			if cells == 1 {
				if len(q.open()) == 0 {
					out = append(out, []Change{{x, v}})
				}
				continue
			}
			for y := x + 1; y < len(q.Cells); y++ {
				for w := range most + 1 {
					if q.Cells[y].Value = w; w != p.Cells[y].Value && len(q.open()) == 0 {
						out = append(out, []Change{{x, v}, {y, w}})
					}
				}
				q.Cells[y].Value = p.Cells[y].Value
			}
		}
		q.Cells[x].Value = p.Cells[x].Value
	}
	return out
}

// What is claimed is the smallest change that satisfies everything, and there is no other
// as small; where there is one, and it settles more than one finding a cell, it is claimed.
func TestAnswersEqualExhaustiveSearch(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	claims := map[Claim]int{}
	twos, named, none := 0, 0, 0
	for round := range 300 {
		p := table(rnd, 2, 2, 4)
		if open := p.open(); len(open) > 0 || len(p.Answers()) > 0 {
			t.Fatalf("round %d: a sound table has %v, %+v", round, open, p.Answers())
		}
		for range 1 + round%3 {
			x := rnd.IntN(len(p.Cells))
			p.Cells[x].Value = rnd.Int64N(12)
		}
		open, got := p.open(), p.Answers()
		var claimed []Change
		for _, a := range got {
			claims[a.Kind]++
			if a.Kind == Either {
				continue
			}
			claimed = append(claimed, a.Changes...)
			for _, r := range p.with(a.Changes...).open() {
				if !slices.Contains(open, r) || slices.Contains(a.Relations, r) {
					t.Fatalf("round %d: with %+v relation %d does not hold", round, a, r)
				}
			}
		}
		slices.SortFunc(claimed, func(a, b Change) int { return a.Cell - b.Cell })
		const most = 30
		singles := p.exhaustive(1, most)
		switch {
		case len(open) < 2:
			if len(got) > 0 {
				t.Fatalf("round %d: %v is one finding, yet %+v", round, open, got)
			}
		case len(singles) == 1:
			if !slices.Equal(claimed, singles[0]) {
				t.Fatalf("round %d: claimed %+v, the only answer is %+v", round, got, singles[0])
			}
		case len(singles) == 2:
			if len(got) != 1 || got[0].Kind != Either || got[0].Changes[0] != singles[0][0] || got[0].Changes[1] != singles[1][0] {
				t.Fatalf("round %d: claimed %+v, the answers are %+v", round, got, singles)
			}
		default:
			pairs := p.exhaustive(2, most)
			switch {
			case len(pairs) == 1 && len(open) > 2:
				if twos++; len(got) > 0 && !slices.Equal(claimed, pairs[0]) {
					t.Fatalf("round %d: claimed %+v, the only answer is %+v", round, got, pairs[0])
				}
				if len(got) > 0 {
					named++
				}
			case len(pairs) > 1:
				for _, c := range claimed {
					if slices.ContainsFunc(pairs, func(p []Change) bool { return !slices.Contains(p, c) }) {
						t.Fatalf("round %d: %+v is claimed, but there are %d answers: %v", round, c, len(pairs), pairs)
					}
				}
			}
			if len(claimed) == 0 {
				none++
			}
		}
	}
	t.Logf("claims %v; only one pair of cells in %d, named in %d; nothing in %d", claims, twos, named, none)
	if claims[Wrong] < 100 || twos < 10 || none < 10 || named < twos*9/10 {
		t.Errorf("claims %v; only one pair of cells in %d, named in %d; nothing in %d", claims, twos, named, none)
	}
}

// Neither the order of cells, relations and lines nor the unit in which figures are
// written changes what is said.
func TestAnswersDoNotDependOnOrderOrUnit(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	said := 0
	for round := range 300 {
		p := table(rnd, 3, 3, 20)
		for range 1 + round%3 {
			p.Cells[rnd.IntN(len(p.Cells))].Value = rnd.Int64N(50)
		}
		to := rnd.Perm(len(p.Cells))
		q := &Problem{Cells: make([]Cell, len(p.Cells))}
		for i, c := range p.Cells {
			q.Cells[to[i]] = Cell{Value: 100 * c.Value, Unit: 100, Max: 100 * c.Max}
		}
		order := rnd.Perm(len(p.Relations))
		for _, i := range order {
			r := p.Relations[i]
			r.Terms = slices.Clone(r.Terms)
			for j := range r.Terms {
				r.Terms[j].Cell = to[r.Terms[j].Cell]
			}
			rnd.Shuffle(len(r.Terms), func(i, j int) { r.Terms[i], r.Terms[j] = r.Terms[j], r.Terms[i] })
			q.Relations = append(q.Relations, r)
		}
		for _, i := range rnd.Perm(len(p.Lines)) {
			var line []int
			for _, c := range p.Lines[i] {
				line = append(line, to[c])
			}
			q.Lines = append(q.Lines, line)
		}
		var want, got []Change
		for _, a := range p.Answers() {
			for _, c := range a.Changes {
				want = append(want, Change{to[c.Cell], 100 * c.Value})
			}
		}
		for _, a := range q.Answers() {
			got = append(got, a.Changes...)
		}
		byCell := func(a, b Change) int { return a.Cell - b.Cell }
		slices.SortFunc(want, byCell)
		slices.SortFunc(got, byCell)
		if !slices.Equal(got, want) {
			t.Fatalf("round %d: %+v in one order, %+v in another", round, want, got)
		}
		said += len(got)
	}
	if said < 150 {
		t.Errorf("only %d cells were named", said)
	}
}

// line is a problem of cells that add up to the last of them, and each of which has a
// known value besides, so that every figure is in two relations.
func line(values, meant []int64) *Problem {
	p := &Problem{}
	sum := Relation{Finding: len(values)}
	var run []int
	for i, v := range values {
		p.Cells = append(p.Cells, Cell{Value: v, Unit: 1, Max: 1000})
		p.Relations = append(p.Relations, Relation{Terms: []Term{{i, 1}}, Rest: -meant[i], Finding: i})
		factor := int64(1)
		if i == len(values)-1 {
			factor = -1
		}
		sum.Terms = append(sum.Terms, Term{i, factor})
		run = append(run, i)
	}
	p.Relations, p.Lines = append(p.Relations, sum), [][]int{run}
	return p
}

func TestShiftedRuns(t *testing.T) {
	for name, tc := range map[string]struct {
		typed, meant []int64
		want         []Change // nil where nothing may be claimed
	}{
		"to the right":             {[]int64{0, 3, 1, 0, 4}, []int64{3, 1, 0, 0, 4}, []Change{{0, 3}, {1, 1}, {2, 0}}},
		"to the left":              {[]int64{3, 1, 0, 0, 4}, []int64{0, 3, 1, 0, 4}, []Change{{0, 0}, {1, 3}, {2, 1}}},
		"a blank inside":           {[]int64{0, 3, 0, 1, 4}, []int64{3, 0, 1, 0, 4}, []Change{{0, 3}, {1, 0}, {2, 1}, {3, 0}}},
		"with the total":           {[]int64{0, 0, 0, 5, 5, 0}, []int64{0, 0, 0, 0, 5, 5}, []Change{{3, 0}, {5, 5}}},
		"pushed out at the end":    {[]int64{3, 3, 1, 2, 13}, []int64{3, 1, 2, 7, 13}, []Change{{1, 1}, {2, 2}, {3, 7}}},
		"one figure beside itself": {[]int64{0, 3, 0, 0, 3}, []int64{3, 0, 0, 0, 3}, nil},
		"other figures":            {[]int64{2, 1, 3, 0, 6}, []int64{3, 1, 0, 2, 6}, nil},
	} {
		got := line(tc.typed, tc.meant).Answers()
		var changes []Change
		for _, a := range got {
			if a.Kind == Shifted {
				changes = append(changes, a.Changes...)
			}
		}
		if !slices.Equal(changes, tc.want) {
			t.Errorf("%s: %v typed for %v: got %+v, want %+v", name, tc.typed, tc.meant, got, tc.want)
		}
	}
}

func TestAnswersKeepToWhatACellMayBe(t *testing.T) {
	// x and y each in both of two relations that say the same of their difference: either
	// would do, but a count cannot be below 0.
	both := func(x, y Cell, rest int64) *Problem {
		r := Relation{Terms: []Term{{0, 1}, {1, -1}}, Rest: rest}
		s := r
		s.Finding = 1
		return &Problem{Cells: []Cell{x, y}, Relations: []Relation{r, s}}
	}
	count := func(v int64) Cell { return Cell{Value: v, Unit: 1, Max: 99} }
	for name, tc := range map[string]struct {
		p    *Problem
		want []Answer
	}{
		"either":         {both(count(5), count(3), 0), []Answer{{Either, []Change{{0, 3}, {1, 5}}, []int{0, 1}}}},
		"no count below": {both(count(1), count(3), 5), []Answer{{Wrong, []Change{{1, 6}}, []int{0, 1}}}},
		"signed":         {both(Cell{Value: 1, Unit: 1, Max: 99, Signed: true}, count(3), 5), []Answer{{Either, []Change{{0, -2}, {1, 6}}, []int{0, 1}}}},
		"too large":      {both(count(1), count(98), -3), []Answer{{Either, []Change{{0, 101}, {1, -2}}, nil}}[:0]},
		"no whole number": {both(Cell{Value: 10, Unit: 10, Max: 990}, Cell{Value: 3, Unit: 1, Max: 990}, 0),
			[]Answer{{Wrong, []Change{{1, 10}}, []int{0, 1}}}},
	} {
		got := tc.p.Answers()
		if !slices.EqualFunc(got, tc.want, func(a, b Answer) bool {
			return a.Kind == b.Kind && slices.Equal(a.Changes, b.Changes) && slices.Equal(a.Relations, b.Relations)
		}) {
			t.Errorf("%s: got %+v, want %+v", name, got, tc.want)
		}
	}
}

// A relation that holds is evidence: what would break it is not an answer. One that has
// several relations is one finding.
func TestEvidence(t *testing.T) {
	cells := func(values ...int64) (out []Cell) {
		for _, v := range values {
			out = append(out, Cell{Value: v, Unit: 1, Max: 99})
		}
		return out
	}
	known := func(cell int, value int64, finding int) Relation {
		return Relation{Terms: []Term{{cell, 1}}, Rest: -value, Finding: finding}
	}
	equal := func(a, b, finding int) Relation {
		return Relation{Terms: []Term{{a, 1}, {b, -1}}, Finding: finding}
	}
	for name, tc := range map[string]struct {
		p    *Problem
		want []Change
	}{
		"two equalities of one cell":     {&Problem{Cells: cells(5, 3, 3), Relations: []Relation{equal(0, 1, 0), equal(0, 2, 1)}}, []Change{{0, 3}}},
		"they disagree":                  {&Problem{Cells: cells(5, 3, 4), Relations: []Relation{equal(0, 1, 0), equal(0, 2, 1)}}, nil},
		"a third holds":                  {&Problem{Cells: cells(5, 3, 3), Relations: []Relation{equal(0, 1, 0), equal(0, 2, 1), known(0, 5, 2)}}, nil},
		"one finding of both":            {&Problem{Cells: cells(5, 3, 3), Relations: []Relation{equal(0, 1, 0), equal(0, 2, 0)}}, nil},
		"a bound that would not hold":    {&Problem{Cells: cells(1, 3, 3), Relations: []Relation{equal(0, 1, 0), equal(0, 2, 1), {Kind: AtMost, Terms: []Term{{0, 1}}, Rest: -2, Finding: 2}}}, nil},
		"something where there is none":  {&Problem{Cells: cells(0, 3, 3, 0), Relations: []Relation{equal(0, 1, 0), equal(0, 2, 1), {Kind: Present, Terms: []Term{{3, 1}, {0, 1}}, Finding: 2}}}, nil},
		"something where there is some":  {&Problem{Cells: cells(0, 3, 3, 1), Relations: []Relation{equal(0, 1, 0), equal(0, 2, 1), {Kind: Present, Terms: []Term{{3, 1}, {0, 1}}, Finding: 2}}}, []Change{{0, 3}}},
		"bounds alone say no figure":     {&Problem{Cells: cells(9), Relations: []Relation{{Kind: AtMost, Terms: []Term{{0, 1}}, Rest: -2, Finding: 0}, {Kind: AtMost, Terms: []Term{{0, 1}}, Rest: -3, Finding: 1}}}, nil},
		"two cells, independent of each": {&Problem{Cells: cells(5, 3, 3, 7, 2, 2), Relations: []Relation{equal(0, 1, 0), equal(0, 2, 1), equal(3, 4, 2), equal(3, 5, 3)}}, []Change{{0, 3}, {3, 2}}},
	} {
		var got []Change
		for _, a := range tc.p.Answers() {
			got = append(got, a.Changes...)
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %+v, want %+v", name, got, tc.want)
		}
	}
}

func TestSlips(t *testing.T) {
	for _, tc := range []struct {
		typed, meant string
		want         Slip
	}{
		{"21", "12", Swapped}, {"1324", "1234", Swapped}, {"120", "12", Point}, {"12", "1200", Point}, {"1.25", "12.5", Point}, {"12.50", "12.5", Point},
		{"-3", "+3", Sign}, {"+3", "-3", Sign}, {"17", "12", Digit}, {"12.6", "12.5", Digit}, {"112", "12", Extra}, {"12", "132", Missing}, {"1", "12", Missing},
		{"5", "7", NoSlip}, {"12", "12", NoSlip}, {"12", "35", NoSlip}, {"0", "7", NoSlip}, {"-12", "+21", NoSlip}, {"31", "1234", NoSlip}, {"321", "123", NoSlip},
	} {
		if got := SlipOf(tc.typed, tc.meant); got != tc.want {
			t.Errorf("%s for %s: got %d, want %d", tc.typed, tc.meant, got, tc.want)
		}
	}
}
