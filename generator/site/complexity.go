package site

import (
	"gongkai/generator/diag"
)

// tooComplex finds the sections of a page that are marked up beyond what can be read.
func tooComplex(p *Page) []diag.Finding {
	var out []diag.Finding
	for _, at := range p.Body.TooComplex() {
		f := diag.Finding{Rule: "syntax", File: p.Source, Span: at, Year: p.Year,
			Message: diag.Textf("从这一行起，Markdown 标记太多、套得太深，无法解读", "from this line on there are more Markdown marks, or marks inside marks, than can be read"),
			Hint:    diag.Textf("多半是粘贴或转换出了错，请删去多余的 [ ( * _ > - 等标记", "a paste or a conversion went wrong, most likely; delete the marks, such as [ ( * _ > -, that are too many")}
		if p.Agency != nil {
			f.Agency = p.Agency.Slug
		}
		out = append(out, f)
	}
	return out
}
