package rule

import (
	"bytes"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

var wrongYear = &Rule{
	ID: "wrong-year", Severity: diag.Warning,
	Title:   diag.Textf("写的是另一年的结果", "a result of another year"),
	What:    diag.Textf("说本年结果的句子和统计期限，应是报告的年度。与往年比较、涉及结转和打算的句子不看。", "A sentence that gives results, and the period of the figures, is of the report's year. Sentences that compare years, or speak of what was carried over or is planned, are left alone."),
	Why:     diag.Textf("沿用上年的文字时，年份最容易忘改。", "In text taken over from last year the year is what is forgotten."),
	Example: "# 2023 年度的报告\n2022年，我局共收到政府信息公开申请12件。",
	report: func(p *pass, r *report.Report) {
		words := &r.Form.Checks.Wording
		if len(words.Results) == 0 && len(words.Periods) == 0 {
			return
		}
		for t := range passages(r) {
			if !otherYear(t.text, r.Year) {
				continue
			}
			m := t.masked()
			for from, to := range paragraphs(m.text) {
				if text := m.text[from:to]; text[0] == '|' || text[0] == '#' || !otherYear(text, r.Year) {
					continue
				}
				p.wrongYears(r, m, from, to, words)
			}
		}
	},
}

// wrongYears looks through one paragraph. One that gives results of several years is
// a comparison.
func (p *pass) wrongYears(r *report.Report, m passage, from, to int, words *form.Wording) {
	type place struct{ at, year int }
	var found []place
	years := map[int]bool{}
	for a, b := range sentences(m.text, from, to) {
		sentence := m.text[a:b]
		if at, year := period(sentence, r.Year, words); at >= 0 {
			p.add(r, m.span(a+at, a+at+4), diag.Finding{Expected: itoa(r.Year), Actual: itoa(year),
				Message: diag.Textf("统计期限写的是 %d 年，报告是 %d 年度的", "the period of the figures is of %d, the report of %d", year, r.Year),
				Hint:    diag.Textf("请更正年份", "correct the year")})
			continue
		}
		if at, year := result(sentence, words); at >= 0 {
			years[year] = true
			if year < r.Year && !hasAny(sentence, words.Apart) && !mentions(sentence, r.Year) {
				found = append(found, place{a + at, year})
			}
		}
	}
	if len(years) > 1 {
		return
	}
	for _, f := range found {
		p.add(r, m.span(f.at, f.at+4), diag.Finding{Expected: itoa(r.Year), Actual: itoa(f.year),
			Message: diag.Textf("这里写的是 %d 年的结果，报告是 %d 年度的", "this gives a result of %d, the report is of %d", f.year, r.Year),
			Hint:    diag.Textf("请核对年份；确是往年的数，请写明与本年的关系", "check the year; if it is meant, say how it relates to this year")})
	}
}

// otherYear reports whether a text names an earlier year than the report's.
func otherYear(text []byte, year int) bool {
	for i := 0; i+7 <= len(text); i++ {
		if c := text[i]; c == '2' || c == '1' {
			if y, ok := yearAt(text, i); ok && y < year {
				return true
			}
		}
	}
	return false
}

// mentions reports whether a text names a year.
func mentions(text []byte, year int) bool { return bytes.Contains(text, []byte(itoa(year))) }

// period returns the place of a year in a sentence about the period of the figures
// none of whose years is the report's, -1 where there is none.
func period(sentence []byte, year int, words *form.Wording) (at, other int) {
	if !hasAny(sentence, words.Periods) || mentions(sentence, year) {
		return -1, 0
	}
	for i := range sentence {
		if y, ok := yearAt(sentence, i); ok && isYear(sentence[i+4:]) {
			return i, y
		}
	}
	return -1, 0
}

// isYear reports whether the digits before a text are a year.
func isYear(rest []byte) bool { return bytes.HasPrefix(rest[skipSpace(rest, 0):], []byte("年")) }

// result returns the year with which a sentence begins that gives a count of what was
// done in it, and its place; -1 where it is no such sentence.
func result(sentence []byte, words *form.Wording) (at, year int) {
	at = skipSpace(sentence, 0)
	y, ok := yearAt(sentence, at)
	if !ok || !isYear(sentence[at+4:]) {
		return -1, 0
	}
	rest := sentence[at+4:]
	rest = rest[skipSpace(rest, 0)+len("年"):]
	rest = bytes.TrimPrefix(rest, []byte("度"))
	if s := prefix(rest, words.Subjects); s == "" && prefix(rest, words.Results) == "" &&
		!bytes.HasPrefix(rest, []byte("，")) && !bytes.HasPrefix(rest, []byte(",")) {
		return -1, 0
	}
	none := 0 // up to here there is no count
	for i := 0; i < len(rest); {
		w := prefix(rest[i:], words.Results)
		if w == "" {
			_, n := utf8.DecodeRune(rest[i:])
			i += n
			continue
		}
		i += len(w)
		if bytes.HasPrefix(rest[i:], []byte("的")) {
			return -1, 0
		}
		if i < none {
			continue
		}
		counted, end := counts(rest[i:], words.Units)
		if counted {
			return at, y
		}
		none = i + end
	}
	return -1, 0
}

// counts reports whether a number with a unit stands in a text before its next comma, and
// how far it looked.
func counts(text []byte, units []string) (ok bool, end int) {
	i := 0
	for i < len(text) {
		if isDigit(text[i]) {
			for i < len(text) && isDigit(text[i]) {
				i++
			}
			if prefix(text[skipSpace(text, i):], units) != "" {
				return true, i
			}
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		if r == '，' || r == ',' {
			break
		}
		i += n
	}
	return false, i
}
