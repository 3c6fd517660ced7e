package rule

import (
	"bytes"
	"time"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/form"
)

// wrongPeriod is what is wrong with the period that a sentence gives for the figures;
// from is -1 where nothing is.
type wrongPeriod struct {
	from, to         int
	expected, actual string
	message, hint    diag.Text
}

// period checks the period of the figures in a sentence whose first year is at from; ok is
// false where it gives none.
func period(sentence []byte, from, year int, words *form.Wording) (f wrongPeriod, ok bool) {
	const most = 150 // bytes before the date
	if from == 0 || from > most {
		return f, false
	}
	at, named := periodWord(sentence[:from], words)
	if at < 0 {
		return f, false
	}
	first, k := nextDate(sentence, at, 24)
	if k < 0 || !named && (k > at || first.month == 0) {
		return f, false
	}
	last, found := date{}, false
	if first.month > 0 {
		if i := rangeSign(sentence, first.to); i >= 0 {
			if last, k = nextDate(sentence, i, 3); k >= 0 {
				found = true
				if last.year == 0 {
					last.year = first.year
				}
			}
		}
	}
	f.from = -1
	for _, d := range []date{first, last} {
		if d.year != 0 && d.year != year && (d == first || found) {
			f.from, f.to, f.expected, f.actual = d.from, d.from+d.digits, itoa(year), itoa(d.year)
			f.message = diag.Textf("统计期限写的是 %d 年，报告是 %d 年度的", "the period of the figures is of %d, the report of %d", d.year, year)
			f.hint = diag.Textf("请更正年份", "correct the year")
			return f, true
		}
	}
	if !named && !found && first.month == 1 {
		return f, false
	}
	if found && (first.month != 1 || first.day != 1 || last.month != 12 || last.day != 31) {
		f.from, f.to, f.expected = first.from, last.to, itoa(year)+"年1月1日至12月31日"
		f.actual = string(sentence[f.from:f.to])
		said := diag.Textf("统计期限写的是“%s”，应为 %d 年 1 月 1 日至 12 月 31 日", "the period of the figures is given as “%s”, expected 1 January to 31 December %d", f.actual, year)
		for _, d := range []date{first, last} {
			if !d.exists(year) {
				said = diag.Textf("%s；没有 %d 月 %d 日", "%s; there is no day %d-%d", said, d.month, d.day)
			}
		}
		f.message, f.hint = said, diag.Textf("请更正日期", "correct the dates")
	}
	return f, true
}

// periodWord returns where the word for the period ends in the text before a date, or
// the end of that text if it has only words for the report and its figures; -1 for none.
// Only such words may come before it in its clause: any others have a period of their own.
func periodWord(text []byte, words *form.Wording) (at int, named bool) {
	start := 0
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == '，' || r == ',' || r == '、' || r == '（' || r == '(' {
			start = i + n
		} else if w := prefix(text[i:], words.Periods); w != "" {
			if only(text[start:i], words.PeriodOf) {
				return i + len(w), true
			}
			n = len(w)
		}
		i += n
	}
	if text = text[start:]; len(text) > 0 && hasAny(text, words.Figures) && only(text, words.PeriodOf) {
		return start + len(text), false
	}
	return -1, false
}

// only reports whether a text is made of the words, white space aside.
func only(text []byte, words []string) bool {
	for i := skipSpace(text, 0); i < len(text); i = skipSpace(text, i) {
		w := prefix(text[i:], words)
		if w == "" && text[i] != '*' {
			return false
		}
		i += max(len(w), 1)
	}
	return true
}

// date is a day, or a year alone, as it is written in [from, to); digits is the length
// of its year. What is not written is 0.
type date struct{ year, month, day, from, to, digits int }

func (d date) exists(year int) bool {
	t := time.Date(year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
	return int(t.Month()) == d.month && t.Day() == d.day
}

// nextDate finds the first date at i or not more than so many characters after it; k is
// its place, -1 for none.
func nextDate(text []byte, i, most int) (d date, k int) {
	for n := 0; i < len(text) && n <= most; n++ {
		if d := dateAt(text, i); d.to > i {
			return d, i
		}
		_, size := utf8.DecodeRune(text[i:])
		i += size
	}
	return d, -1
}

// dateAt reads a date: 2023年1月1日, 2023.1.1, 2023-01-01, 二〇二三年一月一日, 12月31日, 2023年.
func dateAt(text []byte, i int) date {
	d := date{from: i}
	n, end := numeralAt(text, i)
	if end == i {
		return d
	}
	sign := mark(text, &end)
	switch {
	case n >= 1949 && n < 2100 && (sign == '年' || sign == '.' || sign == '-' || sign == '/'):
		d.year, d.digits, d.to = n, len(bytes.TrimRight(text[i:end], "年.-/ ")), end
		if n, next := numeralAt(text, end); next > end && n < 100 {
			at := next
			if s := mark(text, &at); s == '月' || s == sign && s != '年' {
				d.month, d.to = n, at
				if n, next := numeralAt(text, at); next > at && n < 100 {
					d.day, d.to = n, next
					if s := mark(text, &next); s == '日' || s == '号' {
						d.to = next
					}
				}
			}
		}
	case sign == '月' && n > 0 && n < 100:
		if m, next := numeralAt(text, end); next > end && m < 100 {
			if s := mark(text, &next); s == '日' || s == '号' {
				d.month, d.day, d.to = n, m, next
			}
		}
	}
	return d
}

// mark reads the sign after a number at *i, white space aside, and moves *i after it.
func mark(text []byte, i *int) rune {
	k := skipSpace(text, *i)
	r, n := utf8.DecodeRune(text[k:])
	if bytes.ContainsRune([]byte("年月日号.-/"), r) {
		*i = skipSpace(text, k+n)
	}
	return r
}

// numeralAt reads a number in digits or Chinese numerals, at most 9999.
func numeralAt(text []byte, i int) (n, end int) {
	end = i
	for end < len(text) && isDigit(text[end]) && end-i < 5 {
		n, end = n*10+int(text[end]-'0'), end+1
	}
	if end > i || end >= len(text) || text[end] < 0x80 {
		return n, end
	}
	ten := false
	for end < len(text) && n < 10_000 {
		r, size := utf8.DecodeRune(text[end:])
		v := chineseDigit(r)
		switch {
		case r == '十' && !ten:
			n, ten = max(n, 1)*10, true
		case v < 0:
			return n, end
		case ten:
			n += v
		default:
			n = n*10 + v
		}
		end += size
	}
	return n, end
}

func chineseDigit(r rune) int {
	for i, c := range []rune("〇一二三四五六七八九") {
		if c == r || i == 0 && (r == '零' || r == '○') {
			return i
		}
	}
	return -1
}

// rangeSign returns where the second date of a range may begin, whose first ends at i; -1
// where no range goes on.
func rangeSign(text []byte, i int) int {
	found := false
	for i < len(text) {
		r, n := utf8.DecodeRune(text[i:])
		switch r {
		case '至', '到', '—', '–', '-', '~', '～', '－', '─':
			found = true
		case '起', '，', ',', ' ', '　', '*', '始', '零', '0', '时', '点', '整', '：', ':':
		default:
			if found {
				return i
			}
			return -1
		}
		i += n
	}
	return -1
}
