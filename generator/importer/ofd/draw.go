package ofd

import (
	"bytes"
	"image"
	"image/color"
	_ "image/gif"  // for the kinds of pictures that pages have
	_ "image/jpeg" // the same
	_ "image/png"  // the same
	"math"
	"strconv"
	"strings"

	"gongkai/generator/importer/ruling"
	"gongkai/generator/importer/xmltree"
)

// points is how many points a millimetre has.
const points = 72 / 25.4

// drawing draws a page.
type drawing struct {
	res     *resources
	out     *ruling.Sheet
	depth   int
	objects int
	unseen  int // characters that are not shown
	tooMuch bool
}

// What a page may hold.
const (
	mostObjects = 400_000
	mostShown   = 400_000 // characters and lines
	mostDepth   = 12      // of blocks and drawings in each other
)

// flipped makes points with the origin at the lower left of what is in millimetres with the origin at the upper left.
var flipped = ruling.Matrix{points, 0, 0, -points, 0, 0}

// content draws what a page or a template has in its layers.
func (d *drawing) content(page *xmltree.Node) {
	c := page.Get("Content")
	if c == nil {
		return
	}
	for _, layer := range c.Children {
		if layer.Name == "Layer" {
			d.block(layer, layer.Val("DrawParam"), flipped)
		}
	}
}

// block draws the objects of a layer, of a block or of a drawing.
func (d *drawing) block(n *xmltree.Node, param string, m ruling.Matrix) {
	if d.depth++; d.depth > mostDepth {
		d.depth--
		return
	}
	defer func() { d.depth-- }()
	for _, o := range n.Children {
		if d.objects++; d.objects > mostObjects || len(d.out.Chars) > mostShown || len(d.out.Lines) > mostShown {
			d.tooMuch = true
			return
		}
		if o.Val("Visible") == "false" {
			continue
		}
		own := param
		if id := o.Val("DrawParam"); id != "" {
			own = id
		}
		switch o.Name {
		case "PageBlock", "Layer":
			d.block(o, own, m)
		case "TextObject":
			d.text(o, place(o).Times(m))
		case "PathObject":
			d.path(o, own, place(o).Times(m))
		case "ImageObject":
			d.image(o, m)
		case "CompositeObject":
			if unit := d.res.units[o.Val("ResourceID")]; unit != nil && unit.Get("Content") != nil {
				d.block(unit.Get("Content"), own, place(o).Times(m))
			}
		}
	}
}

// place is where an object is: its own transformation, then its boundary.
func place(o *xmltree.Node) ruling.Matrix {
	m := ruling.Identity
	if c := numbers(o.Val("CTM")); len(c) == 6 {
		copy(m[:], c)
	}
	if b := numbers(o.Val("Boundary")); len(b) == 4 {
		m = m.Times(ruling.Matrix{1, 0, 0, 1, b[0], b[1]})
	}
	return m
}

// mostNumbers is how many numbers a list has at most.
const mostNumbers = 100_000

// numbers are those of a list; nil where one is none.
func numbers(s string) (out []float64) {
	for f := range strings.FieldsSeq(s) {
		n, err := strconv.ParseFloat(f, 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) || len(out) == mostNumbers {
			return nil
		}
		out = append(out, n)
	}
	return out
}

// property is an attribute of an object, or of how it is to be drawn.
func (d *drawing) property(o *xmltree.Node, param, name string) string {
	if v := o.Val(name); v != "" {
		return v
	}
	for seen := 0; param != "" && seen < mostDepth; seen++ {
		p := d.res.params[param]
		if v := p.Val(name); v != "" {
			return v
		}
		param = p.Val("Relative")
	}
	return ""
}

// colour is one of an object, or of how it is to be drawn; nil for none.
func (d *drawing) colour(o *xmltree.Node, param, name string) *xmltree.Node {
	c := o.Get(name)
	for seen := 0; c == nil && param != "" && seen < mostDepth; seen++ {
		p := d.res.params[param]
		c, param = p.Get(name), p.Val("Relative")
	}
	return c
}

// unseenColour reports whether a colour of an object is that of the paper, or one that is not seen at all.
func (d *drawing) unseenColour(o *xmltree.Node, param, name string) bool {
	c := d.colour(o, param, name)
	if c == nil {
		return false
	}
	if c.Val("Alpha") == "0" {
		return true
	}
	v := numbers(c.Val("Value"))
	want := 255.0
	if len(v) == 4 {
		want = 0
	}
	for _, n := range v {
		if math.Abs(n-want) > 5 {
			return false
		}
	}
	return len(v) > 0
}

// path draws lines. A stroke is one, and so is a thin filled area.
func (d *drawing) path(o *xmltree.Node, param string, m ruling.Matrix) {
	data := o.Get("AbbreviatedData")
	if data == nil || o.Val("Alpha") == "0" {
		return
	}
	strokes := d.property(o, param, "Stroke") != "false" && !d.unseenColour(o, param, "StrokeColor")
	fills := d.property(o, param, "Fill") == "true" && d.colour(o, param, "FillColor") != nil && !d.unseenColour(o, param, "FillColor") // by default transparent
	for _, sub := range subpaths(data.Text, m) {
		switch {
		case strokes:
			d.out.Lines = append(d.out.Lines, sub...)
		case fills && len(sub) > 0:
			left, bottom, right, top := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
			for _, s := range sub {
				left, right = min(left, s.X1, s.X2), max(right, s.X1, s.X2)
				bottom, top = min(bottom, s.Y1, s.Y2), max(top, s.Y1, s.Y2)
			}
			d.out.Fill(left, bottom, right, top)
		}
	}
}

// operands is how many numbers follow an operator of a path, two a point; the last two are where it ends.
var operands = map[string]int{"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

// subpaths are the straight lines of a path, one list for each subpath. Curves are left out.
func subpaths(data string, m ruling.Matrix) (out [][]ruling.Segment) {
	var current []ruling.Segment
	var x, y, startX, startY float64
	fields := strings.Fields(data)
	for i := 0; i < len(fields); {
		op := fields[i]
		n, known := operands[op]
		i++
		if !known || i+n > len(fields) {
			continue
		}
		args := numbers(strings.Join(fields[i:i+n], " "))
		if len(args) < n {
			continue
		}
		i += n
		toX, toY := startX, startY
		if n > 0 {
			toX, toY = m.At(args[n-2], args[n-1])
		}
		switch op {
		case "S", "M":
			if len(current) > 0 {
				out = append(out, current)
			}
			current, startX, startY = nil, toX, toY
		case "L", "C":
			current = append(current, ruling.Line(x, y, toX, toY))
		}
		x, y = toX, toY
	}
	if len(current) > 0 {
		out = append(out, current)
	}
	return out
}

// image shows a picture, in a square that its transformation places.
func (d *drawing) image(o *xmltree.Node, m ruling.Matrix) {
	b := numbers(o.Val("Boundary"))
	if len(b) != 4 || o.Val("Alpha") == "0" {
		return
	}
	x1, y1 := m.At(b[0], b[1])
	x2, y2 := m.At(b[0]+b[2], b[1]+b[3])
	p := ruling.Picture{Left: min(x1, x2), Bottom: min(y1, y2), Right: max(x1, x2), Top: max(y1, y2), Data: d.res.picture(o.Val("ResourceID"))}
	d.out.Pictures = append(d.out.Pictures, p)
	if o.Val("Alpha") == "" || o.Val("Alpha") == "255" {
		if p.Data == nil || opaque(p.Data) {
			d.out.Cover(p)
		}
	}
}

// opaque reports whether nothing is seen through a picture, as far as its kind tells.
func opaque(data []byte) bool {
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return true
	}
	switch c.ColorModel {
	case color.NRGBAModel, color.RGBAModel, color.NRGBA64Model, color.RGBA64Model:
		return false
	}
	_, palette := c.ColorModel.(color.Palette)
	return !palette
}
