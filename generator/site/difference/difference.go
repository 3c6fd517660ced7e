// Package difference compares two sites, as content or as published, cell by cell.
//
// Each is read into a Side: a site's folder by the rules of content, a build by package edition, from any file system.
// Compare pairs their agencies, also renamed ones, and lists what differs; a Difference prints itself as text, as JSON
// and as a page.
package difference

import (
	"cmp"
	"slices"

	"gongkai/generator/output/edition"
	"gongkai/generator/report"
)

// Kinds of changes.
const (
	Added   = "added"
	Removed = "removed"
	Changed = "changed"
	Renamed = "renamed" // of an agency
)

// Difference is what two sites do not have in common.
type Difference struct {
	Old      string         `json:"old"` // as they were named
	New      string         `json:"new"`
	Agencies []AgencyChange `json:"agencies"`
	Reports  []ReportChange `json:"reports"`
	Summary  Summary        `json:"summary"`
}

// Summary counts the changes.
type Summary struct {
	Agencies int `json:"agencies"` // added, removed or renamed
	Added    int `json:"reports_added"`
	Removed  int `json:"reports_removed"`
	Changed  int `json:"reports_changed"`
	Figures  int `json:"figures"`
	Sections int `json:"sections"`
}

// AgencyChange is an agency that only one site has, or that has another name or folder in each.
type AgencyChange struct {
	Change string `json:"change"`
	Agency string `json:"agency"` // its slug, in the new site where it is there
	Name   string `json:"name"`
	Was    string `json:"was,omitempty"` // its slug in the old site
	Former string `json:"former_name,omitempty"`
	By     string `json:"by,omitempty"` // what tells that it is the same: address, aliases, credit_code or figures
}

// ReportChange is a report that only one site has, or that differs.
type ReportChange struct {
	Change   string          `json:"change"`
	Agency   string          `json:"agency"`
	Name     string          `json:"name"` // of the agency
	Family   string          `json:"family"`
	Year     int             `json:"year"`
	Title    string          `json:"title"`
	Fields   []FieldChange   `json:"fields,omitempty"`
	Sections []SectionChange `json:"sections,omitempty"`
	Figures  []FigureChange  `json:"figures,omitempty"`
}

// FieldChange is another title, form or date of publication.
type FieldChange struct {
	Field string `json:"field"` // title, form or published
	From  string `json:"from"`
	To    string `json:"to"`
}

// SectionChange is a part of the text that differs; without a heading it is what is before the first.
type SectionChange struct {
	Change  string `json:"change"`
	Heading string `json:"heading"`
}

// FigureChange is a cell with another figure; From or To is "" where there is none.
type FigureChange struct {
	Cell      string `json:"cell"`
	Label     string `json:"label"`
	Unit      string `json:"unit"`
	From      string `json:"from"`
	To        string `json:"to"`
	File      string `json:"file,omitempty"` // where the new figure is, and its line; of content
	Line      int    `json:"line,omitempty"`
	Announced string `json:"announced,omitempty"` // the date of the revision that announces it
}

// Empty reports whether the sites are equal in all that is compared.
func (d *Difference) Empty() bool { return len(d.Agencies)+len(d.Reports) == 0 }

// Compare lists what differs from one side to the other, by agency and year.
func Compare(old, now *Side) *Difference {
	d := &Difference{Old: old.Name, New: now.Name, Agencies: []AgencyChange{}, Reports: []ReportChange{}}
	for _, p := range pair(old, now) {
		d.agency(p)
		d.reports(p)
	}
	for _, r := range d.Reports {
		switch r.Change {
		case Added:
			d.Summary.Added++
		case Removed:
			d.Summary.Removed++
		default:
			d.Summary.Changed++
		}
		d.Summary.Figures += len(r.Figures)
		d.Summary.Sections += len(r.Sections)
	}
	d.Summary.Agencies = len(d.Agencies)
	return d
}

func (d *Difference) agency(p couple) {
	switch {
	case p.old == nil:
		d.Agencies = append(d.Agencies, AgencyChange{Change: Added, Agency: p.now.slug, Name: p.now.name})
	case p.now == nil:
		d.Agencies = append(d.Agencies, AgencyChange{Change: Removed, Agency: p.old.slug, Name: p.old.name})
	case p.old.slug != p.now.slug || p.old.name != p.now.name:
		d.Agencies = append(d.Agencies, AgencyChange{Renamed, p.now.slug, p.now.name, p.old.slug, p.old.name, p.by})
	}
}

// reports compares the reports of an agency.
func (d *Difference) reports(p couple) {
	type key struct {
		family string
		year   int
	}
	of := map[key][2]*record{}
	for i, a := range []*agency{p.old, p.now} {
		if a == nil {
			continue
		}
		for _, r := range a.reports {
			both := of[key{r.Family, r.Year}]
			both[i] = r
			of[key{r.Family, r.Year}] = both
		}
	}
	keys := make([]key, 0, len(of))
	for k := range of {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int { return cmp.Or(cmp.Compare(a.family, b.family), cmp.Compare(a.year, b.year)) })
	for _, k := range keys {
		old, now := of[k][0], of[k][1]
		switch {
		case old == nil:
			d.Reports = append(d.Reports, now.whole(Added, p.now))
		case now == nil:
			d.Reports = append(d.Reports, old.whole(Removed, p.old))
		default:
			if c := compare(old, now); len(c.Fields)+len(c.Sections)+len(c.Figures) > 0 {
				c.Agency, c.Name = p.now.slug, p.now.name
				d.Reports = append(d.Reports, c)
			}
		}
	}
}

// whole is a report that only one site has.
func (r *record) whole(change string, a *agency) ReportChange {
	return ReportChange{Change: change, Agency: a.slug, Name: a.name, Family: r.Family, Year: r.Year, Title: r.Title}
}

// compare compares two editions of a report.
func compare(old, now *record) ReportChange {
	c := ReportChange{Change: Changed, Family: now.Family, Year: now.Year, Title: now.Title}
	field := func(name, from, to string) {
		if from != to {
			c.Fields = append(c.Fields, FieldChange{name, from, to})
		}
	}
	field("title", old.Title, now.Title)
	if old.Form != "" && now.Form != "" { // or one of them was read from its page, which says neither
		field("form", old.Form, now.Form)
		field("published", old.Published, now.Published)
	}
	c.Figures = figures(old, now)
	c.Sections = sections(old.sections(), now.sections())
	return c
}

// figures lists the cells with other figures, in the order of the new report's form; those that are gone come last.
// Of two forms only cells are compared that both call the same.
func figures(old, now *record) []FigureChange {
	was := make(map[string]report.Figure, len(old.Figures))
	for _, f := range old.Figures {
		was[f.Cell] = f
	}
	sameForm := old.Form == now.Form || old.Form == "" || now.Form == ""
	var out []FigureChange
	add := func(r *record, f report.Figure, from, to string) {
		l := r.label(f)
		c := FigureChange{Cell: f.Cell, Label: l.Name, Unit: l.Unit, From: from, To: to}
		if c.Line = now.lines[f.Cell]; c.Line > 0 {
			c.File = now.file
		}
		if a := report.Announced(old.Revisions, now.Revisions, f.Cell, to); a.Holds() && from != "" {
			c.Announced = a.Date
		}
		out = append(out, c)
	}
	for _, f := range now.Figures {
		before, ok := was[f.Cell]
		delete(was, f.Cell)
		switch {
		case ok && before.Label != f.Label && before.Label != "" && f.Label != "": // another row that the report gives itself
			add(old, before, before.Text, "")
			add(now, f, "", f.Text)
		case ok && !sameForm && old.label(before).Name != now.label(f).Name: // another cell
		case ok && !report.SameFigure(before.Text, f.Text) && truth(before.Text) == truth(f.Text):
			add(now, f, before.Text, f.Text)
		case !ok && sameForm:
			add(now, f, "", f.Text)
		}
	}
	for _, f := range old.Figures {
		if _, gone := was[f.Cell]; gone && sameForm {
			add(old, f, f.Text, "")
		}
	}
	return out
}

// truth reports whether a text is true or false. What a form that is not known here calls them cannot be told, so that
// they differ from each other alone.
func truth(text string) bool { return text == "true" || text == "false" }

// sections lists the parts of the text that differ. Where nothing can be read of one of the two, as under a theme that
// does not mark its text, nothing is said.
func sections(old, now []edition.Section) []SectionChange {
	if len(old) == 0 || len(now) == 0 {
		return nil
	}
	before := byHeading(old)
	var out []SectionChange
	for _, s := range numbered(now) {
		text, ok := before[s.key]
		delete(before, s.key)
		switch {
		case !ok:
			out = append(out, SectionChange{Added, s.Heading})
		case text != s.Text:
			out = append(out, SectionChange{Changed, s.Heading})
		}
	}
	for _, s := range numbered(old) {
		if _, gone := before[s.key]; gone {
			out = append(out, SectionChange{Removed, s.Heading})
		}
	}
	return out
}

type section struct {
	edition.Section
	key sectionKey
}

// sectionKey tells sections with one heading apart.
type sectionKey struct {
	heading string
	nth     int
}

func numbered(list []edition.Section) []section {
	seen := map[string]int{}
	out := make([]section, len(list))
	for i, s := range list {
		out[i] = section{s, sectionKey{s.Heading, seen[s.Heading]}}
		seen[s.Heading]++
	}
	return out
}

func byHeading(list []edition.Section) map[sectionKey]string {
	out := map[sectionKey]string{}
	for _, s := range numbered(list) {
		out[s.key] = s.Text
	}
	return out
}
