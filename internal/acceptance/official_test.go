package acceptance

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const notOfficial = "示例，非政府网站"

// Every page of an official site says whose it is; none says that it is not official.
func TestOfficialPages(t *testing.T) {
	s := portal(t)
	for _, p := range s.pages {
		text := readFile(t, filepath.Join(s.dir, p))
		_, footer, _ := strings.Cut(text, "<footer")
		for _, want := range []string{"示例县人民政府办公室", "010-00000000", "<dd>1100000000</dd>", "京ICP备00000000号", "京公网安备00000000000000号",
			`alt="党政机关网站标识"`, `href="https://example.org/mark" rel="external noopener"`, `href="https://example.org/report" rel="external noopener">我为政府网站找错`, ">站点地图</a>", "引用请注明来源"} {
			if !strings.Contains(footer, want) {
				t.Fatalf("the footer of %s lacks %s", p, want)
			}
		}
		if strings.Contains(text, notOfficial) || !strings.Contains(text, `<meta name="SiteIDCode" content="1100000000">`) || (p != "404.html" && strings.Contains(text, "noindex")) {
			t.Fatalf("%s: got a page with the banner, without the site's code, or not indexed, want it as of an official site", p)
		}
	}
	if strings.Contains(readFile(t, filepath.Join(s.dir, "feed.xml")), notOfficial) {
		t.Errorf("feed.xml: got %q in it, want it without", notOfficial)
	}
}

// A site that is not official says so on every page, also on paper, and in its feed.
func TestPagesThatAreNotOfficial(t *testing.T) {
	for _, p := range example.pages {
		text := readFile(t, filepath.Join(example.dir, p))
		if !strings.Contains(text, `<p class="banner">`+notOfficial+`</p>`) || !strings.Contains(text, `<meta name="robots" content="noindex">`) || strings.Contains(text, "SiteIDCode") {
			t.Errorf("%s: got a page without the banner or noindex, or with a site's code, want it marked as not official", p)
		}
	}
	if feed := readFile(t, filepath.Join(example.dir, "feed.xml")); strings.Count(feed, "<summary>"+notOfficial) != strings.Count(feed, "<entry>") || !strings.Contains(feed, "<subtitle>"+notOfficial) {
		t.Errorf("feed.xml: got %q in %d of %d entries, want it in each and below the title", notOfficial, strings.Count(feed, "<summary>"+notOfficial), strings.Count(feed, "<entry>"))
	}
	tab := newTab(t)
	do(t, tab, chromedp.Navigate(example.url(example.samples(t)["report"])), emulate("print", "light"))
	if !eval[bool](t, tab, `document.querySelector(".banner").checkVisibility() && document.querySelector(".banner").getBoundingClientRect().height > 10`) {
		t.Error("on paper: got no banner that is seen, want one higher than 10 px")
	}
}
