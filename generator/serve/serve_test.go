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
	"os"
	"path/filepath"
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

func (f *fake) Build() int               { return f.build }
func (f *fake) Findings() []diag.Finding { return f.findings }
func (f *fake) Summary() diag.Summary    { return diag.Summarise(f.findings, 1) }
func (f *fake) Source(p string) string   { return f.sources[p] }
func (f *fake) Draft(p string) bool      { return f.drafts[p] }
func (f *fake) Base() string             { return "/zwgk/" }
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
	t.Cleanup(func() { server.close(); h.Close() })
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
	transport := &http.Transport{DisableKeepAlives: true}
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
			t.Errorf("%s: %d, %s, %q", path, resp.StatusCode, resp.Header.Get("Content-Type"), body)
		}
		if resp.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept", path)
		}
		resp, body = request{path: path}.do(t, base)
		if page := strings.HasPrefix(want.kind, "text/html"); resp.StatusCode != want.status || (body == s.files[want.file]) == page {
			t.Errorf("%s in a browser: %d, %q", path, resp.StatusCode, body)
		}
		resp, body = request{path: path, method: http.MethodHead}.do(t, base)
		if resp.StatusCode != want.status || body != "" || resp.Header.Get("Content-Type") != want.kind {
			t.Errorf("%s, the head: %d, %q", path, resp.StatusCode, body)
		}
	}
	resp, _ := request{path: "/a/reports/2023?x=1"}.do(t, base)
	if at := resp.Header.Get("Location"); resp.StatusCode != http.StatusFound || at != "./2023/?x=1" {
		t.Errorf("a folder without its slash: %d, %s", resp.StatusCode, at)
	}
	resp, body := request{path: "/static/x.png", header: map[string]string{"Range": "bytes=1-1"}}.do(t, base)
	if resp.StatusCode != http.StatusPartialContent || body != "n" {
		t.Errorf("a part: %d, %q", resp.StatusCode, body)
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
			t.Errorf("the page does not hold %s", want)
		}
	}
	for _, no := range []string{"http-equiv", `<p class="gongkai-draft"`, "gongkai-overlay", "gongkai-a.lost"} {
		if strings.Contains(body, no) {
			t.Errorf("the page holds %s", no)
		}
	}
	if t.Failed() {
		t.Log(body)
	}
	sent := strings.Join(resp.Header.Values("Content-Security-Policy"), "\n")
	if want := "frame-ancestors 'none'\ndefault-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; script-src 'self'; connect-src 'self'"; sent != want {
		t.Errorf("the policy is %s", sent)
	}

	_, other := request{path: "/"}.do(t, base)
	if !strings.Contains(other, "This page: nothing is wrong") || !strings.Contains(other, `<a href="/a/reports/2023/">show the page</a>`) || strings.Contains(other, "popover ") {
		t.Errorf("another page: %s", other)
	}
	_, draft := request{path: "/a/reports/2022/"}.do(t, base)
	if !strings.Contains(draft, `<p class="gongkai-draft" lang="en">`) {
		t.Error("a draft is not marked")
	}
	_, list := request{path: "/_gongkai/findings"}.do(t, base)
	if strings.Count(list, "<li ") != 4 {
		t.Errorf("all findings: %s", list)
	}
	s.findings[0].Waived = true
	s.findings[1].Waived = true
	if _, waived := (request{path: "/a/reports/2023/"}).do(t, base); strings.Contains(waived, `id="gongkai-a.total"`) || !strings.Contains(waived, `class="gongkai-waived"`) {
		t.Error("a finding that is waived is marked in the table, or is not in the panel")
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
			t.Errorf("the page does not hold %s:\n%s", want, body)
		}
	}
	if resp.StatusCode != http.StatusNotFound {
		t.Errorf("status %d", resp.StatusCode)
	}
	if resp, body := (request{path: "/a/reports/2023/", header: map[string]string{"Gongkai-Raw": "1"}}).do(t, base); resp.StatusCode != 404 || body != next.files[notFound] {
		t.Errorf("a program gets %d, %s", resp.StatusCode, body)
	}

	// It is still unread: the same page is under the overlay.
	server.Show(next)
	if _, body := (request{path: "/a/reports/2023/"}).do(t, base); !strings.Contains(body, `data-cell="a.total"`) {
		t.Error("the last good page is lost")
	}
	// Nobody has ever seen the page.
	_, another := start(t, next, Options{})
	if _, body := (request{path: "/a/reports/2023/"}).do(t, another); !strings.Contains(body, `<dialog id="gongkai-overlay"`) || strings.Contains(body, "上一次") {
		t.Errorf("a page that was never seen: %s", body)
	}
	// The file is removed: there is no such page, and no overlay.
	gone := site()
	delete(gone.files, report)
	delete(gone.sources, report)
	server.Show(gone)
	if _, body := (request{path: "/a/reports/2023/"}).do(t, base); strings.Contains(body, "data-cell") {
		t.Error("a page without its file")
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
		t.Errorf("%d: %s", resp.StatusCode, body)
	}
	if resp, _ := raw.do(t, base); resp.StatusCode != 500 {
		t.Errorf("a program gets %d", resp.StatusCode)
	}
	s.broken = nil
	server.Fail(diag.Textf("没有 gongkai.yaml", "there is no gongkai.yaml"), diag.Text{})
	resp, body = page.do(t, base)
	if resp.StatusCode != 503 || !strings.Contains(body, "there is no gongkai.yaml") || !strings.Contains(body, `data-cell="a.total"`) {
		t.Errorf("%d: %s", resp.StatusCode, body)
	}
	if resp, _ := raw.do(t, base); resp.StatusCode != 503 {
		t.Errorf("a program gets %d", resp.StatusCode)
	}
	if _, status := (request{path: "/_gongkai/status"}).do(t, base); !strings.Contains(status, `"build":1,"building":false,"error":"there is no gongkai.yaml"`) {
		t.Errorf("the status is %s", status)
	}
	server.Show(s)
	if resp, body := page.do(t, base); resp.StatusCode != 200 || strings.Contains(body, "gongkai-overlay") {
		t.Errorf("afterwards: %d", resp.StatusCode)
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
		t.Errorf("the status is %s", got)
	}
}

func TestRefusals(t *testing.T) {
	_, base := start(t, site(), Options{Editor: "true"})
	host := strings.TrimPrefix(base, "http://")
	port := host[strings.LastIndex(host, ":"):]
	large := strings.Repeat("x", maxBody+1)
	for name, c := range map[string]struct {
		request
		status int
	}{
		"another name":             {request{path: "/", header: map[string]string{"Host": "rebound.example" + port}}, 421},
		"no name":                  {request{path: "/", header: map[string]string{"Host": "localhost.evil.example"}}, 421},
		"another machine":          {request{path: "/", header: map[string]string{"Host": "192.0.2.1" + port}}, 421},
		"localhost":                {request{path: "/", header: map[string]string{"Host": "LOCALHOST" + port}}, 200},
		"the loopback of IPv6":     {request{path: "/", header: map[string]string{"Host": "[::1]" + port}}, 200},
		"foreign origin":           {request{path: "/", header: map[string]string{"Origin": "http://evil.example"}}, 403},
		"origin of another port":   {request{path: "/", header: map[string]string{"Origin": "http://127.0.0.1:1"}}, 403},
		"no origin at all":         {request{path: "/", header: map[string]string{"Origin": "null"}}, 403},
		"own origin":               {request{path: "/", header: map[string]string{"Origin": base}}, 200},
		"image of another site":    {request{path: "/static/x.png", header: map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}}, 403},
		"frame of another site":    {request{path: "/", header: map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}}, 403},
		"form of another site":     {request{method: "POST", path: "/_gongkai/open", header: map[string]string{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}}, 403},
		"link on another site":     {request{path: "/", header: map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}}, 200},
		"up":                       {request{path: "/../gongkai.yaml"}, 400},
		"up, disguised":            {request{path: "/a/%2e%2e/%2e%2e/gongkai.yaml"}, 400},
		"up, well disguised":       {request{path: "/..%2f..%2fetc/passwd"}, 400},
		"up, in the Windows way":   {request{path: "/..%5c..%5cgongkai.yaml"}, 400},
		"up, from the server's":    {request{path: "/_gongkai/../../x"}, 400},
		"nothing":                  {request{path: "/a%00.html"}, 400},
		"two slashes":              {request{path: "//evil.example/"}, 400},
		"no text":                  {request{path: "/%ff"}, 400},
		"post to a page":           {request{method: "POST", path: "/"}, 405},
		"delete":                   {request{method: "DELETE", path: "/index.html"}, 405},
		"large body":               {request{method: "POST", path: "/_gongkai/open", body: large}, 413},
		"large body of a GET":      {request{path: "/", body: large}, 413},
		"open without the token":   {request{method: "POST", path: "/_gongkai/open", body: "file=gongkai.yaml&line=1&column=1", header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}, 403},
		"open with another token":  {request{method: "POST", path: "/_gongkai/open", header: map[string]string{"Gongkai-Token": "0"}}, 403},
		"open by GET":              {request{path: "/_gongkai/open"}, 404},
		"nothing of the server's":  {request{path: "/_gongkai/x"}, 404},
		"content behind the pages": {request{path: "/content/a/reports/2023.md"}, 404},
	} {
		resp, body := c.do(t, base)
		if resp.StatusCode != c.status {
			t.Errorf("%s: %d, want %d: %.100s", name, resp.StatusCode, c.status, body)
		}
		if c.status >= 400 && c.status != 404 && strings.Contains(body, "page.main") {
			t.Errorf("%s: the page is shown", name)
		}
	}

	for host, knows := range map[string]map[string]bool{
		"":            {"127.0.0.9": true, "[::1]:80": true, "10.0.0.1": false, "": false},
		"*":           {"10.0.0.1:80": true, "[fe80::1]": true, "rebound.example": false},
		"preview.lan": {"preview.lan:80": true, "PREVIEW.lan.": true, "10.0.0.1": false, "127.0.0.1": true},
		"192.168.1.7": {"192.168.1.7:1": true, "192.168.1.8": false},
		"fd00::1":     {"[fd00::1]:80": true},
	} {
		s := &Server{o: Options{Host: host}}
		for name, want := range knows {
			if s.knows(name) != want {
				t.Errorf("on %q: %q is known: %v", host, name, !want)
			}
		}
	}
}

// A body whose length nobody announced is cut off too.
func TestEndlessBody(t *testing.T) {
	server, base := start(t, site(), Options{Editor: "true"})
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/_gongkai/open", io.LimitReader(zeroes{}, 3<<20))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Set("Gongkai-Token", server.token)
	resp, err := http.DefaultClient.Do(q)
	if err != nil {
		return // cut off while it was being sent
	}
	resp.Body.Close()
	if resp.StatusCode < 400 {
		t.Errorf("status %d", resp.StatusCode)
	}
}

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
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
		t.Fatalf("%d, %s", resp.StatusCode, kind)
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
			t.Fatalf("the first event is %q", got)
		}
		tabs = append(tabs, l)
	}
	_, page := request{path: "/"}.do(t, base)
	if !strings.Contains(page, `data-state="`+server.run+`-1"`) {
		t.Error("the page does not say of which state it is")
	}
	server.Show(site())
	for _, l := range tabs {
		if got := l.state(); got != server.run+"-2" {
			t.Errorf("the next event is %q", got)
		}
	}
	// Who was away for a while hears first what is shown now.
	tabs[0].stop()
	server.Show(site())
	server.Fail(diag.Textf("错", "wrong"), diag.Text{})
	if got := listen(t, base).state(); got != server.run+"-4" {
		t.Errorf("after a while away: %q", got)
	}
	if _, got := (request{path: "/_gongkai/state"}).do(t, base); got != server.run+"-4" {
		t.Errorf("the state is %q", got)
	}
	// When the server ends, so do the streams.
	server.close()
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
		t.Errorf("status %d", resp.StatusCode)
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
		t.Errorf("before there is a site: %d", resp.StatusCode)
	}
	server.Show(site())
	tab := listen(t, base)
	if tab.state() == "" {
		t.Error("no event")
	}
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the server does not end")
	}
	if tab.state() != "" {
		t.Error("an event after the end")
	}
}

func TestEditor(t *testing.T) {
	for text, want := range map[string][]string{
		`code -g {file}:{line}:{column}`: {"code", "-g", "{file}:{line}:{column}"},
		`vim`:                            {"vim", "{file}"},
		`"C:\Program Files\x\code.exe" -g '{file}' "" `: {`C:\Program Files\x\code.exe`, "-g", "{file}", ""},
		`/opt/my\ editor/bin +{line} {file}`:            {"/opt/my editor/bin", "+{line}", "{file}"},
		`e 'a"b' "a\"b"; rm {file}`:                     {"e", `a"b`, `a"b;`, "rm", "{file}"},
		`vscode://file/{file}:{line}`:                   nil,
	} {
		e, err := parseEditor(text)
		if err != nil || strings.Join(e.command, "\n") != strings.Join(want, "\n") || len(e.command) != len(want) {
			t.Errorf("%s: %q, %v", text, e.command, err)
		}
	}
	for _, text := range []string{`code "`, ` `} {
		if _, err := parseEditor(text); err == nil {
			t.Errorf("%q is an editor", text)
		}
	}
	s, err := New(Options{Dir: "/srv/网站 a"})
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Separator == '/' {
		if got := s.link("content/x.md", 0, 0); got != "vscode://file/srv/%E7%BD%91%E7%AB%99%20a/content/x.md:1:1" {
			t.Errorf("the link is %s", got)
		}
		s.editor = editor{address: "idea://open?file={file}&line={line}"}
		if got := s.link("x.md", 3, 1); got != "idea://open?file=/srv/%E7%BD%91%E7%AB%99%20a/x.md&line=3" {
			t.Errorf("the link is %s", got)
		}
	}
}

// The editor is started with the file's place as arguments, and with nothing that is not
// of the site.
func TestOpen(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(t.TempDir(), "args")
	for name, text := range map[string]string{"content/a b;touch x.md": "x", "gongkai.yaml": "x"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(os.TempDir(), filepath.Join(dir, "out")); err == nil {
		defer os.Remove(filepath.Join(dir, "out"))
	}
	secret := filepath.Join(os.TempDir(), filepath.Base(dir)+".secret")
	if err := os.WriteFile(secret, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	defer os.Remove(secret)
	t.Setenv("GONGKAI_TEST_EDITOR", out)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	server, base := start(t, site(), Options{Dir: dir, Editor: `"` + self + `" -g {file}:{line}:{column}`})
	_, page := request{path: "/"}.do(t, base)
	if strings.Contains(page, "vscode:") {
		t.Error("there are links beside the program")
	}
	open := func(file, line string) int {
		q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/_gongkai/open", strings.NewReader("token="+server.token+"&line="+line+"&column=7&file="+file))
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	for _, file := range []string{"../x", "/etc/passwd", "none.md", "content", "out/" + filepath.Base(secret), "", "content%5c..%5c..%5cx"} {
		if got := open(file, "3"); got != http.StatusForbidden {
			t.Errorf("%s: %d", file, got)
		}
	}
	if got := open("gongkai.yaml", "x"); got != http.StatusBadRequest {
		t.Errorf("a line that is none: %d", got)
	}
	if _, err := os.Stat(out); err == nil {
		t.Fatal("the editor was started")
	}
	if got := open("content/a+b%3Btouch+x.md", "3"); got != http.StatusNoContent {
		t.Fatalf("status %d", got)
	}
	want := "-g\n" + filepath.Join(dir, "content", "a b;touch x.md") + ":3:7"
	for range 1000 {
		if got, _ := os.ReadFile(out); string(got) == want {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	got, _ := os.ReadFile(out)
	t.Errorf("the editor gets %q, want %q", got, want)
}

// TestMain is an editor when it is called as one: it writes down its arguments.
func TestMain(m *testing.M) {
	if out := os.Getenv("GONGKAI_TEST_EDITOR"); out != "" && len(os.Args) == 3 && os.Args[1] == "-g" {
		if err := os.WriteFile(out, []byte(strings.Join(os.Args[1:], "\n")), 0o644); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}
