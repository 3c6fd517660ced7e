package acceptance

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// spoken is what a page offers beside a wide table to those who do not see it.
type spoken struct {
	Table  string   `json:"table"`
	Cells  []figure `json:"cells"`  // of the table
	List   []figure `json:"list"`   // before it
	Said   string   `json:"said"`   // in place of the list
	Before bool     `json:"before"` // the list is before the table
	Skip   string   `json:"skip"`   // where the link before the table leads
	Behind bool     `json:"behind"` // that place is after the table
}

type figure struct {
	Label string `json:"label"`
	Path  string `json:"path"`
	Text  string `json:"text"`
}

const readAloud = `[...document.querySelectorAll("table.statutory.wide")].map(table => {
	const section = table.closest("section"), list = section.querySelector("details.digest");
	const follows = (a, b) => !!(a && b && a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING);
	const skip = section.querySelector("p.skip a"), end = skip && document.getElementById(skip.hash.slice(1));
	return {table: table.id,
		cells: [...table.querySelectorAll("td[data-cell]")].map(c => ({label: "", path: c.dataset.cell, text: c.textContent})),
		list: [...(list?.querySelectorAll("dd") ?? [])].map(d => ({path: "", text: d.querySelector("b").textContent,
			label: d.parentElement.querySelector("dt").textContent + " · " + d.firstChild.textContent.trim()})),
		said: [...section.querySelectorAll("p.hint")].filter(p => follows(p, table)).map(p => p.textContent).join(),
		before: follows(list ?? section.querySelector("p.hint"), skip) && follows(skip, table), skip: end?.id ?? "", behind: follows(table, end)};
})`

// TestFiguresAsList holds the list before a wide table to the table: every figure that
// is not 0, in order, under words of its label; and a sentence where there is none.
func TestFiguresAsList(t *testing.T) {
	tab := newTab(t)
	lists, sentences := 0, 0
	for _, page := range example.reports() {
		f := formOf(t, page)
		do(t, tab, chromedp.Navigate(example.url(page)))
		for _, s := range eval[[]spoken](t, tab, readAloud) {
			var want []figure
			for _, c := range s.Cells {
				if strings.Trim(c.Text, "0.") != "" {
					want = append(want, c)
				}
			}
			if s.Skip == "" || !s.Behind {
				t.Errorf("%s: no link past %s", page, s.Table)
			}
			if !s.Before {
				t.Errorf("%s: nothing is said before %s", page, s.Table)
			}
			if len(want) == 0 {
				sentences++
				if s.Said == "" || len(s.List) > 0 {
					t.Errorf("%s: nothing says that %s is all 0", page, s.Table)
				}
				continue
			}
			lists++
			if len(s.List) != len(want) || s.Said != "" {
				t.Errorf("%s: the list of %s has %d figures, want %d; it says %q", page, s.Table, len(s.List), len(want), s.Said)
				continue
			}
			for i, got := range s.List {
				label := strings.Split(f.Cell(want[i].Path).Label, separator)
				if got.Text != want[i].Text || !inOrder(strings.Split(got.Label, separator), label) {
					t.Errorf("%s: the list says %s %s, the table %s in %s", page, got.Label, got.Text, want[i].Text, strings.Join(label, separator))
				}
			}
		}
	}
	if lists == 0 || sentences == 0 {
		t.Errorf("the example site has %d lists and %d tables that are all 0; both should be seen", lists, sentences)
	}
}

// inOrder reports whether the parts of a label are all in another, in this order, the last at its end.
func inOrder(part, whole []string) bool {
	if part[len(part)-1] != whole[len(whole)-1] {
		return false
	}
	for _, p := range part {
		i := slices.Index(whole, p)
		if i < 0 {
			return false
		}
		whole = whole[i+1:]
	}
	return true
}

// TestTablesCanBeSkipped goes past a wide table by keyboard.
func TestTablesCanBeSkipped(t *testing.T) {
	tab := newTab(t)
	do(t, tab, chromedp.Navigate(example.url(example.samples(t)["report"])))
	got := eval[string](t, tab, `(document.querySelector("p.skip a").focus(), document.activeElement.checkVisibility() && document.activeElement.getBoundingClientRect().left >= 0 ? "seen" : "not seen")`)
	if got != "seen" {
		t.Errorf("the link past the table with the focus: got %s, want seen", got)
	}
	do(t, tab, chromedp.KeyEvent(kb.Enter))
	want := eval[string](t, tab, `document.querySelector("p.skip a").hash.slice(1)`)
	if got := eval[string](t, tab, `document.activeElement.id`); got != want {
		t.Errorf("the link past the table leads to %q, want %q", got, want)
	}
}

const linkNames = `[...document.querySelectorAll("main a[href]")].filter(a => !/(^#|\/$|\.html($|#))/.test(a.getAttribute("href")) && !/^(mailto|https?):/.test(a.getAttribute("href"))).map(a => a.textContent.trim())`

// Links to files have a name of their own on each page, so that a list of links tells them apart.
func TestDownloadsHaveNamesOfTheirOwn(t *testing.T) {
	tab := newTab(t)
	seen := 0
	for _, page := range example.pages {
		do(t, tab, chromedp.Navigate(example.url(page)))
		names := eval[[]string](t, tab, linkNames)
		seen += len(names)
		slices.Sort(names)
		for i := 1; i < len(names); i++ {
			if names[i] == names[i-1] {
				t.Errorf("%s has two downloads called %q", page, names[i])
			}
		}
	}
	if seen == 0 {
		t.Error("got no download on any page, want some")
	}
}

const describedBy = `[...document.querySelectorAll("[aria-describedby]")].flatMap(e => e.getAttribute("aria-describedby").split(" ")).filter(id => !document.getElementById(id)?.textContent.trim())`

// TestNotesAreTied holds every aria-describedby to a text on the same page.
func TestNotesAreTied(t *testing.T) {
	tab := newTab(t)
	tied := 0
	for _, page := range example.reports() {
		do(t, tab, chromedp.Navigate(example.url(page)))
		for _, id := range eval[[]string](t, tab, describedBy) {
			t.Errorf("%s: nothing has the id %s, or it says nothing", page, id)
		}
		tied += eval[int](t, tab, `document.querySelectorAll("td[data-cell][aria-describedby], span[data-cell][aria-describedby]").length`)
	}
	if tied == 0 {
		t.Error("got no remark tied to a cell, want one in the example site")
	}
}
