package html

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gongkai/generator/site"
)

// Overview is what the template of a column over all agencies sees beside the page.
type Overview struct {
	About   string
	Count   string
	Filters []Filter      // by which the script chooses; empty on the further pages of a list
	Groups  []AgencyGroup // of the guide's and the reports'
	Rows    []OverviewRow // of the other two
	Rest    []OverviewRow // those after the first, which wait behind their number on a phone
	List    string        // address of the script with all rows, where they are on several pages
	Script  string        // address of the script that filters
}

// Filter is a choice among the values that the rows have.
type Filter struct {
	Name    string // of the rows' data attribute
	Label   string
	Choices []Choice
}

// OverviewRow is a document of some agency.
type OverviewRow struct {
	Link
	Facts    []string // the agency's name, the document's number and date, and what replaces it; none is broken over lines
	Validity Badge
	Words    string // by which the agency is found too
	Kind     string // of the agency; with the following, for the filter
	Year     string // of publication, "" where unknown
	Topic    string // its first level
}

// firstRows is how many documents are seen at once on a phone.
const firstRows = 20

func (v *View) overview() {
	p := v.Page
	o := &Overview{About: v.label("about." + string(p.Column)), Script: v.href(filterScript)}
	v.Overview = o
	list := p.List()
	switch p.Column {
	case site.GuideColumn, site.ReportsColumn:
		o.Groups = v.agencyList(p.Children, v.columnEntry)
		var kinds, years []string
		for _, g := range o.Groups {
			for _, a := range g.Agencies {
				kinds = append(kinds, a.Kind)
				for _, y := range a.Years {
					years = append(years, itoa(y.Year))
				}
			}
		}
		o.Filters = v.filters(kinds, years, nil, nil)
		if o.Count = v.label("home.count."+string(p.Column), len(p.Children)); p.Column == site.ReportsColumn {
			o.Count = v.label("reports.of", len(p.Children), v.reportCount(p.Children))
		}
	default:
		for _, d := range p.Listed() {
			o.Rows = append(o.Rows, v.overviewRow(d))
		}
		if len(o.Rows) > firstRows+firstRows/2 {
			o.Rows, o.Rest = o.Rows[:firstRows], o.Rows[firstRows:]
		}
		o.Count = v.label("home.count."+string(p.Column), len(list.Children))
		if p.Leaf > 0 {
			return
		}
		var kinds, years, topics, states []string
		for _, d := range list.Children {
			r := v.overviewRow(d)
			kinds, years, topics, states = append(kinds, r.Kind), append(years, r.Year), append(topics, r.Topic), append(states, d.Item.Validity)
		}
		o.Filters = v.filters(kinds, years, topics, states)
		if list.Leaves != nil {
			o.List = v.href(listScript(p))
		}
	}
}

// listScript is the file with all rows of a column, beside its page.
func listScript(p *site.Page) string { return p.Address() + "list.js" }

// columnEntry is an agency's guide, or its reports.
func (v *View) columnEntry(p *site.Page) AgencyEntry {
	e := AgencyEntry{Link: Link{Href: v.href(p.Path), Text: v.called(p.Agency, p.Agency.Name)}}
	if p.Item != nil {
		e.Note = cmp.Or(p.Item.Updated, day(p.Item.Published))
	}
	for _, r := range p.Children {
		e.Years = append(e.Years, YearLink{v.linkToYear(r), r.Year})
	}
	return e
}

func (v *View) overviewRow(p *site.Page) OverviewRow {
	x := p.Item
	on := cmp.Or(day(x.Published), x.Written)
	r := OverviewRow{Link: v.linkOut(p), Facts: []string{v.called(p.Agency, p.Agency.Name)}, Validity: v.badge(x.Validity),
		Words: agencyWords(p.Agency), Kind: p.Agency.Kind}
	for _, fact := range []string{x.DocNumber, on} {
		if fact != "" {
			r.Facts = append(r.Facts, fact)
		}
	}
	if by := v.successor(p); by != nil {
		r.Facts = append(r.Facts, v.label("item.replacement", v.title(by)))
	}
	r.Year = on[:min(len(on), len("2006"))]
	r.Topic, _, _ = strings.Cut(x.Topic, "/")
	return r
}

// filters lists what the rows differ in.
func (v *View) filters(kinds, years, topics, states []string) []Filter {
	var out []Filter
	add := func(name string, values []string, text func(string) string, order func(a, b string) int) {
		values = slices.DeleteFunc(slices.Clone(values), func(s string) bool { return s == "" })
		slices.SortFunc(values, order)
		values = slices.Compact(values)
		if len(values) < 2 {
			return
		}
		f := Filter{Name: name, Label: v.label("filter." + name)}
		for _, s := range values {
			f.Choices = append(f.Choices, Choice{s, text(s)})
		}
		out = append(out, f)
	}
	same := func(s string) string { return s }
	add("kind", kinds, func(s string) string { return v.label("kind." + s) }, func(a, b string) int {
		return cmp.Compare(slices.Index(kindOrder, a), slices.Index(kindOrder, b))
	})
	add("year", years, same, func(a, b string) int { return cmp.Compare(b, a) })
	add("topic", topics, same, cmp.Compare[string])
	var badges []string
	for _, s := range states {
		badges = append(badges, v.badge(s).Text)
	}
	add("validity", badges, same, cmp.Compare[string])
	return out
}

// Lists makes the scripts with the rows of those columns that are spread over several pages, by their path in the
// output: a page that is opened from a disk can load nothing else.
func (r *Renderer) Lists() (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, c := range site.Columns() {
		p := r.site.At(site.OverviewPath(c))
		if p.Leaves == nil {
			continue
		}
		v := &View{Page: p, Config: r.config, renderer: r}
		var b strings.Builder
		b.WriteString("gongkaiList([")
		for i, d := range p.Children {
			row := v.overviewRow(d)
			line, err := json.Marshal([]any{row.Href, row.Text, row.Facts, row.Validity.Text, row.Validity.State, row.Words, row.Kind, row.Year, row.Topic})
			if err != nil {
				return nil, fmt.Errorf("%s: %w", listScript(p), err)
			}
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteByte('\n')
			b.Write(line)
		}
		b.WriteString("])\n")
		if v.err != nil {
			return nil, v.err
		}
		out[listScript(p)] = []byte(b.String())
	}
	return out, nil
}
