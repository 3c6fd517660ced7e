package acceptance

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

const (
	textSize  = `parseFloat(getComputedStyle(document.querySelector("main")).fontSize)`
	shownLink = `[...document.querySelectorAll(".text-size a")].filter(a => a.checkVisibility()).map(a => a.className).join()`
)

// scripts turns JavaScript of pages on or off; the test's own still runs.
func scripts(on bool) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	})
}

// TestLargeText turns large text on and off by keyboard, without JavaScript for the
// page at hand, with it for those that follow too.
func TestLargeText(t *testing.T) {
	samples := example.samples(t)
	first, second := example.served+samples["report"], example.served+samples["home"]
	tab := newTab(t)
	press := func(link string) {
		t.Helper()
		eval[bool](t, tab, `(document.querySelector(".text-size .`+link+`").focus(), true)`)
		do(t, tab, chromedp.KeyEvent("\r"), chromedp.Sleep(100*time.Millisecond))
	}
	check := func(what string, large bool) {
		t.Helper()
		size, link := eval[float64](t, tab, textSize), eval[string](t, tab, shownLink)
		if large && (size < 23 || link != "reduce") || !large && (size > 19 || link != "enlarge") {
			t.Errorf("%s: the text has %v px, and the link shown is %q, want large: %v", what, size, link, large)
		}
	}
	do(t, tab, chromedp.EmulateViewport(1280, 800), scripts(false), chromedp.Navigate(first))
	check("without JavaScript", false)
	press("enlarge")
	check("without JavaScript, large", true)
	press("reduce")
	check("without JavaScript, normal again", false)

	do(t, tab, scripts(true), chromedp.Navigate(first))
	check("with JavaScript", false)
	press("enlarge")
	check("with JavaScript, large", true)
	do(t, tab, chromedp.Navigate(second))
	check("on the next page", true)
	do(t, tab, emulate("print", "light"))
	if size := eval[float64](t, tab, textSize); size > 16 {
		t.Errorf("large text is printed with %v px, want 16 at most", size)
	}
	do(t, tab, emulate("", "light"))
	press("reduce")
	check("on the next page, normal again", false)
	do(t, tab, chromedp.Navigate(first))
	check("back on the first page", false)
}
