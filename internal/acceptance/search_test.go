package acceptance

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gongkai/generator"
	"gongkai/generator/editing/scaffold"
	"gongkai/generator/prose/han"
)

// policy is the strictest that an agency's web server may send: no script but the
// site's own, nothing inline, no evaluation, nothing fetched.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"

// guarded serves the example site under the policy.
func guarded(t *testing.T) string {
	t.Helper()
	files := http.FileServerFS(os.DirFS(example.dir))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/"
}

type searched struct {
	Status string   `json:"status"`
	Paths  []string `json:"paths"` // of the results, from the site's root
	Marks  []string `json:"marks"`
}

// settled waits until a search is over and shows all its results.
const settled = `(async () => {
	const status = document.getElementById("search.status"), more = document.getElementById("search.more");
	const loading = status.dataset.loading;
	for (let shown = -1; ;) {
		for (let i = 0; i < 500 && (status.textContent === loading || !status.textContent); i++) await new Promise(r => setTimeout(r, 10));
		const n = document.querySelectorAll("#search\\.results > li").length;
		if (more.hidden || n === shown) break;
		shown = n;
		more.click();
		for (let i = 0; i < 500 && document.querySelectorAll("#search\\.results > li").length === n && !more.hidden; i++) await new Promise(r => setTimeout(r, 10));
	}
	const root = new URL("../", location.href).href;
	return {status: status.textContent, marks: [...document.querySelectorAll("mark")].map(m => m.textContent), paths: [...document.querySelectorAll("#search\\.results h3 a")].map(a => decodeURI(a.href).replace(root, ""))};
})()`

// waiting makes the page look as if a search ran: the address of the next one is there before its
// results are, and settled would take those of the last.
const waiting = `(() => {
	const status = document.getElementById("search.status");
	return status.textContent = status.dataset.loading;
})()`

// watch notes errors and breaches of the policy in every page that the tab opens from
// now on; the result tells them.
func watch(t *testing.T, tab context.Context) func() []string {
	t.Helper()
	messages := chromedp.Console(tab)
	return func() (faults []string) {
		const end = "the test is over"
		eval[bool](t, tab, `console.log("`+end+`"), true`)
		for m, err := range messages {
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(m.String(), end) {
				break
			}
			faults = append(faults, m.String())
		}
		return faults
	}
}

func searchFor(t *testing.T, tab context.Context, base, query string) searched {
	t.Helper()
	do(t, tab, chromedp.Navigate("about:blank"), chromedp.Navigate(base+"search/index.html#"+query))
	return eval[searched](t, tab, settled)
}

// searchedText is what the page of results must find: of each page its path, and its
// heading, agency and text, taken from the finished page by the browser.
const searchedText = `(() => {
	const main = document.querySelector("main").cloneNode(true);
	main.querySelectorAll("nav, dt, script, noscript, form, table.statutory, [data-search=off]").forEach(e => e.remove());
	const walk = (n) => n.nodeType === 3 ? n.data : n.nodeType !== 1 ? "" :
		["A", "ABBR", "B", "CODE", "DEL", "EM", "I", "MARK", "SPAN", "STRONG", "SUB", "SUP", "WBR"].includes(n.tagName) ?
		[...n.childNodes].map(walk).join("") : "\n" + [...n.childNodes].map(walk).join("") + "\n";
	return walk(main);
})()`

// bare is a text as a query without spaces or marks is compared with it: no spaces but
// for those between letters and digits, a bar for what parts.
func bare(text string) string {
	var b strings.Builder
	var last rune
	gap := false
	narrow := func(r rune) bool { return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !han.Is(r) }
	for _, r := range strings.ToLower(text) {
		switch {
		case r == ' ' || r == '\t' || r == '\u3000' || r == '\u00a0':
			gap = true
			continue
		case han.Is(r) || narrow(r):
		default:
			r = '|'
		}
		if gap && narrow(r) && narrow(last) {
			b.WriteByte('|')
		}
		b.WriteRune(r)
		last, gap = r, false
	}
	return "|" + b.String() + "|"
}

// holds reports whether a text contains a query, numbers and words whole.
func holds(text, query string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], query)
		if i < 0 {
			return false
		}
		i += at
		ascii := func(b byte) bool { return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' }
		if !(ascii(text[i-1]) && ascii(query[0])) && !(ascii(text[i+len(query)]) && ascii(query[len(query)-1])) {
			return true
		}
		at = i + 1
	}
}

// TestSearchIsExact compares what the page of results finds, opened from the disk and
// under a strict policy, with the texts of all pages.
func TestSearchIsExact(t *testing.T) {
	tab := newTab(t)
	faults := watch(t, tab)
	texts := map[string]string{}
	names := map[string]string{}
	for _, p := range example.pages {
		if kindOf(p, example.pages) == "agency" {
			do(t, tab, chromedp.Navigate(example.url(p)))
			names[path.Dir(p)] = eval[string](t, tab, `document.querySelector("h1").textContent`)
		}
	}
	for _, p := range example.pages {
		agency, _, _ := strings.Cut(p, "/")
		switch kindOf(p, example.pages) {
		case "agency", "guide", "policy", "catalog", "catalog category", "catalog item", "report":
			do(t, tab, chromedp.Navigate(example.url(p)))
			texts[p] = bare(names[agency] + "\n" + eval[string](t, tab, searchedText))
		}
	}
	queries := []string{"务服", "2023", "年度", "报告", "2023年度", "示例市政务服务和公开局", "政府信息公开", "公", "件", "023", "不存在的词"}
	i := 0
	for _, p := range slices.Sorted(func(yield func(string) bool) {
		for p := range texts {
			if !yield(p) {
				return
			}
		}
	}) { // and pieces out of the middle of pages
		text := []rune(texts[p])
		from, length := len(text)*(i*37%100)/100, 1+i%5
		i++
		if piece := string(text[from:min(len(text), from+length)]); !strings.Contains(piece, "|") {
			queries = append(queries, piece)
		}
	}
	found := 0
	for n, q := range queries {
		base := guarded(t)
		if n%2 == 1 {
			base = "file://" + example.dir + "/"
		}
		var want []string
		for p, text := range texts {
			if holds(text, q) {
				want = append(want, p)
			}
		}
		slices.Sort(want)
		got := searchFor(t, tab, base, "q="+url.QueryEscape(q))
		slices.Sort(got.Paths)
		if !slices.Equal(got.Paths, want) {
			t.Errorf("%s: found %v\nwant %v", q, got.Paths, want)
		}
		if len(want) > 0 && !strings.Contains(got.Status, strconv.Itoa(len(want))) {
			t.Errorf("%s: %d pages, announced as %q", q, len(want), got.Status)
		}
		found += len(want)
	}
	if len(queries) < 25 || found < 100 {
		t.Errorf("got %d queries, %d results, want 25 and 100 at least", len(queries), found)
	}
	if f := faults(); len(f) > 0 {
		t.Errorf("the browser reports %q, want nothing", f)
	}
}

// Characters for names of persons and places are found even where they are younger than the
// tables of the program that wrote the index, or the browser's: CJK Extensions I and J, and
// variants of a character, which a query need not have.
func TestSearchFindsYoungCharacters(t *testing.T) {
	site, out := t.TempDir(), t.TempDir()
	if _, err := scaffold.Site(site); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(site, "content/shilishi-xxgkj/_index.md")
	text := readFile(t, name) + "\n查阅点设在\U0002EE5D镇、\U000323B0山和葛\U000E0100城。\n"
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	result, err := generator.Build(t.Context(), generator.Options{Site: site, Out: out, Version: "test"})
	if err != nil || result.Failed() {
		t.Fatalf("the site does not build: %v, %v", err, result)
	}
	tab := newTab(t)
	for query, marked := range map[string]string{
		"\U0002EE5D":          "\U0002EE5D",
		"\U0002EE5D镇":         "\U0002EE5D镇",
		"在\U0002EE5D镇":        "在\U0002EE5D镇",
		"\U000323B0山":         "\U000323B0山",
		"葛城":                  "葛\U000E0100城",
		"葛\U000E0100城":        "葛\U000E0100城",
		"和葛\U000E0101城\uFE00": "和葛\U000E0100城",
		"\U0002EE5E镇":         "",
		"\U0002EE5D山":         "",
	} {
		got := searchFor(t, tab, "file://"+out+"/", "q="+url.QueryEscape(query))
		var want, marks []string
		if marked != "" {
			want, marks = []string{"shilishi-xxgkj/index.html"}, []string{marked}
		}
		if !slices.Equal(got.Paths, want) || !slices.Equal(got.Marks, marks) {
			t.Errorf("%+q: found %q with %+q marked, want %q with %+q", query, got.Paths, got.Marks, want, marks)
		}
	}
}

// TestSearchPage uses the page as a reader does, with the keyboard.
func TestSearchPage(t *testing.T) {
	tab := newTab(t)
	faults := watch(t, tab)
	base := guarded(t)

	do(t, tab, chromedp.Navigate(base+"index.html"), chromedp.Focus(chromedp.CSS(`#home\.q`)), chromedp.KeyEvent("务服"), chromedp.KeyEvent(kb.Enter),
		chromedp.WaitVisible(chromedp.CSS(`#search\.results li`)))
	all := eval[searched](t, tab, settled)
	if len(all.Paths) < 5 || len(all.Marks) < 5 || slices.ContainsFunc(all.Marks, func(m string) bool { return m != "务服" }) {
		t.Fatalf("the search box of the home page finds %+v, want 5 pages at least, 务服 marked", all)
	}
	if got := eval[string](t, tab, `document.title`); !strings.HasPrefix(got, "务服") {
		t.Errorf("the page is called %q, want 务服 first", got)
	}
	if got := eval[string](t, tab, `document.getElementById("search.status").getAttribute("role")`); got != "status" {
		t.Errorf("the number of results is announced by a %q, want a status", got)
	}

	// The filters, by keyboard; what is chosen is in the address. That the results have changed
	// shows by their number: fewer than ten.
	down := eval[int](t, tab, `[...document.getElementById("search.year").options].findIndex(o => o.value === "2023")`)
	do(t, tab, chromedp.Focus(chromedp.CSS(`#search\.year`)), chromedp.KeyEvent(strings.Repeat(kb.ArrowDown, down)),
		chromedp.Focus(chromedp.CSS(`#search\.q`)), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(`#search\.results:not(:has(li:nth-child(10))) li`)))
	year := eval[searched](t, tab, settled)
	if at := eval[string](t, tab, `location.search + location.hash`); at != "#q="+url.QueryEscape("务服")+"&year=2023" {
		t.Errorf("the address ends in %s, want the query and year=2023", at)
	}
	if len(year.Paths) == 0 || len(year.Paths) >= len(all.Paths) {
		t.Errorf("of %d pages %d are of 2023, want some and not all", len(all.Paths), len(year.Paths))
	}
	eval[string](t, tab, waiting)
	eval[bool](t, tab, `setTimeout(() => history.back()), true`)
	arrived := `location.hash === "#q=` + url.QueryEscape("务服") + `" && document.getElementById("search.status") !== null`
	for i := 0; ; i++ { // the page may come back as it was left, without being loaded
		if ok, err := chromedp.Run(tab, chromedp.Evaluate[bool](arrived)); err == nil && ok {
			break
		} else if i == 200 {
			t.Fatalf("one step back is not the search before: %v", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	if back := eval[searched](t, tab, settled); !slices.Equal(back.Paths, all.Paths) {
		t.Errorf("one step back are %v, want %v", back.Paths, all.Paths)
	}
	for query, ok := range map[string]func(string) bool{
		"agency=tongzhou-zwfwj":       func(p string) bool { return strings.HasPrefix(p, "tongzhou-zwfwj/") },
		"column=policies":             func(p string) bool { return strings.Contains(p, "/policies/") },
		"column=reports&year=2022":    func(p string) bool { return strings.HasSuffix(p, "/reports/2022/index.html") },
		"agency=&year=&column=agency": func(p string) bool { return kindOf(p, example.pages) == "agency" },
	} {
		got := searchFor(t, tab, base, "q="+url.QueryEscape("务服")+"&"+query)
		if len(got.Paths) == 0 || !slices.Equal(got.Paths, slices.DeleteFunc(slices.Clone(got.Paths), func(p string) bool { return !ok(p) })) {
			t.Errorf("%s: found %v, want some pages, all of this choice", query, got.Paths)
		}
	}
	if got := searchFor(t, tab, base, "q="+url.QueryEscape("务服 2023")); len(got.Paths) == 0 || len(got.Paths) >= len(all.Paths) {
		t.Errorf("two words find %d pages, one of them %d, want some and fewer", len(got.Paths), len(all.Paths))
	}
	if got := searchFor(t, tab, base, "q="+url.QueryEscape("<img src=x onerror=alert(1)>")); len(got.Paths) > 0 {
		t.Errorf("markup finds %v, want nothing", got.Paths)
	}

	if f := faults(); len(f) > 0 {
		t.Errorf("the browser reports %q, want nothing", f)
	}

	for _, width := range viewports {
		for _, scheme := range []string{"light", "dark"} {
			searchFor(t, tab, "file://"+example.dir+"/", "q="+url.QueryEscape("务服"))
			eval[bool](t, tab, readFile(t, module(t, "axe-core/axe.min.js"))+"\n;true")
			do(t, tab, chromedp.EmulateViewport(width, 800), emulate("", scheme))
			for _, v := range axe(t, tab) {
				t.Errorf("%d px, %s: %s: %s %v", width, scheme, v.ID, v.Help, v.Nodes)
			}
			if got := eval[string](t, tab, overflow); got != "" {
				t.Errorf("at %d px the page is %s", width, got)
			}
		}
	}
}

// Without scripts the page says why it finds nothing, and leads on.
func TestSearchPageWithoutScripts(t *testing.T) {
	tab := newTab(t)
	do(t, tab, scripts(false), chromedp.Navigate(example.url("search/index.html")+"?q=x"), chromedp.WaitVisible(chromedp.CSS(".search-noscript")),
		chromedp.WaitVisible(chromedp.CSS(`main a[href="../sitemap/index.html"]`)), chromedp.WaitVisible(chromedp.CSS(`main a[href="../years/index.html"]`)))
}
