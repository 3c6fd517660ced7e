package chart

import (
	"cmp"
	"slices"
)

const (
	plotTop    = 12
	plotHeight = 160
	margin     = 8 // around the places at both ends
)

// dashes and the markers of point tell lines apart without colour, also where one lies on
// another.
var dashes = [...]string{"", "6 4", "2 4", "10 4 2 4"}

// Lines draws each series as a line over the labels, from 0, with its name at its end. It
// draws the first four; a place without a value parts the line.
func Lines(c *Chart) []byte {
	series := c.Series[:min(len(c.Series), len(dashes))]
	scaled := int64(1)
	for range c.Scale {
		scaled *= 10
	}
	step, n := ticks(c.largest(), scaled)
	top := step * int64(n)
	left, right := 0, 0
	for i := range n + 1 {
		left = max(left, measure(number(step*int64(i), c.Scale)+c.Unit)+6)
	}
	for _, s := range series {
		right = max(right, measure(s.Name)+20)
	}
	right = width - right
	y := func(v int64) int { return plotTop + plotHeight - int(v*plotHeight/top) }
	x := func(i int) int {
		if len(c.Labels) < 2 {
			return (left + right) / 2
		}
		return left + margin + (right-left-2*margin)*i/(len(c.Labels)-1)
	}
	d := &drawing{}
	d.open(c, plotTop+plotHeight+28)
	for i := range n + 1 {
		at := y(step * int64(i))
		opacity := "0.25"
		if i == 0 {
			opacity = "1"
		}
		d.WriteString(`<path d="M` + itoa(left) + " " + itoa(at) + "H" + itoa(right) + `" stroke="currentColor" stroke-opacity="` + opacity + "\"/>\n")
		d.label(left-6, at+5, "end", number(step*int64(i), c.Scale)+c.Unit)
	}
	// Every label where there is room, else every second, third … counted from the last.
	every, wide := 1, 0
	for _, l := range c.Labels {
		wide = max(wide, measure(l)+6)
	}
	for every < len(c.Labels) && (right-left-2*margin)*every/max(1, len(c.Labels)-1) < wide {
		every++
	}
	for i, l := range c.Labels {
		if (len(c.Labels)-1-i)%every == 0 {
			d.label(x(i), plotTop+plotHeight+20, "middle", l)
		}
	}
	for i, s := range series {
		d.line(s, i, x, y)
	}
	d.names(series, right, y)
	return d.close()
}

// line draws a series with a marker at each value.
func (d *drawing) line(s Series, nth int, x func(int) int, y func(int64) int) {
	path, pen := "", "M"
	for i, v := range s.Values {
		if !v.Known {
			pen = "M"
			continue
		}
		path += pen + itoa(x(i)) + " " + itoa(y(v.Int))
		pen = "L"
	}
	if path == "" {
		return
	}
	d.WriteString(`<path d="` + path + `" fill="none" stroke="currentColor" stroke-width="2"`)
	if dashes[nth] != "" {
		d.WriteString(` stroke-dasharray="` + dashes[nth] + `"`)
	}
	d.WriteString("/>\n")
	for i, v := range s.Values {
		if v.Known {
			d.point(nth, x(i), y(v.Int))
		}
	}
}

// point draws a marker: a disc, a square around it, a triangle or a diamond.
func (d *drawing) point(nth, x, y int) {
	at := "M" + itoa(x) + " " + itoa(y)
	shape := [...]string{
		at + "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
		at + "m-6-6h12v12h-12z",
		at + "m0-5l5 9h-10z",
		at + "m0-8l8 8l-8 8l-8-8z",
	}[nth]
	d.WriteString(`<path d="` + shape)
	if nth%2 == 1 {
		d.WriteString(`" fill="none" stroke="currentColor" stroke-width="1.5`)
	}
	d.WriteString("\"/>\n")
}

// names writes the name of each series at the height of its last value, one below the
// other where they would meet, each with its marker.
func (d *drawing) names(series []Series, right int, y func(int64) int) {
	const line = letter + 4
	type name struct{ nth, at int }
	var names []name
	for i, s := range series {
		for j := len(s.Values) - 1; j >= 0; j-- {
			if v := s.Values[j]; v.Known {
				names = append(names, name{i, y(v.Int)})
				break
			}
		}
	}
	slices.SortStableFunc(names, func(a, b name) int { return cmp.Compare(a.at, b.at) })
	for i := 1; i < len(names); i++ {
		names[i].at = max(names[i].at, names[i-1].at+line)
	}
	limit := plotTop + plotHeight
	for i := len(names) - 1; i >= 0; i-- { // back up, off the labels of the axis
		names[i].at = min(names[i].at, limit)
		limit = names[i].at - line
	}
	for _, n := range names {
		d.point(n.nth, right+7, n.at)
		d.label(right+18, n.at+5, "start", series[n.nth].Name)
	}
}
