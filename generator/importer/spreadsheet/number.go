package spreadsheet

import (
	"regexp"
	"strconv"
	"strings"
)

// builtin are the number formats that files do not spell out (ISO/IEC 29500-1, 18.8.30).
var builtin = map[int]string{0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 49: "@"}

// plain is a format that shows a number as it is, with so many digits after the point. _ and what
// follows it is a blank, as accountants' formats have.
var plain = regexp.MustCompile(`^(?:#,##)?[0#]*?0(?:\.(0+))?(?:_.)*\s*$`)

// signed is a format that shows the sign of every whole number but 0.
var signed = regexp.MustCompile(`^\\?\+0;\\?-0;0$`)

// mostGeneral is how many characters the general format shows of a number with a fraction; the rest is rounded away.
const mostGeneral = 11

// digits is how many significant digits a spreadsheet keeps of a number.
const digits = 15

// display is a stored number as a format shows it. Where the two are not the same number, it is
// both.
func display(stored, format string) string {
	exact := rounded(stored)
	if exact == "" {
		return stored + " ≠"
	}
	if signed.MatchString(format) {
		if exact != "0" && !strings.HasPrefix(exact, "-") && !strings.Contains(exact, ".") {
			return "+" + exact
		}
		if !strings.Contains(exact, ".") {
			return exact
		}
	}
	first, _, _ := strings.Cut(format, ";")
	switch strings.ToLower(first) {
	case "general", "g/通用格式", "@":
		if strings.Contains(format, ";") {
			break
		}
		if len(exact) > mostGeneral && strings.Contains(exact, ".") {
			return exact + " ≠ " + format // how much is shown depends on the width of the column
		}
		return exact
	}
	m := plain.FindStringSubmatch(first)
	zero := strings.Count(format, ";") >= 2 && strings.Trim(exact, "0.") == ""
	if m == nil || zero || strings.HasPrefix(exact, "-") && strings.Contains(format, ";") && !negative.MatchString(format) {
		return exact + " ≠ " + format
	}
	whole, fraction, _ := strings.Cut(exact, ".")
	if len(fraction) > len(m[1]) {
		return exact + " ≠ " + format
	}
	if n := len(m[1]); n > 0 {
		return whole + "." + fraction + strings.Repeat("0", n-len(fraction))
	}
	return whole
}

// negative is the second part of a format that shows a negative number with its minus.
var negative = regexp.MustCompile(`^[^;]*;(?:\[[^\]]*\])?\\?-(?:#,##)?[0#.]+`)

// rounded is a stored number to the digits that a spreadsheet has of it, without a float:
// 59237.244900000002 is 59237.2449. It is "" for what is not a number.
func rounded(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	mantissa, power, scientific := strings.Cut(strings.ToUpper(s), "E")
	exponent := 0
	if scientific {
		var err error
		if exponent, err = strconv.Atoi(power); err != nil || exponent > 50 || exponent < -50 {
			return ""
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	all := whole + fraction
	if all == "" || strings.Trim(all, "0123456789") != "" {
		return ""
	}
	point := len(whole) + exponent // where the point is in all
	lead := len(all) - len(strings.TrimLeft(all, "0"))
	if len(all)-lead > digits {
		cut := lead + digits
		up := all[cut] >= '5'
		kept := []byte(all[:cut])
		for i := cut - 1; up && i >= 0; i-- {
			if kept[i] == '9' {
				kept[i] = '0'
				continue
			}
			kept[i]++
			up = false
		}
		if up {
			kept, point = append([]byte{'1'}, kept...), point+1
		}
		all = string(kept)
		if point > len(all) {
			all += strings.Repeat("0", point-len(all))
		}
	}
	for point > len(all) {
		all += "0"
	}
	for point < 1 {
		all, point = "0"+all, point+1
	}
	whole, fraction = strings.TrimLeft(all[:point], "0"), strings.TrimRight(all[point:], "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	if sign != "" && strings.Trim(whole+fraction, "0.") == "" {
		sign = ""
	}
	return sign + whole + fraction
}
