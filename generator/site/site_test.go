package site_test

import (
	"slices"
	"testing"

	"gongkai/generator/prose"
	"gongkai/generator/register"
	"gongkai/generator/site"
	"gongkai/generator/site/sitetest"
)

func TestHref(t *testing.T) {
	for _, tc := range []struct{ from, to, want string }{
		{"index.html", "index.html", "index.html"},
		{"index.html", "a/reports/2023/index.html", "a/reports/2023/index.html"},
		{"a/reports/2023/index.html", "a/reports/2022/index.html", "../2022/index.html"},
		{"a/reports/2023/index.html", "index.html", "../../../index.html"},
		{"a/reports/2023/index.html", "a/index.html", "../../index.html"},
		{"a/index.html", "b/index.html", "../b/index.html"},
		{"a/index.html", "a/a/index.html", "a/index.html"},
		{"a/a/index.html", "a/index.html", "../index.html"},
		{"a/guide/index.html", "a/guide/x.pdf", "x.pdf"},
		{"404.html", "assets/style.css", "assets/style.css"},
	} {
		if got := (&site.Page{Path: tc.from}).Href(tc.to); got != tc.want {
			t.Errorf("from %s to %s: %s, want %s", tc.from, tc.to, got, tc.want)
		}
	}
}

// What means something in an address is escaped in a link's.
func TestURL(t *testing.T) {
	for to, want := range map[string]string{"a/x/1#2.pdf": "1%232.pdf", "a/x/1?2.pdf": "1%3F2.pdf", "a/x/1%2.pdf": "1%252.pdf", "a/x/1:2 3.pdf": "./1:2%203.pdf",
		"a/#/index.html": "../%23/index.html", "a/x/年.pdf": "%E5%B9%B4.pdf"} {
		if got := (&site.Page{Path: "a/x/index.html"}).URL(to); got != want {
			t.Errorf("%s: %s, want %s", to, got, want)
		}
	}
}

// A page is in its place, is listed once, and each path belongs to one page.
func TestAssemble(t *testing.T) {
	page := func(file, slug string) *register.Page {
		return &register.Page{File: file, Slug: slug, Title: slug, Body: prose.Parse(nil, 1)}
	}
	a := &register.Agency{Slug: "a", File: "content/a/_index.md", Name: "甲", Guide: page("content/a/guide.md", "guide"),
		Policies: []*register.Page{page("content/a/policies/p.md", "p")},
		Catalog:  &register.Category{Items: []*register.Page{page("content/a/catalog/x.md", "x")}, Children: []*register.Category{{Slug: "g", Title: "g"}}}}
	b := &register.Agency{Slug: "b", File: "content/b/_index.md", Name: "乙", Order: 1}
	s, findings := sitetest.Assemble(&sitetest.Content{Agencies: []*register.Agency{a, b}, Input: site.Input{Static: map[string]int64{"static/mark.png": 1}, Files: func(name string) (int64, bool) { return 2, name == "content/a/y.pdf" }}})
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	var paths []string
	for _, p := range s.Pages() {
		paths = append(paths, p.Path)
		if s.Above(p) == nil && p != s.Home {
			t.Errorf("%s has no parent", p.Path)
		}
	}
	want := []string{"404.html", "a/catalog/g/index.html", "a/catalog/index.html", "a/catalog/x/index.html", "a/guide/index.html", "a/index.html",
		"a/policies/index.html", "a/policies/p/index.html", "a/reports/index.html", "b/index.html", "b/reports/index.html", "catalog/index.html", "guide/index.html", "index.html", "policies/index.html", "reports/index.html", "sitemap/index.html", "statistics/index.html", "years/index.html"}
	if !slices.Equal(paths, want) {
		t.Errorf("pages %v\nwant %v", paths, want)
	}
	if first := s.AgencyPages()[0]; first.Agency != b {
		t.Errorf("%s comes first, though another has an order", first.Path)
	}
	if len(s.Static) != 1 || s.Static[0].Path != "static/mark.png" {
		t.Errorf("static files %+v", s.Static)
	}
	for target, want := range map[string]string{"policies/p.md": "../policies/p/index.html", "catalog/": "../catalog/index.html", "/b/": "../../b/index.html",
		"https://example.gov.cn/": "https://example.gov.cn/", "/static/mark.png": "../../static/mark.png", "mailto:x@example.gov.cn": "mailto:x@example.gov.cn"} {
		if got, ok := s.Link(s.PageOf("content/a/guide.md"), target); !ok || got != want {
			t.Errorf("%s leads to %s, %v; want %s", target, got, ok, want)
		}
	}
	for _, target := range []string{"", "z.md", "../../../etc/passwd", "/etc/passwd", "y.pdf", "#x", "policies/p.md#x", "%zz"} {
		if got, ok := s.Link(s.PageOf("content/a/guide.md"), target); ok {
			t.Errorf("%s leads to %s", target, got)
		}
	}
}
