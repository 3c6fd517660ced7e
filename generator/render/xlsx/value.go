package xlsx

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/generator/form"
	"gongkai/generator/report"
)

// maxDigits is how many digits spreadsheets keep of a number; one with more is written
// as text rather than changed.
const maxDigits = 15

// mostText is how many UTF-16 units a cell may hold.
const mostText = 32767

// appendValue appends the rest of a cell after `<c r="B5" s="`.
func appendValue(dst []byte, v report.Value, kind form.Kind) []byte {
	switch {
	case v.State == report.Absent, v.State == report.Faulty && v.Text == report.Placeholder: // a blank to fill in
		return append(appendStyle(dst, wording), `"/>`...)
	case v.State == report.Faulty || !kind.Numeric():
		return appendWords(dst, wording, v.Text)
	case kind == form.Signed:
		// The sign of a number that is not negative is the format's.
		return appendDigits(dst, signed, strings.TrimPrefix(v.Text, "+"))
	}
	return appendDigits(dst, number+style(min(v.Scale, maxScale)), v.Text)
}

// appendComputed appends the result of a formula, rounded to the digits that it has: spreadsheets
// compute in binary. One with more digits than they keep is written without it.
func appendComputed(dst []byte, first style, formula string, n report.Number) []byte {
	s, digits := first+style(min(n.Scale, maxScale)), n.String()
	if tooLong(digits) {
		return appendWords(dst, s, digits)
	}
	if n.Scale > 0 {
		formula = "ROUND(" + formula + "," + strconv.Itoa(n.Scale) + ")"
	}
	dst = append(appendStyle(dst, s), `"><f>`...)
	dst = append(append(dst, formula...), `</f><v>`...)
	return append(append(dst, digits...), `</v></c>`...)
}

func tooLong(digits string) bool {
	return len(digits) > maxDigits && len(strings.Trim(strings.Replace(digits, ".", "", 1), "-0")) > maxDigits
}

func appendDigits(dst []byte, s style, digits string) []byte {
	if tooLong(digits) {
		return appendWords(dst, s, digits)
	}
	dst = append(appendStyle(dst, s), `"><v>`...)
	return append(append(dst, digits...), `</v></c>`...)
}

// appendWords appends a text cell; no text is ever a formula.
func appendWords(dst []byte, s style, text string) []byte {
	dst = append(appendStyle(dst, s), `" t="inlineStr"><is><t xml:space="preserve">`...)
	dst = appendEscaped(dst, shorten(text, mostText))
	return append(dst, `</t></is></c>`...)
}

func appendStyle(dst []byte, s style) []byte { return strconv.AppendInt(dst, int64(s), 10) }

// hexEscape is how spreadsheets write characters that XML cannot hold.
var hexEscape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// appendEscaped appends a text to XML. What XML cannot hold becomes U+FFFD.
func appendEscaped(dst []byte, s string) []byte {
	if strings.Contains(s, "_x") {
		s = hexEscape.ReplaceAllString(s, "_x005F$0") // meant as it is
	}
	for _, r := range s {
		switch {
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '"':
			dst = append(dst, "&quot;"...)
		case r == '\r':
			dst = append(dst, "&#13;"...)
		case r < ' ' && r != '\t' && r != '\n', r == 0xfffe, r == 0xffff:
			dst = utf8.AppendRune(dst, utf8.RuneError)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}
