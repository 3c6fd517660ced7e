package chart

// Bars draws the first series as bars that lie one below the other, each with its label
// above it and its value at its end, so that long labels fit on a phone.
func Bars(c *Chart) []byte {
	const item, thick = 44, 16
	most := max(1, c.largest())
	wide := 0
	for i := range c.Labels {
		if v := c.Series[0].Values[i]; v.Known {
			wide = max(wide, measure(number(v.Int, c.Scale)+c.Unit))
		}
	}
	room := int64(width - wide - 10)
	d := &drawing{}
	d.open(c, item*len(c.Labels)+4)
	d.WriteString(`<path d="M1 0V` + itoa(item*len(c.Labels)+4) + "\" stroke=\"currentColor\"/>\n")
	for i, l := range c.Labels {
		at := item * i
		d.label(6, at+letter+2, "start", l)
		v := c.Series[0].Values[i]
		if !v.Known {
			continue
		}
		long := 0
		if v.Int > 0 {
			long = max(1, int(v.Int*room/most))
			d.WriteString(`<rect x="1" y="` + itoa(at+letter+8) + `" width="` + itoa(long) + `" height="` + itoa(thick) + "\" fill-opacity=\"0.6\" stroke=\"currentColor\"/>\n")
		}
		d.label(long+6, at+letter+8+thick-3, "start", number(v.Int, c.Scale)+c.Unit)
	}
	return d.close()
}
