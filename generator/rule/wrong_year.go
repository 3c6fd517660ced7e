package rule

import (
	"bytes"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/prose/han"
	"gongkai/generator/report"
)

var wrongYear = &Rule{
	ID: "wrong-year", Severity: diag.Warning,
	Title:   diag.Textf("写的是另一年的结果、报告或统计期限", "a result, the report's name or its period is of another year"),
	What:    diag.Textf("说本年结果的句子（“未收到申请”也是结果）、报告对自己的称呼，应是报告的年度；统计期限应自该年1月1日至12月31日；写在括号里的上一年、段首的公布日期、下一年的打算，也应与它相合。与往年比较、涉及结转和打算的句子不看。", "A sentence that gives results (that nothing was received is one), and the report's name for itself, are of the report's year; the period of the figures is 1 January to 31 December of it; the year before in brackets, the day of publication at a paragraph's beginning and what is to be done in the year after fit it too. Sentences that compare years, or speak of what was carried over or is planned, are left alone."),
	Why:     diag.Textf("沿用上年的文字时，年份最容易忘改。", "In text taken over from last year the year is what is forgotten."),
	Example: "# 2023 年度的报告\n2022年，我局共收到政府信息公开申请12件。",
	report: func(p *pass, r *report.Report) {
		words := &r.Form.Checks.Wording
		if len(words.Results) == 0 && len(words.Periods) == 0 {
			return
		}
		opening := true
		for t := range p.passages(r) {
			first := opening
			if opening = false; !t.may(dated) || yearPlace(t.text) < 0 {
				continue
			}
			m := t.masked()
			for from, to := range paragraphs(m.text) {
				text := m.text[from:to]
				if text[0] == '|' || text[0] == '#' || yearPlace(text) < 0 {
					continue
				}
				p.wrongYears(r, m, from, to, first, words)
			}
		}
	},
}

// wrongYears looks through one paragraph. One that gives results of several years is
// a comparison.
func (p *pass) wrongYears(r *report.Report, m passage, from, to int, opening bool, words *form.Wording) {
	own := func(text []byte) bool { return r.Form.Narrative != nil && r.Form.Narrative.Names(p.about(r), text) }
	type place struct{ at, year int }
	var found []place
	years := map[int]bool{}
	if d := released(m.text[from:to], words); d.year > 0 && d.year <= r.Year {
		p.misdated(r, m.span(from+d.from, from+d.from+d.digits), d.year+1, d.year, diag.Textf("报告 %d 年公布，却是 %d 年度的", "the report came out in %d and is of %d", d.year, r.Year))
	}
	for a, b := range sentences(m.text, from, to) {
		sentence := m.text[a:b]
		first := yearPlace(sentence)
		if first < 0 {
			continue
		}
		if d := lastYear(sentence, words); d.year > 0 && d.year != r.Year-1 {
			p.misdated(r, m.span(a+d.from, a+d.from+d.digits), r.Year-1, d.year, diag.Textf("上一年写的是 %d 年，报告是 %d 年度的", "the year before is given as %d, the report is of %d", d.year, r.Year))
			continue
		}
		if d := ahead(sentence, own, words); d.year > 0 && d.year <= r.Year {
			p.misdated(r, m.span(a+d.from, a+d.from+d.digits), r.Year+1, d.year, diag.Textf("这里说的是 %d 年的打算，报告是 %d 年度的", "this says what is to be done in %d, the report is of %d", d.year, r.Year))
			continue
		}
		if f, ok := period(sentence, first, r.Year, words); ok {
			if f.from >= 0 {
				p.add(r, m.span(a+f.from, a+f.to), diag.Finding{Expected: f.expected, Actual: f.actual, Message: f.message, Hint: f.hint})
			}
			continue
		}
		if !otherYear(sentence[first:], r.Year) {
			if at, year := result(sentence, own, words); at >= 0 {
				years[year] = true
			}
			continue
		}
		if at, year := itself(sentence, r.Year, opening, words); at >= 0 {
			p.add(r, m.span(a+at, a+at+4), diag.Finding{Expected: itoa(r.Year), Actual: itoa(year),
				Message: diag.Textf("报告称自己是 %d 年度的，实际是 %d 年度的", "the report calls itself that of %d, it is of %d", year, r.Year),
				Hint:    diag.Textf("请更正年份", "correct the year")})
			continue
		}
		if at, year := result(sentence, own, words); at >= 0 {
			years[year] = true
			if year != r.Year && !severalYears(sentence, year) && !apart(sentence, year > r.Year, words) && !goesOn(sentence, m.text[b:to], r.Year) {
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

// goesOn reports whether a sentence ends with a semicolon and what follows it, up to the full
// stop, comes to a year: 2022年收到9件；2023年12件.
func goesOn(sentence, rest []byte, year int) bool {
	if !bytes.HasSuffix(sentence, []byte("；")) && !bytes.HasSuffix(sentence, []byte(";")) {
		return false
	}
	rest, _, _ = bytes.Cut(rest, []byte("。"))
	return mentions(rest, year)
}

// yearPlace returns the place of the first year in a text, in digits or in Chinese
// numerals, -1 for none.
func yearPlace(text []byte) int {
	for i := 0; i+4 <= len(text); i++ {
		switch c := text[i]; {
		case c == '2' || c == '1':
			if _, ok := yearAt(text, i); ok {
				return i
			}
		case han.At(text, i):
			if c == 0xE4 && i+6 <= len(text) && text[i+1] == 0xBA && text[i+2] == 0x8C && chineseDigit(runeAt(text, i+3)) == 0 { // 二〇
				return i
			}
			i += 2
		}
	}
	return -1
}

func runeAt(text []byte, i int) rune {
	r, _ := utf8.DecodeRune(text[i:])
	return r
}

// otherYear reports whether a text names another year than the report's, or any in
// Chinese numerals.
func otherYear(text []byte, year int) bool {
	for {
		i := yearPlace(text)
		if i < 0 {
			return false
		}
		if y, ok := yearAt(text, i); !ok || y != year {
			return true
		}
		text = text[i+4:]
	}
}

// mentions reports whether a text names a year.
func mentions(text []byte, year int) bool { return bytes.Contains(text, []byte(itoa(year))) }

// severalYears reports whether a text names another year than one.
func severalYears(text []byte, year int) bool {
	for i := 0; i+7 <= len(text); i++ {
		if y, ok := yearAt(text, i); ok && y != year && isYear(text[i+4:]) {
			return true
		}
	}
	return false
}

// apart reports whether a sentence compares years, or, of a later year, says what is
// planned. That something was carried over is neither.
func apart(sentence []byte, later bool, words *form.Wording) bool {
	if later && hasAny(sentence, words.Planned) {
		return true
	}
	for i := 0; i < len(sentence); {
		if w := prefix(sentence[i:], words.Carried); w != "" {
			i += len(w)
			continue
		}
		if prefix(sentence[i:], words.Apart) != "" {
			return true
		}
		_, n := utf8.DecodeRune(sentence[i:])
		i += n
	}
	return false
}

// isYear reports whether the digits before a text are a year.
func isYear(rest []byte) bool { return bytes.HasPrefix(rest[skipSpace(rest, 0):], []byte("年")) }

// afterYear returns what follows the year whose digits end before rest: 年, 年度.
func afterYear(rest []byte) []byte {
	rest = bytes.TrimPrefix(rest[skipSpace(rest, 0):], []byte("年"))
	return bytes.TrimPrefix(rest, []byte("度"))
}

// itself returns the year by which a sentence calls the report it is in, and its
// place; -1 if that is the report's year, or the sentence does not speak of this
// report. opening is true for a sentence before the first section.
func itself(sentence []byte, own int, opening bool, words *form.Wording) (at, year int) {
	if mentions(sentence, own) || hasAny(sentence, words.Done) {
		return -1, 0
	}
	named := opening || hasAny(sentence, words.Itself)
	for i := 0; i+7 <= len(sentence); i++ {
		y, ok := yearAt(sentence, i)
		if !ok || y == own || !isYear(sentence[i+4:]) {
			continue
		}
		end := reportName(afterYear(sentence[i+4:]), words)
		if end == nil {
			continue
		}
		before := bytes.TrimSpace(sentence[:i])
		if named || len(bytes.Trim(end, "。 \r\n　》")) == 0 && (len(before) == 0 || bytes.HasSuffix(before, []byte("关于")) || suffix(before, words.Bodies)) {
			return i, y
		}
	}
	return -1, 0
}

// reportName returns what follows the name of a report on disclosure at the beginning of a text,
// after the report's year; nil if there is none. The name of a body may come first.
func reportName(text []byte, words *form.Wording) []byte {
	const most = 30 // characters of a body's name
	for n, i := 0, 0; n < most && i < len(text); n++ {
		if w := prefix(text[i:], words.Reports); w != "" {
			rest := text[i+len(w):]
			for k := 0; k < len(rest); {
				if end := prefix(rest[k:], words.ReportEnds); end != "" {
					return rest[k+len(end):]
				}
				r, size := utf8.DecodeRune(rest[k:])
				if !han.Is(r) {
					break
				}
				k += size
			}
			return nil
		}
		r, size := utf8.DecodeRune(text[i:])
		if !han.Is(r) {
			return nil
		}
		i += size
	}
	return nil
}

// result returns the year of a sentence that gives a count of what was done in it, or
// says that nothing was, and its place; -1 for any other sentence. It begins with
// the year, or with the agency's name and the year.
func result(sentence []byte, own func([]byte) bool, words *form.Wording) (at, year int) {
	d, at := nextDate(sentence, skipSpace(sentence, 0), 24)
	if at < 0 || d.year == 0 || d.digits != 4 && d.digits != 12 || !leads(sentence[:at], own, words) {
		return -1, 0
	}
	rest := afterYear(sentence[at+d.digits:])
	if d.month > 0 { // the whole year, or a part of it
		last, k := date{}, rangeSign(sentence, d.to)
		if k >= 0 {
			last, k = nextDate(sentence, k, 3)
		}
		if k < 0 || d.month != 1 || d.day != 1 || last.month != 12 || last.day != 31 || last.year != 0 && last.year != d.year {
			return -1, 0
		}
		rest = bytes.TrimPrefix(sentence[last.to:], []byte("期间"))
	}
	if prefix(rest, words.Carried) != "" || prefix(rest, words.Subjects) == "" && prefix(rest, words.Results) == "" && prefix(rest, words.Denials) == "" &&
		!bytes.HasPrefix(rest, []byte("，")) && !bytes.HasPrefix(rest, []byte(",")) {
		return -1, 0
	}
	if says(rest, words) || states(rest, words) {
		return at, d.year
	}
	return -1, 0
}

// states reports whether a text says how things were: 工作仍存在不足.
func states(text []byte, words *form.Wording) bool {
	for _, w := range words.States {
		if k := han.Index(text, w); k >= 0 && !bytes.HasPrefix(text[k+len(w):], []byte("的")) && !hasAny(text, words.PlansOf) {
			return true
		}
	}
	return false
}

// leads reports whether a text before a year says nothing but who speaks: 在, 我局.
func leads(text []byte, own func([]byte) bool, words *form.Wording) bool {
	text = bytes.TrimSpace(text)
	for _, w := range words.Leads {
		if rest, found := bytes.CutSuffix(text, []byte(w)); found {
			text = rest
			break
		}
	}
	return len(text) == 0 || own(text)
}

// denialReach is within how many bytes a denial says what there was none of.
const denialReach = 120

// says reports whether a text gives a count of what was done, or says that nothing was.
func says(rest []byte, words *form.Wording) bool {
	none := 0 // up to here there is no count
	var third [256]bool
	noteThird(&third, words.Denials)
	noteThird(&third, words.Results)
	for i := 0; i < len(rest); {
		if i+2 < len(rest) && !third[rest[i+2]] { // no word begins here: nine characters of ten
			_, n := utf8.DecodeRune(rest[i:])
			i += n
			continue
		}
		if w := prefix(rest[i:], words.Denials); w != "" {
			before := rest[:i]
			i += len(w)
			clause := rest[i:min(i+denialReach, len(rest))]
			if k := bytes.Index(clause, []byte("，")); k >= 0 {
				clause = clause[:k]
			}
			if hasAny(clause, words.Denied) || suffix(before, words.Denied) {
				return true
			}
			continue
		}
		w := prefix(rest[i:], words.Results)
		if w == "" {
			_, n := utf8.DecodeRune(rest[i:])
			i += n
			continue
		}
		i += len(w)
		if bytes.HasPrefix(rest[i:], []byte("的")) {
			return false
		}
		if i < none {
			continue
		}
		counted, end := counts(rest[i:], words.Units)
		if counted {
			return true
		}
		none = i + end
	}
	return false
}

// noteThird notes the third bytes of words, by which Chinese characters differ most.
func noteThird(third *[256]bool, words []string) {
	for _, w := range words {
		if len(w) < 3 { // it may be before anything
			for i := range third {
				third[i] = true
			}
			return
		}
		third[w[2]] = true
	}
}

// counts reports whether a number with a unit is in a text before its next comma, and
// how far it looked.
func counts(text []byte, units []string) (ok bool, end int) {
	i := 0
	for i < len(text) {
		if isDigit(text[i]) {
			for i < len(text) && isDigit(text[i]) {
				i++
			}
			rest := text[skipSpace(text, i):]
			if prefix(bytes.TrimPrefix(bytes.TrimPrefix(rest, []byte("余")), []byte("多")), units) != "" {
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
