package acceptance

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		Target []string `json:"target"`
		Why    string   `json:"failureSummary"`
	} `json:"nodes"`
}

// axe runs axe-core with all its rules over the page in the tab, those too that it leaves
// out by itself, as experimental or of level AAA; or with only the rules that are named.
// Contrast takes as long as all other rules together, so it is measured once, as AAA has
// it, where axe-core would leave to another rule what AA refuses too. One of the
// experimental rules takes a first row of a single cell for a caption, and does not look
// whether the table has one; another takes the site's name at the head of a page, where
// there is little text on it, for a heading. It measures no contrast over a shadow: that at the
// edge of a table is taken away, and TestContrast in themes measures what is darkest of it.
func axe(t *testing.T, tab context.Context, only ...string) []violation {
	t.Helper()
	options := `rules: Object.fromEntries(axe.getRules().map(r => [r.ruleId, {enabled: r.ruleId !== "color-contrast"}]))`
	const contrast = `checks: {"color-contrast-enhanced": {options: {contrastRatio: {normal: {minThreshold: 0}, large: {minThreshold: 0}}}}}`
	if len(only) > 0 {
		options = `runOnly: ["` + strings.Join(only, `", "`) + `"]`
	}
	return eval[[]violation](t, tab, `document.querySelectorAll(".table-scroll").forEach(s => { s.style.backgroundImage = "none" }), axe.run(document, {resultTypes: ["violations"], `+contrast+`, `+options+`}).then(r => {
		if (r.passes.length === 0) throw new Error("axe checked nothing");
		const captioned = (v, n) => v.id === "table-fake-caption" && document.querySelector(n.target[0]).caption !== null;
		const named = (v, n) => v.id === "p-as-heading" && document.querySelector(n.target[0]).matches("p.site-name");
		return r.violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.filter(n => !captioned(v, n) && !named(v, n))
			.map(n => ({target: n.target.map(String), failureSummary: n.failureSummary}))})).filter(v => v.nodes.length > 0);
	})`)
}

// load opens a page and axe-core in it.
func load(t *testing.T, tab context.Context, url string) {
	t.Helper()
	do(t, tab, chromedp.Navigate(url))
	source := readFile(t, module(t, "axe-core/axe.min.js"))
	eval[bool](t, tab, source+"\n;true")
}

// colourRules are those rules whose answer a colour can change.
var colourRules = []string{"color-contrast-enhanced", "link-in-text-block"}

// sizeRules are those rules whose answer the size of the text can change.
var sizeRules = append([]string{"target-size", "scrollable-region-focusable"}, colourRules...)

// In the dark a page has other colours and is otherwise the same, so that only the rules on
// colours need be asked again.
func TestDarkChangesColoursOnly(t *testing.T) {
	const query = "prefers-color-scheme"
	css := readFile(t, filepath.Join(example.dir, "assets/style.css"))
	blocks := regexp.MustCompile(`@media screen and \(prefers-color-scheme:dark\)\{(:root(\[data-accent=[a-z]+\])?\{(--[a-z-]+:#[0-9a-f]+;?)+\})+\}`).FindAllString(css, -1)
	if n := strings.Count(css, query); n == 0 || n != len(blocks) {
		t.Errorf("%d of %d places with %s set nothing but colours of tokens, want all, and one at least", len(blocks), n, query)
	}
}

// breaches reports violations as faults of a page.
func breaches(t *testing.T, page string, violations []violation) {
	t.Helper()
	for _, v := range violations {
		var where strings.Builder
		for _, n := range v.Nodes {
			fmt.Fprintf(&where, "\n\t%s: %s", strings.Join(n.Target, " "), strings.Join(strings.Fields(n.Why), " "))
		}
		t.Errorf("%s: %s: %s%s", page, v.ID, v.Help, where.String())
	}
}

func TestAxe(t *testing.T) {
	for kind, page := range example.samples(t) {
		t.Run(kind, func(t *testing.T) {
			tab := newTab(t)
			load(t, tab, example.url(page))
			for _, width := range viewports {
				eval[string](t, tab, `location.hash = "#page.main"`)
				for _, look := range []string{"light", "dark", "large text"} {
					scheme := look
					if look == "large text" {
						scheme = "light"
						eval[string](t, tab, `location.hash = "#page.large"`)
					}
					do(t, tab, chromedp.EmulateViewport(width, 800), emulate("", scheme))
					only := map[string][]string{"dark": colourRules, "large text": sizeRules}[look]
					breaches(t, fmt.Sprintf("%s, %d px, %s", page, width, look), axe(t, tab, only...))
				}
			}
			do(t, tab, emulate("print", "light"))
			breaches(t, page+" on paper", axe(t, tab, "color-contrast-enhanced")) // nobody follows a link there
		})
	}
}

func TestAxeSeesBrokenPage(t *testing.T) {
	tab := newTab(t)
	load(t, tab, broken(t))
	do(t, tab, chromedp.EmulateViewport(1280, 800), emulate("", "light"))
	var ids []string
	for _, v := range axe(t, tab) {
		ids = append(ids, v.ID)
	}
	for _, want := range []string{"color-contrast-enhanced", "html-has-lang", "image-alt", "td-headers-attr", "table-fake-caption", "td-has-header"} {
		if !slices.Contains(ids, want) {
			t.Errorf("axe does not report %s, but %q", want, ids)
		}
	}
}

const overflow = `(() => {
	const page = document.documentElement;
	if (page.scrollWidth <= page.clientWidth) return "";
	const wide = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > page.clientWidth + 0.5);
	return page.scrollWidth + " px wide: " + wide.slice(0, 5).map(e => e.tagName + "." + e.className).join(", ");
})()`

// TestNoSidewaysScroll holds every page to the narrowest phone (WCAG 1.4.10).
func TestNoSidewaysScroll(t *testing.T) {
	tab := newTab(t)
	do(t, tab, chromedp.EmulateViewport(320, 640))
	for _, page := range example.pages {
		do(t, tab, chromedp.Navigate(example.url(page)))
		for _, text := range []string{"main", "large"} {
			eval[string](t, tab, `location.hash = "#page.`+text+`"`)
			if got := eval[string](t, tab, overflow); got != "" {
				t.Errorf("%s#page.%s at 320 px is %s", page, text, got)
			}
		}
	}
	do(t, tab, chromedp.Navigate(broken(t)))
	if eval[string](t, tab, overflow) == "" {
		t.Error("a page that is too wide: got no fault, want one")
	}
}
