package privacy

import (
	"slices"

	"gongkai/generator/diag"
)

// Numbers are the personal numbers of a whole site, and those that bodies publish as their own
// telephones: what is masked in one agency's pages is masked everywhere.
type Numbers struct {
	Personal []Hit
	Public   []string
}

// Redactor masks them. A number that is found somewhere as a person's is not public anywhere.
func (n Numbers) Redactor() *Redactor {
	public := slices.DeleteFunc(slices.Clone(n.Public), func(number string) bool {
		return slices.ContainsFunc(n.Personal, func(h Hit) bool { return h.Number == number })
	})
	return NewRedactor(n.Personal, public)
}

// Equal reports whether the same is masked.
func (n Numbers) Equal(m Numbers) bool {
	return slices.EqualFunc(n.Personal, m.Personal, func(a, b Hit) bool { return a.Number == b.Number }) && slices.Equal(n.Public, m.Public)
}

// Findings masks personal numbers in everything that findings say, in place, and returns
// them. A fix that would write one is taken off.
func (m *Redactor) Findings(fs []diag.Finding) []diag.Finding {
	for i := range fs {
		f := &fs[i]
		for _, s := range []*string{&f.Message.ZH, &f.Message.EN, &f.Hint.ZH, &f.Hint.EN, &f.Expected, &f.Actual, &f.Reason} {
			*s = m.Text(*s)
		}
		for _, fix := range []**diag.Fix{&f.Fix, &f.Proposal} {
			if *fix != nil && slices.ContainsFunc((*fix).Edits, func(e diag.Edit) bool { return m.Text(e.Text) != e.Text }) {
				*fix = nil // a person's number is not a figure
			}
		}
		f.Cause.Cell = m.Text(f.Cause.Cell)
		for j, r := range f.Related {
			if hidden := (diag.Text{ZH: m.Text(r.Message.ZH), EN: m.Text(r.Message.EN)}); hidden != r.Message {
				f.Related = slices.Clone(f.Related)
				f.Related[j].Message = hidden
			}
		}
		for j, cell := range f.Cells {
			if hidden := m.Text(cell); hidden != cell {
				f.Cells = slices.Clone(f.Cells)
				f.Cells[j] = hidden
			}
		}
	}
	return fs
}
