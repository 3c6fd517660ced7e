package rule

import (
	"bytes"

	"gongkai/generator/diag"
)

// lostMarks returns the end of a date at i that lost the signs between its digits, and
// those signs: 20231231日 lacks 年 and 月, 202312月 lacks 年, 2023年1231日 lacks 月. A
// conversion leaves out what is set in another font.
func lostMarks(text []byte, i int) (end int, lost string) {
	if i > 0 && (isDigit(text[i-1]) || text[i-1] == '.') {
		return 0, ""
	}
	n := digitsAt(text, i)
	if n < 4 || n > 8 || !bytes.HasPrefix(text[i:], []byte("19")) && !bytes.HasPrefix(text[i:], []byte("20")) {
		return 0, ""
	}
	rest := text[i+n:]
	switch {
	case n == 4:
		k := len("年") + digitsAt(rest, len("年"))
		if !bytes.HasPrefix(rest, []byte("年")) || k == len("年") || k > len("年")+4 || !isDay(rest[k:]) {
			return 0, ""
		}
		return i + n + k + len("日"), "月"
	case isDay(rest) && n > 5 && (n < 8 || within(text[i+4:], 12) && within(text[i+6:], 31)):
		return i + n + len("日"), "年、月"
	case bytes.HasPrefix(rest, []byte("月")) && !bytes.HasPrefix(rest, []byte("月报")) && !bytes.HasPrefix(rest, []byte("月刊")) && n < 7:
		return i + n + len("月"), "年"
	}
	return 0, ""
}

// isDay reports whether a text begins with the sign of a day: not with 日志 or 日报.
func isDay(text []byte) bool {
	return bytes.HasPrefix(text, []byte("日")) && !bytes.HasPrefix(text, []byte("日志")) && !bytes.HasPrefix(text, []byte("日报"))
}

// within reports whether the first two digits of a text are a number from 1 to most.
func within(text []byte, most int) bool {
	n := int(text[0]-'0')*10 + int(text[1]-'0')
	return n > 0 && n <= most
}

func digitsAt(text []byte, i int) (n int) {
	for i+n < len(text) && isDigit(text[i+n]) {
		n++
	}
	return n
}

func lostMarksFinding(text []byte, from, to int, lost string) (message, hint diag.Text) {
	return diag.Textf("“%s”少了“%s”", "%q lacks its %s", string(text[from:to]), lost), diag.Textf("请写全，如 2023年1月1日", "write it in full, as 2023年1月1日")
}
