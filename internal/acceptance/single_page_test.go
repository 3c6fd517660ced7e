package acceptance

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// singlePage holds a page that is one file, without a site, to what pages of a site are held to: valid, accessible in
// light and dark, and within its width on each screen and on paper. The tab shows it afterwards.
func singlePage(t *testing.T, tab context.Context, name string, data []byte) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, m := range vnu(t, file) {
		if strings.Contains(m.Message, "container") { // the checker does not know container queries yet (CSS Conditional 5)
			continue
		}
		t.Errorf("%s: line %d: %s %s", name, m.Line, m.Message, m.Extract)
	}
	load(t, tab, "file://"+filepath.ToSlash(file))
	for _, width := range viewports {
		for _, scheme := range []string{"light", "dark"} {
			do(t, tab, chromedp.EmulateViewport(width, 800), emulate("", scheme))
			for _, v := range axe(t, tab, map[string][]string{"dark": colourRules}[scheme]...) {
				t.Errorf("%s, %d px, %s: %s: %s: %.600s", name, width, scheme, v.ID, v.Help, v.Nodes)
			}
		}
		if wide := eval[string](t, tab, overflow); wide != "" {
			t.Errorf("%s, %d px: %s", name, width, wide)
		}
	}
	do(t, tab, chromedp.EmulateViewport(640, 900), emulate("print", "light")) // about as wide as A4 within its margins
	if wide := eval[string](t, tab, overflow); wide != "" {
		t.Errorf("%s, printed: %s", name, wide)
	}
	do(t, tab, emulate("", "light"))
}
