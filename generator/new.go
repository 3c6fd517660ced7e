package generator

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"

	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/scaffold"
)

// ErrUnknownAgency says that a site has no folder for an agency.
var ErrUnknownAgency = errors.New("unknown agency")

// ErrNoForm says that no form governs a year.
var ErrNoForm = errors.New("no form governs the year")

// NewReport writes a draft of an agency's report for a year and returns its path in
// the site. keys is "zh" or "en"; "" follows the site's language.
func NewReport(ctx context.Context, o Options, agency string, year int, keys string) (string, error) {
	root, cfg, _, err := o.open()
	if err != nil {
		return "", err
	}
	defer root.Close()
	forms, err := form.Builtin()
	if err != nil {
		return "", err
	}
	forms.AddDir(root.FS())
	if register.CheckSlug(agency, "") != nil {
		return "", fmt.Errorf("%w: %s", ErrUnknownAgency, agency)
	}
	if _, err := root.Stat(filepath.Join("content", agency, "_index.md")); err != nil {
		return "", fmt.Errorf("%w: %s", ErrUnknownAgency, agency)
	}
	f := forms.DefaultFor(family, year)
	if f == nil {
		return "", fmt.Errorf("%w: %d", ErrNoForm, year)
	}
	c, err := readContent(ctx, o, root.FS(), forms)
	if err != nil {
		return "", err
	}
	var last *report.Report
	for _, r := range c.reports {
		if r.Agency == agency && r.Year == year-1 {
			last = r
		}
	}
	if keys == "" {
		keys = "zh"
		if cfg.Language == "en" {
			keys = "en"
		}
	}
	data := scaffold.Report(scaffold.Draft{Form: f, Year: year, Last: last, Chinese: keys == "zh"})
	name := "content/" + agency + "/reports/" + strconv.Itoa(year) + ".md"
	dir := o.Site
	if dir == "" {
		dir = "."
	}
	return name, scaffold.Create(filepath.Join(dir, filepath.FromSlash(name)), data)
}

// NewSite writes a new site into a folder and returns the files written.
func NewSite(dir string) ([]string, error) { return scaffold.Site(dir) }
