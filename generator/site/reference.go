package site

import (
	"gongkai/generator/diag"
)

// references finds `{{ cells }}` in the text of a page that has none: only a report's
// are printed.
func references(p *Page) []diag.Finding {
	var out []diag.Finding
	fault := func(at diag.Span, written string) {
		f := diag.Finding{Rule: "unknown-cell", File: p.Source, Span: at,
			Message: diag.Textf("“%s”会照原样印出：只有年度报告的正文可以引用单元格", "%q is printed as it is: only the text of a report can refer to cells", written),
			Hint:    diag.Textf("请直接写数字；如要印出花括号，请放进行内代码", "write the figure; to print braces, write them as code")}
		if p.Agency != nil {
			f.Agency = p.Agency.Slug
		}
		out = append(out, f)
	}
	for _, x := range p.Body.Placeholders() {
		fault(x.Span, "{{ "+x.Path+" }}")
	}
	for _, x := range p.Body.Slips() {
		if x.Double {
			fault(x.Span, x.Written)
		}
	}
	return out
}

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
