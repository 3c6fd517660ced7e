package rule

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/report"
)

var missingSection = &Rule{
	ID: "missing-section", Severity: diag.Error,
	Title:   diag.Textf("缺少章节，或章节没有内容", "a section is missing or empty"),
	What:    diag.Textf("格式要求有文字的章节都要有，而且要有文字。由数据生成语句的章节，填有数据时可以没有其他文字。", "Every section that the form wants in prose is there and holds prose. One that ends with a sentence made from the data needs none where the figures are given."),
	Why:     diag.Textf("年度报告的内容由条例规定，不得缺项。", "What a report contains is fixed by law."),
	Example: "## 一、总体情况\n\n## 五、存在的主要问题及改进情况",
	Legal:   "《中华人民共和国政府信息公开条例》第五十条",
	report: func(p *pass, r *report.Report) {
		for i, part := range r.Parts() {
			needed := part.Section.Prose && !stated(r, part)
			if part.Prose == nil {
				if at, ok := misheaded(r, part, needed); ok {
					p.add(r, at, diag.Finding{
						Message: diag.Textf("“%s”没有写成章节标题", "%q is not written as the heading of a section", part.Section.Heading),
						Hint:    diag.Textf("请写成“## %s”：两个半角井号，一个空格", "write \"## %s\", with two plain number signs and a space", part.Section.Heading)})
					continue
				}
			}
			heading, at := misspelt(r, part)
			switch {
			case !needed:
			case heading != "":
				p.add(r, at, diag.Finding{
					Message: diag.Textf("“%s”不是格式规定的标题", "%q is not the heading that the form has", heading),
					Hint:    diag.Textf("请写成“## %s”", "write \"## %s\"", part.Section.Heading)})
			case part.Prose == nil:
				p.add(r, after(r, i), diag.Finding{
					Message: diag.Textf("缺少“%s”", "the section %q is missing", part.Section.Heading),
					Hint:    diag.Textf("请加上标题“## %s”和正文", "add the heading \"## %s\" and its text", part.Section.Heading)})
			case part.Prose.Empty():
				p.add(r, part.Prose.HeadingSpan, diag.Finding{
					Message: diag.Textf("“%s”没有内容", "%q holds no prose", part.Section.Heading),
					Hint:    diag.Textf("请在标题下写正文", "write its text below the heading")})
			}
		}
	},
}

// misheaded finds the line that is a missing section's heading except for its number
// signs: one, none before the space, or full-width ones; where the section is needed
// also more than two, or none at all.
func misheaded(r *report.Report, part report.Part, needed bool) (diag.Span, bool) {
	const longest = 120 // of a heading, in bytes
	for t := range passages(r) {
		m := t.masked()
		for i := 0; i < len(m.text); {
			end := lineEnd(m.text, i)
			line := string(m.text[i:end])
			if line[0] == notProse { // code, perhaps for being indented alone
				line = strings.TrimLeft(string(m.raw[i:end]), " \t")
				if !strings.HasPrefix(line, "##") {
					line = string(m.text[i:end])
				}
			}
			i = end
			head := strings.TrimLeft(line, "#＃*_ \t\u3000")
			text := strings.TrimRight(head, "#＃*_ \t\u3000\r\n\x01")
			marks := strings.Trim(line[:len(line)-len(head)], "*_ \t\u3000")
			if text == "" || len(text) > longest || !needed && (marks == "" || len(marks) > 2 && strings.Trim(marks, "#") == "") || !part.Titled(text) {
				continue
			}
			from := end - len(head)
			return m.span(from, from+len(text)), true
		}
	}
	return diag.Span{}, false
}

// misspelt finds the heading that is almost that of a section that is left out, the first
// of several.
func misspelt(r *report.Report, part report.Part) (heading string, at diag.Span) {
	for _, s := range r.UnknownSections() {
		if meant, ok := r.Suggest(s); ok && meant.Section == part.Section {
			return s.Heading, s.HeadingSpan
		}
	}
	return "", at
}

// stated reports whether a statement of the section is filled in.
func stated(r *report.Report, part report.Part) bool {
	for _, s := range part.Section.Statements {
		for _, c := range s.Cells {
			if r.Value(c).State != report.Absent {
				return true
			}
		}
	}
	return false
}

// after is where a missing section belongs: the heading of the next one that is
// there, or the last that is.
func after(r *report.Report, i int) diag.Span {
	for _, part := range r.Parts()[i:] {
		if part.Prose != nil {
			return part.Prose.HeadingSpan
		}
	}
	if n := len(r.Body.Sections()); n > 0 {
		return r.Body.Sections()[n-1].HeadingSpan
	}
	line := r.Body.Preamble().Line
	return diag.Span{Line: line, Column: 1, EndLine: line, EndColumn: 2}
}
