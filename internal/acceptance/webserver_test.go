package acceptance

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/chromedp/chromedp"

	"gongkai/generator"
	"gongkai/generator/output"
	"gongkai/generator/output/compress"
	"gongkai/generator/publish/webserver"
)

var underLoad = flag.Int("requests", 3000, "how many requests TestWebServerUnderLoad makes")

// foreign are files that a site only carries, by path, with the type that they are sent with.
var foreign = map[string]struct{ text, kind string }{
	"static/evil.html":                        {"<!doctype html><title>before</title><script>document.title = 'ran'</script><script src=\"evil.js\"></script>", "text/html"},
	"static/sub/index.html":                   {strings.Repeat("<p>\xc4\xfa\xba\xc3</p>", 200), "text/html"}, // GBK
	"static/evil.svg":                         {`<svg xmlns="http://www.w3.org/2000/svg"><title>before</title><script>document.title = 'ran'</script></svg>`, "image/svg+xml"},
	"static/evil.xml":                         {`<html xmlns="http://www.w3.org/1999/xhtml"><head><title>before</title><script>document.title = 'ran'</script></head></html>`, "application/xml"},
	"static/evil.js":                          {"document.title = 'ran'", "text/javascript; charset=utf-8"},
	"static/x.php":                            {"<?php echo 1;", "application/octet-stream"},
	"static/说明 文件.txt":                        {"\xcb\xb5\xc3\xf7", "text/plain"},
	"static/100%+#?&'.csv":                    {"a,b\n", "text/csv"},
	"static/a.PDF":                            {"%PDF-1.4", "application/pdf"},
	"static/a.br.css":                         {"p {}", "text/css; charset=utf-8"},
	"static/a.parquet":                        {"PAR1", "application/vnd.apache.parquet"},
	"static/a.wacz":                           {"PK", "application/wacz"},
	"static/a.jsonl":                          {"{}\n", "application/jsonl; charset=utf-8"},
	"static/none":                             {"none", "application/octet-stream"},
	"shilishi-zwfwj/reports/2023/附件.html":     {"<script>document.title = 'ran'</script>", "text/html"},
	"shilishi-zwfwj/reports/2023/original.gz": {"\x1f\x8b", "application/gzip"},
}

// kindOfFile is the type with which one of the site's own files is sent.
func kindOfFile(p string) string {
	switch path.Ext(p) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".json":
		return "application/json; charset=utf-8"
	case ".jsonl":
		return "application/jsonl; charset=utf-8"
	case ".parquet":
		return "application/vnd.apache.parquet"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".txt":
		if p != "robots.txt" {
			return "text/plain" // an attachment
		}
		return "text/plain; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".sqlite":
		return "application/vnd.sqlite3"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ".zip":
		return "application/zip"
	case ".xml":
		if path.Base(p) == "feed.xml" {
			return "application/atom+xml"
		}
		return "application/xml"
	}
	return "?"
}

func policyOf(p string) string {
	_, carried := foreign[p]
	switch strings.ToLower(path.Ext(p)) {
	case ".html", ".svg", ".xml":
		if carried || path.Ext(p) != ".html" {
			return output.ForeignPolicy
		}
		return webserver.PagePolicy
	}
	return webserver.FilePolicy
}

// servedSite builds the example site with compressed files and puts files of others into it; it
// returns the folder and what is in it, by path.
func servedSite(t *testing.T) (dir string, files map[string][]byte) {
	t.Helper()
	dir = t.TempDir()
	for p := dir; p != filepath.Dir(os.TempDir()) && p != "/"; p = filepath.Dir(p) { // servers give up root's rights
		if info, err := os.Stat(p); err == nil && info.Mode()&0o5 != 0o5 && os.Chmod(p, info.Mode()|0o5) != nil {
			t.Fatalf("%s cannot be read by a server", p)
		}
	}
	result, err := generator.Build(t.Context(), generator.Options{Site: exampleSite, Out: dir, Version: "test", Compress: true})
	if err != nil || result.Failed() {
		t.Fatalf("the example site does not build: %v, %v", err, result)
	}
	for p, f := range foreign {
		write(t, dir, p, f.text)
	}
	for _, p := range []string{".gitignore", ".git/config", "static/.env"} {
		write(t, dir, p, "secret")
	}
	write(t, filepath.Dir(dir), "secret", "secret")
	files = map[string][]byte{}
	past := time.Now().Add(-time.Hour) // of a file of this second Apache says less
	err = filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if err := os.Chtimes(p, past, past); err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err == nil && !strings.Contains("/"+rel, "/.") {
			files[filepath.ToSlash(rel)], err = os.ReadFile(p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir, files
}

// isCompressed reports whether a file is the compressed form of another.
func isCompressed(p string, files map[string][]byte) bool {
	for _, c := range compress.Codings() {
		if plain, ok := strings.CutSuffix(p, c.Extension); ok && files[plain] != nil {
			return true
		}
	}
	return false
}

// client takes answers as they come.
var client = &http.Client{
	Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 16},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Timeout:       time.Minute,
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

// ask makes a request; headers are name and value in turn.
func ask(method, address string, headers ...string) (answer, error) {
	r, err := http.NewRequest(method, address, nil)
	if err != nil {
		return answer{}, err
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	a, err := client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	return answer{a.StatusCode, a.Header, body}, err
}

// plain is the body without its coding.
func (a answer) plain() ([]byte, error) {
	var r io.Reader = bytes.NewReader(a.body)
	switch coding := a.header.Get("Content-Encoding"); coding {
	case "":
	case "gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, err
		}
		r = z
	case "br":
		r = brotli.NewReader(r)
	default:
		return nil, fmt.Errorf("coding %q", coding)
	}
	return io.ReadAll(r)
}

// accepted are values of Accept-Encoding with the codings that may be sent then, the first of them
// that a server has must be; "" is none.
var accepted = []struct {
	value   string
	codings []string
}{
	{"", nil}, {"identity", nil}, {"gzip", []string{"gzip"}}, {"br", []string{"br"}}, {"gzip, deflate, br, zstd", []string{"br", "gzip"}},
	{"deflate, gzip;q=1.0, *;q=0.5", []string{"gzip"}}, {"gzip;q=0", nil}, {"br;q=0, gzip", []string{"gzip"}}, {"gzip;q=0, br;q=0.000", nil},
	{"br;q=0.001", []string{"br"}}, {"gzip ; q=0.5", []string{"gzip"}}, {"GZIP", []string{"gzip"}}, {"xgzip, brotli", nil}, {"identity;q=1, *;q=0", nil},
}

// checkFile asks for a file in every way and returns what is wrong.
func checkFile(s aServer, address, p string, files map[string][]byte) (faults []string) {
	fault := func(format string, args ...any) {
		faults = append(faults, address+": "+fmt.Sprintf(format, args...))
	}
	kind := kindOfFile(p)
	if f, ok := foreign[p]; ok {
		kind = f.kind
	}
	varies := files[p+".gz"] != nil
	tags := map[string]string{}
	for _, accept := range accepted {
		a, err := ask(http.MethodGet, address, "Accept-Encoding", accept.value)
		if err != nil || a.status != http.StatusOK {
			fault("Accept-Encoding %q: %d, %v", accept.value, a.status, err)
			return faults
		}
		var want string
		for _, c := range slices.Backward(accept.codings) {
			if files[p+map[string]string{"gzip": ".gz", "br": ".br"}[c]] != nil && (c == "gzip" || s.brotli) {
				want = c
			}
		}
		coding := a.header.Get("Content-Encoding")
		if coding != want && !(len(accept.codings) > 1 && coding == accept.codings[1]) {
			fault("Accept-Encoding %q: coding %q, want %q", accept.value, coding, want)
		}
		if body, err := a.plain(); err != nil || !bytes.Equal(body, files[p]) {
			fault("Accept-Encoding %q: other content (%v, %d bytes, want %d)", accept.value, err, len(body), len(files[p]))
		}
		if vary := strings.ToLower(strings.Join(a.header.Values("Vary"), ",")); varies && strings.Count(vary, "accept-encoding") < 1 {
			fault("Accept-Encoding %q: Vary %q, want Accept-Encoding", accept.value, vary)
		}
		for name, want := range map[string]string{"Content-Type": kind, "Content-Security-Policy": policyOf(p), "X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "strict-origin-when-cross-origin", "X-Frame-Options": "SAMEORIGIN", "Cache-Control": "no-cache", "Content-Language": ""} {
			if got := strings.Join(a.header.Values(name), " | "); !strings.EqualFold(got, want) {
				fault("Accept-Encoding %q: %s is %q, want %q", accept.value, name, got, want)
			}
		}
		tag := a.header.Get("ETag")
		if tag == "" {
			fault("Accept-Encoding %q: no ETag", accept.value)
		}
		for c, other := range tags {
			if (c == coding) != (other == tag) {
				fault("codings %q and %q have the tags %s and %s", c, coding, other, tag)
			}
		}
		tags[coding] = tag

		head, err := ask(http.MethodHead, address, "Accept-Encoding", accept.value)
		if err != nil || head.status != a.status || len(head.body) > 0 {
			fault("HEAD: %d, %d bytes, %v", head.status, len(head.body), err)
		}
		for _, name := range []string{"Content-Type", "Content-Encoding", "Vary", "ETag", "Last-Modified", "Content-Length", "Content-Security-Policy"} {
			if head.header.Get(name) != a.header.Get(name) {
				fault("HEAD: %s is %q, GET has %q", name, head.header.Get(name), a.header.Get(name))
			}
		}
		again, err := ask(http.MethodGet, address, "Accept-Encoding", accept.value, "If-None-Match", tag)
		if err != nil || again.status != http.StatusNotModified || len(again.body) > 0 {
			fault("Accept-Encoding %q, If-None-Match %s: %d, want 304 (%v)", accept.value, tag, again.status, err)
		}
		if len(faults) > 0 {
			return faults
		}
	}
	since := ""
	if a, err := ask(http.MethodGet, address); err == nil {
		since = a.header.Get("Last-Modified")
	}
	if a, err := ask(http.MethodGet, address, "If-Modified-Since", since); err != nil || a.status != http.StatusNotModified {
		fault("If-Modified-Since %s: %d, want 304 (%v)", since, a.status, err)
	}
	if a, err := ask(http.MethodGet, address, "If-None-Match", `"other"`); err != nil || a.status != http.StatusOK {
		fault("If-None-Match of another: %d, want 200 (%v)", a.status, err)
	}
	if n := len(files[p]); n > 2 {
		a, err := ask(http.MethodGet, address, "Range", fmt.Sprintf("bytes=1-%d", n-2))
		if err != nil || a.status != http.StatusPartialContent || !bytes.Equal(a.body, files[p][1:n-1]) || a.header.Get("Content-Range") != fmt.Sprintf("bytes 1-%d/%d", n-2, n) {
			fault("a range: %d, %d bytes, %q (%v)", a.status, len(a.body), a.header.Get("Content-Range"), err)
		}
		a, err = ask(http.MethodGet, address, "Range", "bytes=1-2", "If-Range", `"other"`)
		if err != nil || a.status != http.StatusOK || len(a.body) != n {
			fault("a range of another: %d, %d bytes, want the whole (%v)", a.status, len(a.body), err)
		}
		if a, err = ask(http.MethodGet, address, "Range", fmt.Sprintf("bytes=%d-", n+10)); err != nil || a.status != http.StatusRequestedRangeNotSatisfiable {
			fault("a range after the end: %d, want 416 (%v)", a.status, err)
		}
	}
	return faults
}

// addressOf is the address of a file, below a base.
func addressOf(base, p string) string { return (&url.URL{Path: base + p}).EscapedPath() }

// aFewFiles are one file of each type and place, and all that are foreign.
func aFewFiles(files map[string][]byte) (few []string) {
	seen := map[string]bool{}
	for p := range foreign {
		few = append(few, p)
	}
	for _, p := range slices.SortedFunc(func(yield func(string) bool) {
		for p := range files {
			if !yield(p) {
				return
			}
		}
	}, func(a, b string) int { return cmp.Or(cmp.Compare(len(files[b]), len(files[a])), cmp.Compare(a, b)) }) {
		first, _, _ := strings.Cut(p, "/")
		if !slices.Contains([]string{"assets", "data", "search", "static"}, first) {
			first = ""
		}
		if key := first + path.Ext(p); !seen[key] && !isCompressed(p, files) && foreign[p].kind == "" {
			seen[key] = true
			few = append(few, p)
		}
	}
	return few
}

// TestWebServers tries each server with the configuration that is printed for it, below a path with
// Chinese characters and at the root of a host.
func TestWebServers(t *testing.T) {
	dir, files := servedSite(t)
	few := aFewFiles(files)
	if len(few) < len(foreign)+12 {
		t.Fatalf("files to ask for: %v, want more", few)
	}
	for _, s := range servers {
		for _, base := range []string{"/政务 公开/", "/"} {
			t.Run(s.name+base, func(t *testing.T) {
				host := startServer(t, s, dir, base)
				for _, p := range few {
					addresses := []string{addressOf(base, p)}
					if folder, ok := strings.CutSuffix(p, "index.html"); ok {
						addresses = append(addresses, addressOf(base, folder))
					}
					if base == "/" && p != "index.html" { // the rest is the same
						continue
					}
					for _, address := range addresses {
						for _, fault := range checkFile(s, host+address, p, files) {
							t.Error(fault)
						}
					}
				}
				checkAddresses(t, host, base, files)
			})
		}
	}
}

// checkAddresses asks for what is not a file.
func checkAddresses(t *testing.T, host, base string, files map[string][]byte) {
	t.Helper()
	const year = "years/2023"
	moved := map[string]string{base + year: base + year + "/", base + "static/sub": base + "static/sub/"}
	if base != "/" {
		moved[strings.TrimSuffix(base, "/")], moved["/"] = base, base
	}
	for from, to := range moved {
		a, err := ask(http.MethodGet, host+addressOf("", from))
		location, bad := url.Parse(a.header.Get("Location"))
		if err != nil || bad != nil || a.status < 301 || a.status > 308 {
			t.Errorf("%s: %d, Location %q (%v), want a redirect", from, a.status, a.header.Get("Location"), err)
			continue
		}
		asked, _ := url.Parse(host + addressOf("", from))
		if got := asked.ResolveReference(location); got.Scheme+"://"+got.Host != host || got.Path != to || got.RawQuery != "" {
			t.Errorf("%s leads to %s, want %s", from, got, host+addressOf("", to))
		}
	}
	missing := []string{addressOf(base, "没有/有.pdf"), addressOf(base, "shilishi-zwfwj/reports/1999/"), addressOf(base, "none"), addressOf(base, "a.css"),
		addressOf(base, ".gitignore"), addressOf(base, ".git/config"), addressOf(base, "static/.env"), addressOf(base, "static/%2e"), addressOf(base, "") + "%2egitignore"}
	if base != "/" {
		missing = append(missing, "/other", "/index.html")
	}
	for _, address := range missing {
		for _, accept := range []string{"", "br, gzip"} {
			a, err := ask(http.MethodGet, host+address, "Accept-Encoding", accept)
			body, errBody := a.plain()
			if err != nil || errBody != nil || a.status != http.StatusNotFound || !bytes.Equal(body, files["404.html"]) {
				t.Errorf("%s: %d, %d bytes (%v, %v), want 404 and its page", address, a.status, len(body), err, errBody)
			}
			for name, want := range map[string]string{"Content-Type": "text/html; charset=utf-8", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache", "Content-Security-Policy": webserver.PagePolicy} {
				if got := strings.Join(a.header.Values(name), " | "); !strings.EqualFold(got, want) {
					t.Errorf("%s: %s is %q, want %q", address, name, got, want)
				}
			}
		}
	}
	below := strings.TrimSuffix(addressOf("", base), "/")
	for _, address := range []string{below + "../secret", below + "/../secret", below + "/%2e%2e/secret", below + "/..%2fsecret", below + "/static/../../secret"} {
		if a, err := ask(http.MethodGet, host+"/x"); err != nil || a.status == 0 {
			t.Fatal(err)
		}
		r, _ := http.NewRequest(http.MethodGet, host, nil)
		r.URL.Opaque = strings.TrimPrefix(host, "http:") + address
		if a, err := client.Do(r); err == nil {
			body, _ := io.ReadAll(a.Body)
			a.Body.Close()
			if a.StatusCode == http.StatusOK || bytes.Contains(body, []byte("secret")) && !bytes.Contains(body, []byte("<html")) {
				t.Errorf("%s: %d, %q, want it refused", address, a.StatusCode, body)
			}
		}
	}
	for _, address := range []string{addressOf(base, "assets/"), addressOf(base, "static/")} {
		if a, err := ask(http.MethodGet, host+address); err != nil || a.status == http.StatusOK || bytes.Contains(a.body, []byte("style.css")) && !bytes.Contains(a.body, []byte("<main")) {
			t.Errorf("%s: %d (%v), want no list of files", address, a.status, err)
		}
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
		if a, err := ask(method, host+addressOf(base, "index.html")); err != nil || a.status != http.StatusMethodNotAllowed && a.status != http.StatusForbidden {
			t.Errorf("%s: %d (%v), want 405 or 403", method, a.status, err)
		}
	}
}

// TestWebServersSendNothingStale builds a changed site over the one that is served, with and without
// compressed files: at no time an old text is sent.
func TestWebServersSendNothingStale(t *testing.T) {
	for _, s := range servers {
		t.Run(s.name, func(t *testing.T) {
			dir, site := t.TempDir(), t.TempDir()
			if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
				t.Fatal(err)
			}
			scaffolded(t, site)
			name := filepath.Join(site, "content/shilishi-xxgkj/_index.md")
			text := readFile(t, name)
			host := ""
			for i, compressed := range []bool{true, true, false, true, false} {
				if err := os.WriteFile(name, fmt.Appendf(nil, "%s\n第 %d 版，%s。\n", text, i, strings.Repeat("长", 300)), 0o644); err != nil {
					t.Fatal(err)
				}
				result, err := generator.Build(t.Context(), generator.Options{Site: site, Out: dir, Version: "test", Compress: compressed})
				if err != nil || result.Failed() {
					t.Fatalf("the site does not build: %v, %v", err, result)
				}
				if host == "" {
					host = startServer(t, s, dir, "/")
				}
				for _, accept := range []string{"", "gzip", "br", "gzip, br"} {
					a, err := ask(http.MethodGet, host+"/shilishi-xxgkj/", "Accept-Encoding", accept)
					body, errBody := a.plain()
					if want := fmt.Sprintf("第 %d 版", i); err != nil || errBody != nil || !bytes.Contains(body, []byte(want)) {
						t.Errorf("build %d, Accept-Encoding %q: %s is not sent (%v, %v, coding %q)", i, accept, want, err, errBody, a.header.Get("Content-Encoding"))
					}
					if coding := a.header.Get("Content-Encoding"); compressed != (coding != "") && accept != "" && (accept != "br" || s.brotli) {
						t.Errorf("build %d, Accept-Encoding %q: coding %q, compressed files: %v", i, accept, coding, compressed)
					}
				}
			}
		})
	}
}

// TestWebServerKeepsThePolicies opens a page of each kind, as nginx sends it, in a browser, which
// reports nothing; scripts in files of others do not run.
func TestWebServerKeepsThePolicies(t *testing.T) {
	dir, _ := servedSite(t)
	site, base, err := serve(dir)
	if err != nil {
		t.Fatal(err)
	}
	site.Close()
	host := startServer(t, servers[0], dir, base)
	tab := newTab(t)
	faults := watch(t, tab)
	for kind, page := range example.samples(t) {
		do(t, tab, chromedp.Navigate(host+addressOf(base, page)))
		if !eval[bool](t, tab, `getComputedStyle(document.body).fontFamily.includes("PingFang")`) {
			t.Errorf("a page of the kind %q has no style", kind)
		}
	}
	if got := searchFor(t, tab, host+addressOf(base, ""), "q="+url.QueryEscape("务服")); len(got.Paths) < 5 {
		t.Errorf("a search finds %v, want 5 pages at least", got.Paths)
	}
	// A picture is one whatever its policy says of it as a page.
	if !eval[bool](t, tab, `new Promise(done => {
		const picture = new Image();
		picture.onload = () => done(true);
		picture.onerror = () => done(false);
		picture.src = "../static/evil.svg";
	})`) {
		t.Error("an SVG file of static/ is not shown as a picture")
	}
	if f := faults(); len(f) > 0 {
		t.Errorf("the browser reports %q, want nothing", f)
	}
	for _, name := range []string{"static/evil.html", "static/evil.svg", "static/evil.xml", "shilishi-zwfwj/reports/2023/附件.html"} {
		do(t, tab, chromedp.Navigate(host+addressOf(base, name)))
		if got := eval[string](t, tab, `document.title + " " + origin`); strings.Contains(got, "ran") || !strings.HasSuffix(got, " null") {
			t.Errorf("%s: title and origin are %q, want the first one and null", name, got)
		}
		do(t, tab, chromedp.Navigate("file://"+filepath.Join(dir, filepath.FromSlash(name))))
		if got := eval[string](t, tab, `document.title`); got != "ran" {
			t.Errorf("%s: from the disk the title is %q: its script does not run, so the test proves nothing", name, got)
		}
	}
}

// TestWebServerUnderLoad makes many requests at once, in any order and with any coding: each gets
// what the file holds. -requests 300000 is what was asked for once.
func TestWebServerUnderLoad(t *testing.T) {
	dir, files := servedSite(t)
	host := startServer(t, servers[0], dir, "/")
	var paths []string
	for p := range files {
		if !isCompressed(p, files) {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	var left, sent atomic.Int64
	left.Store(int64(*underLoad))
	began := time.Now()
	var all sync.WaitGroup
	for i := range 8 {
		r := rand.New(rand.NewPCG(uint64(i), 7))
		all.Go(func() {
			for left.Add(-1) >= 0 && !t.Failed() {
				p := paths[r.IntN(len(paths))]
				accept := accepted[r.IntN(len(accepted))].value
				address := addressOf("/", p)
				if folder, ok := strings.CutSuffix(address, "index.html"); ok && r.IntN(2) == 0 {
					address = folder
				}
				a, err := ask(http.MethodGet, host+address, "Accept-Encoding", accept)
				body, errBody := a.plain()
				if err != nil || errBody != nil || a.status != http.StatusOK || !bytes.Equal(body, files[p]) {
					t.Errorf("%s, Accept-Encoding %q: %d, %d bytes (%v, %v), want 200 and %d", address, accept, a.status, len(body), err, errBody, len(files[p]))
				}
				sent.Add(int64(len(a.body)))
			}
		})
	}
	all.Wait()
	t.Logf("%d requests, %d MB, %.1f s", *underLoad, sent.Load()>>20, time.Since(began).Seconds())
}
