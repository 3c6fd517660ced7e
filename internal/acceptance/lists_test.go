package acceptance

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// brokenTexts lists texts that are seen on more than one line, of those that a pattern finds below the elements of a selector.
const brokenTexts = `((css, pattern) => {
	const out = [], found = new Set();
	for (const e of document.querySelectorAll(css)) {
		const walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
		for (let n; n = walk.nextNode();) for (const m of n.data.matchAll(pattern)) {
			const r = document.createRange();
			r.setStart(n, m.index);
			r.setEnd(n, m.index + m[0].length);
			const tops = new Set([...r.getClientRects()].map(b => Math.round(b.top)));
			if (tops.size) found.add(n);
			if (tops.size > 1) out.push(n.data.trim());
		}
	}
	return {Seen: found.size, Broken: [...new Set(out)].slice(0, 5)};
})`

type brokenOnes struct {
	Seen   int
	Broken []string
}

// TestFictitiousBodiesAreMarked: the mark of an invented body is never broken inside its brackets, on no list and at no width, and the page
// of queries and the results of a search have it too.
func TestFictitiousBodiesAreMarked(t *testing.T) {
	s, tab := ownSite(t), newTab(t)
	for _, page := range []string{"index.html", "sitemap/index.html", "guide/index.html", "reports/index.html", "policies/index.html", "catalog/index.html", "years/2024/index.html",
		city + "/reports/2024/index.html", "shilishi-zwfwj/index.html", "data/query/index.html#form=cn-2021&cells=applications.new.total", "search/index.html#q=公开"} {
		do(t, tab, chromedp.EmulateViewport(1280, 900), chromedp.Navigate("about:blank"), chromedp.Navigate(s.url(page)))
		await(t, "there is no answer", func() error {
			if n := eval[int](t, tab, `document.querySelectorAll("main :is(h1, a, td)").length`); n < 10 && strings.Contains(page, "#") || n == 0 {
				return fmt.Errorf("%s has %d things", page, n)
			}
			return nil
		})
		for _, width := range []int64{320, 345, 360, 390, 414, 640, 768, 1024, 1280} {
			do(t, tab, chromedp.EmulateViewport(width, 900))
			got := eval[brokenOnes](t, tab, brokenTexts+`("main, .breadcrumbs", /（虚构）/g)`)
			if got.Seen == 0 || len(got.Broken) > 0 {
				t.Errorf("%s at %d px: the mark is seen %d times, broken in %q; want it seen and whole", page, width, got.Seen, got.Broken)
			}
		}
		switch {
		case strings.HasPrefix(page, "data/"):
			marked := eval[[]int](t, tab, `["#query\\.table tbody th", "#query\\.agencies label"].map(css => [...document.querySelectorAll(css)].filter(e => e.textContent.endsWith("（虚构）")).length)`)
			if marked[0] < 24 || marked[1] < 24 {
				t.Errorf("%s: got %d rows and %d choices with the mark, want those of the city", page, marked[0], marked[1])
			}
		case strings.HasPrefix(page, "search/"):
			marked := eval[[]int](t, tab, `["#search\\.results .note", "#search\\.agency option"].map(css => [...document.querySelectorAll(css)].filter(e => e.textContent.includes("（虚构）")).length)`)
			if marked[0] == 0 || marked[1] < 20 {
				t.Errorf("%s: got %d results and %d choices with the mark, want those of the city", page, marked[0], marked[1])
			}
		}
	}
}

// TestLongListsOnPhone: on a phone what is below a name of the site map, the later part of a list of documents and the cells of a form wait
// behind their number; a tap opens them. At a desk the first two are open, and on paper all are. Nothing of it needs a script.
func TestLongListsOnPhone(t *testing.T) {
	p := portal(t)
	tab := newTab(t)
	do(t, tab, scripts(false))
	for _, c := range []struct {
		page, folded, entry string
		desk                bool // open at a desk
		screens             int  // of a phone, at most
	}{
		{"sitemap/index.html", ".branch", "a", true, 9},
		{"catalog/index.html", ".rest", ".documents > li", true, 4},
		{"forms/cn-2021/index.html", ".codebook", "tr", false, 12},
	} {
		shown := fmt.Sprintf(`[...document.querySelectorAll("%s %s")].filter(e => e.checkVisibility() && e.getClientRects().length).length`, c.folded, c.entry)
		all := fmt.Sprintf(`document.querySelectorAll("%s %s").length`, c.folded, c.entry)
		do(t, tab, emulate("", "light"), chromedp.EmulateViewport(360, 740), chromedp.Navigate(p.url(c.page)))
		n := eval[int](t, tab, all)
		if got := eval[int](t, tab, shown); got != 0 || n < 30 {
			t.Errorf("%s on a phone: %d of %d are seen, want none of many", c.page, got, n)
		}
		if h := eval[float64](t, tab, `document.documentElement.scrollHeight / 740`); h > float64(c.screens) {
			t.Errorf("%s has %.1f screens of a phone, want %d at most", c.page, h, c.screens)
		}
		if got := eval[bool](t, tab, fmt.Sprintf(`[...document.querySelectorAll("%s > summary")].every(s => /\d/.test(s.textContent) && s.getBoundingClientRect().height >= 24)`, c.folded)); !got {
			t.Errorf("%s: what opens a list says no number, or is less than 24 px high", c.page)
		}
		eval[bool](t, tab, fmt.Sprintf(`(document.querySelector("%s > summary").click(), true)`, c.folded))
		if got := eval[int](t, tab, shown); got == 0 {
			t.Errorf("%s: a tap opens nothing", c.page)
		}
		do(t, tab, chromedp.Navigate("about:blank"), chromedp.EmulateViewport(1280, 900), chromedp.Navigate(p.url(c.page)))
		got, line := eval[int](t, tab, shown), eval[bool](t, tab, fmt.Sprintf(`document.querySelector("%s > summary").checkVisibility()`, c.folded))
		if c.desk && (got != n || line) || !c.desk && (got != 0 || !line) {
			t.Errorf("%s at a desk: %d of %d are seen, the line that opens them: %v; want all open: %v", c.page, got, n, line, c.desk)
		}
		do(t, tab, emulate("print", "light"))
		if got := eval[int](t, tab, shown); got != n {
			t.Errorf("%s on paper: %d of %d are printed, want all", c.page, got, n)
		}
	}
}

// TestNumbersOfDocuments: from 640 px on, the number, the number in the index and the date of a document are on one line each, in large text
// too, and no table is wider for it than its page; in the list over all agencies they are at every width.
func TestNumbersOfDocuments(t *testing.T) {
	s, tab := ownSite(t), newTab(t)
	for _, c := range []struct {
		page, css string
		widths    []int64
	}{
		{"shilishi-zwfwj/catalog/guifan/index.html", ".folds tbody td", []int64{640, 700, 768, 1024, 1280}},
		{"catalog/index.html", ".documents .note > span", []int64{360, 390, 768, 1280}},
	} {
		for _, width := range c.widths {
			for _, text := range []string{"", "#page.large"} {
				do(t, tab, chromedp.EmulateViewport(width, 900), chromedp.Navigate("about:blank"), chromedp.Navigate(s.url(c.page)+text))
				got := eval[brokenOnes](t, tab, brokenTexts+fmt.Sprintf(`(%q, /[A-Z0-9][A-Z0-9-]{7,}|[^\s·（）]{1,6}〔\d{4}〕\d+号/g)`, c.css))
				if got.Seen < 8 || len(got.Broken) > 0 {
					t.Errorf("%s%s at %d px: %d numbers and dates are seen, broken are %q; want all whole", c.page, text, width, got.Seen, got.Broken)
				}
				if wide := eval[int64](t, tab, `document.documentElement.scrollWidth`); wide > width {
					t.Errorf("%s%s: the page is %d px wide, want %d", c.page, text, wide, width)
				}
			}
		}
	}
}

// TestTextPages: at a desk a text has lines of forty characters, what is above it is as wide, and the list of its parts and of the office's
// pages is at the end of the page, where it is on every other page of the office.
func TestTextPages(t *testing.T) {
	type edges struct{ Text, Above, List, End, Page, Characters float64 }
	samples, tab := example.samples(t), newTab(t)
	do(t, tab, chromedp.EmulateViewport(1280, 900))
	place := 0.0 // of the list
	for _, kind := range []string{"guide", "policy", "catalog item", "form"} {
		do(t, tab, chromedp.Navigate("about:blank"), chromedp.Navigate(example.url(samples[kind])))
		got := eval[edges](t, tab, `(() => {
			const text = document.querySelector(".beside > .text"), prose = text.querySelector(".prose") ?? text, list = document.querySelector(".contents-list").getBoundingClientRect();
			const main = document.querySelector("main"), style = getComputedStyle(main), box = prose.getBoundingClientRect();
			return {Text: box.right, Above: text.querySelector(".details").getBoundingClientRect().right, List: list.left, End: list.right,
				Page: main.getBoundingClientRect().right - parseFloat(style.paddingRight), Characters: box.width / parseFloat(getComputedStyle(prose).fontSize)};
		})()`)
		place = cmp.Or(place, got.List)
		if kind != "form" && got.Characters > 40.01 || got.Text != got.Above || got.List < got.Text || got.List != place || got.End < got.Page-1 || got.End > got.Page+1 {
			t.Errorf("%s: got %+v, want forty characters a line, what is above as wide, and the list beside the text at the end of the page, from %g on", samples[kind], got, place)
		}
	}
}
