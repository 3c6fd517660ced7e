package site_test

import (
	"testing"

	"gongkai/generator/prose"
	"gongkai/generator/register"
	"gongkai/generator/site/sitetest"
)

// The first document of a column is in the navigation of every page, a second one in that of none.
func TestElsewhereKnowsTheNavigation(t *testing.T) {
	sum := func(policies int) [32]byte {
		agencies := []*register.Agency{{Slug: "a", Name: "甲局", Body: prose.Parse(nil, 1)}, {Slug: "b", Name: "乙局", Body: prose.Parse(nil, 1)}}
		for _, slug := range []string{"p", "q"}[:policies] {
			agencies[1].Policies = append(agencies[1].Policies, &register.Page{File: "content/b/policies/" + slug + ".md", Slug: slug, Title: slug, Body: prose.Parse(nil, 1)})
		}
		s, findings := sitetest.Assemble(&sitetest.Content{Agencies: agencies})
		got, ok := s.Elsewhere("a")
		if len(findings) > 0 || !ok {
			t.Fatalf("got %v and %v, want a site without findings that tells what it shows", findings, ok)
		}
		return got
	}
	if none, one, two := sum(0), sum(1), sum(2); none == one || one != two {
		t.Errorf("got the sums %x, %x and %x for no rule of 乙局, one and two; want the first to differ", none, one, two)
	}
}
