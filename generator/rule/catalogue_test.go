package rule

import "testing"

// A rule is checked here or found by a stage that reads, never both, never neither.
func TestEveryRuleIsFound(t *testing.T) {
	for _, r := range all {
		if r.Relational() && (r.report != nil || evaluation(r.relation) == nil) {
			t.Errorf("%s: its kind %s has no check, or it has a second one", r.ID, r.relation)
		}
		if (r.report != nil || r.agency != nil || r.Relational()) == (r.FoundBy != "") {
			t.Errorf("%s: a check %v, found by %q", r.ID, r.report != nil || r.agency != nil || r.Relational(), r.FoundBy)
		}
	}
}
