package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

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
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	d.base = strings.TrimSuffix(strings.TrimSpace(line), "/_gongkai/desk")
	_, page := d.ask(http.MethodGet, "/_gongkai/desk", nil, nil)
	token := regexp.MustCompile(`name="token" value="([0-9a-f]+)"`).FindStringSubmatch(page)
	if token == nil {
		t.Fatalf("got no token in\n%s", page)
	}
	d.token = token[1]
	return d
}

// ask sends a request, with other headers where they are given, and follows no redirection.
func (d *desk) ask(method, path string, form url.Values, headers map[string]string) (int, string) {
	d.Helper()
	r, err := http.NewRequestWithContext(d.Context(), method, d.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		d.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
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
		d.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		d.Fatal(err)
	}
	return answer.StatusCode, string(body)
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
