package serve

import (
	"slices"
	"strings"
)

// needs are the kinds of things that a page in the preview loads from the server itself.
var needs = []string{"script-src", "script-src-elem", "style-src", "style-src-elem", "connect-src", "form-action"}

// loosen is a page's own Content-Security-Policy with what the preview needs: everything
// it forbids besides stays forbidden, so that a page that a policy breaks is seen broken.
func loosen(policy string) string {
	type directive struct {
		name    string
		sources []string
	}
	var list []directive
	var base []string // of what has no directive of its own
	given := map[string]bool{}
	for part := range strings.SplitSeq(policy, ";") {
		words := strings.Fields(part)
		if len(words) == 0 {
			continue
		}
		d := directive{strings.ToLower(words[0]), words[1:]}
		if given[d.name] || d.name == "require-trusted-types-for" || d.name == "trusted-types" {
			continue // only the first of a name counts; pages are parsed from text to be compared
		}
		given[d.name] = true
		if d.name == "default-src" {
			base = d.sources
		}
		list = append(list, d)
	}
	for _, name := range []string{"script-src", "style-src", "connect-src"} {
		if given["default-src"] && !given[name] {
			list = append(list, directive{name, slices.Clone(base)})
		}
	}
	var out []string
	for _, d := range list {
		if slices.Contains(needs, d.name) && !slices.Contains(d.sources, "'self'") {
			d.sources = append(slices.DeleteFunc(slices.Clone(d.sources), func(s string) bool { return strings.EqualFold(s, "'none'") }), "'self'")
		}
		out = append(out, strings.TrimSpace(d.name+" "+strings.Join(d.sources, " ")))
	}
	return strings.Join(out, "; ")
}
