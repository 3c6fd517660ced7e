// Package chart draws figures as SVG for the inside of a page: lines over years, and
// bars of parts. A drawing is readable in black and white (markers, dashes and names at
// the lines, no colour but the text's own), by a screen reader (title and description),
// at any width, and under a policy that refuses styles. All coordinates are integers, so
// that the same figures give the same bytes.
package chart

import (
	"encoding/xml"
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
	Scale        int    // digits behind the point of all values
	Unit         string // behind the numbers of the axis, such as %
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

// The drawing's measures in units of the view box. A page shows it at 300 to 500 pixels,
// so that its letters are about those of the text.
const (
	width  = 360
	letter = 14 // size of the letters
)

type drawing struct{ strings.Builder }

// open begins a drawing.
func (d *drawing) open(c *Chart, height int) {
	d.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ` + itoa(width) + " " + itoa(height) + `" role="img" aria-labelledby="`)
	d.text(c.ID + ".title " + c.ID + ".about")
	d.WriteString(`" fill="currentColor" font-size="` + itoa(letter) + `"><title id="`)
	d.text(c.ID + ".title")
	d.WriteString(`">`)
	d.text(c.Title)
	d.WriteString(`</title><desc id="`)
	d.text(c.ID + ".about")
	d.WriteString(`">`)
	d.text(c.About)
	d.WriteString("</desc>\n")
}

func (d *drawing) close() []byte {
	d.WriteString("</svg>\n")
	return []byte(d.String())
}

// text writes words, escaped.
func (d *drawing) text(s string) { _ = xml.EscapeText(d, []byte(s)) } // a Builder never fails

// label writes words at a place; anchor is start, middle or end.
func (d *drawing) label(x, y int, anchor, s string) {
	d.WriteString(`<text x="` + itoa(x) + `" y="` + itoa(y) + `"`)
	if anchor != "start" {
		d.WriteString(` text-anchor="` + anchor + `"`)
	}
	d.WriteString(">")
	d.text(s)
	d.WriteString("</text>\n")
}

func itoa(n int) string { return strconv.Itoa(n) }

// measure is about how wide words are: a Chinese character is a square, a per cent sign
// too, others are a little more than half of one.
func measure(s string) int {
	n := 0
	for _, r := range s {
		if utf8.RuneLen(r) > 2 || r == '%' {
			n += letter
		} else {
			n += letter*3/5 + 1
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
