package acceptance

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// forced lets the reader's own few colours take the place of the page's, as the high
// contrast of Windows does; scheme is whether these are light or dark.
func forced(scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}, {Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	})
}

// unseen lists what cannot be seen on the page in the tab with forced colours, and counts
// what was looked at, by kind.
const unseen = `(() => {
	if (!matchMedia("(forced-colors: active)").matches) throw new Error("colours are not forced")
	const faults = [], looked = {}
	const numbers = c => (c.match(/[\d.]+/g) ?? []).map(Number)
	const page = numbers(getComputedStyle(document.documentElement).backgroundColor)
	const over = (c, part = 1) => {
		const [r, g, b, a = 1] = numbers(c)
		return [r, g, b].map((n, i) => n * a * part + page[i] * (1 - a * part))
	}
	const light = c => c.map(n => n / 255).map(n => n <= .04045 ? n / 12.92 : ((n + .055) / 1.055) ** 2.4).reduce((sum, n, i) => sum + n * [.2126, .7152, .0722][i], 0)
	const contrast = (c, part) => {
		const [a, b] = [light(over(c, part)), light(page)]
		return (Math.max(a, b) + .05) / (Math.min(a, b) + .05)
	}
	const expect = (kind, element, good) => {
		looked[kind] = (looked[kind] ?? 0) + 1
		if (!good) faults.push(kind + ": " + element.outerHTML.slice(0, 120))
	}
	const each = (selector, what) => { for (const e of document.querySelectorAll(selector)) if (e.checkVisibility() && e.getClientRects().length) what(e, getComputedStyle(e)) }
	const edged = s => parseFloat(s.borderTopWidth) >= 1 && s.borderTopStyle !== "none" && contrast(s.borderTopColor) >= 3
	const outlined = (s, width) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= width && contrast(s.outlineColor) >= 3

	each("svg rect", (e, s) => expect("bar", e, contrast(s.fill, s.fillOpacity) >= 3))
	each("svg line:not([stroke-opacity='0.25'])", (e, s) => expect("line", e, contrast(s.stroke) >= 3))
	each("svg path", (e, s) => expect("marker", e, contrast(s.fill === "none" ? s.stroke : s.fill) >= 3))
	each("svg text", (e, s) => expect("letters", e, contrast(s.fill) >= 4.5))
	each(".remarked", (e, s) => expect("remark", e, outlined(s, 2)))
	each(":target:not(body, main, section, h2, h3, .unseen)", (e, s) => expect("target", e, outlined(s, 2)))
	each(".severity", (e, s) => expect("severity", e, edged(s)))
	each("[type=checkbox]", (e, s) => expect("check box", e, s.appearance === "auto")) // the browser draws it in the reader's colours
	each("button:not(.sort), input:not([type=checkbox]), select", (e, s) => expect("control", e, edged(s) && contrast(s.color) >= 4.5))
	each(".sort", (e, s) => expect("sort", e, contrast(s.color) >= 4.5 && contrast(getComputedStyle(e, "::after").color) >= 4.5))
	each(".main-nav [aria-current]", (e, s) => expect("current", e, s.textDecorationLine === "underline"))
	each(".banner, .masthead, .details, .cards > *, .site-footer, .search-form", (e, s) => expect("block", e, edged(s)))
	each("a[href], button, input, select, summary, [tabindex='0']", e => {
		e.focus({focusVisible: true})
		if (document.activeElement === e) expect("focus", e, outlined(getComputedStyle(e), 3))
	})
	return {faults, looked}
})()`

type sight struct {
	Faults []string
	Looked map[string]int
}

// TestForcedColors: what a page says by a colour of its own is still there where the
// reader's few colours take its place: bars and lines of charts, remarks on figures, what
// a link leads to, where the keyboard is, buttons and the edges of blocks.
func TestForcedColors(t *testing.T) {
	pages := []string{"statistics/index.html", "hongze/reports/2023/index.html#check.1"}
	for _, p := range example.samples(t) {
		pages = append(pages, p)
	}
	looked := map[string]int{}
	tab := newTab(t)
	for _, scheme := range []string{"light", "dark"} {
		do(t, tab, chromedp.EmulateViewport(1280, 900), forced(scheme))
		for _, page := range pages {
			do(t, tab, chromedp.Navigate(example.served+page))
			s := eval[sight](t, tab, unseen)
			for _, f := range s.Faults {
				t.Errorf("%s, %s: %s", page, scheme, f)
			}
			for kind, n := range s.Looked {
				looked[kind] += n
			}
		}
	}
	for _, kind := range []string{"bar", "line", "marker", "letters", "remark", "target", "severity", "control", "check box", "sort", "current", "block", "focus"} {
		if looked[kind] == 0 {
			t.Errorf("got %v looked at, want a %s on some page", looked, kind)
		}
	}
}

// What cannot be seen is found.
func TestForcedColorsAreSeen(t *testing.T) {
	tab := newTab(t)
	do(t, tab, chromedp.EmulateViewport(1280, 900), forced("light"))
	for page, rules := range map[string]map[string]string{
		"statistics/index.html":          {"bar": "rect { fill: Canvas !important; }", "line": "line { stroke: Canvas; }", "focus": ":focus-visible { outline: none !important; }"},
		"hongze/reports/2023/index.html": {"remark": ".remarked { outline: none !important; }", "block": ".details { border: 0 !important; }", "control": "button { border: 0 !important; }"},
	} {
		for kind, rule := range rules {
			do(t, tab, chromedp.Navigate(example.served+page))
			eval[bool](t, tab, `(() => { const s = new CSSStyleSheet(); s.replaceSync("`+rule+`"); document.adoptedStyleSheets = [s]; return true })()`)
			found := false
			for _, f := range eval[sight](t, tab, unseen).Faults {
				found = found || strings.HasPrefix(f, kind+":")
			}
			if !found {
				t.Errorf("%s without its %s: got no fault, want one", page, kind)
			}
		}
	}
}
