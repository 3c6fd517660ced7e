package acceptance

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestPagesKeepTheirPolicy opens a page of each kind from the disk: nothing that it does
// is refused by its own Content-Security-Policy, and nothing else is reported either.
func TestPagesKeepTheirPolicy(t *testing.T) {
	tab := newTab(t)
	faults := watch(t, tab)
	for _, page := range example.samples(t) {
		do(t, tab, chromedp.Navigate(example.url(page)))
		if !eval[bool](t, tab, `getComputedStyle(document.body).fontFamily.includes("PingFang")`) {
			t.Errorf("%s has no style", page)
		}
	}
	if f := faults(); len(f) > 0 {
		t.Errorf("the browser reports %q, want nothing", f)
	}
	faults = watch(t, tab)
	do(t, tab, chromedp.Navigate(example.url("index.html")))
	blocked := eval[bool](t, tab, `new Promise(done => {
		document.addEventListener("securitypolicyviolation", e => done(e.effectiveDirective.startsWith("script-src")));
		const s = document.createElement("script");
		s.textContent = "document.title = 'inline'";
		document.head.append(s);
		setTimeout(() => done(false), 1000);
	})`)
	if f := faults(); !blocked || len(f) != 1 || !strings.Contains(f[0], "Content Security Policy") {
		t.Errorf("an inline script: blocked %v, reported %q, want it blocked and one report of the policy", blocked, f)
	}
}
