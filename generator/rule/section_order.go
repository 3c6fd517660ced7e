package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/report"
)

var sectionOrder = &Rule{
	ID: "section-order", Severity: diag.Error,
	Title:   diag.Textf("章节重复、顺序不对，或不在格式之内", "a section is repeated, out of order, or not in the form"),
	What:    diag.Textf("“##”标题应是格式规定的章节，每个一次，按规定的顺序；下一级标题用“###”。", "The ## headings are the form's sections, each once and in order; headings below them have three #."),
	Why:     diag.Textf("格式全国统一，读者和机器都按固定的顺序找内容。", "The form is one for the whole country; readers and programs look for each part in its place."),
	Example: "## 二、主动公开政府信息情况\n## 一、总体情况",
	Legal:   "国办公开办函〔2021〕30号",
	report: func(p *pass, r *report.Report) {
		line, above := 0, ""
		for _, part := range r.Parts() {
			if part.Prose == nil {
				continue
			}
			if at := part.Prose.HeadingSpan; at.Line < line {
				p.add(r, at, diag.Finding{
					Message: diag.Textf("“%s”应在“%s”之后", "%q belongs after %q", part.Section.Heading, above),
					Hint:    diag.Textf("请按格式的顺序排列", "put the sections in the form's order")})
			} else {
				line, above = at.Line, part.Section.Heading
			}
		}
		for _, s := range r.UnknownSections() {
			f := diag.Finding{
				Message: diag.Textf("“%s”不是格式里的章节，或已经有了", "%q is not a section of the form, or is there already", s.Heading),
				Hint:    diag.Textf("章节内的小标题请用“###”", "write headings inside a section with ###")}
			if meant, ok := r.Suggest(s); ok {
				if _, first := misspelt(r, meant); meant.Section.Prose && !stated(r, meant) && first == s.HeadingSpan {
					continue // told as the section that is missing
				}
				f.Hint = diag.Textf("是不是“%s”？章节内的小标题请用“###”", "did you mean %q? write headings inside a section with ###", meant.Section.Heading)
			}
			p.add(r, s.HeadingSpan, f)
		}
	},
}
