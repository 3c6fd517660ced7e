package generator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/editing/amend"
	"gongkai/generator/editing/round"
	"gongkai/generator/editing/scaffold"
	"gongkai/generator/editing/textedit"
	"gongkai/generator/form"
	"gongkai/generator/output/edition"
	"gongkai/generator/register"
	"gongkai/generator/render/xlsx"
	"gongkai/generator/report"
	"gongkai/generator/source"
	"gongkai/generator/workspace"
)

// ErrUnknownAgency says that a site has no folder for an agency.
var ErrUnknownAgency = errors.New("unknown agency")

// ErrNoForm says that no form governs a year, or not the one that was asked for.
var ErrNoForm = errors.New("no form governs the year")

// Draft says which report is to be written.
type Draft struct {
	Agency string
	Year   int
	Family string // "" is that of the annual reports, or the form's
	Form   string // "" is the family's default for the year
	Keys   string // "zh" or "en"; "" follows the site's language
}

// form is the form of the draft.
func (d Draft) form(forms *form.Catalogue, faults []diag.Finding) (*form.Form, error) {
	family := cmp.Or(d.Family, form.Reports)
	if d.Form == "" {
		if !slices.Contains(forms.Families(), family) {
			return nil, unknownForm(family, faults)
		}
		if f := forms.DefaultFor(family, d.Year); f != nil {
			return f, nil
		}
		return nil, fmt.Errorf("%w: %d", ErrNoForm, d.Year)
	}
	f := forms.ByID(d.Form)
	switch {
	case f == nil || d.Family != "" && f.Family != d.Family:
		return nil, unknownForm(d.Form, faults)
	case !f.Years.Has(d.Year):
		return nil, fmt.Errorf("%w: %d", ErrNoForm, d.Year)
	}
	return f, nil
}

// formOf is the form of the draft among those of a site that was read.
func (d Draft) formOf(p *workspace.State) (*form.Form, error) {
	_, faults, err := workspace.ReadForms(p.Root.FS())
	if err != nil {
		return nil, err
	}
	return d.form(p.Forms, faults)
}

// chinese reports whether the draft has Chinese keys.
func (d Draft) chinese(cfg *config.Config) bool {
	return d.Keys == "zh" || d.Keys == "" && cfg.Language != "en"
}

// NewReport writes a draft of an agency's report for a year and returns its path in
// the site.
func NewReport(o Options, d Draft) (string, error) {
	root, cfg, err := o.OpenSite()
	if err != nil {
		return "", err
	}
	defer root.Close()
	forms, faults, err := workspace.ReadForms(root.FS())
	if err != nil {
		return "", err
	}
	if register.CheckSlug(d.Agency, "") != nil {
		return "", fmt.Errorf("%w: %s", ErrUnknownAgency, d.Agency)
	}
	if _, err := root.Stat(filepath.Join("content", d.Agency, "_index.md")); err != nil {
		return "", fmt.Errorf("%w: %s", ErrUnknownAgency, d.Agency)
	}
	f, err := d.form(forms, faults)
	if err != nil {
		return "", err
	}
	var last *report.Report
	for _, r := range content.Reports(root.FS(), d.Agency, forms) {
		if r.Year == d.Year-1 && r.Form.Family == f.Family {
			last = r
		}
	}
	data := scaffold.Report(scaffold.Draft{Form: f, Year: d.Year, Last: last, Chinese: d.chinese(cfg),
		Explicit: forms.DefaultFor(f.Family, d.Year) != f})
	name := path.Join("content", d.Agency, f.Family, strconv.Itoa(d.Year)+".md")
	return name, scaffold.Create(filepath.Join(cmp.Or(o.Site, "."), filepath.FromSlash(name)), data)
}

// Begun is what became of an agency for which a report was to be begun.
type Begun struct {
	Agency string // slug
	File   string // that was written: in the site, or the workbook's path
	Exists bool   // the year's report is there already
	Total  bool   // it publishes an area total, which Total makes
}

// NewReports begins a report for each agency that reports on a year and has none of it, as a draft or, with a folder for them,
// as a workbook to be filled in. d.Agency, where it is given, is the only one. Nothing is replaced: of workbooks that are there
// the error is scaffold.ErrExists.
func NewReports(ctx context.Context, o Options, d Draft, workbooks, lang string) ([]Begun, error) {
	p, err := workspace.Read(ctx, o, true)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	f, err := d.formOf(p)
	if err != nil {
		return nil, err
	}
	if d.Agency != "" && !hasAgency(p, d.Agency) {
		return nil, fmt.Errorf("%w: %s", ErrUnknownAgency, d.Agency)
	}
	parents := map[string]bool{}
	for _, a := range p.Agencies {
		parents[a.Entry.Parent] = true
	}
	var out []Begun
	for _, a := range p.Agencies {
		slug := a.Entry.Slug
		if d.Agency != "" && slug != d.Agency || d.Agency == "" && !a.Entry.InForce(d.Year) {
			continue
		}
		b := Begun{Agency: slug, File: path.Join("content", slug, f.Family, strconv.Itoa(d.Year)+".md")}
		var last *report.Report
		for _, r := range a.Reports {
			if r.Form.Family == f.Family && r.Year == d.Year-1 {
				last = r
			}
		}
		_, err := p.Root.Stat(filepath.FromSlash(b.File))
		switch b.Exists = err == nil; {
		case b.Exists:
		case d.Agency == "" && (last != nil && last.Scope == "government" || last == nil && a.Entry.Kind == "government" && parents[slug]):
			b.Total = true
		default:
			draft := scaffold.Draft{Form: f, Year: d.Year, Last: last, Chinese: d.chinese(p.Config), Explicit: p.Forms.DefaultFor(f.Family, d.Year) != f}
			if workbooks == "" {
				err = scaffold.Create(filepath.Join(cmp.Or(o.Site, "."), filepath.FromSlash(b.File)), scaffold.Report(draft))
			} else {
				b.File = filepath.Join(workbooks, slug+"-"+strconv.Itoa(d.Year)+".xlsx")
				err = writeBlank(b.File, a.Entry, draft, lang)
			}
			if err != nil {
				return out, err
			}
		}
		out = append(out, b)
	}
	return out, nil
}

// ErrRows says that each report gives the rows of a form itself, so that there is no workbook to fill in.
var ErrRows = round.ErrRows

// writeBlank writes the workbook in which an agency fills in its report.
func writeBlank(name string, a *register.Agency, d scaffold.Draft, lang string) error {
	if d.Form.ListTable() != nil {
		return ErrRows
	}
	due := (&report.Report{Form: d.Form, Year: d.Year}).Deadline(a.Kind, a.Level)
	full := a.NameIn(d.Year)
	data, err := xlsx.Blank{Form: d.Form, Name: full, CreditCode: a.CreditCode, DueBefore: due, Given: scaffold.Given(d), Last: d.Last, Language: lang,
		Title: strings.NewReplacer("{name}", full, "{year}", strconv.Itoa(d.Year)).Replace(d.Form.ReportTitle)}.Bytes()
	if err != nil {
		return err
	}
	return scaffold.Create(name, data)
}

// AreaTotal is what the reports of an area add up to, and where that is written.
type AreaTotal struct {
	*round.Total
	state *workspace.State
	draft Draft
}

// Total adds up the reports of an area: those that its agency's report of the year includes, or those of all
// agencies whose parent it is. Drafts count where all their figures are there. Nothing is written.
func Total(ctx context.Context, o Options, d Draft) (*AreaTotal, error) {
	p, err := workspace.Read(ctx, o, true)
	if err != nil {
		return nil, err
	}
	t, err := d.total(p)
	if t == nil {
		return nil, errors.Join(err, p.Close())
	}
	return &AreaTotal{t, p, d}, err
}

// total adds up the reports of the draft's area; nil where it is not even known which.
func (d Draft) total(p *workspace.State) (*round.Total, error) {
	if !hasAgency(p, d.Agency) {
		return nil, fmt.Errorf("%w: %s", ErrUnknownAgency, d.Agency)
	}
	f, err := d.formOf(p)
	if err != nil {
		return nil, err
	}
	return round.AddUp(p, d.Agency, f, d.Year)
}

// Close lets go of the site's folder.
func (t *AreaTotal) Close() error { return t.state.Close() }

// Round is how far the reports of a year are.
type Round struct {
	*round.Status
	state *workspace.State
}

// Status tells how far each agency is with its report of a family ("" is that of the annual reports) and a year: what is
// there, what is still to be done, and how it differs from what is published in the output folder. day is the date that deadlines
// are counted from.
func Status(ctx context.Context, o Options, family string, year int, day time.Time) (*Round, error) {
	p, err := workspace.Read(ctx, o, true)
	if err != nil {
		return nil, err
	}
	st, err := look(p, o.OutputFolder(p.Config), cmp.Or(family, form.Reports), []int{year}, day)
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return &Round{st[0], p}, nil
}

// Statuses is Status for several years, of the site as the snapshot has it.
func (s *Snapshot) Statuses(family string, years []int, day time.Time) ([]*round.Status, error) {
	return look(s.state, s.options.OutputFolder(s.state.Config), cmp.Or(family, form.Reports), years, day)
}

// Years are those that the site has reports of a family for ("" is that of the annual reports), the newest first.
func (s *Snapshot) Years(family string) []int {
	return round.Years(s.state, cmp.Or(family, form.Reports))
}

// Unread are the folders, entries and forms that could not be read, so that bodies or reports may be missing.
func (r *Round) Unread() (out []diag.Finding) {
	for _, f := range r.state.Findings.Slice() {
		if f.Severity == diag.Error && (f.Rule == "form" || f.Rule == "syntax" && (path.Ext(f.File) != ".md" || path.Base(f.File) == "_index.md")) {
			out = append(out, f)
		}
	}
	return out
}

// Close lets go of the site's folder.
func (r *Round) Close() error { return r.state.Close() }

func look(p *workspace.State, out, family string, years []int, day time.Time) (of []*round.Status, err error) {
	if !slices.Contains(p.Forms.Families(), family) {
		return nil, unknownForm(family, nil)
	}
	published, err := edition.Open(os.DirFS(out))
	if err != nil && !errors.Is(err, edition.ErrNoBuild) && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	sources, err := edition.OpenSources(out)
	if err != nil && !errors.Is(err, edition.ErrNoSources) {
		return nil, err
	}
	for _, year := range years {
		of = append(of, round.Look(p, family, year, day, published, sources))
	}
	return of, nil
}

// Workbook writes the status as a spreadsheet, in lang.
func (r *Round) Workbook(w io.Writer, lang string) error { return workbook(w, r.state, r.Sheet(lang)) }

func hasAgency(p *workspace.State, slug string) bool {
	for _, a := range p.Agencies {
		if a.Entry.Slug == slug {
			return true
		}
	}
	return false
}

// Write writes the total as a draft. Where there is a report, the error is scaffold.ErrExists unless replace is set: then
// the figures that differ are written into it, and everything else stays byte for byte; changed says how many
// those are.
func (t *AreaTotal) Write(o Options, replace bool) (changed int, err error) {
	name := filepath.Join(cmp.Or(o.Site, "."), filepath.FromSlash(t.File))
	if t.Report == nil {
		explicit := t.state.Forms.DefaultFor(t.Form.Family, t.Year) != t.Form
		return len(t.Sums), scaffold.Create(name, t.Draft(t.draft.chinese(t.state.Config), explicit))
	}
	if !replace {
		return 0, fmt.Errorf("%s: %w", t.File, scaffold.ErrExists)
	}
	changes := t.Changes()
	if len(changes) == 0 {
		return 0, nil
	}
	root, err := os.OpenRoot(cmp.Or(o.Site, "."))
	if err != nil {
		return 0, err
	}
	defer root.Close()
	before, err := root.ReadFile(filepath.FromSlash(t.File))
	if err != nil {
		return 0, err
	}
	file := openReport(t.state, t.File, before)
	if file == nil {
		return 0, &UnwritableError{diag.Finding{File: t.File, Message: diag.Textf("这份报告读不出来", "the report cannot be read")}}
	}
	after, refused := file.Change(amend.Changes{Cells: changes})
	if len(refused) > 0 {
		return 0, &UnwritableError{refused[0]}
	}
	return len(changes), textedit.Replace(root, filepath.FromSlash(t.File), before, after)
}

// Workbook writes the total as a spreadsheet, a line an agency and the sum below, in lang.
func (t *AreaTotal) Workbook(w io.Writer, lang string) error {
	return workbook(w, t.state, t.Sheet(lang))
}

// workbook writes sheets as a spreadsheet of a site.
func workbook(w io.Writer, p *workspace.State, sheets ...xlsx.Sheet) error {
	theme, err := p.Theme.Parsed()
	if err != nil {
		return err
	}
	return xlsx.Write(w, xlsx.Words{Label: theme.Label, Language: p.Config.Language, Official: p.Config.Official}, sheets...)
}

// UnwritableError says that figures cannot be written into a report as its file is written.
type UnwritableError struct{ Fault diag.Finding }

func (e *UnwritableError) Error() string { return e.Fault.File + ": " + e.Fault.Message.EN }

// openReport opens the file of a report of a site for changes, with contents that need not be those of the site; nil
// where it is not a report's, or cannot be read as one.
func openReport(p *workspace.State, file string, contents []byte) *amend.File {
	it := content.Classify(file, p.Forms.Families())
	if it == nil || it.Kind != content.ReportPage {
		return nil
	}
	return amend.Open(file, contents, func(doc *source.Document) *report.Report {
		r, _ := report.Bind(doc, p.Forms, it.Family, it.Agency)
		return r
	})
}
