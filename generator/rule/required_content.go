package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/prose"
	"gongkai/generator/report"
)

var requiredContent = &Rule{
	ID: "required-content", Severity: diag.Warning,
	Title:   diag.Textf("章节没有写到格式要求的内容", "a section does not speak of what the form asks for"),
	What:    diag.Textf("总体情况要写到格式规定的五个方面，各级人民政府还要写考核、评议和责任追究结果；问题一节要写问题和改进。一个方面的任何一个常用词出现，就算写到。", "The first section speaks of the five subjects of the form, a government's report of assessment, public appraisal and accountability too; the fifth of problems and of improvement. Any usual word for a subject is enough."),
	Why:     diag.Textf("条例第五十条规定了年度报告应当包括的内容。", "Article 50 of the Regulations says what a report contains."),
	Example: "## 一、总体情况\n\n本年度共发布信息120条。",
	Legal:   "《中华人民共和国政府信息公开条例》第五十条",
	report: func(p *pass, r *report.Report) {
		a := p.agency(r.Agency)
		kind := ""
		if a != nil {
			kind = a.Kind
		}
		for _, part := range r.Parts() {
			if part.Prose == nil || len(part.Section.Subjects) == 0 || part.Prose.Empty() {
				continue
			}
			var missing []string
			text := part.Prose.Text
			text = prose.Comments(text).Blot(text) // a reader sees code
			for _, s := range part.Section.Subjects {
				if s.Asked(kind) && !hasAny(text, s.Words) {
					missing = append(missing, s.Name)
				}
			}
			if len(missing) > 0 {
				p.add(r, part.Prose.HeadingSpan, diag.Finding{
					Message: diag.Textf("“%s”没有写到：%s", "%q does not speak of: %s", part.Section.Heading, diag.Listed(missing)),
					Hint:    diag.Textf("请补写；确实没有的，也写一句说明", "add it; if there was none, say so")})
			}
		}
	},
}
