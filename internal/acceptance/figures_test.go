package acceptance

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gongkai/generator"
)

// column reads one column of the first table of a year's page, from the top.
func column(t *testing.T, tab context.Context, n int) []string {
	t.Helper()
	return eval[[]string](t, tab, fmt.Sprintf(`[...document.querySelector("table.figures").tBodies[0].rows].map(r => r.cells[%d].textContent.trim())`, n))
}

// largest is the example's year with most reports side by side.
func largest(t *testing.T, s site) string {
	t.Helper()
	page := s.samples(t)["year"]
	if page == "" {
		t.Fatalf("got samples %v, want a page of a year", s.samples(t))
	}
	return page
}

// The columns of a year's page are sorted with the keyboard, and what happened is said.
func TestSorting(t *testing.T) {
	tab := newTab(t)
	faults := watch(t, tab)
	do(t, tab, chromedp.Navigate(guarded(t)+largest(t, example)), chromedp.WaitVisible(chromedp.CSS("table.figures .sort")))
	given := column(t, tab, 0)
	if len(given) < 2 {
		t.Fatalf("got %d rows to sort, want two at least", len(given))
	}
	sorted := func() string {
		return eval[string](t, tab, `JSON.stringify([...document.querySelector("table.figures").tHead.rows[0].cells].map(c => c.getAttribute("aria-sort") ?? ""))`)
	}
	said := func() string {
		return eval[string](t, tab, `document.querySelector("[role=status]").textContent`)
	}
	// From the first column's button, one step of the Tab key leads to the next column's.
	do(t, tab, chromedp.Focus(chromedp.CSS("table.figures th:first-child .sort")), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(" "))
	name := eval[string](t, tab, `document.activeElement.textContent`)
	at := eval[int](t, tab, `document.activeElement.closest("th").cellIndex`)
	if at != 1 {
		t.Fatalf("the key leads to column %d, want 1", at)
	}
	number := func(s string) int {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	down := column(t, tab, 1)
	if !slices.IsSortedFunc(down, func(a, b string) int { return number(b) - number(a) }) {
		t.Errorf("got %v, want the largest first", down)
	}
	if got := said(); !strings.Contains(got, name) || !strings.Contains(sorted(), `["","descending",""`) {
		t.Errorf("sorted by %s: got %q said, marked %s, want the name said and the column marked as descending", name, got, sorted())
	}
	do(t, tab, chromedp.KeyEvent(kb.Enter))
	up := column(t, tab, 1)
	if !slices.IsSortedFunc(up, func(a, b string) int { return number(a) - number(b) }) || !strings.Contains(sorted(), `["","ascending",""`) {
		t.Errorf("got %v, marked %s, want the smallest first, marked as ascending", up, sorted())
	}
	if got := eval[string](t, tab, `document.activeElement.textContent`); got != name {
		t.Errorf("got the focus on %q, want it on %q", got, name)
	}
	// A ratio of nothing is last, in either direction.
	for i := range 2 {
		eval[bool](t, tab, `[...document.querySelectorAll("table.figures .sort")].find(b => b.textContent.endsWith("率")).click(), true`)
		n := eval[int](t, tab, `document.querySelector("table.figures [aria-sort]").cellIndex`)
		ratios := column(t, tab, n)
		first := slices.Index(ratios, "—")
		if first >= 0 && slices.ContainsFunc(ratios[first:], func(s string) bool { return s != "—" }) {
			t.Errorf("turn %d: got %v, want — last", i, ratios)
		}
	}
	if got := eval[string](t, tab, `document.querySelector("table.figures").tFoot.rows[0].cells[0].textContent`); !strings.Contains(got, strconv.Itoa(len(given))) {
		t.Errorf("the total is %q, want %d in it", got, len(given))
	}
	source := readFile(t, module(t, "axe-core/axe.min.js"))
	eval[bool](t, tab, source+"\n;true")
	for _, v := range axe(t, tab) {
		t.Errorf("sorted: %s: %s", v.ID, v.Help)
	}
	if f := faults(); len(f) > 0 {
		t.Errorf("the browser reports %q, want nothing", f)
	}
}

// TestHeadStays: while a long table goes by, each of its heads is above what it heads, also that of the names, which stay themselves;
// and the line above a row goes on above its name.
func TestHeadStays(t *testing.T) {
	tab := newTab(t)
	do(t, tab, chromedp.EmulateViewport(1280, 500), chromedp.Navigate(ownSite(t).url("years/2024/index.html")))
	const hidden = `(() => {
		const table = document.querySelector(".whole > table"), body = table.tBodies[0]
		scrollTo({top: scrollY + body.rows[9].getBoundingClientRect().top, behavior: "instant"})
		return [...table.tHead.rows[0].cells].filter(c => {
			const r = c.getBoundingClientRect()
			return r.top !== 0 || document.elementFromPoint(r.left + r.width / 2, r.bottom - 6)?.closest("th") !== c
		}).concat([...body.rows[12].cells].filter(c => getComputedStyle(c).borderTopWidth !== "1px" || getComputedStyle(table).borderCollapse !== "separate")).map(c => c.textContent)
	})()`
	if got := eval[[]string](t, tab, hidden); len(got) > 0 {
		t.Errorf("years/2024/index.html: heads that something lies over, and cells without their line: %q, want none", got)
	}
}

// Without scripts the tables are in the given order, and nothing looks as if it sorted.
func TestFiguresWithoutScripts(t *testing.T) {
	tab := newTab(t)
	do(t, tab, scripts(false), chromedp.Navigate(example.url(largest(t, example))), chromedp.WaitVisible(chromedp.CSS("table.figures tbody tr:nth-child(2)")),
		chromedp.WaitNotPresent(chromedp.CSS(".sort")),
		chromedp.Navigate(example.url("statistics/index.html")), chromedp.WaitVisible(chromedp.CSS("svg[role=img]")), chromedp.WaitVisible(chromedp.CSS("table.figures")))
}

// Every drawing has a name and a description that are in it, and a table on its page; the small one beside a key figure has all its
// numbers in the description.
func TestChartsAreNamed(t *testing.T) {
	tab := newTab(t)
	drawings := 0
	for _, page := range example.pages {
		if !strings.Contains(readFile(t, filepath.Join(example.dir, page)), "<svg") {
			continue
		}
		do(t, tab, chromedp.Navigate(example.url(page)))
		for _, d := range eval[[][]string](t, tab, `[...document.querySelectorAll("svg:not(svg svg)")].map(s => [
			s.getAttribute("role"), s.getAttribute("aria-labelledby").split(" ").map(id => document.getElementById(id)?.textContent ?? "").join("|"),
			String(s.querySelectorAll("[style], [class], script").length), String(s.closest(".key-figures") ? s.querySelector("desc").textContent.split("；").filter(part => /^\d{4}年 \d/.test(part)).length : document.querySelectorAll("table.figures").length)])`) {
			drawings++
			if name, about, _ := strings.Cut(d[1], "|"); d[0] != "img" || name == "" || about == "" || d[2] != "0" || d[3] == "0" {
				t.Errorf("%s: a drawing is %q, want an img with a name, a description, no style of its own, and a table", page, d)
			}
		}
	}
	if drawings < 5 {
		t.Errorf("got %d drawings, want 5 at least", drawings)
	}
}

// A list of several pages is led through by links that say where they lead.
func TestLongLists(t *testing.T) {
	dir := t.TempDir()
	for i := range 460 {
		file := filepath.Join(dir, "site", "content", "a", "policies", fmt.Sprintf("p%03d.md", i))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf("---\ntitle: 示例制度%03d\npublished: %d-%02d-01\n---\n\n第一条。\n", i, 1980+i/12, i%12+1)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{"gongkai.yaml": "format_version: 1\nsite: {name: 示例, url: https://www.example.gov.cn/}\noutputs: []\n", "content/a/_index.md": "---\nname: 示例局\n---\n"} {
		if err := os.WriteFile(filepath.Join(dir, "site", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(dir, "out")
	if res, err := generator.Build(t.Context(), generator.Options{Site: filepath.Join(dir, "site"), Out: out, Version: "test"}); err != nil || res.Failed() {
		t.Fatalf("got error %v, %+v, want a site without errors", err, res)
	}
	long, err := openSite(out)
	if err != nil {
		t.Fatal(err)
	}
	tab := newTab(t)
	load(t, tab, long.url("a/policies/index.html"))
	names := `[...document.querySelectorAll("nav.pager li")].map(l => l.textContent)`
	if got := eval[[]string](t, tab, names); !slices.Equal(got, []string{"最新", "第 8 页", "第 7 页", "…", "第 1 页", "较早的"}) {
		t.Errorf("got the pager %q, want the newest page current, then 8, 7, …, 1", got)
	}
	do(t, tab, chromedp.Focus(chromedp.CSS(`a[rel=next]`)), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(`a[rel=prev]`)))
	if got := eval[[]string](t, tab, names); !slices.Equal(got, []string{"较新的", "最新", "第 8 页", "第 7 页", "第 6 页", "…", "第 1 页", "较早的"}) {
		t.Errorf("got the pager %q, want that of the second page, from the newest to 1", got)
	}
	for _, page := range []string{"a/policies/index.html", "a/policies/page/8/index.html", "a/policies/page/1/index.html"} {
		load(t, tab, long.url(page))
		for _, width := range viewports {
			do(t, tab, chromedp.EmulateViewport(width, 800), emulate("", "light"))
			for _, v := range axe(t, tab) {
				t.Errorf("%s, %d px: %s: %s %v", page, width, v.ID, v.Help, v.Nodes)
			}
			if got := eval[string](t, tab, overflow); got != "" {
				t.Errorf("%s, %d px: the page is %s", page, width, got)
			}
		}
	}
}

// The letters of a drawing are as large on a phone as on a desk, grow with the reader's
// choice, and none of them lies on another or beyond the page.
func TestChartsHaveThePagesLetters(t *testing.T) {
	tab := newTab(t)
	sizes := map[string][]float64{}
	for _, page := range []string{"statistics/index.html", "shilishi-zwfwj/reports/index.html"} {
		for _, width := range []int64{320, 768, 1280} {
			for _, text := range []string{"main", "large"} {
				do(t, tab, chromedp.EmulateViewport(width, 900), chromedp.Navigate(example.url(page)+"#page."+text))
				letters := eval[[]float64](t, tab, `[...new Set([...document.querySelectorAll("svg text")].map(x => parseFloat(getComputedStyle(x).fontSize)))]`)
				if len(letters) != 1 {
					t.Fatalf("%s at %d: letters of %v", page, width, letters)
				}
				sizes[text] = append(sizes[text], letters[0])
				for _, fault := range eval[[]string](t, tab, `[...document.querySelectorAll("svg:not(svg svg)")].flatMap(s => {
					const at = [...s.querySelectorAll("text")].map(x => [x.textContent, x.getBoundingClientRect()]).filter(([, r]) => r.width)
					const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top + 4 < b.bottom - 4 && b.top + 4 < a.bottom - 4
					return at.flatMap(([x, a], i) => [
						...(a.left < 0 || a.right > innerWidth ? [x + " is beyond the page"] : []),
						...at.slice(i + 1).filter(([, b]) => meet(a, b)).map(([y]) => x + " lies on " + y)])
				})`) {
					t.Errorf("%s at %d, %s: %s", page, width, text, fault)
				}
			}
		}
	}
	for i, n := range sizes["main"] {
		if n != sizes["main"][0] || n < 14 || sizes["large"][i] < 1.3*n {
			t.Errorf("got letters of %v, large %v, want one size from 14 px on, and 1.3 times that", sizes["main"], sizes["large"])
		}
	}
}
