package rule

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/report"
)

var sectionCount = &Rule{
	ID: "section-count", Severity: diag.Warning,
	Title:   diag.Textf("开头说的部分数与实际不符", "the opening announces another number of parts than there are"),
	What:    diag.Textf("前言里“由六部分组成”这样的话，数字要与格式的部分数一致；逐一列出各部分的，要列全。", "Where the preamble says how many parts the report has, the number is the form's; where it lists them, the list is whole."),
	Why:     diag.Textf("读者按前言找内容；列漏的部分常常真的没有写。", "Readers look for what the preamble announces; what its list omits is often missing indeed."),
	Example: "本报告由总体情况、主动公开政府信息情况等五部分组成。",
	report: func(p *pass, r *report.Report) {
		words := &r.Form.Checks.Wording
		t := passageOf(r.Body, r.Body.Preamble())
		if len(words.Parts) == 0 || !hasAny(t.text, words.Parts) {
			return
		}
		m := t.masked()
		for from, to := range paragraphs(m.text) {
			for a, b := range sentences(m.text, from, to) {
				if hasAny(m.text[a:b], words.Parts) {
					p.announced(r, m, a, b)
				}
			}
		}
	},
}

// announced checks one sentence of the preamble.
func (p *pass) announced(r *report.Report, m passage, a, b int) {
	words := &r.Form.Checks.Wording
	for i := a; i < b; i++ {
		noun := prefix(m.text[i:b], words.Parts)
		if noun == "" {
			continue
		}
		at, n, partial := countBefore(m.text[a:i], words.Partial)
		if n == 0 {
			continue
		}
		named, missing := 0, []string{}
		for _, s := range r.Form.Sections {
			if hasAny(m.text[a:b], s.Mentions) {
				named++
			} else {
				missing = append(missing, s.Heading)
			}
		}
		parts := len(r.Form.Sections)
		span := m.span(a+at, i+len(noun))
		switch {
		case named < 2:
			// The sentence may count parts of something else.
		case n != parts:
			p.add(r, span, diag.Finding{Expected: itoa(parts), Actual: itoa(n),
				Message: diag.Textf("开头说有 %d 个部分，报告有 %d 个", "the opening announces %d parts, the report has %d", n, parts),
				Hint:    diag.Textf("请更正数字", "correct the number")})
		case !partial && named < parts && named >= parts-2:
			p.add(r, span, diag.Finding{Expected: itoa(parts), Actual: itoa(named),
				Message: diag.Textf("开头说有 %d 个部分，列出的没有：%s", "the opening announces %d parts, but its list lacks: %s", n, strings.Join(missing, "，")),
				Hint:    diag.Textf("请补全", "complete the list")})
		}
		return
	}
}

// countBefore reads the number at the end of a text, 个 or 大 after it, and whether a
// word such as 等 is before it. It returns the number's place; n is 0 for none, and
// for the number of one part in a row, as in 第六.
func countBefore(text []byte, partial []string) (at, n int, etc bool) {
	runes, starts := []rune{}, []int{}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if !unicode.IsSpace(r) {
			runes, starts = append(runes, r), append(starts, i)
		}
		i += size
	}
	end := len(runes)
	if end > 0 && (runes[end-1] == '个' || runes[end-1] == '大') {
		end--
	}
	from := end
	for from > 0 && numeral(runes[from-1]) >= 0 {
		from--
	}
	if from == end || end-from > 2 || from > 0 && runes[from-1] == '第' {
		return 0, 0, false
	}
	for _, r := range runes[from:end] {
		switch d := numeral(r); {
		case d == 10:
			n = max(n, 1) * 10
		case n >= 10 && runes[from] == '十' || n >= 10 && n%10 == 0:
			n += d
		default:
			n = n*10 + d
		}
	}
	return starts[from], n, suffix([]byte(string(runes[:from])), partial)
}

func numeral(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '０' && r <= '９':
		return int(r - '０')
	case r == '两':
		return 2
	}
	for i, c := range []rune("〇一二三四五六七八九十") {
		if r == c {
			return i
		}
	}
	return -1
}
