package site_test

import (
	"slices"
	"testing"

	"gongkai/generator/diag"
	"gongkai/generator/prose"
	"gongkai/generator/register"
	"gongkai/generator/site"
	"gongkai/generator/site/sitetest"
	"gongkai/generator/source"
)

// A column over all agencies has the documents of all, the newest first, over as many pages as it takes.
func TestOverviews(t *testing.T) {
	a := &register.Agency{Slug: "a", File: "content/a/_index.md", Name: "甲", Policies: documents("content/a/policies/", 90),
		Guide: &register.Page{File: "content/a/guide.md", Slug: "guide", Title: "指南", Body: prose.Parse(nil, 1)}}
	b := &register.Agency{Slug: "b", File: "content/b/_index.md", Name: "乙", Policies: documents("content/b/policies/", 30),
		Catalog: &register.Category{Children: []*register.Category{{Slug: "g", Title: "g", Items: documents("content/b/catalog/g/", 2)}}}}
	s, findings := sitetest.Assemble(&sitetest.Content{Agencies: []*register.Agency{a, b}})
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	for c, want := range map[site.Column]int{site.GuideColumn: 1, site.PoliciesColumn: 120, site.CatalogColumn: 2, site.ReportsColumn: 0} {
		list := s.At(site.OverviewPath(c))
		if list == nil || len(list.Children) != want {
			t.Fatalf("%s: %+v, want %d pages", c, list, want)
		}
		all := slices.Clone(list.Listed())
		if list.Leaves != nil {
			for _, leaf := range list.Leaves[1:] {
				if leaf.Kind != site.Overview || leaf.Column != c || s.Above(leaf) != list {
					t.Errorf("%s is of the kind %s, column %s", leaf.Path, leaf.Kind, leaf.Column)
				}
				all = append(all, leaf.Children...)
			}
		}
		if !slices.Equal(all, list.Children) {
			t.Errorf("%s: its pages list %d, want %d in their order", c, len(all), want)
		}
		for i, p := range list.Children {
			if i > 0 && p.Published() > list.Children[i-1].Published() {
				t.Errorf("%s: %s comes after what is older", c, p.Path)
			}
		}
	}
	if list := s.At("policies/index.html"); list.Older != 50 || list.Children[0].Agency != a {
		t.Errorf("%d older entries, the first of %s", list.Older, list.Children[0].Agency.Slug)
	}
}

// A document and its explanation are joined from either side, across agencies too; what is not there is a finding.
func TestRelated(t *testing.T) {
	a := &register.Agency{Slug: "a", File: "content/a/_index.md", Name: "甲", Policies: documents("content/a/policies/", 3)}
	b := &register.Agency{Slug: "b", File: "content/b/_index.md", Name: "乙", Policies: documents("content/b/policies/", 1)}
	a.Policies[0].Related = []register.Related{{Target: "d002.md"}, {Target: "../../b/policies/d001.md"}}
	a.Policies[1].Related = []register.Related{{Target: "d001.md"}}
	a.Policies[2].Related = []register.Related{{Target: "none.md", Span: diag.Span{Line: 4}}}
	s, findings := sitetest.Assemble(&sitetest.Content{Agencies: []*register.Agency{a, b}})
	if len(findings) != 1 || findings[0].Rule != "broken-link" || findings[0].Span.Line != 4 {
		t.Errorf("got %+v, want one broken link in line 4", findings)
	}
	for path, want := range map[string][]string{"a/policies/d001": {"a/policies/d002", "b/policies/d001"}, "a/policies/d002": {"a/policies/d001"}, "b/policies/d001": {"a/policies/d001"}, "a/policies/d003": nil} {
		var got []string
		for _, p := range s.Related(s.At(path + "/index.html")) {
			got = append(got, p.Address()[:len(p.Address())-1])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s is shown with %v, want %v", path, got, want)
		}
	}
}

// An agency's form of application lies beside its entry or in static/.
func TestRequestFile(t *testing.T) {
	of := func(slug, form string) *register.Agency {
		return &register.Agency{Slug: slug, File: "content/" + slug + "/_index.md", Name: slug, Body: prose.Parse(nil, 1), Request: &source.Request{Form: form, FormSpan: diag.Span{Line: 3}}}
	}
	agencies := []*register.Agency{of("a", "表.docx"), of("b", "static/b.docx"), of("c", "none.docx")}
	s, findings := sitetest.Assemble(&sitetest.Content{Agencies: agencies, Input: site.Input{Static: map[string]int64{"static/b.docx": 1},
		Files: func(name string) (int64, bool) { return 2, name == "content/a/表.docx" }}})
	if len(findings) != 1 || findings[0].File != "content/c/_index.md" || findings[0].Span.Line != 3 {
		t.Errorf("got %+v, want one finding at c's form", findings)
	}
	for slug, want := range map[string]string{"a": "a/表.docx", "b": "static/b.docx", "c": ""} {
		p := s.At(slug + "/index.html")
		if got := s.RequestFile(p, p.Agency.Request.Form); got != want {
			t.Errorf("%s: the form is %q, want %q", slug, got, want)
		}
	}
}
