// Package localize finds which figures of a record are wrong, from the relations between
// them that do not hold.
//
// The principle is that of Fellegi and Holt (A Systematic Approach to Automatic Edit and
// Imputation, 1976), by which offices of statistics correct what they are sent: the
// smallest set of figures whose change satisfies every relation that does not hold, and
// breaks none that does. Where two sets are equally small nothing is known, so nothing is
// claimed. All arithmetic is that of whole numbers; who asks scales decimals.
package localize

// Problem is a record of figures, and what must hold between them.
type Problem struct {
	Cells     []Cell
	Relations []Relation
	// Lines are runs of cells that are beside each other where they were typed in, along a
	// row or down a column.
	Lines [][]int
}

// Cell is one figure.
type Cell struct {
	Value  int64
	Unit   int64 // what it may be is a multiple of this, 1 or more
	Max    int64 // the greatest that it may be
	Signed bool  // it may be below 0, down to -Max
}

// Relation is what must hold between cells.
type Relation struct {
	Kind  Kind
	Terms []Term
	Rest  int64 // what is added to the terms
	// Finding is the finding by which the relation was reported, if it does not hold.
	// Several relations may have one together.
	Finding int
}

// Kind says how the terms of a relation are joined.
type Kind uint8

// The kinds of relations.
const (
	Zero    Kind = iota // the terms and the rest add up to 0
	AtMost              // they add up to no more than 0
	Present             // the first cell is not 0 where one of the others is not
)

// Term is a cell with its factor, which is not 0. A relation has a cell once.
type Term struct {
	Cell   int
	Factor int64
}

// Change gives a cell another value.
type Change struct {
	Cell  int
	Value int64
}

// Answer is what is wrong according to some of the relations that do not hold.
type Answer struct {
	Kind Claim
	// Changes are in the order of the cells. Of Wrong and Shifted all are to be made; of
	// Either one of the two.
	Changes []Change
	// Relations are those that do not hold now and that the changes settle, all or, of
	// Either, each.
	Relations []int
}

// Claim says what kind of an answer there is.
type Claim uint8

// The kinds of answers.
const (
	Wrong   Claim = iota // these cells are wrong: one, or two that are wrong independently
	Either               // one of two cells is wrong
	Shifted              // a run of figures was typed one place off
)

// limit is how many relations that do not hold are looked at together. A record with more
// is not one in which a figure was mistyped.
const limit = 64

// Plausible reports whether the relations that do not hold may have an answer, whatever
// holds beside them, which need not be in the problem yet; and whether it may be that of a
// run that is one place off, for which lines are needed.
func (p *Problem) Plausible() (answer, shift bool) {
	s, broken := newSolver(p)
	for _, group := range s.groups(broken) {
		n := s.findings(group)
		answer = answer || n > 1 && len(s.common(group)) > 0
		for _, t := range s.Relations[group[0]].Terms {
			left := s.without(group, t.Cell)
			answer = answer || n > 2 && len(left) > 0 && len(s.common(left)) > 0
		}
	}
	for _, line := range s.Lines {
		var touched []int
		for _, c := range line {
			for _, r := range s.of[c] {
				if s.broken[r] {
					touched = append(touched, r)
				}
			}
		}
		shift = shift || len(line) > 2 && s.findings(touched) > 2
	}
	return answer || shift, shift
}

// Answers lists what the relations that do not hold, each with one of the findings, say of
// the cells. Every relation is in one answer at most.
func (p *Problem) Answers() []Answer {
	s, broken := newSolver(p)
	var out []Answer
	var open [][]int
	for _, group := range s.groups(broken) {
		if len(group) > limit {
			continue
		}
		singles := s.singles(group)
		switch {
		case s.findings(group) < 2 || len(singles) == 0:
			open = append(open, group)
		case len(singles) == 1:
			out = append(out, Answer{Wrong, singles, group})
		case len(singles) == 2:
			out = append(out, Answer{Either, singles, group})
		}
	}
	shifts, open := s.shifted(open)
	out = append(out, shifts...)
	for _, group := range open {
		out = append(out, s.two(group)...)
	}
	return out
}
