package acceptance

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// shownEntries are the entries that a reader sees, and what is said of them, once a filter that was just changed is applied.
const shownEntries = `new Promise(done => setTimeout(() => done({
	status: document.querySelector(".filter [role=status]").textContent,
	open: [...document.querySelectorAll("[data-item]")].filter(e => e.checkVisibility()).map(e => e.querySelector("a").textContent),
	years: [...document.querySelectorAll(".years a")].filter(a => a.checkVisibility()).map(a => a.textContent)}), 200))`

type shown struct {
	Status      string
	Open, Years []string
}

// TestAgencyFilter finds an agency on the home page, opened from a disk, by three keys: of its name, of its folder, and by
// the initials of its pinyin.
func TestAgencyFilter(t *testing.T) {
	for _, keys := range []string{"务服务", "gzw", "和公开", "zwf"} {
		tab := newTab(t)
		do(t, tab, chromedp.Navigate(example.url("index.html")), chromedp.Focus(chromedp.CSS("#home\\.filter")), chromedp.KeyEvent(keys))
		got := eval[shown](t, tab, shownEntries)
		if keys == "gzw" {
			if len(got.Open) != 0 || got.Status != "找到 0 项" {
				t.Errorf("%s: got %+v, want no agency", keys, got)
			}
			continue
		}
		if len(got.Open) == 0 || len(got.Open) > 3 || got.Status != fmt.Sprintf("找到 %d 项", len(got.Open)) {
			t.Errorf("%s: got %+v, want the agencies, three at most, with their number", keys, got)
		}
		found := false
		for _, name := range got.Open {
			found = found || name == "示例市政务服务和公开局（虚构）"
		}
		if !found {
			t.Errorf("%s: 示例市政务服务和公开局 is not among %v", keys, got.Open)
		}
		do(t, tab, chromedp.KeyEvent(kb.Enter))
		if on := eval[string](t, tab, `document.activeElement.textContent`); on != got.Open[0] {
			t.Errorf("%s: Enter leads to %q, want %q", keys, on, got.Open[0])
		}
	}
}

// TestColumnFilter chooses among the documents of all agencies, on all pages of the list, and among reports by year.
func TestColumnFilter(t *testing.T) {
	s := portal(t)
	choose := func(field, value string) string {
		return fmt.Sprintf(`(() => { const f = document.getElementById("filter.%s"); f.value = %q; f.dispatchEvent(new Event("input", {bubbles: true})); return f.value; })()`, field, value)
	}
	for _, address := range []string{s.url("catalog/index.html"), s.served + "catalog/"} {
		tab := newTab(t)
		do(t, tab, chromedp.Navigate(address))
		if got := eval[string](t, tab, choose("text", "示例县第7局")); got != "示例县第7局" {
			t.Fatal(got)
		}
		await(t, "not all documents of the agency are found", func() error {
			if got := eval[shown](t, tab, shownEntries); len(got.Open) != 130 || got.Status != "找到 130 项" {
				return fmt.Errorf("%s: %d entries, %q; want 130", address, len(got.Open), got.Status)
			}
			return nil
		})
	}
	tab := newTab(t)
	do(t, tab, chromedp.Navigate(s.url("reports/index.html")))
	if got := eval[string](t, tab, choose("year", "2023")); got != "2023" {
		t.Fatal(got)
	}
	got := eval[shown](t, tab, shownEntries)
	if len(got.Open) != portalAgencies || len(got.Years) != portalAgencies || got.Years[0] != "2023年" {
		t.Errorf("got %d agencies and %d reports, the first of %v; want %d of 2023", len(got.Open), len(got.Years), got.Years[:1], portalAgencies)
	}
}
