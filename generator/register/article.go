package register

import (
	"cmp"
	"slices"
	"strings"
)

// Items of article 20 of the Regulations (中华人民共和国政府信息公开条例, 2019 修订): （一） to （十五）.
const items = 15

// ArticleItem is the item of article 20 that a text such as 第二十条第（七）项 or （七） names, 0 for none.
func ArticleItem(text string) int {
	if _, after, ok := strings.Cut(text, "条"); ok {
		text = after
	}
	const digits = "零一二三四五六七八九"
	n, any := 0, false
	for _, r := range text + " " {
		switch at := strings.IndexRune(digits, r); {
		case r >= '0' && r <= '9':
			n, any = n*10+int(r-'0'), true
		case r == '十':
			n, any = 10*max(n, 1), true
		case at > 0:
			n, any = n+at/len("零"), true
		case any:
			if n >= 1 && n <= items {
				return n
			}
			n, any = 0, false
		}
		n = min(n, 1000)
	}
	return 0
}

// item is the first item of article 20 that anything in the category names, after all of them for none.
func (c *Category) item() int {
	if n := ArticleItem(c.Article); n > 0 {
		return n
	}
	first := items + 1
	for _, x := range c.Items {
		if n := ArticleItem(x.Article); n > 0 {
			first = min(first, n)
		}
	}
	for _, below := range c.Children {
		first = min(first, below.item())
	}
	return first
}

// Sorted lists the categories below this one: those with an order by it, then the others as article 20 names what is
// in them, and at last by their folders' names.
func (c *Category) Sorted() []*Category {
	out := slices.Clone(c.Children)
	place := func(c *Category) int {
		if c.Order == 0 {
			return 1 << 30
		}
		return c.Order
	}
	slices.SortStableFunc(out, func(a, b *Category) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.item(), b.item()), cmp.Compare(a.Slug, b.Slug))
	})
	return out
}
