// Package ide answers what a person asks while writing a site's files: what may
// be here, what is this, where does it come from. It knows nothing of a protocol:
// places are lines and characters as in findings, texts are Markdown.
//
// An answer is made from the text as it is now, in whatever state, and from the rest
// of the site as it was last read.
package ide

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/config"
	"gongkai/generator/diag"
	"gongkai/generator/editing/schema"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/source"
	"gongkai/generator/source/keys"
)

// Site is what an answer may need of the rest of the site.
type Site struct {
	Chinese  bool // Chinese keys where a file uses neither
	Agencies []Agency
	Reports  []*report.Report
	Forms    []Form
	Rules    []Rule
	Families []string // of forms: the folders of an agency that hold reports
	// Govern returns the form that a report names, or that governs a family's year; nil
	// for none.
	Govern func(family, id string, year int) *Form
	// Bind reads a report; nil where it cannot be read.
	Bind func(doc *source.Document, family, agency string) *report.Report
}

// Agency is a name that front matter may refer to.
type Agency struct{ Slug, Name, File string }

// Form is a form of reports.
type Form struct {
	ID, Title, Source string
	File              string    // in the site; "" for a built-in one
	Root              *keys.Key // of a report
}

// Rule is a rule of the catalogue.
type Rule struct {
	diag.Description
	Example, Legal string
}

// Document is a file as it is in the editor. It is not changed once it is made.
type Document struct {
	File string // path in the site
	site *Site
	lang string

	lines     []string
	from, to  int // the lines of the front matter, from 1, to exclusive
	root      *keys.Key
	front     *source.Node
	report    *report.Report // nil where it is none, or cannot be read
	form      *Form
	agency    string
	hasFigure bool // the body may hold {{ cells }}
}

// Open looks at a file of a site. Answers are in the given language.
func Open(s *Site, file string, text []byte, lang string) *Document {
	d := &Document{File: file, site: s, lang: lang, lines: strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\n")}
	for i, l := range d.lines {
		d.lines[i] = strings.TrimSuffix(l, "\r")
	}
	if path.Ext(file) == ".yaml" {
		d.from, d.to = 1, len(d.lines)+1
		d.front, _ = source.ParseYAML(file, text)
		d.root = yamlRoot(file)
		return d
	}
	d.from, d.to = fences(d.lines)
	doc := source.Parse(file, text)
	d.front = doc.Front
	parts := strings.Split(file, "/")
	if len(parts) < 3 || parts[0] != "content" || path.Ext(file) != ".md" {
		return d
	}
	d.agency = parts[1]
	switch {
	case len(parts) == 3 && parts[2] == "_index.md":
		d.root = register.EntryKeys()
	case len(parts) == 4 && slices.Contains(s.Families, parts[2]):
		d.openReport(doc, parts[2], strings.TrimSuffix(parts[3], ".md"))
	case path.Base(file) == "_index.md":
		d.root = register.CategoryKeys()
	default:
		d.root = register.PageKeys()
	}
	return d
}

func yamlRoot(file string) *keys.Key {
	switch {
	case file == "gongkai.yaml":
		return config.Keys()
	case path.Dir(file) == "forms":
		return schema.Definition()
	}
	return nil
}

// openReport finds the form of a report; a year that is not written yet is that of the
// file's name.
func (d *Document) openReport(doc *source.Document, family, name string) {
	d.hasFigure = true
	id, year := "", 0
	for i, k := range doc.Front.Keys {
		switch k.Value {
		case "form":
			id = doc.Front.Items[i].Value
		case "year", "年度":
			year, _ = strconv.Atoi(doc.Front.Items[i].Value)
		}
	}
	if year == 0 {
		year, _ = strconv.Atoi(name)
	}
	if d.form = d.site.Govern(family, id, year); d.form == nil {
		d.form = d.site.Govern(family, "", year)
	}
	if d.form != nil {
		d.root = d.form.Root
	}
	d.report = d.site.Bind(doc, family, d.agency)
}

// fences finds the lines between the two lines of ---; without a second one everything
// is front matter, as while it is being written.
func fences(lines []string) (from, to int) {
	if len(lines) == 0 || strings.TrimRight(lines[0], " \t") != "---" {
		return 0, 0
	}
	for i := 1; i < len(lines); i++ {
		if strings.TrimRight(lines[i], " \t") == "---" {
			return 2, i + 1
		}
	}
	return 2, len(lines) + 1
}

// Place is a place in a file: a line and a column in characters, both from 1.
type Place struct{ Line, Column int }

// inFront reports whether a place lies in the front matter.
func (d *Document) inFront(at Place) bool { return at.Line >= d.from && at.Line < d.to }

// line returns a line, "" where there is none.
func (d *Document) line(n int) string {
	if n < 1 || n > len(d.lines) {
		return ""
	}
	return d.lines[n-1]
}

// holds reports whether a span has a place in it, or at its end.
func holds(s diag.Span, at Place) bool {
	return s.Line != 0 && (s.Line < at.Line || s.Line == at.Line && s.Column <= at.Column) &&
		(at.Line < s.EndLine || at.Line == s.EndLine && at.Column <= s.EndColumn)
}

// last is the agency's report of the year before; nil where there is none.
func (d *Document) last() *report.Report {
	if d.report == nil {
		return nil
	}
	return d.site.report(d.agency, d.report.Form.Family, d.report.Year-1)
}

func (s *Site) report(agency, family string, year int) *report.Report {
	for _, r := range s.Reports {
		if r.Agency == agency && r.Year == year && r.Form.Family == family {
			return r
		}
	}
	return nil
}

func (s *Site) agency(slug string) *Agency {
	for i := range s.Agencies {
		if s.Agencies[i].Slug == slug {
			return &s.Agencies[i]
		}
	}
	return nil
}

func (s *Site) rule(id string) *Rule {
	for i := range s.Rules {
		if s.Rules[i].ID == id {
			return &s.Rules[i]
		}
	}
	return nil
}

// in chooses the language of a text.
func (d *Document) in(zh, en string, args ...any) string {
	return diag.Textf(zh, en, args...).In(d.lang)
}
