package desk

import (
	"net/http"
	"strconv"

	"gongkai/generator/editing/round"
)

// collected is the view of a year whose reports are collected.
type collected struct {
	Year, Before, After int
	Summary             string
	Heads               []string
	Rows                []progress
}

// progress is how far one body is, what blocks most first.
type progress struct {
	Slug, Name, Address string
	State               round.State
	Text, Due           string
	Late                bool
	Errors              string
	Note                string // the first error, or who is waited for
	Blocks              int    // how many area totals wait for it
}

// round shows who has handed in, who is late, and whose total waits for whom.
func (x *visit) round(w http.ResponseWriter, r *http.Request) {
	day := x.o.Today()
	year, err := strconv.Atoi(r.FormValue("year"))
	if err != nil {
		year = dueYear(day)
	}
	v := &collected{Year: year, Before: year - 1, After: year + 1}
	for _, h := range round.Heads()[1:] { // without the folder
		v.Heads = append(v.Heads, h.In(x.o.Lang))
	}
	statuses, err := x.site.Statuses([]int{year}, day)
	for _, st := range statuses {
		v.Summary = st.Summary().In(x.o.Lang)
		for i := range st.Bodies {
			b := &st.Bodies[i]
			e, cells := x.entry(b, year, true), b.Row(x.o.Lang)
			v.Rows = append(v.Rows, progress{Slug: b.Agency.Slug, Name: b.Name, Address: e.Address, State: b.State, Text: e.Text, Due: e.Due, Late: b.Late, Errors: cells[4], Note: cells[5], Blocks: len(b.Blocks)})
		}
	}
	x.show(w, "round", page{Title: x.word("round", year), View: v, Fault: faultOf(err)})
}
