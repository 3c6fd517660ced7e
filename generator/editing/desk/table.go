package desk

import (
	"cmp"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/editing/round"
	"gongkai/generator/register"
)

// fewYears is how many years the table has to begin with.
const fewYears = 4

// table is the desk's view of agencies and years.
type table struct {
	Years   []int
	All     bool // no year is left out
	Rows    []row
	Due     int    // the year whose reports are collected now
	Summary string // of that year
	Query   string // words that a row must have
	State   string // that a report of a row must have, "" for any
	Hidden  int    // rows that the filter leaves out

	Agencies []row // all, for a report of another year
	Next     int   // such a year
}

type row struct {
	Slug, Name, Search string
	Cells              []entry
}

// entry is a report in the table, or the place for one.
type entry struct {
	Year    int
	State   round.State // "" where the agency does not report on the year
	Text    string
	Due     string
	Late    bool
	Address string // of its page, as a form where it can be one
	Begin   bool   // it can be begun
}

// dueYear is the year whose reports are collected at a date.
func dueYear(day time.Time) int { return day.Year() - 1 }

// table shows the agencies and years of the site.
func (x *visit) table(w http.ResponseWriter, r *http.Request) { x.tableWith(w, r, nil) }

// tableWith shows them with what could not be done.
func (x *visit) tableWith(w http.ResponseWriter, r *http.Request, failed error) {
	view, err := x.look(r.URL.Query())
	x.show(w, "desk", page{Title: x.word("desk"), Wide: true, View: view, Fault: faultOf(cmp.Or(failed, err))})
}

// look collects the table.
func (x *visit) look(q url.Values) (*table, error) {
	day := x.o.Today()
	t := &table{Due: dueYear(day), Query: strings.TrimSpace(q.Get("q")), State: q.Get("state"), All: q.Has("all"), Next: dueYear(day) + 1}
	t.Years = x.site.Years()
	if !slices.Contains(t.Years, t.Due) {
		t.Years = append(t.Years, t.Due)
		slices.SortFunc(t.Years, func(a, b int) int { return b - a })
	}
	if t.All = t.All || len(t.Years) <= fewYears; !t.All {
		t.Years = t.Years[:fewYears]
	}
	statuses, err := x.site.Statuses(t.Years, day)
	if err != nil {
		return t, err
	}
	agencies := map[string]*register.Agency{}
	cells := map[string][]entry{}
	for n, st := range statuses {
		if st.Year == t.Due {
			t.Summary = st.Summary().In(x.o.Lang)
		}
		for i := range st.Bodies {
			b := &st.Bodies[i]
			slug := b.Agency.Slug
			agencies[slug] = b.Agency
			if cells[slug] == nil {
				cells[slug] = make([]entry, len(t.Years))
			}
			cells[slug][n] = x.entry(b, st.Year, st.Year == t.Due)
		}
	}
	for slug, a := range agencies {
		one := row{Slug: slug, Name: a.Name, Cells: cells[slug], Search: strings.ToLower(strings.Join([]string{slug, a.Name, a.ShortName, a.CreditCode}, " "))}
		for n := range one.Cells {
			one.Cells[n].Year = t.Years[n]
		}
		t.Agencies = append(t.Agencies, one)
		if !t.keeps(&one) {
			t.Hidden++
			continue
		}
		t.Rows = append(t.Rows, one)
	}
	for _, rows := range [][]row{t.Rows, t.Agencies} {
		slices.SortFunc(rows, func(a, b row) int {
			return cmp.Or(cmp.Compare(agencies[a.Slug].Order, agencies[b.Slug].Order), cmp.Compare(a.Slug, b.Slug))
		})
	}
	return t, nil
}

// keeps reports whether the filter keeps a row.
func (t *table) keeps(r *row) bool {
	for word := range strings.FieldsSeq(strings.ToLower(t.Query)) {
		if !strings.Contains(r.Search, word) {
			return false
		}
	}
	return t.State == "" || slices.ContainsFunc(r.Cells, func(e entry) bool { return string(e.State) == t.State })
}

// entry is one report in the table; of the year that is collected now it says when it is due.
func (x *visit) entry(b *round.Body, year int, due bool) entry {
	e := entry{State: b.State, Text: b.Text().In(x.o.Lang), Late: b.Late && due, Begin: b.State == round.None}
	if n := len(b.Errors); b.State == round.Draft && n > 0 && b.Have < b.Want {
		if bad := b.Wrong(); bad > 0 {
			e.Text += x.word("comma") + diag.Textf("%d 个错误", "%s", diag.Count(bad, "error")).In(x.o.Lang)
		}
	}
	if due {
		e.Due = b.Due().In(x.o.Lang)
	}
	switch at := x.site.Page(b.File); {
	case e.Begin:
	case at != "":
		e.Address = editAddress(at)
	default: // it cannot be read: its address says why
		e.Address = "/" + path.Join(b.Agency.Slug, path.Base(path.Dir(b.File)), strconv.Itoa(year)) + "/"
	}
	return e
}

// editAddress is where the page at an output path is a form.
func editAddress(page string) string {
	at := url.URL{Path: "/" + strings.TrimSuffix(page, "index.html"), RawQuery: "edit"}
	return at.String()
}

// begin begins a report and leads to it.
func (x *visit) begin(w http.ResponseWriter, r *http.Request) {
	agency := r.PostFormValue("agency")
	year, err := strconv.Atoi(r.PostFormValue("year"))
	if err != nil {
		x.tableWith(w, r, fault("“%s”不是年份", "%q is not a year", r.PostFormValue("year")))
		return
	}
	file, err := x.site.Begin(r.Context(), agency, year)
	if err != nil {
		x.tableWith(w, r, err)
		return
	}
	to := Address
	if at := x.site.Page(file); at != "" {
		to = editAddress(at)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}
