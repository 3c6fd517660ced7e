package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/register"
)

// SameNames finds the agencies that have the name of an earlier one in the list in the same years.
// Two with different parents may have the same name.
func SameNames(agencies []*register.Agency) (out []diag.Finding) {
	named := make(map[string][]*register.Agency, len(agencies))
	for _, a := range agencies {
		if a.Name == a.Slug {
			continue // it has none
		}
		name := legible(a.Name)
		for _, b := range named[name] {
			if a.Parent != "" && b.Parent != "" && a.Parent != b.Parent || apartInTime(a, b) {
				continue
			}
			out = append(out, diag.Finding{Rule: registration.ID, File: a.File, Span: a.NameSpan, Agency: a.Slug, Actual: a.Name,
				Message: diag.Textf("机关名称“%s”与 %s 的相同", "the name %q is also that of %s", a.Name, b.File),
				Hint:    diag.Textf("请核对机关全称；先后用同一名称的，请写明起止年份（since、until）", "check the full name; of two that followed each other give the years, since and until")})
			break
		}
		named[name] = append(named[name], a)
	}
	return out
}

// apartInTime reports whether one of two agencies ended before the other began.
func apartInTime(a, b *register.Agency) bool {
	return a.Until != 0 && b.Since > a.Until || b.Until != 0 && a.Since > b.Until
}
