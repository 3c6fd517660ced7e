package report

import (
	"regexp"
	"slices"
	"strings"
)

// Publication is a report as it was published.
type Publication struct {
	Name, CreditCode string // of the agency in the report's year; "" where only the page was there to be read
	Form             string // "" where only the page was there to be read
	Title, Published string
	Draft            bool
	Figures          []Figure // in the order of the form
	Revisions        []Correction
}

// Figure is one published cell. Text is the number as it was printed, or as JSON writes it; a yes or a no may be true
// or false, or the words of the form.
type Figure struct {
	Cell  string // its path
	Label string // of a row that the report gave itself, or else ""
	Text  string
}

// Correction is a revision as it is published.
type Correction struct {
	Date  string      `json:"date"`
	Note  string      `json:"note"`
	Cells []Corrected `json:"cells"`
}

// Corrected is one figure of a correction. Cell may also be the path of a row or a table, and is "" where it names
// nothing; From and To may be "".
type Corrected struct {
	Cell string `json:"cell"`
	From string `json:"from"`
	To   string `json:"to"`
}

// names reports whether a change is about a cell.
func (c Corrected) names(cell string) bool {
	return c.Cell == cell || c.Cell != "" && strings.HasPrefix(cell, c.Cell+".")
}

// Announcement is what a report's revisions say of a figure that changed.
type Announcement struct {
	Found bool   // an entry speaks of the cell
	Date  string // of that entry
	To    string // what it says that the figure is now, where that is not so
	Old   bool   // it was published before the figure changed, and speaks of another change
}

// Holds reports whether the change was announced.
func (a Announcement) Holds() bool { return a.Found && a.To == "" && !a.Old }

// Corrections are the report's revisions as they are published.
func (r *Report) Corrections() []Correction {
	out := make([]Correction, len(r.Revisions))
	for i, x := range r.Revisions {
		out[i] = Correction{Date: x.Date, Note: x.Note, Cells: []Corrected{}}
		for _, c := range x.Changes {
			cell := ""
			if c.Slot != nil {
				cell = c.Slot.Path
			}
			out[i].Cells = append(out[i].Cells, Corrected{cell, c.From, c.To})
		}
	}
	return out
}

// Announced looks for the entry that announces that the figure of a cell is now another. before are the entries that
// were published with the figure as it was: of these the last speaks of an earlier change, unless it gives the
// figure as it is now, as where an office writes the entry first. Of the entries since, the last counts, and
// where it gives a figure, that must be the one that is there.
func Announced(before, now []Correction, cell, figure string) Announcement {
	var earlier, since Announcement
	known := slices.Clone(before)
	for _, r := range now {
		i := slices.IndexFunc(known, func(x Correction) bool { return x.equal(r) })
		if i >= 0 {
			known = slices.Delete(known, i, i+1)
		}
		for _, c := range r.Cells {
			if !c.names(cell) {
				continue
			}
			a := Announcement{Found: true, Date: r.Date}
			if c.Cell == cell && !SameFigure(c.To, figure) { // or it is of a row, whose figures cannot be told apart
				a.To = c.To
			}
			if i < 0 {
				since = a
				continue
			}
			a.Old = c.Cell != cell || !SameFigure(c.To, figure)
			earlier = a
		}
	}
	if since.Found {
		return since
	}
	return earlier
}

func (r Correction) equal(x Correction) bool {
	return r.Date == x.Date && r.Note == x.Note && slices.Equal(r.Cells, x.Cells)
}

// decimal is a number as a table, front matter or JSON has it.
var decimal = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?$`)

// SameFigure reports whether two texts of a figure are the same number, or the same words.
func SameFigure(a, b string) bool { return a == b || canonical(a) == canonical(b) }

// canonical is a number without what does not change it: its plus sign, and zeros at its end.
func canonical(s string) string {
	s = strings.TrimSpace(s)
	if !decimal.MatchString(s) {
		return s
	}
	s = strings.TrimPrefix(s, "+")
	if strings.Contains(s, ".") {
		s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}
