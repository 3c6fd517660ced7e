package html

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"gongkai/generator/form"
)

// Form is what a form's page shows: its tables as they are printed, and what is
// declared of them.
type Form struct {
	Tables     []FormPart
	Statements []FormPart
	Relations  []FormRelation
	Sections   []FormSection
}

// FormPart is a table or a sentence with its cells.
type FormPart struct {
	ID, Title string
	Table     template.HTML
	Text      string // of a sentence, its cells in braces
	Listed    bool   // a report gives the rows itself
	Cells     []FormCell
	Chinese   bool   // there are Chinese keys
	Language  string // where it is not that of the interface
}

// FormCell is how front matter names a cell.
type FormCell struct{ Path, Chinese, Label, Kind string }

// FormRelation is a rule with what it computes.
type FormRelation struct {
	Rule     Link // Href is empty without the page of rules
	Formulas []string
}

// FormSection is a part of a report.
type FormSection struct {
	Heading, Prompt string
	Aliases         []string
	Prose           bool // must hold prose
}

// formYears tells apart forms whose years overlap: one is the default of a year, the others a report has to name.
func (v *View) formYears(f *form.Form) string {
	years, usual := v.formSpan(f.Years), v.formSpan(f.Default)
	switch {
	case usual == "":
		return v.label("forms.named", years)
	case usual == years:
		return v.label("forms.default", usual)
	}
	return v.label("forms.both", usual, years)
}

// formSpan says from which year to which; a form that is in force has no last one.
func (v *View) formSpan(y form.Years) string {
	if y.From != 0 && y.To == 0 {
		return v.label("forms.from", y.From)
	}
	return y.String()
}

// form fills the page of a form.
func (v *View) form() {
	f := v.Page.Form
	var err error
	if v.tables, err = v.renderer.tablesOf(v.Page); err != nil && v.err == nil {
		v.err = err
	}
	if f.Language != v.Config.Language {
		v.Language = f.Language
	}
	v.fact("form.id", f.ID)
	v.fact("form.family", f.Family)
	v.fact("form.years", v.formSpan(f.Years))
	v.fact("form.default", v.formSpan(f.Default))
	v.fact("form.source", strings.Join(strings.Fields(f.Source.Title+" "+f.Source.Number+" "+f.Source.Date), " "))
	out := &Form{}
	v.Form = out
	part := func(id, title string) FormPart {
		p := FormPart{ID: "form." + id, Title: title, Language: v.Language}
		for _, e := range f.Data.Child(id).Entries() {
			p.Chinese = p.Chinese || e.Chinese != e.Path
			p.Cells = append(p.Cells, FormCell{e.Path, e.Chinese, e.Label, join(v.label("value."+string(e.Kind)), e.Unit)})
		}
		return p
	}
	for _, t := range f.Tables {
		p := part(t.ID, t.Caption)
		p.Table, p.Listed = v.reserve("div", fragment{table: t.ID}), t.List != nil
		out.Tables = append(out.Tables, p)
	}
	for _, s := range f.Statements {
		p := part(s.ID, s.Label)
		p.Text = s.Text
		out.Statements = append(out.Statements, p)
	}
	at := map[string]int{} // rule → its place
	for _, r := range f.Relations {
		if len(r.Lines) == 0 {
			continue // of rows that only a form that extends this one has
		}
		i, ok := at[r.Rule]
		if !ok {
			i = len(out.Relations)
			at[r.Rule] = i
			x := FormRelation{Rule: v.ruleLink(r.Rule)}
			x.Rule.Text = cmp.Or(x.Rule.Text, r.Rule)
			out.Relations = append(out.Relations, x)
		}
		x := &out.Relations[i]
		for _, formula := range r.Formulas() {
			text := formula.Text.In(v.Config.Language)
			if formula.Lines > 1 {
				text = v.label("form.formula", text, formula.Lines)
			}
			x.Formulas = append(x.Formulas, text)
		}
	}
	for _, s := range f.Sections {
		out.Sections = append(out.Sections, FormSection{s.Heading, s.Prompt, s.Aliases, s.Prose})
	}
	for _, p := range slices.Concat(out.Tables, out.Statements) {
		v.Contents = append(v.Contents, Link{Href: "#" + p.ID, Text: p.Title, Language: v.Language})
	}
	if len(out.Relations) > 0 {
		v.Contents = append(v.Contents, Link{Href: "#page.relations", Text: v.label("form.relations")})
	}
	v.Contents = append(v.Contents, Link{Href: "#page.sections", Text: v.label("form.sections")})
}
