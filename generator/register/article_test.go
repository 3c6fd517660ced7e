package register

import (
	"slices"
	"testing"
)

func TestArticleItem(t *testing.T) {
	for text, want := range map[string]int{
		"第二十条第（七）项": 7, "第二十条第（十）项": 10, "第二十条第（十五）项": 15, "（一）": 1, "十二": 12, "第二十条第8项": 8, "20(5)": 5,
		"第二十条": 0, "": 0, "第十九条": 0, "第二十条第（十六）项": 0, "主动公开": 0, "第二十条第（五）项、第（六）项": 5,
	} {
		if got := ArticleItem(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

// Categories are sorted by their order, then in the order of article 20, those without an item of it last.
func TestSorted(t *testing.T) {
	c := &Category{Children: []*Category{
		{Slug: "a-none"},
		{Slug: "b-fees", Items: []*Page{{Article: "第二十条第（八）项"}}},
		{Slug: "c-budget", Article: "第二十条第（七）项", Items: []*Page{{Article: "第二十条第（一）项"}}},
		{Slug: "d-below", Children: []*Category{{Slug: "d-below/x", Items: []*Page{{Article: "（二）"}, {Article: "（十）"}}}}},
		{Slug: "e-first", Order: 2},
		{Slug: "f-first", Order: 1},
	}}
	var got []string
	for _, s := range c.Sorted() {
		got = append(got, s.Slug)
	}
	if want := []string{"f-first", "e-first", "d-below", "c-budget", "b-fees", "a-none"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if c.Children[0].Slug != "a-none" {
		t.Error("what was read has changed")
	}
}
