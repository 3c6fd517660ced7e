package form

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// loader reads a definition strictly: a key, a cell or a relation it does not know
// is a finding at its place.
type loader struct {
	*source.Binder
	f           *Form
	def         *definition
	sets        map[string][]*source.Node // row sets: what stands for a set in each table
	extra       map[string]bool           // paths of rows that a place added
	relationIDs map[string]bool
	unit        string                // of figures that give none
	said        map[*source.Node]bool // operands already reported
	shares      []*source.Node        // names of ratios
}

// load reads a definition that is complete.
func (d *definition) load() (*Form, []diag.Finding) {
	l := &loader{Binder: &source.Binder{File: d.file, Rule: "form", Findings: d.findings}, f: &Form{File: d.file}, def: d,
		sets: map[string][]*source.Node{}, extra: map[string]bool{}, relationIDs: map[string]bool{}}
	l.form(d.root)
	for i := range l.Findings {
		l.Findings[i].Rule = "form" // every fault of a definition is one of the form
	}
	if len(l.Findings) > 0 {
		return nil, l.Findings
	}
	l.f.def = d
	return l.f, nil
}

// reserved are the names of the other tables of the open data, in which each form has one.
var reserved = []string{"agencies", "reports", "cells", "figures", "figures_by_cell"}

func (l *loader) form(root *source.Node) {
	f, d := l.f, l.Named(root, nil)
	for _, k := range []string{"id", "family", "title", "years", "sections"} {
		d.Need(k)
	}
	d.Get("extends") // read before
	f.ID, f.Title = l.id(d), d.Text("title")
	if slices.Contains(reserved, strings.ToLower(f.ID)) || strings.HasPrefix(strings.ToLower(f.ID), "sqlite_") {
		l.fault(d.Get("id"), diag.Textf("id 不能是“%s”，开放数据用了这个名称", "the id %q is taken by a table of the open data", f.ID))
	}
	f.ReportTitle = d.Text("report_title")
	l.pattern(d.Get("report_title"), "name", "year")
	l.family(d)
	f.Years, f.Default = l.years(d.Get("years")), l.years(d.Get("default"))
	if def := d.Get("default"); !def.IsNull() && !f.Years.within(f.Default) {
		l.fault(def, diag.Textf("默认年度超出了适用年度", "the form is the default of years in which it is not in force"))
	}
	if n := d.Get("source"); n != nil {
		s := l.Named(n, nil)
		f.Source = Source{Title: s.Text("title"), Number: s.Text("number"), Date: s.Date("date")}
		s.Done()
	}
	l.rowSets(d.Get("row_sets"))
	ids := map[string]bool{}
	for _, n := range d.List("tables") {
		t := l.table(n)
		l.unique(ids, t.at, t.ID, diag.Textf("表", "table"))
		f.Tables = append(f.Tables, t)
	}
	l.unit = usualUnit
	for _, n := range d.List("statements") {
		s := l.statement(n)
		l.unique(ids, n.Get("id"), s.ID, diag.Textf("表或语句", "table or statement"))
		f.Statements = append(f.Statements, s)
	}
	f.Free = d.Bool("free", false)
	l.compile()
	l.english(d.Get("english"))
	l.answers(d)
	headings, sections := map[string]bool{}, map[string]bool{}
	for _, n := range d.List("sections") {
		s := l.section(n)
		l.unique(sections, n.Get("id"), s.ID, diag.Textf("章节", "section"))
		l.unique(headings, n.Get("heading"), s.Heading, diag.Textf("章节标题", "heading"))
		f.Sections = append(f.Sections, s)
	}
	l.attach(d)
	for _, n := range d.List("relations") {
		l.relation(n)
	}
	for _, n := range d.List("figures") {
		l.figure(n)
	}
	l.told()
	l.checks(d.Get("checks"))
	l.narrative(d.Get("narrative"))
	d.Done()
	for _, t := range f.Tables {
		if len(l.Findings) == 0 && len(t.Blocks) > 1 {
			l.evenBlocks(t)
		}
	}
}

// id reads an id: letters, digits, _ and -, so that it can be part of a path.
func (l *loader) id(d *source.Fields) string {
	id := d.Text("id")
	if n := d.Get("id"); strings.ContainsFunc(id, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-'
	}) {
		l.fault(n, diag.Textf("id 只能用字母、数字、_ 和 -，实际是“%s”", "an id has only letters, digits, _ and -, found %q", id))
	}
	return id
}

// pattern checks what is in braces in a text; it returns the names found.
func (l *loader) pattern(n *source.Node, allowed ...string) []string {
	if n.IsNull() {
		return nil
	}
	var out []string
	rest := n.Value
	for {
		_, after, ok := strings.Cut(rest, "{")
		if !ok {
			return out
		}
		name, tail, closed := strings.Cut(after, "}")
		if !closed || !slices.Contains(allowed, name) {
			l.fault(n, diag.Textf("没有“{%s}”，只能用 {%s}", "nothing is known as {%s}, only {%s}", name, diag.Text{ZH: strings.Join(allowed, "}、{"), EN: strings.Join(allowed, "}, {")}))
			return out
		}
		out, rest = append(out, name), tail
	}
}

func (l *loader) years(n *source.Node) Years {
	if n.IsNull() {
		return Years{}
	}
	d := l.Named(n, nil)
	d.Need("from")
	y := Years{From: d.Year("from"), To: d.Year("to")}
	if y.To != 0 && y.To < y.From {
		l.fault(d.Get("to"), diag.Textf("to 早于 from", "to is before from"))
	}
	d.Done()
	return y
}

func (l *loader) statement(n *source.Node) *Statement {
	d := l.Named(n, nil)
	for _, k := range []string{"id", "label", "section", "text", "cells"} {
		d.Need(k)
	}
	s := &Statement{ID: l.id(d), Key: d.Text("key"), Label: d.Text("label"), Section: d.Text("section"), Text: d.Text("text"), concept: d.Text("concept")}
	ids, names := map[string]bool{}, []string{}
	for _, cn := range d.List("cells") {
		c := l.Named(cn, nil)
		c.Need("id")
		c.Need("label")
		cell := &Cell{Path: l.id(c), Key: c.Text("key"), Label: c.Text("label")}
		cell.Kind, cell.Unit = l.kind(c, Count, l.unit)
		cell.Optional, cell.Default = l.optional(c, cell.Kind)
		c.Done()
		l.unique(ids, cn.Get("id"), cell.Path, diag.Textf("单元格", "cell"))
		s.Cells = append(s.Cells, cell)
		names = append(names, cell.Path)
	}
	printed := l.pattern(d.Get("text"), names...)
	for i, name := range names {
		if text := d.Get("text"); !text.IsNull() && !slices.Contains(printed, name) {
			l.fault(d.List("cells")[i], diag.Textf("语句里没有印出“%s”", "the text does not print {%s}", name))
		}
	}
	d.Done()
	return s
}

func (l *loader) section(n *source.Node) *Section {
	d := l.Named(n, nil)
	d.Need("id")
	d.Need("heading")
	s := &Section{ID: l.id(d), Heading: d.Text("heading"), Prompt: d.Text("prompt"), Aliases: d.Texts("aliases"),
		Prose: d.OneOf("prose", "required", "optional") == "required", Mentions: l.words(d, "mentions"), Subjects: l.subjects(d.List("subjects"))}
	if n := d.Get("table"); !n.IsNull() {
		for _, t := range l.f.Tables {
			if t.ID == n.Value {
				s.Table = t
			}
		}
		if s.Table == nil {
			l.fault(n, diag.Textf("没有表“%s”", "no table %q", n.Value))
		}
	}
	d.Done()
	return s
}

// usualUnit is the unit of a figure whose definition gives none.
const usualUnit = "件"

// attach puts each statement into the section that prints it. A table or a statement
// that no section prints cannot be reached.
func (l *loader) attach(d *source.Fields) {
	for i, s := range l.f.Statements {
		at := d.List("statements")[i].Get("section")
		if at.IsNull() {
			continue // said already
		}
		sec := slices.IndexFunc(l.f.Sections, func(sec *Section) bool { return sec.ID == s.Section })
		if sec < 0 {
			l.fault(at, diag.Textf("没有章节“%s”", "no section %q", s.Section))
			continue
		}
		l.f.Sections[sec].Statements = append(l.f.Sections[sec].Statements, s)
	}
	if len(l.Findings) > 0 {
		return // the table may be one that a section names wrongly
	}
	for _, t := range l.f.Tables {
		if !slices.ContainsFunc(l.f.Sections, func(s *Section) bool { return s.Table == t }) {
			l.fault(t.at, diag.Textf("没有章节印出表“%s”", "no section prints the table %q", t.ID))
		}
	}
}

// fault reports a fault of a node; one that is inherited is shown where the extending
// file caused it.
func (l *loader) fault(n *source.Node, message diag.Text) {
	at, hint := l.def.position(n)
	l.Report("form", at, message, hint)
}
