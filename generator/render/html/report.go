package html

import (
	"bytes"
	"html/template"
	"slices"
	"strconv"

	"gongkai/generator/form"
	"gongkai/generator/prose"
	"gongkai/generator/render/table"
	"gongkai/generator/site"
)

// Report is what the template of a report sees beside the page.
type Report struct {
	Published  string // "" where unknown
	Area       bool   // an area total
	Parts      *Area  // what it adds up; nil for any but an area total
	KeyFigures []KeyFigure
	Origin     *Origin
	FormTitle  string
	FormHref   string // "" where the form has no page
	Preamble   template.HTML
	Sections   []*Section
	Extra      []template.HTML // sections that the form does not have, with their headings

	Revisions []Revision
	Notes     []Note
	Waived    []Note

	Citation           string
	Older, Newer, Year *Link  // other reports of the agency; all agencies of the year
	Years              []Link // the agency's reports, newest first, this one among them
}

// Origin is where a transcribed report comes from.
type Origin struct{ Text, Href, Retrieved string }

// Section is one of the form's sections.
type Section struct {
	ID, Heading string
	Prose       template.HTML
	Digest      template.HTML // the figures of a wide table as a list
	Table       template.HTML
	Sentences   []template.HTML
	Notes       []Link // remarks on the whole table
	Marks       []Link // remarks whose figures are marked in it or in its sentences
	table       string // its id
}

// Note is a remark, tied to a place of the report.
type Note struct {
	ID   string
	Name string // by which the table refers to it
	Mark string // of its cells on paper
	Cell Link   // Text is empty for the report as a whole
	Text string // what was found
	Note string // the reason
	Rule Link   // of a finding, to the rule's place on the page of rules; Href is empty without that page
}

// Revision is a change by the agency itself.
type Revision struct {
	ID, Name, Date, Text string
	Mark                 string // of its cells on paper
	Changes              []Change
}

// Change is one figure's.
type Change struct {
	Cell     Link
	From, To string
}

func (v *View) report(waived []site.Waived) {
	p, r := v.Page, v.Page.Report
	var err error
	if v.tables, err = v.renderer.tablesOf(p); err != nil && v.err == nil {
		v.err = err
	}
	if r.Form.Language != v.Config.Language {
		v.Language = r.Form.Language
	}
	out := &Report{Published: r.Published, Area: government(p), FormTitle: r.Form.Title}
	if f := v.renderer.site.At(site.FormPath(r.Form.ID)); f != nil {
		out.FormHref = v.href(f.Path)
	}
	out.Citation = v.label("citation.report", p.Agency.NameIn(p.Year), v.Title, v.Config.Name, v.published(r.Published), v.address())
	v.Report = out
	if o := r.Origin; o != nil {
		out.Origin = &Origin{o.Title, o.URL, o.Retrieved}
	}
	v.prose(out)
	for _, s := range out.Sections {
		if s.table != "" {
			s.Digest = v.reserve("div", fragment{table: s.table, digest: true})
			s.Table = v.reserve("div", fragment{table: s.table})
		}
	}
	v.remarks = table.NewRemarks(r.Form)
	v.tie(out, waived)
	v.keyFigures(out)
	v.area(out)
	for i, part := range r.Parts() {
		for _, s := range part.Section.Statements {
			if text := table.Sentence(s, r.Values, v.remarks); text != "" {
				out.Sections[i].Sentences = append(out.Sections[i].Sentences, text)
			}
		}
	}
	for i, q := range p.Parent.Children {
		out.Years = append(out.Years, v.linkToYear(q))
		if q != p {
			continue
		}
		if i > 0 {
			out.Newer = new(v.linkToYear(p.Parent.Children[i-1]))
		}
		if i+1 < len(p.Parent.Children) {
			out.Older = new(v.linkToYear(p.Parent.Children[i+1]))
		}
	}
	if y := v.renderer.site.At(site.YearPath(p.Year)); y != nil && p.Column == site.ReportsColumn {
		l := v.link(y)
		out.Year = &l
	}
	for _, s := range out.Sections {
		v.Contents = append(v.Contents, Link{Href: "#" + s.ID, Text: s.Heading, Language: v.Language})
	}
}

// prose renders the report's text in the order of its file, in which the ids of
// headings are given, and arranges it in the order of the form.
func (v *View) prose(out *Report) {
	r := v.Page.Report
	buf := v.renderer.buffer()
	defer v.renderer.buffers.Put(buf)
	ids := r.Body.IDs("")
	opts := prose.Options{Link: v.target, External: v.external, Printed: v.fileAddress, IDs: ids, Body: r.Body, HeadingShift: -1, Cell: v.cell}
	take := func() template.HTML {
		s := template.HTML(bytes.TrimSpace(buf.Bytes()))
		buf.Reset()
		return s
	}
	v.convert(buf, r.Body.Preamble().Text, opts)
	out.Preamble = take()
	opts.HeadingShift = 0
	sections := make([]Section, len(r.Parts()))
	for i, part := range r.Parts() {
		s := &sections[i]
		s.Heading = part.Section.Heading
		if t := part.Section.Table; t != nil {
			s.table = t.ID
		}
		out.Sections = append(out.Sections, s)
	}
next:
	for i := range r.Body.Sections() {
		b := &r.Body.Sections()[i]
		for j, part := range r.Parts() {
			if part.Prose == b {
				v.convert(buf, b.Text, opts)
				out.Sections[j].ID, out.Sections[j].Prose = b.ID, take()
				continue next
			}
		}
		v.heading(buf, b, opts)
		v.convert(buf, b.Text, opts)
		out.Extra = append(out.Extra, take())
	}
	for i, part := range r.Parts() {
		if part.Prose == nil { // after the headings of the text, whose ids are known to other pages
			sections[i].ID = ids.Next(part.Section.ID)
		}
	}
}

// cell prints a cell in the text.
func (v *View) cell(path string) (string, bool) {
	r := v.Page.Report
	c := r.Form.Cell(path)
	if c == nil {
		if s := r.Form.Slot(path); s != nil {
			c = s.Cell // a path in Chinese keys
		}
	}
	if c == nil {
		return "", false
	}
	return template.HTMLEscapeString(r.Value(c).Text), true
}

// tie lists what is said about the figures and ties it to their cells.
func (v *View) tie(out *Report, waived []site.Waived) {
	r := v.Page.Report
	place := func(t table.Tied, id, label string) Link {
		for i, part := range r.Parts() {
			s := out.Sections[i]
			if t.Table != s.table && !slices.ContainsFunc(part.Section.Statements, func(x *form.Statement) bool { return x.ID == t.Table }) {
				continue
			}
			list := &s.Marks
			if t.Whole {
				list = &s.Notes
			}
			if l := (Link{Href: "#" + id, Text: label}); !slices.Contains(*list, l) {
				*list = append(*list, l)
			}
		}
		if t.Label == "" {
			return Link{}
		}
		return Link{Href: "#" + t.ID, Text: t.Label}
	}
	for i, x := range r.Revisions {
		id := "revision." + strconv.Itoa(i+1)
		name, mark := v.label("revision.link", i+1), v.label("revision.mark", i+1)
		rev := Revision{ID: id, Name: name, Mark: mark, Date: x.Date, Text: x.Note}
		for _, c := range x.Changes {
			rev.Changes = append(rev.Changes, Change{place(v.remarks.Tie(c.Slot, id, mark), id, name), c.From, c.To})
		}
		out.Revisions = append(out.Revisions, rev)
	}
	for i, x := range r.Notes {
		id := "note." + strconv.Itoa(i+1)
		name, mark := v.label("note.link", i+1), v.label("note.mark", i+1)
		n := Note{ID: id, Name: name, Mark: mark, Cell: place(v.remarks.Tie(x.Slot, id, mark), id, name), Note: x.Reason}
		switch {
		case x.Entered != "" && x.Original != "":
			n.Text = v.label("note.changed", x.Original, x.Entered)
		case x.Entered != "":
			n.Text = v.label("note.blank", x.Entered)
		}
		out.Notes = append(out.Notes, n)
	}
	for i, x := range waived {
		id := "check." + strconv.Itoa(i+1)
		name, mark := v.label("check.link", i+1), v.label("check.mark", i+1)
		out.Waived = append(out.Waived, Note{ID: id, Name: name, Mark: mark, Cell: place(v.remarks.TiePath(x.Cell, id, mark), id, name),
			Text: v.label("check.found", x.Message.In(v.Config.Language)), Note: x.Reason, Rule: v.ruleLink(x.Rule)})
	}
}
