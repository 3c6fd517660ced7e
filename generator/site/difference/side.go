package difference

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/generator/content"
	"gongkai/generator/form"
	"gongkai/generator/output/edition"
	"gongkai/generator/prose"
	"gongkai/generator/report"
	"gongkai/generator/site"
	"gongkai/generator/workspace"
)

// Side is one of two sites to be compared.
type Side struct {
	Name string // as it was named
	// Unread are the files of content that should be reports and cannot be read as one.
	Unread   []string
	agencies []*agency // by slug
}

type agency struct {
	slug, name, code string
	former           []string // slugs that it had before
	reports          []*record
}

// record is a report of a side.
type record struct {
	edition.Key
	report.Publication
	label    func(report.Figure) edition.Label
	sections func() []edition.Section
	file     string         // of content
	lines    map[string]int // of content, by cell
}

// ErrNeither says that a path is neither the folder of a site nor that of a build.
var ErrNeither = errors.New("neither a site nor a published site")

// Open reads a folder: a site's, with its gongkai.yaml, or that of a build, with its manifest.json.
func Open(ctx context.Context, folder string) (*Side, error) {
	if _, err := os.Stat(filepath.Join(folder, "gongkai.yaml")); err == nil {
		p, err := workspace.Read(ctx, workspace.Options{Site: folder}, false)
		if err != nil {
			return nil, err
		}
		s := ofContent(p)
		s.Name = folder
		return s, p.Close()
	}
	if info, err := os.Stat(folder); err == nil && !info.IsDir() {
		return nil, ErrNeither
	}
	s, err := OfBuild(os.DirFS(folder))
	if errors.Is(err, edition.ErrNoBuild) {
		return nil, ErrNeither
	}
	if err == nil {
		s.Name = folder
	}
	return s, err
}

// OfBuild reads a published site from its files, in a folder or a package. What cells are called it knows from the forms of this
// program, or else from the report.csv beside each report.
func OfBuild(files fs.FS) (*Side, error) {
	e, err := edition.Open(files)
	if err != nil {
		return nil, err
	}
	forms, err := form.Builtin()
	if err != nil {
		return nil, err
	}
	s, of := &Side{}, map[string]*agency{}
	moved := map[string][]string{}
	for _, a := range e.Agencies() {
		if a.Moved != "" {
			moved[a.Moved] = append(moved[a.Moved], a.Slug)
			continue
		}
		of[a.Slug] = &agency{slug: a.Slug, name: a.Name}
		s.agencies = append(s.agencies, of[a.Slug])
	}
	for _, k := range e.Reports() {
		a, r := of[k.Agency], e.Report(k)
		if a == nil || r == nil {
			continue
		}
		if r.CreditCode != "" {
			a.code = r.CreditCode
		}
		f := forms.ByID(r.Form)
		answers(r, f)
		a.reports = append(a.reports, &record{Key: k, Publication: *r, label: labelsOf(e, k, f), sections: func() []edition.Section { return written(e.Text(k)) }})
	}
	for _, a := range s.agencies {
		a.former = moved[a.slug]
	}
	s.sort()
	return s, nil
}

// answers puts the form's words for true and false, as pages have them.
func answers(r *report.Publication, f *form.Form) {
	if f == nil {
		return
	}
	for i, x := range r.Figures {
		if c := f.Cell(x.Cell); c != nil && c.Kind == form.YesNo {
			if word, ok := map[string]string{"true": f.Answers.Yes, "false": f.Answers.No}[x.Text]; ok {
				r.Figures[i].Text = word
			}
		}
	}
}

func (s *Side) sort() {
	slices.SortFunc(s.agencies, func(a, b *agency) int { return strings.Compare(a.slug, b.slug) })
}

// labelsOf returns what tells what a published cell is called.
func labelsOf(e *edition.Edition, k edition.Key, f *form.Form) func(report.Figure) edition.Label {
	var read map[string]edition.Label
	return func(x report.Figure) edition.Label {
		if f != nil {
			if c := f.Cell(x.Cell); c != nil {
				return edition.Label{Name: c.Label, Unit: c.Unit}
			}
		}
		if read == nil {
			if read = e.Labels(k); read == nil {
				read = map[string]edition.Label{}
			}
		}
		if l, ok := read[x.Cell]; ok {
			return l
		}
		return edition.Label{Name: x.Label}
	}
}

// ofContent takes a side from a site's content.
func ofContent(p *workspace.State) *Side {
	s, known := &Side{}, map[string]bool{}
	for _, a := range p.Agencies {
		b := &agency{slug: a.Entry.Slug, name: a.Entry.Name, code: a.Entry.CreditCode}
		for _, x := range a.Entry.Aliases {
			b.former = append(b.former, x.Slug)
		}
		for _, r := range a.Reports {
			known[r.File] = true
			b.reports = append(b.reports, recordOf(r, site.TitleOf(r, a.Entry), a.Entry.NameIn(r.Year)))
		}
		for _, r := range a.Drafts {
			known[r.File] = true
		}
		s.agencies = append(s.agencies, b)
	}
	for _, f := range p.Findings.Slice() {
		if !strings.HasPrefix(f.File, "content/") || !strings.HasSuffix(f.File, ".md") || known[f.File] || slices.Contains(s.Unread, f.File) {
			continue
		}
		if it := content.Classify(f.File, p.Forms.Families()); it != nil && it.Kind == content.ReportPage {
			s.Unread = append(s.Unread, f.File)
		}
	}
	s.sort()
	return s
}

// recordOf is a report of content as it would be published.
func recordOf(r *report.Report, title, name string) *record {
	out := &record{file: r.File, lines: map[string]int{}, Key: edition.Key{Agency: r.Agency, Family: r.Form.Family, Year: r.Year},
		Publication: report.Publication{Name: name, Form: r.Form.ID, Title: title, Published: r.Published, Revisions: r.Corrections()}}
	for _, c := range r.Form.Cells {
		v := r.Value(c)
		if v.State == report.Absent {
			continue
		}
		figure := report.Figure{Cell: c.Path, Text: v.Text}
		if r.Form.ListTable() != nil {
			figure.Label = c.RowName
		}
		out.lines[c.Path] = v.Span.Line
		out.Figures = append(out.Figures, figure)
	}
	out.label = func(x report.Figure) edition.Label {
		if c := r.Form.Cell(x.Cell); c != nil {
			return edition.Label{Name: c.Label, Unit: c.Unit}
		}
		return edition.Label{Name: x.Label}
	}
	out.sections = func() []edition.Section { return text(r) }
	return out
}

// converter renders text, of which only what is read is kept.
var converter = prose.NewConverter()

// text is a report's text as its page has it, section by section.
func text(r *report.Report) []edition.Section {
	opts := prose.Options{Body: r.Body, Cell: func(path string) (string, bool) {
		c := r.Form.Cell(path)
		if s := r.Form.Slot(path); c == nil && s != nil {
			c = s.Cell
		}
		if c == nil {
			return "", false
		}
		return r.Value(c).Text, true
	}}
	read := func(heading string, markdown []byte) edition.Section {
		var b bytes.Buffer
		if err := converter.HTML(&b, markdown, opts); err != nil {
			b.Reset() // it writes into memory, which does not fail
		}
		return edition.Section{Heading: strings.TrimSpace(heading), Text: edition.TextOf(b.String())}
	}
	out := []edition.Section{read("", r.Body.Preamble().Text)}
	for _, p := range r.Parts() {
		if p.Prose != nil {
			out = append(out, read(p.Section.Heading, p.Prose.Text))
		}
	}
	for _, s := range r.UnknownSections() {
		out = append(out, read(s.Heading, s.Text))
	}
	return written(out)
}

// written leaves out sections without a text, which a form may require and a page has all the same.
func written(list []edition.Section) []edition.Section {
	return slices.DeleteFunc(list, func(s edition.Section) bool { return s.Text == "" })
}
