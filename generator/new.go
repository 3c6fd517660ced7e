package generator

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strconv"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/editing/scaffold"
	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
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
	keys := d.Keys
	if keys == "" {
		keys = "zh"
		if cfg.Language == "en" {
			keys = "en"
		}
	}
	data := scaffold.Report(scaffold.Draft{Form: f, Year: d.Year, Last: last, Chinese: keys == "zh",
		Explicit: forms.DefaultFor(f.Family, d.Year) != f})
	name := path.Join("content", d.Agency, f.Family, strconv.Itoa(d.Year)+".md")
	return name, scaffold.Create(filepath.Join(cmp.Or(o.Site, "."), filepath.FromSlash(name)), data)
}
