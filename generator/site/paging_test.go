package site_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/prose"
	"gongkai/generator/register"
	"gongkai/generator/site"
	"gongkai/generator/site/sitetest"
)

// documents makes n documents, the first the oldest.
func documents(folder string, n int) []*register.Page {
	var out []*register.Page
	for i := range n {
		slug := fmt.Sprintf("d%03d", i+1)
		out = append(out, &register.Page{File: folder + slug + ".md", Slug: slug, Title: slug, Published: fmt.Sprintf("%d-01-02", 1900+i), Body: prose.Parse(nil, 1)})
	}
	return out
}

func titles(pages []*site.Page) string {
	var out []string
	for _, p := range pages {
		out = append(out, p.Title)
	}
	if len(out) > 2 {
		out = []string{out[0], "–", out[len(out)-1]}
	}
	return strings.Join(out, " ")
}

// The oldest documents keep their pages for ever; the list itself has the newest.
func TestPaging(t *testing.T) {
	older := map[string]string{}
	for _, tc := range []struct {
		n, leaves int
		newest    string
	}{{100, 0, "d100 – d001"}, {101, 1, "d101 – d051"}, {150, 1, "d150 – d051"}, {151, 2, "d151 – d101"}, {200, 2, "d200 – d101"}, {1000, 18, "d1000 – d901"}} {
		a := &register.Agency{Slug: "a", File: "content/a/_index.md", Name: "甲", Policies: documents("content/a/policies/", tc.n),
			Catalog: &register.Category{Children: []*register.Category{{Slug: "g", Title: "g"}}, Items: documents("content/a/catalog/", tc.n)}}
		s, findings := sitetest.Assemble(&sitetest.Content{Agencies: []*register.Agency{a}})
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		for _, column := range []string{"policies", "catalog"} {
			list := s.At("a/" + column + "/index.html")
			shown := slices.Clone(list.Listed())
			if column == "catalog" {
				if shown[0].Kind != site.Category {
					t.Errorf("%d: %s comes before the folder", tc.n, shown[0].Path)
				}
				shown = shown[1:]
			}
			if got := titles(shown); got != tc.newest {
				t.Errorf("%d: %s lists %s, want %s", tc.n, list.Path, got, tc.newest)
			}
			if got := max(0, len(list.Leaves)-1); got != tc.leaves {
				t.Errorf("%d: %s has %d further pages, want %d", tc.n, list.Path, got, tc.leaves)
			}
			for i, leaf := range list.Leaves {
				if i == 0 {
					continue
				}
				if want := fmt.Sprintf("a/%s/page/%d/index.html", column, tc.leaves+1-i); leaf.Path != want || leaf.List() != list || s.At(want) != leaf {
					t.Errorf("%d: page %d of the list is %s, want %s", tc.n, i, leaf.Path, want)
				}
				got := titles(leaf.Listed())
				if was, ok := older[leaf.Path]; ok && was != got {
					t.Errorf("%d: %s listed %s, now %s", tc.n, leaf.Path, was, got)
				}
				older[leaf.Path] = got
				shown = append(shown, leaf.Listed()...)
			}
			for i, p := range shown {
				if want := fmt.Sprintf("d%03d", tc.n-i); p.Title != want {
					t.Fatalf("%d: entry %d of all pages is %s, want %s", tc.n, i, p.Title, want)
				}
			}
		}
	}
	if got := older["a/policies/page/1/index.html"]; got != "d050 – d001" {
		t.Errorf("the first page lists %s", got)
	}
}

// Documents without a day come last, and those of one day in the order of their files.
func TestNewestFirst(t *testing.T) {
	list := documents("content/a/policies/", 4)
	list[0].Published, list[1].Published, list[2].Published, list[3].Published = "", "2020-01-01", "", "2020-01-01"
	list[2].Written = "2021-01-01"
	s, _ := sitetest.Assemble(&sitetest.Content{Agencies: []*register.Agency{{Slug: "a", Name: "甲", Policies: list}}})
	var got []string
	for _, p := range s.At("a/policies/index.html").Children {
		got = append(got, p.Title)
	}
	if want := []string{"d003", "d002", "d004", "d001"}; !slices.Equal(got, want) {
		t.Errorf("the list is %v, want %v", got, want)
	}
}

// A folder of the catalog can have the address of a page of its list.
func TestPagingClash(t *testing.T) {
	page := &register.Category{Slug: "page", Title: "page", Items: []*register.Page{{File: "content/a/catalog/page/1.md", Slug: "page/1", Title: "1", Body: prose.Parse(nil, 1)}}}
	_, findings := sitetest.Assemble(&sitetest.Content{Agencies: []*register.Agency{{Slug: "a", Name: "甲",
		Catalog: &register.Category{Children: []*register.Category{page}, Items: documents("content/a/catalog/", 101)}}}})
	if len(findings) != 1 || findings[0].File != "content/a/catalog/page/1.md" || findings[0].Agency != "a" {
		t.Errorf("findings %v", findings)
	}
}

func TestSiteMapPages(t *testing.T) {
	var agencies []*register.Agency
	for i := range 250 {
		agencies = append(agencies, &register.Agency{Slug: fmt.Sprintf("a%03d", i+1), Name: fmt.Sprintf("a%03d", i+1)})
	}
	s, _ := sitetest.Assemble(&sitetest.Content{Agencies: agencies})
	var got []string
	for _, p := range s.At("sitemap/index.html").Leaves {
		got = append(got, p.Path+": "+titles(p.Listed()))
	}
	if want := []string{"sitemap/index.html: a001 – a100", "sitemap/page/2/index.html: a101 – a200", "sitemap/page/3/index.html: a201 – a250"}; !slices.Equal(got, want) {
		t.Errorf("the map is %q", got)
	}
}
