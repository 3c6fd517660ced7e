package rule

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/prose"
	"gongkai/generator/prose/han"
)

// Dates in prose, for impossible-date.

var (
	writtenDate = regexp.MustCompile(`(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日`)
	onlyDate    = regexp.MustCompile(`^[\s\x{3000}]*(\d{4})年(\d{1,2})月(\d{1,2})日[\s\x{3000}]*$`)
)

// calendars are words before a day of a calendar that is not the solar one, in which other months have
// thirty days.
var calendars = []string{"历", "腊", "闰"}

// exists reports whether there is a day; year 0 is any.
func exists(year, month, day int) bool {
	if year == 0 {
		year = 2000 // which has all days
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return month >= 1 && month <= 12 && t.Day() == day && int(t.Month()) == month
}

// noDays finds days in a text that no calendar has.
func (t *textPass) noDays(m passage) {
	for i := 0; ; {
		k := han.Index(m.text[i:], "月")
		if k < 0 {
			return
		}
		at := i + k
		i = at + len("月")
		// The date around the word: four digits, a word and two digits before it, two and a word after.
		from := max(0, at-len("2023年12"))
		for from > 0 && !utf8.RuneStart(m.text[from]) {
			from--
		}
		loc := writtenDate.FindSubmatchIndex(m.text[from:min(len(m.text), i+len("31日"))])
		if loc == nil || from+loc[1] < i || from+loc[0] > at {
			continue
		}
		number := func(n int) int {
			if loc[2*n] < 0 {
				return 0
			}
			v, _ := strconv.Atoi(string(m.text[from+loc[2*n] : from+loc[2*n+1]])) // digits
			return v
		}
		year, month, day := number(1), number(2), number(3)
		start, end := from+loc[0], from+loc[1]
		if exists(year, month, day) || start > 0 && (isDigit(m.text[start-1]) || m.text[start-1] == '-' || m.text[start-1] == '.') || other(m.text, start) {
			continue
		}
		written := string(m.text[start:end])
		t.add(m.span(start, end), diag.Finding{Actual: written,
			Message: diag.Textf("没有%s这一天", "there is no such day as %s", written),
			Hint:    diag.Textf("请核对年、月、日", "check the year, the month and the day")})
	}
}

// other reports whether a date at i is of another calendar, as its sentence says.
func other(text []byte, i int) bool {
	from := max(0, i-30)
	for k := range sentences(text, from, i) {
		from = k
	}
	return hasAny(text[from:i], calendars)
}

// signature is the date with which the last section of a report ends, in a line of its own.
func signature(b *prose.Body) (t passage, from, to int, date string) {
	t = passageOf(b, b.Preamble())
	if n := len(b.Sections()); n > 0 {
		t = passageOf(b, &b.Sections()[n-1])
	}
	to = len(bytes.TrimRight(t.text, " \t\r\n\u3000"))
	from = bytes.LastIndexByte(t.text[:to], '\n') + 1
	m := onlyDate.FindSubmatch(t.text[from:to])
	if m == nil {
		return t, 0, 0, ""
	}
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(string(m[i+1])) // digits
	}
	if !exists(n[0], n[1], n[2]) {
		return t, 0, 0, "" // which is a finding of its own
	}
	return t, from, to, fmt.Sprintf("%04d-%02d-%02d", n[0], n[1], n[2])
}
