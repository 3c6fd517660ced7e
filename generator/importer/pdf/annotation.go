package pdf

import (
	"strings"

	"github.com/ledongthuc/pdf"

	"gongkai/generator/importer/ruling"
)

// mostAnnotations is how many of a page are looked at.
const mostAnnotations = 2000

// hiddenFlags are those of an annotation that is not shown (ISO 32000-1, 12.5.3): hidden, and no view.
const hiddenFlags = 1<<1 | 1<<5

// annotations shows the fields of forms that were filled in, and texts that were typed onto a page. A filled field
// without an appearance is one whose text cannot be read.
func (in *interpreter) annotations(p page) {
	list := p.node.Key("Annots")
	for i := range min(list.Len(), mostAnnotations) {
		a := list.Index(i)
		kind := a.Key("Subtype").Name()
		if kind != "Widget" && kind != "FreeText" || a.Key("F").Int64()&hiddenFlags != 0 {
			continue
		}
		rect, ok := rectangle(a.Key("Rect"))
		if !ok {
			continue
		}
		in.state, in.stack = state{ctm: p.matrix(), scale: 1}, nil
		shown := a.Key("AP").Key("N")
		if shown.Kind() == pdf.Dict { // one for each state of a box to tick
			shown = shown.Key(a.Key("AS").Name())
		}
		if shown.Kind() != pdf.Stream {
			if text := a.Key("V").Text(); kind == "Widget" && strings.TrimSpace(text) != "" {
				x, y := in.state.ctm.At((rect[0]+rect[2])/2, (rect[1]+rect[3])/2)
				in.out.Chars = append(in.out.Chars, ruling.Char{Text: "\ufffd", X: x, Y: y, Width: 1, Size: 1})
			}
			continue
		}
		in.state.ctm = placed(shown, rect).Times(in.state.ctm)
		in.object(shown, p.resources)
	}
}

// placed maps the box of an appearance to where it is shown (ISO 32000-1, 12.5.5).
func placed(form pdf.Value, rect [4]float64) ruling.Matrix {
	box, ok := rectangle(form.Key("BBox"))
	if !ok {
		return ruling.Identity
	}
	own := ruling.Identity
	if m := form.Key("Matrix"); m.Len() == 6 {
		for i := range own {
			own[i] = m.Index(i).Float64()
		}
	}
	var b [4]float64
	for i, p := range [][2]float64{{box[0], box[1]}, {box[2], box[1]}, {box[0], box[3]}, {box[2], box[3]}} {
		x, y := own.At(p[0], p[1])
		if i == 0 {
			b = [4]float64{x, y, x, y}
		}
		b = [4]float64{min(b[0], x), min(b[1], y), max(b[2], x), max(b[3], y)}
	}
	if b[2] == b[0] || b[3] == b[1] {
		return ruling.Identity
	}
	sx, sy := (rect[2]-rect[0])/(b[2]-b[0]), (rect[3]-rect[1])/(b[3]-b[1])
	return ruling.Matrix{sx, 0, 0, sy, rect[0] - b[0]*sx, rect[1] - b[1]*sy}
}

func rectangle(v pdf.Value) (r [4]float64, ok bool) {
	if v.Len() != 4 {
		return r, false
	}
	for i := range r {
		r[i] = v.Index(i).Float64()
	}
	return [4]float64{min(r[0], r[2]), min(r[1], r[3]), max(r[0], r[2]), max(r[1], r[3])}, true
}
