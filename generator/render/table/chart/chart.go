// Package chart draws figures as SVG for the inside of a page: lines over years, and
// bars of parts. A drawing is readable in black and white (markers, dashes and names at
// the lines, no colour but the text's own), by a screen reader (title and description),
// and under a policy that refuses styles. It has no scale of its own: across it is
// measured in parts of the width that the page gives it, and down in the size of the
// page's letters, so that these are as large on a phone as on a desk, and grow with the
// reader's choice. All measures are integers, so that the same figures give the same bytes.
package chart

import (
	"encoding/xml"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Chart is what is drawn.
type Chart struct {
	ID           string // makes the ids of title and description, <ID>.title and <ID>.about
	Title, About string
	Labels       []string // of the places on the axis: years, parts
	Series       []Series
	Scale        int    // digits after the point of all values
	Unit         string // after the numbers of the axis, such as %
}

// Series is one line, or the bars of a chart.
type Series struct {
	Name   string
	Values []Value // parallel to Labels
}

// Value is an integer in units of 10^-Scale; what is not known is left out.
type Value struct {
	Int   int64
	Known bool
}

// em is a length in hundredths of the size of the letters.
type em int

func (n em) String() string { return hundredths(int(n)) + "em" }

// share is a part of the width, in hundredths of a per cent.
type share int

func (n share) String() string { return hundredths(int(n)) + "%" }

const whole share = 100_00

// narrow is the width of a drawing with large text on the narrowest phone, wide the one
// above which a page shows what is marked data-minor.
const (
	narrow em = 14_00
	wide   em = 24_00
)

// without is what a length leaves of the width; a little of it may be in the page's
// margin where the drawing is narrow.
func without(n em) share { return max(whole/3, whole-share(n)*6) }

type drawing struct{ strings.Builder }

// open begins a drawing; more are further attributes, each with a space before it.
func (d *drawing) open(c *Chart, height em, more string) {
	d.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="100%"` + more + ` height="` + height.String())
	d.head(c)
	// Checkers would ask for a name of each marker, which is a drawing of its own.
	d.WriteString("<g aria-hidden=\"true\">\n")
}

// head ends the first tag of a drawing, in the middle of an attribute, and says what is drawn.
func (d *drawing) head(c *Chart) {
	d.WriteString(`" role="img" aria-labelledby="`)
	d.text(c.ID + ".title " + c.ID + ".about")
	d.WriteString(`" fill="currentColor"><title id="`)
	d.text(c.ID + ".title")
	d.WriteString(`">`)
	d.text(c.Title)
	d.WriteString(`</title><desc id="`)
	d.text(c.ID + ".about")
	d.WriteString(`">`)
	d.text(c.About)
	d.WriteString("</desc>")
}

func (d *drawing) close() []byte {
	d.WriteString("</g></svg>\n")
	return []byte(d.String())
}

// text writes words, escaped.
func (d *drawing) text(s string) { _ = xml.EscapeText(d, []byte(s)) } // a Builder never fails

// label writes words at a place; more are further attributes, each with a space before it.
func (d *drawing) label(x fmt.Stringer, y em, more, s string) {
	d.WriteString(`<text x="` + x.String() + `" y="` + y.String() + `"` + more + ">")
	d.text(s)
	d.WriteString("</text>\n")
}

// hundredths prints n/100 without zeros at its end.
func hundredths(n int) string { return number(int64(n), 2) }

// measure is about how wide words are: a Chinese character is a square, a per cent sign
// too, others are about two thirds of one.
func measure(s string) em {
	var n em
	for _, r := range s {
		if utf8.RuneLen(r) > 2 || r == '%' {
			n += 100
		} else {
			n += 67
		}
	}
	return n
}

// number prints a value.
func number(n int64, scale int) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for len(s) <= scale {
		s = "0" + s
	}
	whole, fraction := s[:len(s)-scale], strings.TrimRight(s[len(s)-scale:], "0")
	if fraction != "" {
		whole += "." + fraction
	}
	return sign + whole
}

// proportion is the part of a whole that v is of most.
func proportion(v, most, whole int64) int64 {
	sign := int64(1)
	if v < 0 {
		v, sign = -v, -1
	}
	hi, lo := bits.Mul64(uint64(v), uint64(whole))
	n, _ := bits.Div64(hi, lo, uint64(most))
	return sign * int64(n)
}

// largest is the largest known value, at least 0.
func (c *Chart) largest() int64 {
	var most int64
	for _, s := range c.Series {
		for _, v := range s.Values {
			if v.Known {
				most = max(most, v.Int)
			}
		}
	}
	return most
}

// ticks are the steps of an axis from 0 that reach the largest value: 4 at most, of 1, 2
// or 5 times a power of ten. whole is the least step, so that counts have no halves.
func ticks(most, whole int64) (step int64, n int) {
	for step = whole; ; step *= 10 {
		for _, m := range []int64{1, 2, 5} {
			if s := step * m; most <= 4*s {
				return s, int(max(1, (most+s-1)/s))
			}
		}
	}
}
