package rule

import (
	"strings"
	"testing"

	"gongkai/generator/diag"
)

// Of a thousand slips of one kind in a file the first are listed, and one more finding
// says how many are not; those of other rules and files, and what can be fixed, stay.
func TestCrowd(t *testing.T) {
	var found []diag.Finding
	add := func(n int, f diag.Finding) {
		for i := range n {
			f.Span = diag.Span{Line: i + 1, Column: 1, EndLine: i + 1, EndColumn: 2}
			found = append(found, f)
		}
	}
	add(1000, diag.Finding{Rule: "broken-text", File: "a.md"})
	add(maxFindings, diag.Finding{Rule: "template-text", File: "a.md"})
	add(maxFindings+1, diag.Finding{Rule: "bad-number", File: "a.md", Fix: &diag.Fix{}})
	add(2, diag.Finding{Rule: "broken-text", File: "b.md"})
	out := ApplyWaivers(found, nil, nil)
	count := map[string]int{}
	for _, f := range out {
		count[f.Rule+" "+f.File]++
		if strings.Contains(f.Message.EN, "not listed") {
			if f.Rule != "broken-text" || f.File != "a.md" || f.Span.Line != maxFindings+1 || f.Severity != diag.Warning || f.Hint.EN != "700 more; correct those before them, then check again" {
				t.Errorf("got %+v, want one warning of broken-text in a.md, line %d, about 700 more", f, maxFindings+1)
			}
			count["rest"]++
		}
	}
	for key, want := range map[string]int{"broken-text a.md": maxFindings + 1, "template-text a.md": maxFindings, "bad-number a.md": maxFindings + 1, "broken-text b.md": 2, "rest": 1} {
		if count[key] != want {
			t.Errorf("%s: %d, want %d", key, count[key], want)
		}
	}
}
