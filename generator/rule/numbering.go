package rule

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/report"
)

var numbering = &Rule{
	ID: "numbering", Severity: diag.Warning,
	Title:   diag.Textf("同级标题的编号样式不一致", "headings of one level are numbered in more than one style"),
	What:    diag.Textf("章节标题之间、同一章节内同级的小标题之间，编号用同一种样式；没有编号的标题不看。", "The sections' headings among themselves, and those of one level inside a section, are numbered in one style; headings without a number are left alone."),
	Why:     diag.Textf("样式不一，多半是从 Word 复制时丢了自动编号。", "Mixed styles mostly mean that automatic numbers were lost on the way from Word."),
	Example: "## 1、总体情况\n\n## 二、主动公开政府信息情况",
	report: func(p *pass, r *report.Report) {
		group := make([]heading, 0, len(r.Body.Sections()))
		for i := range r.Body.Sections() {
			s := &r.Body.Sections()[i]
			group = append(group, heading{s.Heading, s.HeadingSpan})
		}
		p.styles(r, group)
		for t := range p.passages(r) {
			if t.holds("###") {
				p.headings(r, t.masked())
			}
		}
	},
}

type heading struct {
	text string
	span diag.Span
}

// headings compares the headings inside a section, each level below one heading of the
// level above for itself.
func (p *pass) headings(r *report.Report, m passage) {
	var groups [7][]heading
	flush := func(level int) {
		for l := level; l < len(groups); l++ {
			p.styles(r, groups[l])
			groups[l] = groups[l][:0]
		}
	}
	for i := 0; i < len(m.text); {
		end := lineEnd(m.text, i)
		line := bytes.TrimRight(m.text[i:end], "\r\n")
		level := 0
		for level < len(line) && line[level] == '#' {
			level++
		}
		if level >= 3 && level < 7 && level < len(line) && line[level] == ' ' {
			flush(level + 1)
			text := bytes.Trim(line[level:], " #\x01")
			if slices.ContainsFunc(r.Parts(), func(part report.Part) bool { return part.Prose == nil && part.Titled(string(text)) }) {
				i = end
				continue // a section's heading, see missing-section
			}
			from := i + bytes.Index(m.text[i:end], text)
			groups[level] = append(groups[level], heading{strings.Trim(string(text), "*_"), m.span(from, from+len(text))})
		}
		i = end
	}
	flush(3)
}

// styles reports the first heading whose number is not in the style of most.
func (p *pass) styles(r *report.Report, group []heading) {
	count := map[string]int{}
	best := ""
	for _, h := range group {
		if s := numberStyle(h.text); s != "" {
			if count[s]++; count[s] > count[best] {
				best = s
			}
		}
	}
	if len(count) < 2 {
		return
	}
	for _, h := range group {
		if s := numberStyle(h.text); s != "" && s != best {
			p.add(r, h.span, diag.Finding{
				Message: diag.Textf("“%s”的编号与同级标题的“%s”不是一种样式", "the number of %q is not in the style %s of its neighbours", h.text, best),
				Hint:    diag.Textf("请统一编号", "number them alike")})
			return
		}
	}
}

// numberStyle writes a heading's number in its style: 一、 or （一） or 1. ; "" where it
// has none.
func numberStyle(text string) string {
	open := ""
	for _, b := range []string{"（", "("} {
		if rest, ok := strings.CutPrefix(text, b); ok {
			open, text = "（", rest
		}
	}
	ordinal := ""
	if rest, ok := strings.CutPrefix(text, "第"); ok && open == "" {
		ordinal, text = "第", rest
	}
	kind, n := "", 0
	for n < len(text) {
		r, size := utf8.DecodeRuneInString(text[n:])
		k := ""
		switch {
		case r >= '0' && r <= '9' || r >= '０' && r <= '９':
			k = "1"
		case chineseNumeral(r):
			k = "一"
		}
		if k == "" || kind != "" && k != kind {
			break
		}
		kind, n = k, n+size
	}
	if kind == "" || n > len("一二三") || kind == "1" && len(strings.TrimLeft(text[:n], "0123456789")) == 0 && n > 2 {
		return ""
	}
	rest := strings.TrimLeft(text[n:], " ")
	mark, size := utf8.DecodeRuneInString(rest)
	switch {
	case mark == ')' || mark == '）':
		return open + kind + "）"
	case open != "":
		return ""
	case ordinal != "" && size > 0:
		return ordinal + kind + string(mark)
	case mark == '、' || mark == '，':
		return kind + string(mark)
	case mark == '.' || mark == '．':
		if next, _ := utf8.DecodeRuneInString(rest[size:]); next >= '0' && next <= '9' {
			return "" // 1.2 is a number of two levels, or a decimal
		}
		return kind + "."
	}
	return ""
}

func itoa(n int) string { return strconv.Itoa(n) }
