package localize

import "strings"

// Slip is a way of mistyping a number.
type Slip uint8

// The slips, as the literature on typing errors in statistics has them.
const (
	NoSlip  Slip = iota
	Sign         // the sign was left out or turned around
	Point        // the decimal point, or zeros at the end
	Swapped      // two digits beside each other
	Digit        // one digit is another
	Missing      // one digit was left out
	Extra        // one digit too many
)

// SlipOf names the slip by which a number, as it should be, became the one that was typed.
// Both are in digits with an optional sign and point. Of numbers of one digit nothing is
// said: any of them is one digit away from any other.
func SlipOf(typed, meant string) Slip {
	a, b := strings.TrimLeft(typed, "+-"), strings.TrimLeft(meant, "+-")
	if a == b {
		if typed != meant {
			return Sign
		}
		return NoSlip
	}
	if strings.HasPrefix(typed, "-") != strings.HasPrefix(meant, "-") {
		return NoSlip // a sign and more
	}
	if x, y := figures(a), figures(b); x == y && x != "" {
		return Point
	}
	a, b = aligned(a, b)
	switch {
	case len(a) == len(b) && len(a) > 1:
		var differ []int
		for i := range a {
			if a[i] != b[i] {
				differ = append(differ, i)
			}
		}
		switch {
		case len(differ) == 1:
			return Digit
		case len(differ) == 2 && differ[1] == differ[0]+1 && a[differ[0]] == b[differ[1]] && a[differ[1]] == b[differ[0]]:
			return Swapped
		}
	case len(a) == len(b)+1 && shortened(a, b):
		return Extra
	case len(b) == len(a)+1 && shortened(b, a):
		return Missing
	}
	return NoSlip
}

// figures are the significant digits of a number, which its point does not change.
func figures(s string) string { return strings.Trim(strings.Replace(s, ".", "", 1), "0") }

// aligned writes two numbers with the same number of digits after the point, without it.
func aligned(a, b string) (string, string) {
	wa, fa, _ := strings.Cut(a, ".")
	wb, fb, _ := strings.Cut(b, ".")
	for len(fa) < len(fb) {
		fa += "0"
	}
	for len(fb) < len(fa) {
		fb += "0"
	}
	return wa + fa, wb + fb
}

// shortened reports whether short is long without one of its characters.
func shortened(long, short string) bool {
	for i := range long {
		if long[:i]+long[i+1:] == short {
			return true
		}
	}
	return false
}
