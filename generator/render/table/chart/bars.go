package chart

// Bars draws the first series as bars that lie one below the other, each with its label
// above it and its value at its end, so that long labels fit on a phone.
func Bars(c *Chart) []byte {
	const thick em = 115
	most := max(1, c.largest())
	var value em
	for i := range c.Labels {
		if v := c.Series[0].Values[i]; v.Known {
			value = max(value, measure(number(v.Int, c.Scale)+c.Unit))
		}
	}
	room := without(value + 50)
	var lines [][]string
	var height em
	for _, l := range c.Labels {
		w := wrapped(l, narrow-50)
		lines = append(lines, w)
		height += em(len(w))*line + thick + 60
	}
	d := &drawing{}
	d.open(c, height, "")
	d.WriteString(`<line x1=".5" y1="0" x2=".5" y2="100%" stroke="currentColor"/>` + "\n")
	var at em
	for i := range c.Labels {
		for _, l := range lines[i] {
			d.label(em(40), at+100, "", l)
			at += line
		}
		if v := c.Series[0].Values[i]; v.Known {
			var long share
			if v.Int > 0 {
				long = max(50, share(proportion(v.Int, most, int64(room))))
				d.WriteString(`<rect x=".5" y="` + at.String() + `" width="` + long.String() + `" height="` + thick.String() + `"` + nthSeries(0) + ` stroke="currentColor"/>` + "\n")
			}
			d.label(long, at+95, ` dx=".4em"`, number(v.Int, c.Scale)+c.Unit)
		}
		at += thick + 60
	}
	return d.close()
}

// line is the height of a line of words.
const line em = 135

// wrapped breaks words into lines that are no longer than most.
func wrapped(s string, most em) (out []string) {
	from, long := 0, em(0)
	for i, r := range s {
		n := measure(string(r))
		if long+n > most {
			out = append(out, s[from:i])
			from, long = i, 0
		}
		long += n
	}
	return append(out, s[from:])
}
