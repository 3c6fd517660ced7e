package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"gongkai/cmd/gongkai/cli"
	"gongkai/generator"
)

// desk is a desk over a new site.
type desk struct {
	testing.TB
	dir, base, token string
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{TB: t, dir: filepath.Join(t.TempDir(), "site")}
	if _, err := generator.NewSite(d.dir, "zh"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	out, w := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- cli.Main(ctx, []string{"desk", d.dir, "--open=false", "--lang", "en", "--addr", "127.0.0.1:0"}, w, io.Discard, func(string) string { return "" })
		w.Close()
	}()
	t.Cleanup(func() {
		cancel()
		if status := <-ended; status != 0 {
			t.Errorf("the desk ends with status %d, want 0", status)
		}
	})
	d.enter(out)
	return d
}

// try sends a request, with other headers where they are given, and follows no redirection.
func (d *desk) try(method, path string, body io.Reader, headers map[string]string) (int, string, error) {
	r, err := http.NewRequestWithContext(d.Context(), method, d.base+path, body)
	if err != nil {
		return 0, "", err
	}
	for name, value := range headers {
		if name == "Host" {
			r.Host = value
		}
		r.Header.Set(name, value)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if to := answer.Header.Get("Location"); to != "" {
		return answer.StatusCode, to, err
	}
	return answer.StatusCode, string(text), err
}

// ask sends a form, with other headers where they are given, and returns what it is answered, or where that leads.
func (d *desk) ask(method, path string, form url.Values, headers map[string]string) (int, string) {
	d.Helper()
	all := map[string]string{}
	if form != nil {
		all["Content-Type"] = "application/x-www-form-urlencoded"
	}
	maps.Copy(all, headers)
	status, text, err := d.try(method, path, strings.NewReader(form.Encode()), all)
	if err != nil {
		d.Fatal(err)
	}
	return status, text
}

// A request of another site's page, under another name or without the token of the run changes nothing; the same request
// from the desk's own page does.
func TestDeskRefusesStrangers(t *testing.T) {
	d := openDesk(t)
	before := files(t, d.dir)
	form := url.Values{"agency": {"shilishi-xxgkj"}, "year": {"2025"}, "token": {d.token}}
	elsewhere := filepath.Join(t.TempDir(), "other")
	site := url.Values{"many": {"no"}, "site": {"x"}, "name": {"y"}, "folder": {elsewhere}, "url": {"https://www.example.gov.cn/"}, "token": {d.token}}
	without := func(f url.Values) url.Values {
		g := url.Values{}
		for k, v := range f {
			if k != "token" {
				g[k] = v
			}
		}
		return g
	}
	for name, x := range map[string]struct {
		form    url.Values
		headers map[string]string
		want    int
	}{
		"no token":         {nil, nil, http.StatusForbidden},
		"another token":    {nil, map[string]string{"Gongkai-Token": "0"}, http.StatusForbidden},
		"another origin":   {form, map[string]string{"Origin": "https://example.com"}, http.StatusForbidden},
		"a page of a file": {form, map[string]string{"Origin": "null"}, http.StatusForbidden},
		"another site":     {form, map[string]string{"Sec-Fetch-Site": "cross-site"}, http.StatusForbidden},
		"another name":     {form, map[string]string{"Host": "example.com"}, http.StatusMisdirectedRequest},
	} {
		for path, full := range map[string]url.Values{"/_gongkai/desk/new": form, "/_gongkai/start/new": site, "/_gongkai/start/open": form, "/_gongkai/desk/end": form} {
			sent := full
			if x.form == nil {
				sent = without(full)
			}
			if got, _ := d.ask(http.MethodPost, path, sent, x.headers); got != x.want {
				t.Errorf("%s, %s: got status %d, want %d", path, name, got, x.want)
			}
		}
	}
	if after := files(t, d.dir); len(after) != len(before) {
		t.Errorf("got %d files, want the %d that there were", len(after), len(before))
	}
	if _, err := os.Stat(elsewhere); err == nil {
		t.Error("a site was made, want none")
	}
	if got, page := d.ask(http.MethodPost, "/_gongkai/desk/new", form, map[string]string{"Origin": d.base}); got != http.StatusSeeOther {
		t.Errorf("from the page of the desk: got status %d, want %d: %s", got, http.StatusSeeOther, page)
	}
	if got := files(t, d.dir)["content/shilishi-xxgkj/reports/2025.md"]; !strings.Contains(got, "待填") {
		t.Errorf("the new report is %q, want a draft", got)
	}
	if got, page := d.ask(http.MethodPost, "/_gongkai/desk/new", form, nil); got != http.StatusUnprocessableEntity || !strings.Contains(page, "is already there") {
		t.Errorf("a second time: got status %d, want %d and a page that says why:\n%s", got, http.StatusUnprocessableEntity, page)
	}
	for _, agency := range []string{"../x", "nobody", ""} {
		form.Set("agency", agency)
		if got, page := d.ask(http.MethodPost, "/_gongkai/desk/new", form, nil); got != http.StatusUnprocessableEntity || !strings.Contains(page, "there is no agency") {
			t.Errorf("for the agency %q: got status %d, want %d", agency, got, http.StatusUnprocessableEntity)
		}
	}
}

// upload is a form with a file, as the one on the desk sends it, and its type.
func (d *desk) upload(name string, data []byte) (body *bytes.Buffer, kind string) {
	d.Helper()
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	err := w.WriteField("token", d.token)
	part, failed := w.CreateFormFile("file", name)
	if err = errors.Join(err, failed); err == nil {
		_, err = part.Write(data)
	}
	if err := errors.Join(err, w.Close()); err != nil {
		d.Fatal(err)
	}
	return body, w.FormDataContentType()
}

// drop uploads a file as the form on the desk does, and returns where that leads.
func (d *desk) drop(name string, data []byte) string {
	d.Helper()
	body, kind := d.upload(name, data)
	status, to, err := d.try(http.MethodPost, "/_gongkai/desk/import", body, map[string]string{"Content-Type": kind})
	if err != nil || status != http.StatusSeeOther {
		d.Fatalf("dropping %s: got status %d and error %v, want %d: %s", name, status, err, http.StatusSeeOther, to)
	}
	return to
}

// A Word file becomes a report; where there is one, that stays unless it is said otherwise, and both can be had again.
func TestDeskImport(t *testing.T) {
	d := openDesk(t)
	const name = "content/shilishi-xxgkj/reports/2024.md"
	original := files(t, d.dir)[name]
	out := t.TempDir()
	run(t, 0, "export", filepath.Join(d.dir, name), "--site", d.dir, "--to", "docx", "--out", out)
	word, err := os.ReadFile(filepath.Join(out, "shilishi-xxgkj-2024.docx"))
	if err != nil {
		t.Fatal(err)
	}
	at := d.drop("报告.docx", word)
	status, page := d.ask(http.MethodGet, at, nil, nil)
	for _, want := range []string{"form cn-2021, agency shilishi-xxgkj, year 2024", "Every printed figure was read.", "The agency has a report of this year already", "/_gongkai/desk/import/review?"} {
		if status != http.StatusOK || !strings.Contains(page, want) {
			t.Errorf("got status %d and a page without %q:\n%s", status, want, page)
		}
	}
	id := strings.TrimPrefix(at, "/_gongkai/desk/import?id=")
	put := url.Values{"token": {d.token}, "id": {id}, "agency": {"shilishi-xxgkj"}, "year": {"2024"}}
	if status, _ := d.ask(http.MethodPost, "/_gongkai/desk/import/put", put, nil); status != http.StatusConflict {
		t.Errorf("unasked: got status %d, want %d", status, http.StatusConflict)
	}
	put.Set("how", "both")
	if status, page := d.ask(http.MethodPost, "/_gongkai/desk/import/put", put, nil); status != http.StatusSeeOther {
		t.Errorf("both: got status %d, want %d: %s", status, http.StatusSeeOther, page)
	}
	if got := files(t, d.dir)[name]; got != original {
		t.Errorf("both: the report became\n%s", got)
	}
	kept := regexp.MustCompile(`state=([^&#"]+-imported-[0-9a-f]{16})`)
	history := "/_gongkai/desk/history?file=" + url.QueryEscape(name)
	_, page = d.ask(http.MethodGet, history, nil, nil)
	state := kept.FindStringSubmatch(page)
	if state == nil {
		t.Fatalf("the history has not what was read:\n%s", page)
	}
	if status, _ := d.ask(http.MethodPost, "/_gongkai/desk/history/restore", url.Values{"token": {d.token}, "file": {name}, "state": {state[1]}}, nil); status != http.StatusSeeOther {
		t.Errorf("put in place: got status %d, want %d", status, http.StatusSeeOther)
	}
	read := files(t, d.dir)[name]
	if !strings.Contains(read, "title: 报告.docx") {
		t.Errorf("put in place, the report says\n%s", read)
	}
	_, page = d.ask(http.MethodGet, history, nil, nil)
	found := regexp.MustCompile(`state=([^&#"]+-found-[0-9a-f]{16})`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("the history has not what was there before:\n%s", page)
	}
	if _, page = d.ask(http.MethodGet, history+"&state="+found[1], nil, nil); !strings.Contains(page, "title: 报告.docx") {
		t.Errorf("the difference does not show what was read:\n%s", page)
	}
	d.ask(http.MethodPost, "/_gongkai/desk/history/restore", url.Values{"token": {d.token}, "file": {name}, "state": {found[1]}}, nil)
	if got := files(t, d.dir)[name]; got != original {
		t.Errorf("taken back, the report is\n%s\nwant it to the byte as it was:\n%s", got, original)
	}
	// A new year is put in without a question; a file that is not a report is named.
	at = d.drop("2023.html", []byte(`<meta charset="utf-8"><h1>示例市信息公开局2023年政府信息公开工作年度报告</h1><table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>1</table>`))
	put = url.Values{"token": {d.token}, "id": {strings.TrimPrefix(at, "/_gongkai/desk/import?id=")}, "agency": {"shilishi-xxgkj"}, "year": {"2023"}}
	if status, page := d.ask(http.MethodPost, "/_gongkai/desk/import/put", put, nil); status != http.StatusSeeOther || !strings.Contains(files(t, d.dir)["content/shilishi-xxgkj/reports/2023.md"], "title: 2023.html") {
		t.Errorf("a new year: got status %d, want %d and the report: %s", status, http.StatusSeeOther, page)
	}
	if status, page := d.ask(http.MethodGet, d.drop("x.txt", []byte("hello")), nil, nil); status != http.StatusUnprocessableEntity || !strings.Contains(page, "no table of a report was found") {
		t.Errorf("no report: got status %d, want %d and why: %s", status, http.StatusUnprocessableEntity, page)
	}
	for _, file := range []string{"gongkai.yaml", "content/../gongkai.yaml", "content/_index.md", "content/shilishi-xxgkj/_index.md", "content/nobody/reports/2024.md", "/etc/passwd"} {
		if status, page := d.ask(http.MethodGet, "/_gongkai/desk/history?file="+url.QueryEscape(file), nil, nil); status == http.StatusOK {
			t.Errorf("the history of %s: got status %d, want a refusal: %s", file, status, page)
		}
	}
}

// A report is checked, given out as Word, and published: the draft flag goes and nothing else, and where the site cannot be
// built, it is a draft again.
func TestDeskPublish(t *testing.T) {
	d := openDesk(t)
	const name = "content/shilishi-xxgkj/reports/2024.md"
	path := filepath.Join(d.dir, name)
	write := func(file, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(d.dir, file), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	published := files(t, d.dir)[name]
	draft := strings.Replace(published, "---\n", "---\ndraft: true # for now\n", 1)
	hand := "/_gongkai/desk/hand?file=" + url.QueryEscape(name)
	publish := func() (int, string) {
		t.Helper()
		return d.ask(http.MethodPost, "/_gongkai/desk/publish", url.Values{"token": {d.token}, "file": {name}}, nil)
	}
	until := func(what string) string { // the watch has seen the file
		t.Helper()
		for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			_, page := d.ask(http.MethodGet, hand, nil, nil)
			if strings.Contains(page, what) {
				return page
			}
			if time.Now().After(end) {
				t.Fatalf("the page never says %q:\n%s", what, page)
			}
		}
	}
	write(name, strings.Replace(draft, "new:                        [5, 2, 0, 0, 1, 0, 8]", "new:                        [5, 2, 0, 0, 1, 0, 9]", 1))
	page := until("Errors left to mend: 1")
	if !strings.Contains(page, "/shilishi-xxgkj/reports/2024/?edit#cell=applications.new.total") {
		t.Errorf("the error does not lead to its cell:\n%s", page)
	}
	wrong := files(t, d.dir)
	if status, page := publish(); status != http.StatusUnprocessableEntity || !strings.Contains(page, "1 error left; nothing was published") {
		t.Errorf("with an error: got status %d, want %d: %s", status, http.StatusUnprocessableEntity, page)
	}
	if got := files(t, d.dir)[name]; got != wrong[name] {
		t.Errorf("with an error the file became\n%s", got)
	}
	write(name, draft)
	page = until("it is a draft no more")
	if !strings.Contains(page, "</span>draft: true # for now</del>") || strings.Count(page, "<del>") != 1 || strings.Contains(page, "<ins>") {
		t.Errorf("the page does not show that one line goes:\n%s", page)
	}
	if status, word := d.ask(http.MethodGet, "/_gongkai/desk/word?file="+url.QueryEscape(name), nil, nil); status != http.StatusOK || !strings.HasPrefix(word, "PK") {
		t.Errorf("the Word file: got status %d and %.20q, want a ZIP archive", status, word)
	}
	write("content/shilishi-xxgkj/guide.md", "---\ntitel: x\n---\n")
	if status, page := publish(); status != http.StatusUnprocessableEntity || !strings.Contains(page, "the site has errors") || !strings.Contains(page, "titel") {
		t.Errorf("with an error elsewhere: got status %d, want %d and the error: %s", status, http.StatusUnprocessableEntity, page)
	}
	if got := files(t, d.dir)[name]; got != draft {
		t.Errorf("with an error elsewhere the file became\n%s\nwant\n%s", got, draft)
	}
	if _, err := os.Stat(filepath.Join(d.dir, "public/index.html")); err == nil {
		t.Error("with an error elsewhere a site was built, want none")
	}
	write("content/shilishi-xxgkj/guide.md", wrong["content/shilishi-xxgkj/guide.md"])
	if status, page := publish(); status != http.StatusOK || !strings.Contains(page, "The site is built") || !strings.Contains(page, `href="/shilishi-xxgkj/reports/2024/"`) {
		t.Errorf("published: got status %d, want %d and the way to the page: %s", status, http.StatusOK, page)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != published {
		t.Errorf("published, the file is\n%s\nwant\n%s", got, published)
	}
	if _, err := os.Stat(filepath.Join(d.dir, "public/shilishi-xxgkj/reports/2024/index.html")); err != nil {
		t.Error(err)
	}
	if _, page := d.ask(http.MethodGet, "/_gongkai/desk", nil, nil); !strings.Contains(page, `data-state="published"`) {
		t.Errorf("the desk does not say that it is published:\n%s", page)
	}
}
