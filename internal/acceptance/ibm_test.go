package acceptance

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
)

// ibmFinding is a failure that IBM's Equal Access checker reports.
type ibmFinding struct {
	Rule    string `json:"rule"`
	Message string `json:"message"`
	Element string `json:"element"` // its start tag
	Path    string `json:"path"`
}

// ibmRun returns what fails: violations and recommendations, but not what the checker asks a
// person to look at.
const ibmRun = `new ace.Checker().check(document, ["IBM_Accessibility"]).then(report => {
	if (!report.results.some(r => r.value[1] === "PASS")) throw new Error("the checker found nothing to check");
	return report.results.filter(r => r.value[1] === "FAIL").map(r => ({rule: r.ruleId, message: r.message, element: r.snippet, path: r.path.dom}));
})`

// falseFinding is what the checker reports of elements that are right.
type falseFinding struct {
	rule    string
	element *regexp.Regexp
	because string
}

// ibmKnown are the false findings. One that is no longer reported fails the test.
var ibmKnown = []falseFinding{
	{"aria_role_redundant", regexp.MustCompile(`^<t[rhd] .*role="(row|columnheader|rowheader|cell)"`),
		"WebKit gives rows and cells of a table in another's place no role by itself"},
	{"element_attribute_deprecated", regexp.MustCompile(`^<meta .*default-src`),
		"HTML has http-equiv, and a page opened from a disk has its policy from nowhere else"},
	{"element_tabbable_role_valid", regexp.MustCompile(`^<div .*class="table-scroll( whole)?"`),
		"what scrolls must be reached by keyboard, also where there is nothing to scroll on a wide screen"},
	{"aria_child_valid", regexp.MustCompile(`^<ol id="search.results">`),
		"the list is filled by the search"},
}

// ibm runs the checker over the page in the tab.
func ibm(t *testing.T, tab context.Context, url string, width int64) []ibmFinding {
	t.Helper()
	do(t, tab, chromedp.EmulateViewport(width, 800), emulate("", "light"), chromedp.Navigate("about:blank"), chromedp.Navigate(url))
	source := readFile(t, module(t, "accessibility-checker-engine/ace.js"))
	eval[bool](t, tab, source+"\n;globalThis.ace = ace, true")
	return eval[[]ibmFinding](t, tab, ibmRun)
}

// TestEqualAccess runs the checker over a page of each kind, at a desk, and in large text on the narrowest phone.
func TestEqualAccess(t *testing.T) {
	tab := newTab(t)
	seen := map[int]bool{}
	pages := slices.Sorted(maps.Values(example.samples(t)))
	pages = append(pages, "forms/cn-legacy/index.html") // its table has no rows
	for _, page := range pages {
		found := ibm(t, tab, example.url(page), 1280)
		for _, f := range append(found, ibm(t, tab, example.url(page)+"#page.large", 320)...) {
			i := slices.IndexFunc(ibmKnown, func(k falseFinding) bool { return k.rule == f.Rule && k.element.MatchString(f.Element) })
			if i < 0 {
				t.Errorf("%s: %s: %s\n\t%s\n\t%s", page, f.Rule, f.Message, f.Element, f.Path)
			}
			seen[i] = true
		}
	}
	for i, k := range ibmKnown {
		if !seen[i] {
			t.Errorf("%s is not reported any more (%s): take it out of ibmKnown", k.rule, k.because)
		}
	}
}

func TestEqualAccessSeesBrokenPage(t *testing.T) {
	var rules []string
	for _, f := range ibm(t, newTab(t), broken(t), 1280) {
		rules = append(rules, f.Rule)
	}
	for _, want := range []string{"html_lang_exists", "img_alt_valid", "table_headers_ref_valid"} {
		if !slices.Contains(rules, want) {
			t.Errorf("the checker does not report %s, but %q", want, rules)
		}
	}
}
