package chart

import (
	"cmp"
	"slices"
	"strconv"
)

// plotHeight is the height of the largest step of the axis.
const plotHeight em = 11_00

// margin is left free beside the places at both ends.
const margin share = 3_00

// dashes and the markers of point tell lines apart without colour, also where one lies on
// another.
var dashes = [...]string{"", "6 4", "2 4", "10 4 2 4"}

// Lines draws each series as a line over the labels, from 0, with its name and its last value at its end. It draws
// the first four; a place without a value parts the line.
func Lines(c *Chart) []byte {
	series := c.Series[:min(len(c.Series), len(dashes))]
	scaled := int64(1)
	for range c.Scale {
		scaled *= 10
	}
	step, n := ticks(c.largest(), scaled)
	highest := step * int64(n)
	var label em
	for _, l := range c.Labels {
		label = max(label, measure(l))
	}
	p := plot{top: 90, places: len(c.Labels), highest: highest}
	ends := p.ends(c, series)
	d := &drawing{}
	d.open(c, p.top+plotHeight+170, ` overflow="visible" data-lines=""`)
	for i := range n + 1 {
		d.label(em(0), p.y(step*int64(i))+35, ` dx="-.4em" text-anchor="end"`, number(step*int64(i), c.Scale)+c.Unit)
	}
	for i := range n + 1 {
		at, opacity := p.y(step*int64(i)).String(), "0.25"
		if i == 0 {
			opacity = "1"
		}
		d.WriteString(`<line x1="0" y1="` + at + `" x2="100%" y2="` + at + `" stroke="currentColor" stroke-opacity="` + opacity + "\"/>\n")
	}
	few, many := p.every(narrow, label), p.every(wide, label)
	for i, l := range c.Labels {
		more := ` text-anchor="middle"`
		switch last := len(c.Labels) - 1 - i; {
		case last%few == 0:
		case last%many == 0:
			more += ` data-minor=""`
		default:
			continue
		}
		d.label(p.x(i), p.top+plotHeight+145, more, l)
	}
	for i, s := range series {
		d.line(s, i, p)
	}
	for _, e := range ends {
		at := e.top
		for _, words := range e.words {
			d.label(whole, at+100, ` dx=".2em"`+nthSeries(e.nth), words)
			at += ending
		}
	}
	return d.close()
}

// plot is the part of a drawing in which the lines are.
type plot struct {
	top     em
	places  int
	highest int64 // value at the top
}

func (p plot) y(v int64) em {
	return p.top + plotHeight - em(proportion(v, p.highest, int64(plotHeight)))
}

func (p plot) x(i int) share {
	if p.places < 2 {
		return whole / 2
	}
	return margin + (whole-2*margin)*share(i)/share(p.places-1)
}

// beside is the room that the style sheet leaves for words on both sides, as padding: on the left for numbers of four
// digits (longer ones reach into the page's margin), on the right for the name of a series, wrapped.
const beside em = 8_20

// every is which labels there is room for: 1 for each, 2 for every second … counted from
// the last, so that few and many have as many in common as can be.
func (p plot) every(width, label em) int {
	free := int(width-beside) * int(whole-2*margin) / int(whole)
	every := 1
	for every < p.places && free*every/max(1, p.places-1) < int(label)+40 {
		every *= 2
	}
	return every
}

// ending is the height of a line of words at the end of a line.
const ending em = 120

// end is what is at the end of a line: the series' name and its last value.
type end struct {
	nth   int
	words []string
	top   em
}

// ends lists them from above, each as near to its line as the others leave room.
func (p plot) ends(c *Chart, series []Series) (out []end) {
	for i, s := range series {
		last := -1
		for k, v := range s.Values {
			if v.Known {
				last = k
			}
		}
		if last < 0 {
			continue
		}
		v := s.Values[last].Int
		e := end{nth: i, words: append(wrapped(s.Name, 500), number(v, c.Scale)+c.Unit)}
		e.top = p.y(v) - em(len(e.words))*ending/2
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(a, b end) int { return cmp.Compare(a.top, b.top) })
	least := em(0)
	for i := range out {
		out[i].top = max(out[i].top, least)
		least = out[i].top + em(len(out[i].words))*ending
	}
	most := p.top + plotHeight + 20 // above the labels of the axis
	for i := len(out) - 1; i >= 0; i-- {
		out[i].top = min(out[i].top, most-em(len(out[i].words))*ending)
		most = out[i].top
	}
	return out
}

// nthSeries is the attribute by which a style sheet colours what belongs to a series.
func nthSeries(nth int) string { return ` data-series="` + strconv.Itoa(nth+1) + `"` }

// line draws a series with a marker at each value.
func (d *drawing) line(s Series, nth int, p plot) {
	for i := 1; i < len(s.Values); i++ {
		from, to := s.Values[i-1], s.Values[i]
		if !from.Known || !to.Known {
			continue
		}
		d.WriteString(`<line x1="` + p.x(i-1).String() + `" y1="` + p.y(from.Int).String() + `" x2="` + p.x(i).String() + `" y2="` + p.y(to.Int).String() + `" stroke="currentColor" stroke-width="2"` + nthSeries(nth))
		if dashes[nth] != "" {
			d.WriteString(` stroke-dasharray="` + dashes[nth] + `"`)
		}
		d.WriteString("/>\n")
	}
	for i, v := range s.Values {
		if v.Known {
			d.point(nth, p.x(i).String(), p.y(v.Int))
		}
	}
}

// point draws a marker: a disc, a square around it, a triangle or a diamond.
func (d *drawing) point(nth int, x string, y em) {
	shape := [...]string{"M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "M-6-6h12v12h-12z", "M0-5l5 9h-10z", "M0-8l8 8l-8 8l-8-8z"}[nth]
	d.WriteString(`<svg x="` + x + `" y="` + y.String() + `" overflow="visible"` + nthSeries(nth) + `><path d="` + shape)
	if nth%2 == 1 {
		d.WriteString(`" fill="none" stroke="currentColor" stroke-width="1.5`)
	}
	d.WriteString("\"/></svg>\n")
}
