package site_test

import (
	"slices"
	"testing"

	"gongkai/generator/prose"
	"gongkai/generator/register"
	"gongkai/generator/site"
	"gongkai/generator/site/sitetest"
)

// Each page of an agency has one at each former address, which leads on to it; links to the former address lead to
// the page itself. Nothing is made at a former address that belongs to another agency, or that no page can have.
func TestMovedPages(t *testing.T) {
	agency := func(slug, text string, aliases ...string) *register.Agency {
		a := &register.Agency{Slug: slug, Name: slug, File: "content/" + slug + "/_index.md", Body: prose.Parse([]byte(text), 1)}
		for _, x := range aliases {
			a.Aliases = append(a.Aliases, register.Alias{Slug: x})
		}
		return a
	}
	b := agency("b", "", "old", "a", "data", "../x", "b")
	b.Guide = &register.Page{File: "content/b/guide.md", Slug: "guide", Title: "指南", Body: prose.Parse([]byte("## 一"), 1)}
	c := agency("c", "[甲](../old/guide.md#一)、[乙](/old/guide/)、[丙](../old/)、[丁](/old/reports/index.html)", "old", "older")
	s, findings := sitetest.Assemble(&sitetest.Content{Agencies: []*register.Agency{agency("a", ""), b, c}})
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	var got []string
	for _, p := range s.MovedPages() {
		got = append(got, p.Path+" → "+p.Href(p.Target.Path))
		if p.Kind != site.Moved || s.At(p.Path) != p || slices.Contains(s.Pages(), p) || s.Above(p) != s.Home {
			t.Errorf("%s is of kind %s, among the pages %v; want one at its address alone, below the home page", p.Path, p.Kind, slices.Contains(s.Pages(), p))
		}
	}
	want := []string{"old/guide/index.html → ../../b/guide/index.html", "old/index.html → ../b/index.html", "old/reports/index.html → ../../b/reports/index.html",
		"older/index.html → ../c/index.html", "older/reports/index.html → ../../c/reports/index.html"}
	if !slices.Equal(got, want) {
		t.Errorf("pages at former addresses %q\nwant %q", got, want)
	}
	page := s.PageOf("content/c/_index.md")
	for target, want := range map[string]string{"../old/guide.md#一": "../b/guide/index.html#%E4%B8%80", "/old/guide/": "../b/guide/index.html", "../old/": "../b/index.html",
		"/old/reports/index.html": "../b/reports/index.html", "/older/": "index.html"} {
		if got, ok := s.Link(page, target); !ok || got != want {
			t.Errorf("%s leads to %s, %v; want %s", target, got, ok, want)
		}
	}
	for _, target := range []string{"../old/nothing.md", "../x/", "../old/guide.md#二"} {
		if got, ok := s.Link(page, target); ok {
			t.Errorf("%s leads to %s, want nowhere", target, got)
		}
	}
}
