package serve

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"gongkai/generator/diag"
)

// fake is a site of a few files.
type fake struct {
	build    int
	files    map[string]string
	sources  map[string]string // by output path
	drafts   map[string]bool
	excerpts map[string]string
	findings []diag.Finding
	broken   error
}

func (f *fake) Build() int             { return f.build }
func (f *fake) Findings() *diag.List   { return diag.NewList(diag.ByFile(f.findings)) }
func (f *fake) Summary() diag.Summary  { return diag.Summarise(f.findings, 1) }
func (f *fake) Source(p string) string { return f.sources[p] }
func (f *fake) Carried(p string) bool  { return strings.HasPrefix(p, "static/") }
func (f *fake) Draft(p string) bool    { return f.drafts[p] }
func (f *fake) Base() string           { return "/zwgk/" }
func (f *fake) Excerpt(file string) []byte {
	return []byte(f.excerpts[file])
}
func (f *fake) Page(file string) string {
	for p, s := range f.sources {
		if s == file {
			return p
		}
	}
	return ""
}
func (f *fake) Render(p string) ([]byte, error) {
	if f.broken != nil {
		return nil, f.broken
	}
	if data, ok := f.files[p]; ok {
		return []byte(data), nil
	}
	return nil, fs.ErrNotExist
}

const report = "a/reports/2023/index.html"

// policy is one that lets nothing of the preview's through.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'"

func site() *fake {
	page := func(main string) string {
		return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="` + policy +
			`"><link rel="stylesheet" href="../../../assets/style.css"></head><body><header>x</header><main id="page.main">` + main + "</main>\n<footer>&amp; &nbsp;</footer></body></html>"
	}
	return &fake{build: 1,
		files: map[string]string{
			"index.html": page("home"), "404.html": page(`<a href="/zwgk/index.html">back</a>`),
			report: page(`<table><tbody><tr><th>x</th><td data-cell="a.total" headers="h">9</td><td class="n" data-cell="a.other">1</td></tr></tbody></table>` +
				`<img src="../../../static/x.png" alt=""><img src="https://example.org/x.png" alt=""><a href="../2022/index.html">2022</a>`),
			"a/reports/2022/index.html": page("2022"),
			"assets/style.css":          "p{}", "static/x.png": "png", "data/reports.json": "[]",
			"static/日程 表.csv": "a,b\n",
		},
		sources:  map[string]string{report: "content/a/reports/2023.md", "a/reports/2022/index.html": "content/a/reports/2022.md"},
		drafts:   map[string]bool{"a/reports/2022/index.html": true},
		excerpts: map[string]string{},
	}
}

func finding(rule string, line int, cells ...string) diag.Finding {
	return diag.Finding{Rule: rule, Severity: diag.Error, File: "content/a/reports/2023.md", Span: diag.Span{Line: line, Column: 3, EndLine: line, EndColumn: 4},
		Message: diag.Textf("合计不对 <&>", "the total is wrong <&>"), Cells: cells, Expected: "8", Actual: "9"}
}

func start(t *testing.T, s Site, o Options) (*Server, string) {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	server, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	if s != nil {
		server.Show(s)
	}
	h := httptest.NewServer(server.Handler())
	t.Cleanup(func() { server.Close(); h.Close() })
	return server, h.URL
}

// request is one that a test makes.
type request struct {
	method, path, body string
	header             map[string]string
}

func (r request) do(t *testing.T, base string) (*http.Response, string) {
	t.Helper()
	if r.method == "" {
		r.method = http.MethodGet
	}
	q, err := http.NewRequestWithContext(t.Context(), r.method, base+r.path, strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range r.header {
		if k == "Host" {
			q.Host = v
		}
		q.Header.Set(k, v)
	}
	transport := &http.Transport{DisableKeepAlives: true, ExpectContinueTimeout: time.Minute}
	resp, err := transport.RoundTrip(q)
	if err != nil {
		t.Fatalf("%s %s: %v", r.method, r.path, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

func TestFiles(t *testing.T) {
	s := site()
	_, base := start(t, s, Options{})
	for path, want := range map[string]struct {
		status int
		kind   string
		file   string
	}{
		"/":                                  {200, "text/html; charset=utf-8", "index.html"},
		"/index.html":                        {200, "text/html; charset=utf-8", "index.html"},
		"/a/reports/2023/":                   {200, "text/html; charset=utf-8", report},
		"/zwgk/a/reports/2023/":              {200, "text/html; charset=utf-8", report},
		"/zwgk/":                             {200, "text/html; charset=utf-8", "index.html"},
		"/zwgk/assets/style.css":             {200, "text/css; charset=utf-8", "assets/style.css"},
		"/assets/style.css?gongkai=1":        {200, "text/css; charset=utf-8", "assets/style.css"},
		"/static/x.png":                      {200, "image/png", "static/x.png"},
		"/data/reports.json":                 {200, "application/json; charset=utf-8", "data/reports.json"},
		"/static/%E6%97%A5%E7%A8%8B%20表.csv": {200, "text/csv; charset=utf-8", "static/日程 表.csv"},
		"/nowhere/":                          {404, "text/html; charset=utf-8", "404.html"},
		"/nowhere.txt":                       {404, "text/html; charset=utf-8", "404.html"},
	} {
		resp, body := request{path: path, header: map[string]string{"Gongkai-Raw": "1"}}.do(t, base)
		if resp.StatusCode != want.status || resp.Header.Get("Content-Type") != want.kind || body != s.files[want.file] {
			t.Errorf("%s: got %d, %s, %q, want %d, %s, %q", path, resp.StatusCode, resp.Header.Get("Content-Type"), body, want.status, want.kind, s.files[want.file])
		}
		if resp.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got Cache-Control %q, want no-store", path, resp.Header.Get("Cache-Control"))
		}
		resp, body = request{path: path}.do(t, base)
		if page := strings.HasPrefix(want.kind, "text/html"); resp.StatusCode != want.status || (body == s.files[want.file]) == page {
			t.Errorf("%s in a browser: got %d, %q, want %d, changed from the file: %v", path, resp.StatusCode, body, want.status, page)
		}
		resp, body = request{path: path, method: http.MethodHead}.do(t, base)
		if resp.StatusCode != want.status || body != "" || resp.Header.Get("Content-Type") != want.kind {
			t.Errorf("%s, the head: got %d, %q, want %d and no body", path, resp.StatusCode, body, want.status)
		}
	}
	resp, _ := request{path: "/a/reports/2023?x=1"}.do(t, base)
	if at := resp.Header.Get("Location"); resp.StatusCode != http.StatusFound || at != "./2023/?x=1" {
		t.Errorf("a folder without its slash: got %d, %s, want 302, ./2023/?x=1", resp.StatusCode, at)
	}
	resp, body := request{path: "/static/x.png", header: map[string]string{"Range": "bytes=1-1"}}.do(t, base)
	if resp.StatusCode != http.StatusPartialContent || body != "n" {
		t.Errorf("a part: got %d, %q, want 206, n", resp.StatusCode, body)
	}
}

// What the preview does not add to comes through byte for byte: taken out again, what it
// added leaves the page as it was.
func TestMarks(t *testing.T) {
	s := site()
	s.findings = []diag.Finding{finding("row-total", 14, "a.total", "a.other"), finding("balance", 20, "a.total"), finding("missing-cell", 21, "a.other", "a.lost"),
		finding("narrative-count", 30, "a.text")}
	s.findings[2].Severity, s.findings[3].Severity = diag.Warning, diag.Warning
	s.files[report] = strings.Replace(s.files[report], "<tr>", `<tr><td data-cell="a.text">5</td>`, 1)
	_, base := start(t, s, Options{Lang: "en"})
	resp, body := request{path: "/a/reports/2023/"}.do(t, base)
	for _, want := range []string{
		`<td data-cell="a.total" headers="h" class="gongkai-cell gongkai-error"><button type="button" class="gongkai-mark" id="gongkai-a.total" popovertarget="gongkai-a.total-note" aria-label="error: the total is wrong &lt;&amp;&gt; error: `,
		`</button>9</td>`, `<td class="n gongkai-cell gongkai-warning" data-cell="a.other">`,
		`<div popover id="gongkai-a.total-note"`, `expected <b>8</b>, is <b>9</b>`, `data-cells="a.total a.other"`,
		`href="vscode://file/`, `/content/a/reports/2023.md:14:3"`, `<footer>&amp; &nbsp;</footer>`, `This page: 2 errors, 2 warnings`, `Site: 2 errors, 2 warnings`, `<td data-cell="a.text">5</td>`,
		`src="../../../static/x.png?gongkai=`, `href="../../../assets/style.css?gongkai=`, `src="https://example.org/x.png"`,
		`<a href="../2022/index.html">2022</a> <span class="gongkai-draft-link" lang="en">draft</span>`,
		`<html lang="zh-CN"><head><link rel="stylesheet" href="/_gongkai/serve.css?`, `<script src="/_gongkai/serve.js?`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("got a page without it, want %s in it", want)
		}
	}
	for _, no := range []string{"http-equiv", `<p class="gongkai-draft"`, "gongkai-overlay", "gongkai-a.lost"} {
		if strings.Contains(body, no) {
			t.Errorf("got %s in the page, want it without", no)
		}
	}
	if t.Failed() {
		t.Log(body)
	}
	sent := strings.Join(resp.Header.Values("Content-Security-Policy"), "\n")
	if want := "frame-ancestors 'none'\ndefault-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; script-src 'self'; connect-src 'self'"; sent != want {
		t.Errorf("got the policy %s, want %s", sent, want)
	}

	_, other := request{path: "/"}.do(t, base)
	if !strings.Contains(other, "This page: nothing is wrong") || !strings.Contains(other, `<a href="/a/reports/2023/">show the page</a>`) || strings.Contains(other, "popover ") {
		t.Errorf("another page: got\n%s\nwant that nothing is wrong there, and a link to the page where something is", other)
	}
	_, draft := request{path: "/a/reports/2022/"}.do(t, base)
	if !strings.Contains(draft, `<p class="gongkai-draft" lang="en">`) {
		t.Errorf("got the draft\n%s\nwant it marked as one", draft)
	}
	_, list := request{path: "/_gongkai/findings"}.do(t, base)
	if strings.Count(list, "<li ") != 4 {
		t.Errorf("got %d findings, want 4: %s", strings.Count(list, "<li "), list)
	}
	s.findings[0].Waived = true
	s.findings[1].Waived = true
	if _, waived := (request{path: "/a/reports/2023/"}).do(t, base); strings.Contains(waived, `id="gongkai-a.total"`) || !strings.Contains(waived, `class="gongkai-waived"`) {
		t.Errorf("got\n%s\nwant what is waived in the panel and unmarked in the table", waived)
	}
}

// Where one cell is the cause of other findings, it is marked and not the cells of those;
// they are listed below it and counted once.
func TestMarkedCellIsTheCause(t *testing.T) {
	s := site()
	lead := finding("wrong-cell", 14, "a.other")
	lead.Explains, lead.Related = 2, []diag.Related{
		{Rule: "row-total", File: lead.File, Span: diag.Span{Line: 15, Column: 4}, Message: diag.Textf("行", "row 9")},
		{Rule: "carry-over", File: "content/a/reports/2022.md", Span: diag.Span{Line: 16, Column: 5}, Message: diag.Textf("列", "carried 9")},
		{File: lead.File, Span: diag.Span{Line: 17, Column: 6}, Message: diag.Textf("数", "a figure")}}
	row, next := finding("row-total", 15, "a.total", "a.other"), finding("carry-over", 16, "b.in")
	next.File = "content/a/reports/2022.md"
	row.Cause, next.Cause = diag.Cause{File: lead.File, Cell: "a.other"}, diag.Cause{File: lead.File, Cell: "a.other"}
	s.findings = []diag.Finding{next, lead, row}
	_, base := start(t, s, Options{Lang: "en"})
	_, body := request{path: "/a/reports/2023/"}.do(t, base)
	for _, want := range []string{`<td class="n gongkai-cell gongkai-error" data-cell="a.other">`, `<td data-cell="a.total" headers="h">9</td>`,
		`This page: 1 error<`, `<ul class="gongkai-under"><li>row 9 <code>row-total</code> <a class="gongkai-source"`, `content/a/reports/2022.md:16:5</a></li></ul>`} {
		if !strings.Contains(body, want) {
			t.Errorf("got a page without it, want %s in it", want)
		}
	}
	for _, no := range []string{`id="gongkai-a.total"`, "a figure", `data-cells="a.total`} {
		if strings.Contains(body, no) {
			t.Errorf("got %s in the page, want it without", no)
		}
	}
	if t.Failed() {
		t.Log(body)
	}
	_, other := request{path: "/a/reports/2022/"}.do(t, base)
	if !strings.Contains(other, `data-cells="b.in"`) || !strings.Contains(other, "This page: nothing is wrong") || !strings.Contains(other, "Site: 1 error<") {
		t.Errorf("got the page with what another page is the cause of\n%s\nwant the cell b.in, nothing wrong, and one error of the site", other)
	}
}

func TestLoosen(t *testing.T) {
	for policy, want := range map[string]string{
		"":                                      "",
		"script-src 'none'":                     "script-src 'self'",
		"img-src *":                             "img-src *",
		"default-src 'self'; object-src 'none'": "default-src 'self'; object-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
		"default-src https:; SCRIPT-SRC 'nonce-x'; script-src 'self'; form-action 'none'": "default-src https:; script-src 'nonce-x' 'self'; form-action 'self'; style-src https: 'self'; connect-src https: 'self'",
		"require-trusted-types-for 'script'; upgrade-insecure-requests":                   "upgrade-insecure-requests",
	} {
		if got := loosen(policy); got != want {
			t.Errorf("%q becomes %q, want %q", policy, got, want)
		}
	}
}

// A file that cannot be read any more: its last page under an overlay, for programs none.
func TestUnread(t *testing.T) {
	server, base := start(t, site(), Options{})
	next := site()
	next.build = 2
	delete(next.files, report)
	delete(next.sources, report)
	next.findings = []diag.Finding{finding("syntax", 2)}
	next.excerpts["content/a/reports/2023.md"] = "\ufeff---\n年度: [2023\nabc <b>\n---\n"
	server.Show(next)
	resp, body := request{path: "/a/reports/2023/"}.do(t, base)
	for _, want := range []string{`<dialog id="gongkai-overlay"`, `data-cell="a.total"`, `<span class="gongkai-number">2</span>年度<mark>:</mark> [2023</span>`,
		"abc &lt;b&gt;", "上一次", "合计不对"} {
		if !strings.Contains(body, want) {
			t.Errorf("got a page without %s, want it in\n%s", want, body)
		}
	}
	if resp.StatusCode != http.StatusNotFound {
		t.Errorf("got status %d, want 404", resp.StatusCode)
	}
	if resp, body := (request{path: "/a/reports/2023/", header: map[string]string{"Gongkai-Raw": "1"}}).do(t, base); resp.StatusCode != 404 || body != next.files[notFound] {
		t.Errorf("a program: got %d, %s, want 404 and the page for that", resp.StatusCode, body)
	}

	// It is still unread: the same page is under the overlay.
	server.Show(next)
	if _, body := (request{path: "/a/reports/2023/"}).do(t, base); !strings.Contains(body, `data-cell="a.total"`) {
		t.Errorf("got\n%s\nwant the last good page under the overlay", body)
	}
	// Nobody has ever seen the page.
	_, another := start(t, next, Options{})
	if _, body := (request{path: "/a/reports/2023/"}).do(t, another); !strings.Contains(body, `<dialog id="gongkai-overlay"`) || strings.Contains(body, "上一次") {
		t.Errorf("a page that was never seen: got\n%s\nwant an overlay that speaks of no page before", body)
	}
	// The file is removed: there is no such page, and no overlay.
	gone := site()
	delete(gone.files, report)
	delete(gone.sources, report)
	server.Show(gone)
	if _, body := (request{path: "/a/reports/2023/"}).do(t, base); strings.Contains(body, "data-cell") {
		t.Errorf("got\n%s\nwant no page of a file that is gone", body)
	}
}

// A theme that cannot make pages, and a site that cannot be read.
func TestTrouble(t *testing.T) {
	s := site()
	server, base := start(t, s, Options{Lang: "en"})
	page := request{path: "/a/reports/2023/"}
	raw := request{path: page.path, header: map[string]string{"Gongkai-Raw": "1"}}
	page.do(t, base)
	s.broken = fmt.Errorf("theme: partials/row.html:3: <oops>")
	resp, body := page.do(t, base)
	if resp.StatusCode != 500 || !strings.Contains(body, "partials/row.html:3: &lt;oops&gt;") || !strings.Contains(body, `data-cell="a.total"`) {
		t.Errorf("got %d, want 500 with the theme's fault over the last page: %s", resp.StatusCode, body)
	}
	if resp, _ := raw.do(t, base); resp.StatusCode != 500 {
		t.Errorf("a program: got %d, want 500", resp.StatusCode)
	}
	s.broken = nil
	server.Fail(diag.Textf("没有 gongkai.yaml", "there is no gongkai.yaml"), diag.Text{})
	resp, body = page.do(t, base)
	if resp.StatusCode != 503 || !strings.Contains(body, "there is no gongkai.yaml") || !strings.Contains(body, `data-cell="a.total"`) {
		t.Errorf("got %d, want 503 with what is missing over the last page: %s", resp.StatusCode, body)
	}
	if resp, _ := raw.do(t, base); resp.StatusCode != 503 {
		t.Errorf("a program: got %d, want 503", resp.StatusCode)
	}
	if _, status := (request{path: "/_gongkai/status"}).do(t, base); !strings.Contains(status, `"build":1,"building":false,"error":"there is no gongkai.yaml"`) {
		t.Errorf("got the status %s, want build 1, at rest, with its error", status)
	}
	server.Show(s)
	if resp, body := page.do(t, base); resp.StatusCode != 200 || strings.Contains(body, "gongkai-overlay") {
		t.Errorf("afterwards: got %d, want 200 without an overlay: %s", resp.StatusCode, body)
	}
}

func TestStatus(t *testing.T) {
	s := site()
	s.findings = []diag.Finding{finding("row-total", 14, "a.total")}
	server, base := start(t, s, Options{})
	server.Building()
	want := `{"build":1,"building":true,"findings":[{"rule":"row-total","severity":"error","file":"content/a/reports/2023.md","line":14,"column":3,"end_line":14,"end_column":4,` +
		`"message":"合计不对 \u003c\u0026\u003e。","cells":["a.total"],"expected":"8","actual":"9"}]}` + "\n"
	if _, got := (request{path: "/_gongkai/status"}).do(t, base); got != want {
		t.Errorf("got the status %s, want %s", got, want)
	}
}

// listening is a stream of events.
type listening struct {
	*bufio.Reader
	t    *testing.T
	stop context.CancelFunc
}

func listen(t *testing.T, base string) *listening {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/_gongkai/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); resp.Body.Close() })
	if kind := resp.Header.Get("Content-Type"); kind != "text/event-stream" || resp.StatusCode != 200 {
		t.Fatalf("got %d, %s, want 200, text/event-stream", resp.StatusCode, kind)
	}
	return &listening{bufio.NewReader(resp.Body), t, stop}
}

// state is that of the next event; "" when the stream ends.
func (l *listening) state() string {
	for {
		line, err := l.ReadString('\n')
		if err != nil {
			return ""
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			return strings.TrimSpace(data)
		}
	}
}

func TestEvents(t *testing.T) {
	server, base := start(t, site(), Options{})
	var tabs []*listening
	for range 30 {
		l := listen(t, base)
		if got := l.state(); got != server.run+"-1" {
			t.Fatalf("got the first event %q, want %q", got, server.run+"-1")
		}
		tabs = append(tabs, l)
	}
	_, page := request{path: "/"}.do(t, base)
	if !strings.Contains(page, `data-state="`+server.run+`-1"`) {
		t.Errorf("got\n%s\nwant data-state with %s-1", page, server.run)
	}
	server.Show(site())
	for _, l := range tabs {
		if got := l.state(); got != server.run+"-2" {
			t.Errorf("got the next event %q, want %q", got, server.run+"-2")
		}
	}
	// Who was away for a while hears first what is shown now.
	tabs[0].stop()
	server.Show(site())
	server.Fail(diag.Textf("错", "wrong"), diag.Text{})
	if got := listen(t, base).state(); got != server.run+"-4" {
		t.Errorf("after a while away: got %q, want %q", got, server.run+"-4")
	}
	if _, got := (request{path: "/_gongkai/state"}).do(t, base); got != server.run+"-4" {
		t.Errorf("got the state %q, want %q", got, server.run+"-4")
	}
	// When the server ends, so do the streams.
	server.Close()
	for _, l := range tabs[1:] {
		for l.state() != "" { //nolint:revive // until it ends
		}
	}
}

func TestEventsAreLimited(t *testing.T) {
	server, base := start(t, site(), Options{})
	for range maxTabs {
		server.tabs <- struct{}{}
	}
	if resp, _ := (request{path: "/_gongkai/events"}).do(t, base); resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
		t.Errorf("got status %d, Retry-After %q, want 503 and a time", resp.StatusCode, resp.Header.Get("Retry-After"))
	}
	<-server.tabs
	listen(t, base).state()
}

// The server ends with its context, also while somebody listens.
func TestServe(t *testing.T) {
	server, err := New(Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + l.Addr().String()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, l) }()
	if resp, _ := (request{path: "/"}).do(t, base); resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("before there is a site: got %d, want 503", resp.StatusCode)
	}
	server.Show(site())
	tab := listen(t, base)
	if tab.state() == "" {
		t.Error("got no event, want the state that is shown")
	}
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("got no end of the server 20 s after its context, want it to end with it")
	}
	if tab.state() != "" {
		t.Error("got an event after the end, want none")
	}
}
