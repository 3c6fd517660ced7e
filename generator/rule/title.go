package rule

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/register"
	"gongkai/generator/report"
)

var title = &Rule{
	ID: "title", Severity: diag.Warning,
	Title:   diag.Textf("标题没有写明机关、年度或报告名称", "the title does not name the agency, the year or the report"),
	What:    diag.Textf("标题里要有机关当年的名称、报告的年度和报告的名称；不写 title 时按格式自动生成。", "A title holds the agency's name as it was that year, the year and the name of the report; without a title the form's is used."),
	Why:     diag.Textf("检索和归档以标题为准；没有写明的，看不出是哪个机关、哪一年的报告。", "Search and archives see the title alone; a vague one fits anybody."),
	Example: "title: 政府信息公开工作的年度报告",
	report: func(p *pass, r *report.Report) {
		if r.Title == "" {
			return
		}
		text := legible(r.Title)
		fault := func(message diag.Text) {
			p.add(r, r.TitleSpan, diag.Finding{Message: message, Actual: r.Title,
				Hint: diag.Textf("请更正；删去 title 就按格式自动生成", "correct it; without a title the form's is used")})
		}
		if a := p.agency(r.Agency); a != nil && a.Name != a.Slug && !names(text, a, r.Year) && !p.government(text, a, r) {
			fault(diag.Textf("标题里没有机关名称“%s”", "the title does not name the agency, %q", a.NameIn(r.Year)))
		}
		if !strings.Contains(text, itoa(r.Year)) && !strings.Contains(text, chineseYear(r.Year)) {
			fault(diag.Textf("标题里没有年度 %d", "the title does not name the year %d", r.Year))
		}
		words := r.Form.Checks.TitleWords
		if len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, legible(w)) }) {
			fault(diag.Textf("标题里没有“%s”", "the title does not say %q", words[0]))
		}
	},
}

// names reports whether a title names an agency as it was called in a year: in full,
// in short, or without the names of the regions above it.
func names(text string, a *register.Agency, year int) bool {
	name := legible(a.NameIn(year))
	if strings.Contains(text, name) || name == legible(a.Name) && a.ShortName != "" && strings.Contains(text, legible(a.ShortName)) {
		return true
	}
	return ending(text, name)
}

// ending reports whether a title holds a name without those of the regions above it.
func ending(text, name string) bool {
	const enough = 6
	runes := []rune(name)
	for i := 1; i+enough <= len(runes); i++ {
		if strings.Contains(text, string(runes[i:])) {
			return true
		}
	}
	return false
}

// government reports whether the title of an area total names the government for which
// the agency's office publishes it: the agency's parent, or its own name without the
// last word, or the name of its area alone: 示例县2023年….
func (p *pass) government(text string, a *register.Agency, r *report.Report) bool {
	if r.Scope != "government" {
		return false
	}
	if a.Parent != "" {
		if b := p.agency(a.Parent); b != nil && names(text, b, r.Year) {
			return true
		}
	}
	name := legible(a.NameIn(r.Year))
	const word, enough = 3, 4
	if runes := []rune(name); len(runes) >= word+enough {
		if office := string(runes[:len(runes)-word]); strings.Contains(text, office) || ending(text, office) {
			return true
		}
	}
	return r.Form.Narrative != nil && r.Form.Narrative.NamesArea(name, text)
}

func chineseYear(year int) string {
	digits := []rune("〇一二三四五六七八九")
	var b strings.Builder
	for _, c := range itoa(year) {
		b.WriteRune(digits[c-'0'])
	}
	return b.String()
}
