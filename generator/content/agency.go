package content

import (
	"path"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/prose"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/rule/privacy"
)

// Agency is what an agency's folder holds: its entry with its pages, and its reports. Of the files
// in content itself it is the home page.
type Agency struct {
	Entry    *register.Agency // with its guide, its policies and its catalog
	Bound    *register.Agency // the entry alone, as it was read
	Reports  []*report.Report // that count
	Drafts   []*report.Report // that are left out
	Findings []diag.Finding   // of its files
	Hits     []privacy.Hit    // personal numbers
	Phones   []string         // that it publishes as its own
	Home     *prose.Body
}

// HasCatalog reports whether the agency publishes anything in its catalog.
func (a *Agency) HasCatalog() bool { return a.Entry != nil && a.Entry.Catalog != nil }

// arrange puts what was read of a folder in order. contact is the site's own number;
// without drafts, they and their findings are left out.
func (f *folder) arrange(contact string, drafts bool) *Agency {
	a := &Agency{Findings: slices.Clone(f.findings)}
	left := map[string]bool{}
	for _, it := range f.items {
		switch {
		case it.home != nil:
			a.Home = it.home
		case it.entry != nil:
			a.Bound = it.entry
		}
		if it.draft && !drafts {
			left[it.Path] = true
			continue
		}
		a.Findings = append(a.Findings, it.findings...)
	}
	a.Phones = phones(a.Bound)
	a.personal(f, left, contact)
	a.inDocuments(f, contact)
	if f.slug == "" {
		return a
	}
	if a.Bound != nil {
		entry := *a.Bound
		a.Entry = &entry
	} else if len(f.items) > 0 {
		// Nothing of an agency without an entry can be shown; the entry is reported as
		// missing once.
		file := "content/" + f.slug + "/_index.md"
		a.Entry = &register.Agency{Slug: f.slug, Name: f.slug, ShortName: f.slug, File: file}
		if !slices.ContainsFunc(a.Findings, func(x diag.Finding) bool { return x.File == file }) {
			a.Findings = append(a.Findings, register.Missing(f.slug))
		}
	}
	for _, it := range f.items {
		switch {
		case it.report != nil && left[it.Path]:
			a.Drafts = append(a.Drafts, it.report)
		case it.report != nil:
			a.Reports = append(a.Reports, it.report)
		case it.page != nil && it.Kind == GuidePage:
			a.Entry.Guide = it.page
		case it.page != nil && it.Kind == PolicyPage:
			a.Entry.Policies = append(a.Entry.Policies, it.page)
		case it.page != nil:
			dir := catalogFolder(a.Entry, path.Dir(it.address))
			dir.Items = append(dir.Items, it.page)
		case it.category != nil:
			dir := catalogFolder(a.Entry, it.address)
			read := *it.category
			read.Slug, read.Items, read.Children = dir.Slug, dir.Items, dir.Children
			*dir = read
		}
	}
	return a
}

// catalogFolder returns the category of a folder below catalog/, "." for the whole,
// and makes it and its parents where they are missing.
func catalogFolder(a *register.Agency, address string) *register.Category {
	if a.Catalog == nil {
		a.Catalog = &register.Category{}
	}
	at := a.Catalog
	if address == "." || address == "" {
		return at
	}
	for part := range strings.SplitSeq(address, "/") {
		slug := path.Join(at.Slug, part)
		i := slices.IndexFunc(at.Children, func(c *register.Category) bool { return c.Slug == slug })
		if i < 0 {
			at.Children = append(at.Children, &register.Category{Slug: slug, Title: part})
			i = len(at.Children) - 1
		}
		at = at.Children[i]
	}
	return at
}
