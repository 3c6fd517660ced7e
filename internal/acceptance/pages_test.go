package acceptance

import (
	"context"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// interactive lists what can be operated and is shown, each with a number to know it by.
const interactive = `[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(e => !e.disabled && e.checkVisibility() && getComputedStyle(e).visibility === "visible")`

// follow notes in which order the Tab key reaches them, and where no focus is seen.
const follow = `(() => {
	const all = ` + interactive + `;
	window.reached = [];
	window.unseen = [];
	document.addEventListener("focusin", e => {
		reached.push(all.indexOf(e.target));
		const s = getComputedStyle(e.target);
		if (s.outlineStyle === "none" || parseFloat(s.outlineWidth) < 1) unseen.push(e.target.outerHTML.slice(0, 100));
	});
	return all.length;
})()`

type walk struct {
	Missed  []string `json:"missed"` // elements that the Tab key passes over
	Unseen  []string `json:"unseen"` // those that do not show that they have the focus
	InOrder bool     `json:"inOrder"`
}

const walked = `(() => {
	const all = ` + interactive + `, once = [...new Set(reached)];
	return {missed: all.filter((e, i) => !once.includes(i)).map(e => e.outerHTML.slice(0, 100)), unseen, inOrder: once.every((n, i) => n === i)};
})()`

// inMain is what a page offers, to be the same with scripts and without.
const inMain = `JSON.stringify([...document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, dt, dd, td, a[href]):not([role=status], noscript *, .print, #query\\.form *, #query\\.answer *)")].filter(e => e.checkVisibility()).map(e => [e.tagName, e.textContent, e.getAttribute("href")]))`

// requests notes the addresses that a tab asks for; the result tells them so far.
func requests(t *testing.T, tab context.Context) func() []string {
	t.Helper()
	var mu sync.Mutex
	var asked []string
	err := chromedp.Listen(tab, func(event any) {
		if e, ok := event.(*network.EventRequestWillBeSent); ok {
			mu.Lock()
			defer mu.Unlock()
			asked = append(asked, e.Request.URL)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	do(t, tab, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.Enable, network.EnableParams{})
		return err
	}))
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(asked)
	}
}

// TestPortal opens a page of each kind of a portal of 164 reports as readers do.
func TestPortal(t *testing.T) {
	s := portal(t)
	if n := len(s.reports()); n != portalAgencies*portalYears {
		t.Fatalf("the portal has %d reports, want %d", n, portalAgencies*portalYears)
	}
	samples := s.samples(t)
	for _, k := range kinds {
		if name := strings.Replace(k.name, "category or item", "item", 1); samples[name] == "" {
			t.Errorf("got no page of the kind %q in the portal, want one", name)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(samples)) {
		t.Run(kind, func(t *testing.T) { asReaders(t, s, samples[kind]) })
	}
}

// asReaders opens a page, by keyboard alone and without JavaScript. TestAxe sees each kind of page in dark and in large
// text too.
func asReaders(t *testing.T, s site, page string) {
	tab := newTab(t)
	faults, asked := watch(t, tab), requests(t, tab)
	do(t, tab, chromedp.EmulateViewport(1280, 800), emulate("", "light"))
	load(t, tab, s.served+page)
	for _, v := range axe(t, tab) {
		t.Errorf("%s: %s: %v", v.ID, v.Help, v.Nodes)
	}

	n := eval[int](t, tab, follow)
	do(t, tab, chromedp.KeyEvent(strings.Repeat("\t", n+1)))
	if w := eval[walk](t, tab, walked); len(w.Missed)+len(w.Unseen) > 0 || !w.InOrder || n < 10 {
		t.Errorf("of %d things to operate by keyboard: got %+v, want 10 at least, all reached in order and seen", n, w)
	}

	with := eval[string](t, tab, inMain)
	do(t, tab, scripts(false), chromedp.Navigate(s.served+page))
	if without := eval[string](t, tab, inMain); with != without || len(with) < 30 {
		t.Errorf("the page offers with scripts\n%.2000s\nand without\n%.2000s", with, without)
	}

	for _, f := range faults() {
		if page != "404.html" || !strings.Contains(f, "404 (Not Found)") { // the answer it is sent with
			t.Errorf("the browser reports %s, want nothing", f)
		}
	}
	urls := asked()
	for _, u := range urls {
		if !strings.HasPrefix(u, s.served) {
			t.Errorf("got a request of %s, want none but below %s", u, s.served)
		}
	}
	if len(urls) < 4 {
		t.Errorf("only %q was asked for, want the page and three files at least", urls)
	}
}

// loadedFirst finds the files that a page names for itself: its styles, for paper too, its icon, scripts and pictures.
var loadedFirst = regexp.MustCompile(`<(?:link [^>]*rel="?(?:icon|stylesheet)"?[^>]*|script [^>]*|img [^>]*)>`)

// TestPageWeight holds every page to 30 KB with all that a browser loads for it at first, as it is sent.
func TestPageWeight(t *testing.T) {
	address := regexp.MustCompile(`(?:href|src)="?([^" >]+)`)
	for name, s := range map[string]site{"example": example, "portal": portal(t)} {
		sent := map[string]int{}
		size := func(p string) int {
			if sent[p] == 0 {
				sent[p] = len(pack([]byte(readFile(t, filepath.Join(s.dir, filepath.FromSlash(p))))))
			}
			return sent[p]
		}
		heaviest, most := "", 0
		for _, p := range s.pages {
			if p == "404.html" {
				continue // its links are those of a server
			}
			n, files := size(p), 0
			for _, tag := range loadedFirst.FindAllString(readFile(t, filepath.Join(s.dir, p)), -1) {
				m := address.FindStringSubmatch(tag)
				if m == nil {
					continue
				}
				n += size(path.Join(path.Dir(p), m[1]))
				files++
			}
			if files < 4 {
				t.Errorf("%s: %s loads %d files, want its two styles, its icon and its script", name, p, files)
			}
			if n > most {
				heaviest, most = p, n
			}
		}
		if most > 30<<10 || most < 10<<10 {
			t.Errorf("%s: %s weighs %d bytes with what it loads first, want 10 to 30 KB", name, path.Dir(heaviest), most)
		}
		t.Logf("%s: at most %d bytes with what it loads first, %s", name, most, heaviest)
	}
}

func TestCarelessPageIsSeen(t *testing.T) {
	tab := newTab(t)
	page := strings.Replace(broken(t), "broken.html", "careless.html", 1)
	asked := requests(t, tab)
	do(t, tab, chromedp.Navigate(page))
	n := eval[int](t, tab, follow)
	do(t, tab, chromedp.KeyEvent(strings.Repeat("\t", n+1)))
	w := eval[walk](t, tab, walked)
	if len(w.Missed) != 1 || !strings.Contains(w.Missed[0], "passed over") || len(w.Unseen) != 1 || !strings.Contains(w.Unseen[0], "unseen") || w.InOrder {
		t.Errorf("got %+v, want one element passed over, one unseen, and another order", w)
	}
	if !slices.Contains(asked(), "http://127.0.0.1:9/elsewhere.png") {
		t.Errorf("only %q was asked for, want the picture elsewhere too", asked())
	}
	with := eval[string](t, tab, inMain)
	do(t, tab, scripts(false), chromedp.Navigate(page))
	if without := eval[string](t, tab, inMain); with == without {
		t.Errorf("with scripts and without: got the same, %s, want a difference", with)
	}
}
