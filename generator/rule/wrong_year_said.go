package rule

import (
	"bytes"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

// misdated reports a year that does not fit that of the report.
func (p *pass) misdated(r *report.Report, at diag.Span, want, got int, message diag.Text) {
	p.add(r, at, diag.Finding{Expected: itoa(want), Actual: itoa(got), Message: message, Hint: diag.Textf("请核对年份", "check the year")})
}

// lastYear returns the year that a sentence gives in brackets for the one before, with its place;
// one of 0 where it gives none: 与上年（2022年）相比.
func lastYear(sentence []byte, words *form.Wording) date {
	for at := 0; ; {
		i := bytes.IndexAny(sentence[at:], "（(")
		if i < 0 {
			return date{}
		}
		before := sentence[:at+i]
		_, n := utf8.DecodeRune(sentence[at+i:])
		if at += i + n; suffix(before, words.LastYear) {
			d := dateAt(sentence, at)
			if d.year > 0 && d.month == 0 && bytes.IndexAny(bytes.TrimPrefix(sentence[d.to:], []byte("度")), "）)") == 0 {
				return d
			}
		}
	}
}

// released returns the day that a paragraph gives for the report's publication, with its
// place; one of the year 0 where it gives none: 发布日期：2024年1月26日.
func released(paragraph []byte, words *form.Wording) date {
	i := skipSpace(paragraph, 0)
	w := prefix(paragraph[i:], words.Released)
	if w == "" {
		return date{}
	}
	i = skipSpace(paragraph, i+len(w))
	for _, colon := range []string{"：", ":"} {
		if bytes.HasPrefix(paragraph[i:], []byte(colon)) {
			i = skipSpace(paragraph, i+len(colon))
		}
	}
	if d := dateAt(paragraph, i); d.day > 0 {
		return d
	}
	return date{}
}

// ahead returns the year that begins a sentence about what is to be done in it, such as
// 2024年，我局将继续…; year 0 for any other sentence.
func ahead(sentence []byte, own func([]byte) bool, words *form.Wording) date {
	d, at := nextDate(sentence, skipSpace(sentence, 0), 24)
	if at < 0 || d.year == 0 || d.month > 0 || !leads(sentence[:at], own, words) {
		return date{}
	}
	rest := sentence[d.to:]
	if !bytes.HasPrefix(rest, []byte("，")) && !bytes.HasPrefix(rest, []byte(",")) || !hasAny(rest, words.Ahead) || hasAny(rest, words.PlansOf) || severalYears(sentence, d.year) {
		return date{}
	}
	return d
}
