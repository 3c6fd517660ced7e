package rule

import "gongkai/generator/diag"

// Describe is the catalogue in words, in its order, each rule with the severity that
// the settings give it; nil settings leave the defaults.
func Describe(set Settings) []diag.Description {
	out := make([]diag.Description, len(all))
	for i, r := range all {
		out[i] = diag.Description{ID: r.ID, Severity: severity(diag.Finding{Rule: r.ID}, set), Fixed: r.Locked,
			Title: r.Title, What: r.What, Why: r.Why, Example: r.Example, Legal: r.Legal}
	}
	return out
}
