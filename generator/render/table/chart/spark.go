package chart

import "strconv"

// sparkWide and sparkHigh are the measures of a spark in its own coordinates. The page
// stretches it; the line stays as thick.
const (
	sparkWide = 120
	sparkHigh = 28
	sparkEdge = 3 // free around the line
)

// Spark draws the first series of a chart as a line without axis or letters, from 0, with a
// disc at the last value. A place without a value parts the line. It is for beside a number.
func Spark(c *Chart) []byte {
	d := &drawing{}
	d.Grow(1 << 10)
	d.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ` + strconv.Itoa(sparkWide) + " " + strconv.Itoa(sparkHigh) + `" preserveAspectRatio="none`)
	d.head(c)
	d.WriteString(`<g aria-hidden="true"><path fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" stroke-linecap="round" vector-effect="non-scaling-stroke" d="`)
	values, most := c.Series[0].Values, max(1, c.largest())
	at := func(i int) string {
		x := sparkEdge + (sparkWide-2*sparkEdge)*i/max(1, len(values)-1)
		y := sparkHigh - sparkEdge - proportion(values[i].Int, most, sparkHigh-2*sparkEdge)
		return strconv.Itoa(x) + " " + strconv.FormatInt(y, 10)
	}
	last, drawn := -1, false
	for i, v := range values {
		switch {
		case !v.Known:
			drawn = false
			continue
		case drawn:
			d.WriteString("L")
		default:
			d.WriteString("M")
		}
		d.WriteString(at(i))
		last, drawn = i, true
	}
	d.WriteString(`"/>`)
	if last >= 0 {
		// A line of no length with round ends is a disc, however the drawing is stretched.
		d.WriteString(`<path fill="none" stroke="currentColor" stroke-width="7" stroke-linecap="round" vector-effect="non-scaling-stroke" d="M` + at(last) + `h.01"/>`)
	}
	return d.close()
}
