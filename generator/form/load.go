package form

import (
	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// loader reads a definition strictly: a key, a cell or a relation it does not know
// is a finding at its place.
type loader struct {
	*source.Binder
	f *Form
}

// Load reads one definition. The form is nil when it has faults.
func Load(file string, data []byte) (*Form, []diag.Finding) {
	root, findings := source.ParseYAML(file, data)
	l := &loader{&source.Binder{File: file, Rule: "form", Findings: findings}, &Form{File: file}}
	l.form(root)
	for i := range l.Findings {
		l.Findings[i].Rule = "form" // every fault of a definition is one of the form
	}
	if len(l.Findings) > 0 {
		return nil, l.Findings
	}
	return l.f, nil
}

func (l *loader) form(root *source.Node) {
	f, d := l.f, l.Fields(root, nil)
	for _, k := range []string{"id", "family", "title", "years", "sections"} {
		d.Need(k)
	}
	f.ID, f.Title = d.Text("id"), d.Text("title")
	f.ReportTitle = d.Text("report_title")
	l.family(d)
	f.Years, f.Default = l.years(d.Get("years")), l.years(d.Get("default"))
	if n := d.Get("source"); n != nil {
		s := l.Fields(n, nil)
		f.Source = Source{Title: s.Text("title"), Number: s.Text("number"), Date: s.Date("date", false)}
		s.Done()
	}
	for _, n := range d.List("tables") {
		f.Tables = append(f.Tables, l.table(n))
	}
	for _, n := range d.List("statements") {
		f.Statements = append(f.Statements, l.statement(n))
	}
	l.compile()
	l.answers(d)
	for _, n := range d.List("sections") {
		f.Sections = append(f.Sections, l.section(n))
	}
	for _, s := range f.Statements {
		l.attach(root, s)
	}
	for _, n := range d.List("relations") {
		l.relation(n)
	}
	for _, n := range d.List("figures") {
		l.figure(n)
	}
	l.checks(d.Get("checks"))
	d.Done()
}

func (l *loader) years(n *source.Node) Years {
	if n.IsNull() {
		return Years{}
	}
	d := l.Fields(n, nil)
	y := Years{From: d.Year("from"), To: d.Year("to")}
	d.Done()
	return y
}

func (l *loader) table(n *source.Node) *Table {
	d := l.Fields(n, nil)
	d.Need("id")
	d.Need("caption")
	t := &Table{ID: d.Text("id"), Key: d.Text("key"), Caption: d.Text("caption"), Corner: d.Text("corner"),
		Across: d.Bool("across", false), concept: d.Text("concept")}
	if blocks := d.List("blocks"); blocks != nil {
		for _, bn := range blocks {
			b := l.Fields(bn, nil)
			b.Need("header")
			b.Need("corner")
			t.Blocks = append(t.Blocks, l.block(b, &Block{Header: b.Text("header"), Corner: b.Text("corner")}))
			b.Done()
		}
	} else {
		t.Blocks = []*Block{l.block(d, &Block{})}
	}
	d.Done()
	return t
}

func (l *loader) block(d *source.Fields, b *Block) *Block {
	d.Need("columns")
	d.Need("rows")
	for _, n := range d.List("columns") {
		b.Cols = append(b.Cols, l.column(n))
	}
	for _, n := range d.List("rows") {
		b.Rows = append(b.Rows, l.row(n, ""))
	}
	return b
}

func (l *loader) column(n *source.Node) *Column {
	d := l.Fields(n, nil)
	d.Need("label")
	c := &Column{ID: d.Text("id"), Key: d.Text("key"), Label: d.Text("label"), Span: d.Int("span", 1)}
	for _, child := range d.List("columns") {
		c.Cols = append(c.Cols, l.column(child))
	}
	c.Kind, c.Unit = l.kind(d)
	c.Optional, c.Default = l.optional(d)
	d.Done()
	return c
}

func (l *loader) kind(d *source.Fields) (Kind, string) {
	kind, unit := Kind(d.Enum("kind", string(Count), string(Signed), string(Money), string(Text), string(YesNo))), d.Text("unit")
	if kind == "" {
		kind = Count
	}
	if unit == "" && kind.Numeric() {
		unit = "件"
	}
	return kind, unit
}

func (l *loader) row(n *source.Node, draft string) *Row {
	d := l.Fields(n, nil)
	d.Need("label")
	r := &Row{ID: d.Text("id"), Key: d.Text("key"), Label: d.Text("label"), Short: d.Text("short"), Draft: d.Text("draft")}
	if r.Short == "" {
		r.Short = r.Label
	}
	if r.Draft == "" {
		r.Draft = draft
	}
	for _, child := range d.List("rows") {
		r.Rows = append(r.Rows, l.row(child, r.Draft))
	}
	if len(r.Rows) == 0 {
		d.Need("id")
	}
	d.Done()
	return r
}

func (l *loader) statement(n *source.Node) *Statement {
	d := l.Fields(n, nil)
	for _, k := range []string{"id", "label", "section", "text", "cells"} {
		d.Need(k)
	}
	s := &Statement{ID: d.Text("id"), Key: d.Text("key"), Label: d.Text("label"), Section: d.Text("section"), Text: d.Text("text"), concept: d.Text("concept")}
	for _, cn := range d.List("cells") {
		c := l.Fields(cn, nil)
		c.Need("id")
		c.Need("label")
		cell := &Cell{Path: c.Text("id"), Key: c.Text("key"), Label: c.Text("label")}
		cell.Kind, cell.Unit = l.kind(c)
		cell.Optional, cell.Default = l.optional(c)
		c.Done()
		s.Cells = append(s.Cells, cell)
	}
	d.Done()
	return s
}

func (l *loader) section(n *source.Node) *Section {
	d := l.Fields(n, nil)
	d.Need("id")
	d.Need("heading")
	s := &Section{ID: d.Text("id"), Heading: d.Text("heading"), Prompt: d.Text("prompt"), Aliases: d.Texts("aliases"),
		Prose: d.Enum("prose", "required", "optional") == "required", Mentions: l.words(d, "mentions"), Subjects: l.subjects(d.List("subjects"))}
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

// attach puts a statement into the section that prints it.
func (l *loader) attach(root *source.Node, s *Statement) {
	for _, sec := range l.f.Sections {
		if sec.ID == s.Section {
			sec.Statements = append(sec.Statements, s)
			return
		}
	}
	l.fault(root.Get("statements"), diag.Textf("没有章节“%s”", "no section %q", s.Section))
}

func (l *loader) figure(n *source.Node) {
	d := l.Fields(n, nil)
	d.Need("label")
	fig := Figure{Label: d.Text("label")}
	fig.Cells = l.paths(d.List("cells"))
	d.Done()
	l.f.Figures = append(l.f.Figures, fig)
}

func (l *loader) fault(n *source.Node, message diag.Text) {
	at := diag.Span{Line: 1, Column: 1, EndLine: 1, EndColumn: 2}
	if n != nil {
		at = n.Span
	}
	l.Report("form", at, message, diag.Text{})
}
