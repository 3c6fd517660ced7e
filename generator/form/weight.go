package form

import "strings"

// Weigh marks the rows and columns of a laid out table of the form that are totals, or that
// a balance weighs against each other: those that a reader looks for first.
func (f *Form) Weigh(g *Grid) {
	main, total := f.weights()
	of := map[string][]*Cell{} // by the id of a header
	for _, body := range g.Bodies {
		for _, line := range body {
			cells, weighs := 0, true
			for _, c := range line {
				if c.Cell == nil {
					continue
				}
				for id := range strings.FieldsSeq(c.Headers) {
					of[id] = append(of[id], c.Cell)
				}
				cells++
				weighs = weighs && main[c.Cell]
			}
			for _, c := range line {
				c.Main = weighs && cells > 0
			}
		}
	}
	all := func(id string) bool {
		for _, c := range of[id] {
			if !total[c] {
				return false
			}
		}
		return len(of[id]) > 0
	}
	for _, part := range append([][][]*GridCell{g.Head}, g.Bodies...) {
		for _, line := range part {
			for _, c := range line {
				switch {
				case c.Header && c.Scope == "col":
					c.Total = all(c.ID)
				case c.Cell != nil:
					c.Total = total[c.Cell]
				}
			}
		}
	}
}

// weights are the cells of the rows that a sum or a balance over columns makes main, and
// those that are totals of their row.
func (f *Form) weights() (main, total map[*Cell]bool) {
	main, total = map[*Cell]bool{}, map[*Cell]bool{}
	for _, r := range f.Relations {
		for _, l := range r.Lines {
			switch {
			case r.Kind == Balance:
				for _, cells := range [][]*Cell{{l.Total}, l.Plus, l.Minus} {
					for _, c := range cells {
						main[c] = true
					}
				}
			case r.Kind == Sum && len(l.Plus) > 1 && l.Total.Row == l.Plus[0].Row:
				total[l.Total] = true
			case r.Kind == Sum && len(l.Plus) > 1:
				main[l.Total] = true
			}
		}
	}
	return main, total
}
