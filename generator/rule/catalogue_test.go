package rule

import "testing"

// A rule is checked here or found by a stage that reads, never both, never neither.
func TestEveryRuleIsFound(t *testing.T) {
	for _, r := range all {
		if (r.report != nil || r.corpus != nil) == (r.FoundBy != "") {
			t.Errorf("%s: a check %v, found by %q", r.ID, r.report != nil || r.corpus != nil, r.FoundBy)
		}
	}
}
