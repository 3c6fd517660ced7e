package rule

import "gongkai/generator/diag"

// maxFindings is how many findings of one rule are listed in one file: more than any form has
// cells, and more than a person goes through before checking again.
const maxFindings = 300

// truncate keeps the first maxFindings of one rule in one file; findings are sorted by file. One
// finding at the place of the first that is left out says how many are. What can be fixed
// stays, and so does what is waived.
func truncate(findings []diag.Finding) []diag.Finding {
	if len(findings) <= maxFindings {
		return findings
	}
	type group struct{ found, more int } // more: the place of the finding that stands for the rest
	groups := map[string]*group{}
	file, out := "", findings[:0]
	for _, f := range findings {
		if f.File != file {
			clear(groups)
			file = f.File
		}
		if f.Fix != nil || f.Waived {
			out = append(out, f)
			continue
		}
		g := groups[f.Rule]
		if g == nil {
			g = new(group)
			groups[f.Rule] = g
		}
		if g.found++; g.found > maxFindings {
			rest := g.found - maxFindings
			if rest == 1 {
				g.more = len(out)
				out = append(out, diag.Finding{Rule: f.Rule, Severity: f.Severity, File: f.File, Span: f.Span, Agency: f.Agency, Year: f.Year,
					Message: diag.Textf("从这里起还有同样的问题，不再逐一列出", "from here on there are more of the same, which are not listed")})
			}
			out[g.more].Hint = diag.Textf("还有 %d 处；请先改正前面的，再检查一次", "%d more; correct those before them, then check again", rest)
			continue
		}
		out = append(out, f)
	}
	return out
}
