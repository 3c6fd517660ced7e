package amend

import (
	"gongkai/generator/report"
)

// Beside is what another report says where this one has cells and sections.
type Beside struct {
	Cells    map[string]string // its figures as they are written, by path of this report's cells
	Sections map[string]string // the ids of its sections, by those of this report's
}

// Beside finds the figures and sections of another report of the same kind. What the other has nothing for,
// or on another form something that is not the same, is left out.
func (s *File) Beside(other *report.Report) Beside {
	out := Beside{map[string]string{}, map[string]string{"": ""}}
	for _, c := range s.Report.Form.Cells {
		of := other.Form.Counterpart(c, s.Report.Form)
		if of == nil {
			continue
		}
		if v := other.Value(of); v.State == report.Valid {
			out.Cells[c.Path] = v.Text
		}
	}
	for _, p := range s.Report.Parts() {
		for _, q := range other.Parts() {
			if p.Prose != nil && q.Prose != nil && p.Section.ID == q.Section.ID {
				out.Sections[p.Prose.ID] = q.Prose.ID
			}
		}
	}
	return out
}
