package acceptance

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// unreadLabels lists words of drawings that are drawn over each other or over a mark, end beyond the page, or are smaller than 8 pt.
const unreadLabels = `(() => {
	const out = [], page = document.querySelector("main").getBoundingClientRect();
	let seen = 0;
	for (const chart of document.querySelectorAll(".chart")) {
		if (!chart.checkVisibility()) continue;
		const words = [...chart.querySelectorAll("text")].filter(t => t.checkVisibility()).map(t => ({t, r: t.getBoundingClientRect(), name: t.textContent}));
		const marks = [...chart.querySelectorAll("svg[data-series] > path")].map(p => ({r: p.getBoundingClientRect(), name: "a mark"}));
		const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > Math.min(a.height, b.height) * .35;
		seen += words.length;
		words.forEach((a, i) => {
			if (a.r.right > page.right + 1 || a.r.left < page.left - 1) out.push(a.name + " ends beyond the page");
			if (parseFloat(getComputedStyle(a.t).fontSize) < 10.6) out.push(a.name + " is small");
			if (chart.nextElementSibling?.matches(".chart") && a.r.right > chart.nextElementSibling.getBoundingClientRect().left && a.r.top < chart.nextElementSibling.getBoundingClientRect().bottom && a.r.bottom > chart.nextElementSibling.getBoundingClientRect().top) out.push(a.name + " ends in the next drawing");
			for (const b of [...words.slice(i + 1), ...(a.t.dataset.series ? marks : [])]) if (over(a.r, b.r)) out.push(a.name + " over " + b.name);
		});
	}
	return {Seen: seen, Broken: [...new Set(out)].slice(0, 6)};
})()`

// TestChartLabels: the words of each drawing are read, on a phone, at a desk, in large text and on paper.
func TestChartLabels(t *testing.T) {
	s, tab := ownSite(t), newTab(t)
	for _, page := range []string{"statistics/index.html", city + "/reports/index.html", "shilishi-zwfwj/reports/index.html", "hongze/reports/index.html"} {
		for _, c := range []struct {
			name, medium, text string
			width              int64
		}{{"a phone", "", "", 360}, {"a desk", "", "", 1280}, {"large text", "", "#page.large", 1280}, {"paper", "print", "", 643}} { // A4 within its margins
			do(t, tab, chromedp.EmulateViewport(c.width, 900), emulate(c.medium, "light"), chromedp.Navigate("about:blank"), chromedp.Navigate(s.url(page)+c.text))
			got := eval[brokenOnes](t, tab, unreadLabels)
			if got.Seen < 10 || len(got.Broken) > 0 {
				t.Errorf("%s, %s: %d words in drawings, of them %q; want all read", page, c.name, got.Seen, got.Broken)
			}
		}
	}
}
