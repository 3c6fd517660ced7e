package form

import (
	"iter"
	"slices"
	"time"
)

// Checks is what the rules must know of a form beyond its cells: which bodies have
// what power and which deadline, and the words by which prose is judged. A form that
// leaves a part out is not checked for it.
type Checks struct {
	TitleWords []string // a title holds one of them
	Deadlines  []Deadline
	YearEnds   MonthDay // the last day of the year that a report is of
	Rulemaking *Rulemaking
	Fees       *Fees
	Listed     *Listed
	Jump       []*Cell // totals that seldom change by much from year to year
	Wording    Wording
}

// Bodies names agencies by kind and level.
type Bodies struct{ Kinds, Levels []string }

// Has reports whether the bodies include an agency of a kind and level.
func (b Bodies) Has(kind, level string) bool {
	return slices.Contains(b.Kinds, kind) && slices.Contains(b.Levels, level)
}

// MonthDay is a day of any year.
type MonthDay struct{ Month, Day int }

// In is the day in a year, YYYY-MM-DD.
func (d MonthDay) In(year int) string {
	return time.Date(year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// Deadline is the day of the following year by which bodies publish.
type Deadline struct {
	Bodies
	MonthDay
}

// Rulemaking names the cells that count a body's own regulations, and the bodies
// that cannot make any.
type Rulemaking struct {
	Cells   []*Cell
	Without []Bodies
}

// Fees names the cells of the handling fees; amounts are multiples of Step.
type Fees struct {
	Notices, Charged, Collected *Cell
	Step                        int
}

// Listed joins a stock of documents to the pages of the catalog that are such
// documents: those of a category with one of the titles, and those under one of the
// articles whose document number holds one of the marks.
type Listed struct {
	Cell                        *Cell
	Categories, Articles, Marks []string
	Valid, Doubtful             []string // validity of those in force; of those that may count
}

// Wording is the vocabulary of the rules over prose.
type Wording struct {
	Instructions []string // text of the blank form that is not content
	Blanks       []string // what follows a blank such as XX in a template
	Units        []string
	Counted      []string // nouns and verbs that are before a count
	Results      []string // verbs of a sentence that gives a year's result
	Subjects     []string // what may be between the year and the verb
	Apart        []string // words of a sentence that speaks of more than one year
	Carried      []string // words that contain one of Apart and do not count as it: 上年结转
	Planned      []string // words of a sentence that says what a later year is to bring
	Leads        []string // what may be before the year of a result
	States       []string // words of a sentence that says how things were in its year
	PlansOf      []string // words of a sentence about a plan, or about carrying it out
	Denials      []string // words that say there was none, before or after a word of Denied: 未收到
	Denied       []string // what there may be none of
	Periods      []string // names of the period that the figures cover
	PeriodOf     []string // words that may be before a word of Periods
	Figures      []string // words whose period may be given without a word of Periods
	Reports      []string // what follows the year in a report's name
	ReportEnds   []string // what a report's name ends with
	Itself       []string // words of a sentence in which the report names itself
	Done         []string // words of a sentence in which the report names another one that was published
	LastYear     []string // names of the year before, which brackets after them may give in figures
	Released     []string // words before the date of publication, at the beginning of a paragraph
	Ahead        []string // words of a sentence that says what the year after is to bring
	Bodies       []string // what the name of a body before the year ends with
	Debris       []string // what a conversion leaves behind
	Parts        []string // nouns by which an opening counts the report's parts
	Partial      []string // words after a list that is not complete
}

// Subject is something that a section speaks of, known by any of its words.
type Subject struct {
	Name  string
	Words []string
	Kinds []string // of agencies it is asked of; none for all
}

// Asked reports whether the subject is asked of an agency of a kind.
func (s *Subject) Asked(kind string) bool {
	return len(s.Kinds) == 0 || slices.Contains(s.Kinds, kind)
}

// Cells are the table's cells, in form order.
func (t *Table) Cells() iter.Seq[*Cell] {
	return func(yield func(*Cell) bool) {
		for _, b := range t.Blocks {
			for _, r := range leaves(b.Rows) {
				for _, c := range r.cells {
					if !yield(c) {
						return
					}
				}
			}
		}
	}
}
