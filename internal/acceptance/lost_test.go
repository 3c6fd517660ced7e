package acceptance

import (
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestNotFoundIsStyled opens 404.html where the site does not lie at its public address, so
// that no style sheet is found, and where it does.
func TestNotFoundIsStyled(t *testing.T) {
	const look = `(() => { const b = getComputedStyle(document.body), m = document.querySelector("main").getBoundingClientRect()
		return {Sheets: [...document.styleSheets].filter(s => s.href && (() => { try { return s.cssRules.length } catch { return 0 } })()).length, Width: m.width, Font: parseFloat(b.fontSize), Menu: document.querySelector(".menu").getClientRects().length}})()`
	type seen struct {
		Sheets, Menu int
		Width, Font  float64
	}
	tab := newTab(t)
	do(t, tab, chromedp.EmulateViewport(1280, 900), chromedp.Navigate("file://"+filepath.ToSlash(filepath.Join(example.dir, "404.html"))))
	if s := eval[seen](t, tab, look); s.Sheets != 0 || s.Width > 800 || s.Font < 17 || s.Menu != 0 {
		t.Errorf("without the style sheet: got %+v, want text of 18 px in a column, without the menu", s)
	}
	do(t, tab, chromedp.Navigate(example.served+"404.html"))
	if s := eval[seen](t, tab, look); s.Width < 1000 || s.Menu == 0 {
		t.Errorf("with the style sheet: got %+v, want the page's full width and the menu", s)
	}
}
