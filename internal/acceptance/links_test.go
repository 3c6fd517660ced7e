package acceptance

import (
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// anchors is where the links of a page lead, as the browser resolves them, and
// the places in the page a link can lead to.
type anchors struct {
	Links []string `json:"links"`
	IDs   []string `json:"ids"`
}

const collectAnchors = `({
	links: [...document.querySelectorAll("[href], [src]")].map(e => new URL(e.getAttribute("href") ?? e.getAttribute("src"), document.baseURI).href),
	ids: [...document.querySelectorAll("[id]")].map(e => e.id),
})`

// deadLink says why a link leads nowhere, "" if it leads somewhere. Links to
// other sites are not followed.
func deadLink(link string, pages map[string]anchors) string {
	u, err := url.Parse(link)
	if err != nil {
		return err.Error()
	}
	if u.Scheme != "file" {
		return ""
	}
	if info, err := os.Stat(u.Path); err != nil || !info.Mode().IsRegular() {
		return "there is no such file"
	}
	if page, ok := pages[u.Path]; ok && u.Fragment != "" && !slices.Contains(page.IDs, u.Fragment) {
		return fmt.Sprintf("the page has no %q", u.Fragment)
	}
	return ""
}

// TestLinksWorkFromFile follows every link of every page opened from the disk.
func TestLinksWorkFromFile(t *testing.T) {
	tab := newTab(t)
	pages := map[string]anchors{}
	for _, page := range example.pages {
		do(t, tab, chromedp.Navigate(example.url(page)))
		pages[strings.TrimPrefix(example.url(page), "file://")] = eval[anchors](t, tab, collectAnchors)
	}
	notFound := strings.TrimPrefix(example.url("404.html"), "file://")
	links := 0
	for page, a := range pages {
		if page == notFound {
			continue // served for any address, it names the site's by their path
		}
		for _, link := range a.Links {
			links++
			if why := deadLink(link, pages); why != "" {
				t.Errorf("%s: %s: %s", page, link, why)
			}
			if u, err := url.Parse(link); err == nil && u.Scheme == "file" && !strings.HasPrefix(u.Path, example.dir+"/") {
				t.Errorf("%s: %s leads out of the site", page, link)
			}
		}
	}
	if links == 0 {
		t.Errorf("got no link on %d pages, want some", len(pages))
	}
}

func TestDeadLinksAreSeen(t *testing.T) {
	tab := newTab(t)
	do(t, tab, chromedp.Navigate(broken(t)))
	a := eval[anchors](t, tab, collectAnchors)
	page := strings.TrimPrefix(broken(t), "file://")
	dead := 0
	for _, link := range a.Links {
		if deadLink(link, map[string]anchors{page: a}) != "" {
			dead++
		}
	}
	if dead != 3 { // an image, a page, a fragment
		t.Errorf("%d dead links are seen, want 3: %q", dead, a.Links)
	}
}
