package acceptance

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Who opens a former address of an agency, from a disk or a server, comes to the page of today.
func TestFormerAddressesLeadOn(t *testing.T) {
	if len(example.moved) < 10 {
		t.Fatalf("the example site has the former addresses %q, want ten at least", example.moved)
	}
	tab := newTab(t)
	for _, page := range []string{"shilishi-xzspj/index.html", "shilishi-xzspj/reports/2022/index.html", "shilishi-xzspj/catalog/jigou/zhineng/index.html"} {
		today := strings.Replace(page, "shilishi-xzspj/", "shilishi-zwfwj/", 1)
		for from, want := range map[string]string{"file://" + filepath.ToSlash(filepath.Join(example.dir, page)): example.url(today), example.served + page: example.served + today} {
			do(t, tab, chromedp.Navigate(from))
			got, err := "", error(nil)
			for range 250 { // the refresh begins after the page has loaded, and may end what is asked of it
				got, err = chromedp.Run(tab, chromedp.Evaluate[string](`document.readyState === "complete" ? location.href.replace(/index\.html$/, "") : ""`))
				if err == nil && got == strings.TrimSuffix(want, "index.html") {
					break
				}
				time.Sleep(20 * time.Millisecond)
			}
			if err != nil || got != strings.TrimSuffix(want, "index.html") {
				t.Errorf("%s leads to %s (%v), want %s", from, got, err, want)
			}
		}
	}
}

// A reader whose browser does not lead on by itself has a page with a link, as accessible as any other.
func TestFormerAddressByHand(t *testing.T) {
	refresh := regexp.MustCompile(`<meta http-equiv="refresh"[^>]*>`)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, err := os.ReadFile(filepath.Join(example.dir, filepath.Clean(r.URL.Path)))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		if strings.HasSuffix(r.URL.Path, ".html") {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			data = refresh.ReplaceAll(data, nil)
		} else {
			w.Header().Set("Content-Type", map[string]string{".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}[filepath.Ext(r.URL.Path)])
		}
		if _, err := w.Write(data); err != nil {
			t.Error(err)
		}
	}))
	defer server.Close()
	tab := newTab(t)
	const page = "/shilishi-xzspj/reports/2022/index.html"
	load(t, tab, server.URL+page)
	for _, width := range viewports {
		do(t, tab, chromedp.EmulateViewport(width, 800), emulate("", "light"))
		for _, v := range axe(t, tab) {
			t.Errorf("%d px: %s: %s: %v", width, v.ID, v.Help, v.Nodes)
		}
		if wide := eval[string](t, tab, overflow); wide != "" {
			t.Errorf("%d px: %s", width, wide)
		}
	}
	if got, want := eval[string](t, tab, `document.querySelector("main a").href`), server.URL+"/shilishi-zwfwj/reports/2022/index.html"; got != want {
		t.Errorf("the link leads to %s, want %s", got, want)
	}
}
