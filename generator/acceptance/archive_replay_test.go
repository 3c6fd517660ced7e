package acceptance

import (
	"context"
	"flag"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/generator/archive"
	"gongkai/generator/workspace"
)

var replayPages = flag.Int("replay", 0, "make a package of about so many pages, and measure how long ReplayWeb.page takes to open it")

// packed packs the example site.
func packed(t *testing.T, to archive.Kind, name string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), name)
	o := archive.Options{Options: workspace.Options{Site: "../..", Out: example.dir}, To: to, Package: out}
	if _, err := archive.Make(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	return out
}

// replaying serves ReplayWeb.page and a package beside it, and returns the address at which it shows a page
// of the package.
func replaying(t *testing.T, file string) func(page string) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServerFS(os.DirFS("node_modules/replaywebpage")))
	mux.HandleFunc("/package.wacz", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, file) })
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return func(page string) string {
		return s.URL + "/?source=" + url.QueryEscape(s.URL+"/package.wacz") + "#view=resources&url=" + url.QueryEscape(page)
	}
}

// replayed is the document of the page that ReplayWeb.page shows, once a script finds in it what it looks for.
// The page is in a frame, in the shadow of elements.
const replayed = `(async look => {
	const frames = root => [...root.querySelectorAll("*")].flatMap(e => [...(e.localName === "iframe" ? [e] : []), ...(e.shadowRoot ? frames(e.shadowRoot) : [])]);
	let text = "";
	for (let i = 0; i < 1200; i++) {
		for (const f of frames(document)) {
			try {
				const found = f.contentDocument.readyState === "complete" && look(f.contentDocument, f.contentWindow);
				if (found) return found;
				text = f.contentDocument.body.innerText.slice(0, 200);
			} catch {}
		}
		await new Promise(r => setTimeout(r, 50));
	}
	throw new Error("not shown; the frame says: " + text);
})`

// show opens a page of a package, and returns what a script finds in it.
func show[T any](t *testing.T, tab context.Context, address, look string) T {
	t.Helper()
	do(t, tab, chromedp.Navigate("about:blank"), chromedp.Navigate(address))
	return eval[T](t, tab, replayed+"("+look+")")
}

// The package is opened in ReplayWeb.page, in a real browser: a report shows its 200 figures, both by the
// address that links name and by that of its folder.
func TestReplay(t *testing.T) {
	at := replaying(t, packed(t, archive.WACZ, "site.wacz"))
	tab := newTab(t)
	for _, page := range []string{"tongzhou-zwfwj/reports/2023/index.html", "tongzhou-zwfwj/reports/2023/"} {
		if got := show[int](t, tab, at("https://www.example.org/zwgk/"+page), `d => d.querySelectorAll("td[data-cell]").length`); got != 200 {
			t.Errorf("%s: %d figures, want 200", page, got)
		}
	}
}
