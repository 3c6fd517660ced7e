package site

import (
	"slices"
	"testing"

	"gongkai/generator/register"
	"gongkai/generator/report"
)

func TestLatest(t *testing.T) {
	item := func(path, published, updated string) *Page {
		return &Page{Path: path, Item: &register.Page{Published: published, Updated: updated}}
	}
	of := func(path, published string, draft bool, corrected ...string) *Page {
		r := &report.Report{Published: published, Draft: draft}
		for _, d := range corrected {
			r.Revisions = append(r.Revisions, report.Revision{Date: d})
		}
		return &Page{Path: path, Report: r}
	}
	s := &Site{pages: func() []*Page {
		return []*Page{
			{Path: "an index"},
			of("a draft", "2025-01-01", true),
			item("b", "2024-03-01", ""),
			item("a", "2024-03-01", ""),
			of("later that day", "2024-03-01 09:30", false),
			of("corrected", "2020-01-31", false, "2024-05-01", "2021-01-01"),
			item("updated", "2019-01-01", "2024-06-01"),
			item("never published", "", "2024-07-01"),
			of("old", "2018-03-31", false),
		}
	}}
	var got []string
	for _, p := range s.Latest(6) {
		got = append(got, p.Path)
	}
	if want := []string{"updated", "corrected", "later that day", "a", "b", "old"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := s.Latest(2); len(got) != 2 {
		t.Errorf("%d pages, want 2", len(got))
	}
	if got := s.Latest(6)[1].Modified(); got != "2024-05-01" {
		t.Errorf("the corrected report changed on %s", got)
	}
}
