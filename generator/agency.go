package generator

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

// agency is what an agency's folder makes: its entry with its pages, and its reports. For
// what stands in content itself it is the home page.
type agency struct {
	entry    *register.Agency // with its guide, its policies and its catalog
	bound    *register.Agency // as it was read, without them
	reports  []*report.Report // that count
	drafts   []*report.Report // that do not, because drafts are left out
	findings []diag.Finding   // of its files
	hits     []privacy.Hit    // personal numbers
	phones   []string         // that it publishes as its own
	home     *prose.Body
}

// hasCatalog reports whether the agency publishes anything in its catalog.
func (a *agency) hasCatalog() bool { return a.entry != nil && a.entry.Catalog != nil }

// arrange puts what was read of a folder in order. contact is the site's own number;
// without drafts, they and their findings are left out.
func (f *folder) arrange(contact string, drafts bool) *agency {
	a := &agency{findings: slices.Clone(f.findings)}
	left := map[string]bool{}
	for _, it := range f.items {
		switch {
		case it.home != nil:
			a.home = it.home
		case it.entry != nil:
			a.bound = it.entry
		}
		if it.draft && !drafts {
			left[it.file] = true
			continue
		}
		a.findings = append(a.findings, it.findings...)
	}
	a.phones = phones(a.bound)
	a.personal(f, left, contact)
	if f.slug == "" {
		return a
	}
	if a.bound != nil {
		entry := *a.bound
		a.entry = &entry
	} else if len(f.items) > 0 {
		// Nothing of an agency without an entry can be shown; the entry is reported as
		// missing once.
		file := "content/" + f.slug + "/_index.md"
		a.entry = &register.Agency{Slug: f.slug, Name: f.slug, ShortName: f.slug, File: file}
		if !slices.ContainsFunc(a.findings, func(x diag.Finding) bool { return x.File == file }) {
			a.findings = append(a.findings, register.Missing(f.slug))
		}
	}
	for _, it := range f.items {
		switch {
		case it.report != nil && left[it.file]:
			a.drafts = append(a.drafts, it.report)
		case it.report != nil:
			a.reports = append(a.reports, it.report)
		case it.page != nil && it.role == guidePage:
			a.entry.Guide = it.page
		case it.page != nil && it.role == policyPage:
			a.entry.Policies = append(a.entry.Policies, it.page)
		case it.page != nil:
			dir := catalogFolder(a.entry, path.Dir(it.address))
			dir.Items = append(dir.Items, it.page)
		case it.category != nil:
			dir := catalogFolder(a.entry, it.address)
			dir.File, dir.Title, dir.None, dir.Body = it.category.File, it.category.Title, it.category.None, it.category.Body
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
