package acceptance

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// onPhone is what a report shows on a phone, in pixels of its screen.
type onPhone struct {
	Header                     float64 // height of all that is above the way to the page
	Figure                     float64 // where the first key figure ends
	Figures                    int
	List                       bool    // the list of figures is seen, and before its table
	Label, Middle, Total, Seen float64 // where the labels end, how much is between them and the totals, where the totals end, and the table
	Menu                       bool    // the navigation is seen
	Name                       bool    // the whole name of the site is seen
	Heads                      bool    // what heads several columns is seen beside the labels, what heads rows is written along a line
	Shade                      bool    // the shadow that says that more follows is seen beside the caption
}

const asPhone = `(() => {
	const table = document.querySelector("#table\\.applications"), scroll = table.closest(".table-scroll").getBoundingClientRect()
	const row = table.querySelector('td[data-cell="applications.results.granted.total"]').closest("tr")
	const total = row.querySelector("td:last-child").getBoundingClientRect()
	const label = Math.max(...[...table.querySelectorAll("tbody th")].map(h => h.getBoundingClientRect().right))
	const list = document.querySelector("details.digest dl"), first = document.querySelector(".key-figures strong")
	const name = document.querySelector(".site-name"), seen = [...table.querySelectorAll("thead [colspan] > span")].map(h => h.getBoundingClientRect())
	const written = h => { const r = document.createRange(); r.selectNodeContents(h); return r.getBoundingClientRect() }
	return {Name: name.lastElementChild.scrollWidth <= name.lastElementChild.clientWidth && name.getBoundingClientRect().bottom <= name.closest(".masthead").getBoundingClientRect().bottom,
		Heads: seen.length === 2 && seen.every(h => h.left >= label - 1 && h.left + 20 < total.left) && [...table.querySelectorAll("tbody th[rowspan]")].every(h => written(h).width > written(h).height),
		Shade: getComputedStyle(table.caption).backgroundColor === "rgba(0, 0, 0, 0)" || table.caption.getBoundingClientRect().right < scroll.right - 1, Header: document.querySelector(".site-header").getBoundingClientRect().height, Figure: first.getBoundingClientRect().bottom + scrollY,
		Figures: document.querySelectorAll(".key-figures strong").length,
		List: list.checkVisibility({contentVisibilityAuto: true}) && list.getBoundingClientRect().height > 100 && list.getBoundingClientRect().bottom <= scroll.top,
		Label: label, Middle: total.left - label, Total: total.right, Seen: scroll.right, Menu: document.querySelector(".main-nav").checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}) && document.querySelector(".main-nav").getClientRects().length > 0}
})()`

// TestPhone: on a phone the head of a page is low, the figures come first, and the statutory table keeps the headers of
// its rows and the totals in view, wherever it is scrolled to; in large text too.
func TestPhone(t *testing.T) {
	report := example.samples(t)["report"]
	tab := newTab(t)
	for _, large := range []string{"", "#page.large"} {
		most := 56.0
		if large != "" {
			most *= 1.5
		}
		do(t, tab, chromedp.EmulateViewport(360, 740), chromedp.Navigate("about:blank"), chromedp.Navigate(example.url(report)+large))
		eval[bool](t, tab, `(scrollTo(0, 0), true)`)
		for _, scrolled := range []string{"at its start", "at its end"} {
			if scrolled == "at its end" {
				eval[bool](t, tab, `(document.querySelector("#table\\.applications").closest(".table-scroll").scrollLeft = 10000, true)`)
			}
			p := eval[onPhone](t, tab, asPhone)
			if p.Header > most || p.Menu || !p.Name {
				t.Errorf("%s%s: the head is %v px high, the menu open: %v, the name whole: %v; want %v at most, it closed, and the whole name", report, large, p.Header, p.Menu, p.Name, most)
			}
			if p.Figure > 740 || p.Figures != 5 {
				t.Errorf("%s%s: %d key figures, the first ends at %v px, want 5, the first on a screen of 740", report, large, p.Figures, p.Figure)
			}
			if !p.List {
				t.Errorf("%s%s: the list of figures is not seen before the table", report, large)
			}
			if p.Label > 360*.4+24 || p.Total > p.Seen+1 || p.Middle < 150 || !p.Heads || p.Shade {
				t.Errorf("%s%s, the table %s: got labels to %v px, %v px for the other columns, totals to %v of %v, heads seen: %v, a shadow beside the caption: %v, want two fifths, 150 and all, heads and no shadow", report, large, scrolled, p.Label, p.Middle, p.Total, p.Seen, p.Heads, p.Shade)
			}
		}
		// By keyboard the menu opens below the head, over the page.
		eval[bool](t, tab, `(document.querySelector(".menu summary").focus(), true)`)
		do(t, tab, chromedp.KeyEvent("\r"))
		if p := eval[onPhone](t, tab, asPhone); !p.Menu || p.Header > most {
			t.Errorf("%s%s: the menu open: %v, under a head of %v px, want it open under %v", report, large, p.Menu, p.Header, most)
		}
	}
	// At a desk nothing of that: the navigation is seen, the list is closed, the parts of the report are beside it.
	do(t, tab, chromedp.EmulateViewport(1280, 900), chromedp.Navigate("about:blank"), chromedp.Navigate(example.url(report)))
	if p := eval[onPhone](t, tab, asPhone); !p.Menu || p.List {
		t.Errorf("%s at 1280 px: the navigation is seen: %v, the list: %v, want the one and not the other", report, p.Menu, p.List)
	}
	beside := eval[bool](t, tab, `(() => {
		document.querySelector("#table\\.applications").scrollIntoView()
		const list = document.querySelector(".contents-list").getBoundingClientRect(), text = document.querySelector(".beside > .text").getBoundingClientRect()
		return list.top >= 0 && list.bottom <= innerHeight && list.left >= text.right && document.querySelector(".contents-list a").getClientRects().length > 0
	})()`)
	if !beside {
		t.Errorf("%s at 1280 px: the list of its parts does not stay beside the text", report)
	}
	// In large text a desk has no room beside the table, which then needs all of it.
	do(t, tab, chromedp.Navigate("about:blank"), chromedp.Navigate(example.url(report)+"#page.large"))
	if p := eval[onPhone](t, tab, asPhone); p.Total > p.Seen+1 {
		t.Errorf("%s in large text at 1280 px: the totals end at %v px, the table that is seen at %v", report, p.Total, p.Seen)
	}
}

// TestMoreFollows: where a table goes on beyond the edge of a screen, on a phone, a tablet or with large letters, a line above it and a
// shadow say so; where the whole of it is seen at a desk no shadow is, and no page is wider than its window. A mark stays on a figure that
// is kept in view.
func TestMoreFollows(t *testing.T) {
	const cut = `new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r))).then(() => [...document.querySelectorAll(".table-scroll")].filter(s =>
		s.scrollWidth > s.clientWidth + 1 || s.previousElementSibling?.checkVisibility() && s.previousElementSibling.matches(".swipe")).map(s => {
		const said = s.previousElementSibling?.matches(".swipe") && s.previousElementSibling.checkVisibility()
		return (said ? "said " : "") + (s.scrollWidth > s.clientWidth + 1 ? "cut " : "") + (getComputedStyle(s).backgroundImage.startsWith("linear-gradient") ? "shaded " : "") + s.getAttribute("aria-labelledby")
	}))`
	samples, tab, cuts := example.samples(t), newTab(t), 0
	for _, kind := range []string{"year", "statistics", "reports", "open data", "form", "report", "catalog category", "guide"} {
		for _, width := range []int64{320, 360, 768, 1280} {
			for _, text := range []string{"", "#page.large"} {
				do(t, tab, chromedp.EmulateViewport(width, 800), chromedp.Navigate("about:blank"), chromedp.Navigate(example.url(samples[kind])+text))
				eval[bool](t, tab, `(document.querySelectorAll(".codebook").forEach(d => d.open = true), true)`)
				for _, s := range eval[[]string](t, tab, cut) {
					if cuts++; !strings.HasPrefix(s, "said cut shaded ") {
						t.Errorf("%s%s at %d px: got %q, want it said of a table that is cut and of no other, and a shadow", samples[kind], text, width, s)
					}
				}
				if wide := eval[int64](t, tab, `document.documentElement.scrollWidth`); wide > width {
					t.Errorf("%s%s: the page is %d px wide, want %d", samples[kind], text, wide, width)
				}
			}
		}
	}
	if cuts < 10 {
		t.Errorf("got %d tables that are cut, want those of a phone", cuts)
	}
	marked := "shanghai-kjw/reports/2024/index.html"
	do(t, tab, chromedp.EmulateViewport(360, 800), chromedp.Navigate(example.url(marked)))
	if got := eval[[]string](t, tab, `[...new Set([...document.querySelectorAll("td.total.remarked, td.remarked")].map(c => getComputedStyle(c).backgroundColor))]`); len(got) != 1 || got[0] == "rgba(0, 0, 0, 0)" {
		t.Errorf("%s at 360 px: marked figures have the grounds %q, want that of a mark", marked, got)
	}
}
