package acceptance

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"gongkai/generator"
	"gongkai/generator/archive"
	"gongkai/generator/workspace"
	"gongkai/internal/bench/corpus"
)

var replayPages = flag.Int("replay", 300, "about how many pages the package has of which ReplayWeb.page has to read little")

// packed packs the example site.
func packed(t *testing.T, to archive.Kind, name string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), name)
	o := archive.Options{Options: workspace.Options{Site: exampleSite, Out: example.dir}, To: to, Package: out}
	if _, err := archive.Make(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	return out
}

// replay serves ReplayWeb.page and a package beside it.
type replay struct {
	*httptest.Server
	read atomic.Int64 // bytes of the package
}

func replaying(t *testing.T, file string) *replay {
	t.Helper()
	r := &replay{}
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServerFS(os.DirFS("node_modules/replaywebpage")))
	mux.HandleFunc("/package.wacz", func(w http.ResponseWriter, q *http.Request) { http.ServeFile(&counted{w, &r.read}, q, file) })
	r.Server = httptest.NewServer(mux)
	t.Cleanup(r.Close)
	return r
}

// at is where ReplayWeb.page shows a page of the package.
func (r *replay) at(page string) string {
	return r.URL + "/?source=" + url.QueryEscape(r.URL+"/package.wacz") + "#view=resources&url=" + url.QueryEscape(page)
}

// counted counts what is sent.
type counted struct {
	http.ResponseWriter
	n *atomic.Int64
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.ResponseWriter.Write(p)
	c.n.Add(int64(n))
	return n, err
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

// show opens a page of a package, and returns what a script finds in it. Whether the page has come is asked of itself, again
// and again: the event that it has loaded does not always reach who waits for it.
func show[T any](t *testing.T, tab context.Context, address, look string) T {
	t.Helper()
	for _, to := range []string{"about:blank", address} { // an address that differs in its fragment alone is not loaded
		eval[string](t, tab, fmt.Sprintf("location.href = %q", to))
		until(t, tab, fmt.Sprintf(`location.href.startsWith(%q) && document.readyState !== "loading"`, strings.SplitN(to, "?", 2)[0]))
	}
	return eval[T](t, tab, replayed+"("+look+")")
}

// until asks a tab for something until it is so. Between two pages there is nobody who answers.
func until(t *testing.T, tab context.Context, condition string) {
	t.Helper()
	var last error
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		ok, err := chromedp.Run(tab, chromedp.Evaluate[bool](condition))
		if err == nil && ok {
			return
		}
		last = err
	}
	t.Fatalf("got a minute without %s (last error: %v), want it", condition, last)
}

const figuresShown = `d => d.querySelectorAll("td[data-cell]").length`

// The package is opened in ReplayWeb.page, in a real browser: a report shows its 200 figures, both by the
// address that links name and by that of its folder.
func TestReplay(t *testing.T) {
	r := replaying(t, packed(t, archive.WACZ, "site.wacz"))
	tab := newTab(t)
	for _, page := range []string{"tongzhou-zwfwj/reports/2023/index.html", "tongzhou-zwfwj/reports/2023/"} {
		if got := show[int](t, tab, r.at("https://www.example.org/zwgk/"+page), figuresShown); got != 200 {
			t.Errorf("%s: %d figures, want 200", page, got)
		}
	}
}

// Of a package with many pages a reader reads little to show one of them.
func TestReplayReadsLittle(t *testing.T) {
	dir := manyReports(t, *replayPages)
	if _, err := generator.Build(t.Context(), generator.Options{Site: dir}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "many.wacz")
	if _, err := archive.Make(t.Context(), archive.Options{Options: workspace.Options{Site: dir}, To: archive.WACZ, Package: file}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	r := replaying(t, file)
	tab := newTab(t)
	begun := time.Now()
	if got := show[int](t, tab, r.at("https://www.example.org/a0001/reports/2023/index.html"), figuresShown); got != 200 {
		t.Errorf("%d figures, want 200", got)
	}
	t.Logf("about %d pages, %d bytes: shown after %s, %d bytes read", *replayPages, info.Size(), time.Since(begun), r.read.Load())
	if n := r.read.Load(); n > info.Size()/4 {
		t.Errorf("%d of %d bytes were read to show one page, want a quarter at most", n, info.Size())
	}
}

// manyReports writes a site of about so many pages, six of each agency.
func manyReports(t *testing.T, pages int) string {
	t.Helper()
	dir := t.TempDir()
	example := readFile(t, "../../generator/form/defs/cn-2021.example.md")
	if err := corpus.Alike(dir, "site: {name: 示例, url: \"https://www.example.org/\"}\noutputs: [json]\n", example, pages/6*4); err != nil {
		t.Fatal(err)
	}
	return dir
}

// What is searched for in a replayed package is found: it is not part of the address that is looked up.
func TestReplaySearch(t *testing.T) {
	r := replaying(t, packed(t, archive.WACZ, "site.wacz"))
	tab := newTab(t)
	if !show[bool](t, tab, r.at("https://www.example.org/zwgk/index.html"), `d => {
		const q = d.querySelector("input[name=q]");
		if (!q) return false;
		q.value = "申请";
		q.form.requestSubmit();
		return true;
	}`) {
		t.Fatal("the home page has no search box")
	}
	if n := eval[int](t, tab, replayed+`(d => d.querySelectorAll("#search\\.results > li").length)`); n == 0 {
		t.Error("nothing was found")
	}
}
