package pdf

import (
	"io"
	"math"
	"strings"
	"time"

	"github.com/ledongthuc/pdf"

	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/ruling"
)

// state is the graphics state that matters to text and lines.
type state struct {
	ctm                     ruling.Matrix
	font                    *font
	size, spacing, words    float64
	scale, leading, rise    float64
	white                   bool // what is filled is not seen
	strokesWhite, invisible bool
}

// interpreter reads the content of a page.
type interpreter struct {
	out        *ruling.Sheet
	state      state
	stack      []state
	text, line ruling.Matrix
	path       []ruling.Segment
	rects      [][4]float64
	startX     float64
	startY     float64
	x, y       float64
	depth      int
	*spent
	unseen    int    // characters that are not shown
	data      []byte // of the file
	fontNamed func(name string, resources pdf.Value) *font
	fontKey   string // of the fonts of the stream that is run; "" where none was asked for
}

// spent is what the pages of a file have taken together.
type spent struct {
	content   int64 // bytes that were unpacked
	operators int
	forms     int       // that were run
	pictures  int       // bytes of those that were taken out
	pixels    int       // of those that were unpacked
	codes     int       // that fonts tell of
	until     time.Time // when it gives up
}

// mostForms bounds how deep forms hold forms.
const mostForms = 12

// run interprets a stream with its resources.
func (in *interpreter) run(v, resources pdf.Value) {
	if in.depth++; in.depth > mostForms {
		in.depth--
		return
	}
	before := in.fontKey
	in.fontKey = ""
	defer func() { in.depth, in.fontKey = in.depth-1, before }()
	c := &content{data: in.unpacked(v)}
	for {
		op, args := c.next()
		if op == "" {
			return
		}
		if in.operators++; in.operators > mostOperators || len(in.out.Chars)+len(in.out.Lines)+len(in.path)+len(in.rects) > mostShown || in.operators%4096 == 0 && time.Now().After(in.until) {
			panic(grid.ErrTooMuch)
		}
		in.do(op, args, resources)
	}
}

// What the pages of a file may hold.
const (
	mostContent   = 64 << 20
	mostOperators = 5_000_000
	mostShown     = 400_000 // characters and lines on a page together
	mostStates    = 1 << 16
	mostRuns      = 20_000 // of forms
)

// unpacked is the content of a stream, or of several that are one.
func (in *interpreter) unpacked(v pdf.Value) []byte {
	streams := []pdf.Value{v}
	if v.Kind() == pdf.Array {
		streams = nil
		for i := range min(v.Len(), mostOperands) {
			streams = append(streams, v.Index(i))
		}
	}
	var out []byte
	for _, s := range streams {
		if s.Kind() != pdf.Stream {
			continue
		}
		r := s.Reader()
		data, _ := io.ReadAll(io.LimitReader(r, mostContent-in.content+1)) // what could be read is right
		r.Close()
		if in.content += int64(len(data)); in.content > mostContent {
			panic(grid.ErrTooMuch)
		}
		out = append(append(out, data...), '\n')
	}
	return out
}

func (in *interpreter) do(op string, args []operand, resources pdf.Value) {
	n := func(i int) float64 {
		if i < len(args) {
			return args[i].number
		}
		return 0
	}
	s := &in.state
	switch op {
	case "q":
		if len(in.stack) < mostStates {
			in.stack = append(in.stack, *s)
		}
	case "Q":
		if k := len(in.stack); k > 0 {
			*s, in.stack = in.stack[k-1], in.stack[:k-1]
		}
	case "cm":
		s.ctm = ruling.Matrix{n(0), n(1), n(2), n(3), n(4), n(5)}.Times(s.ctm)
	case "g", "rg", "k", "sc", "scn":
		s.white = white(op, args)
	case "G", "RG", "K", "SC", "SCN":
		s.strokesWhite = white(strings.ToLower(op), args)
	case "Do":
		if len(args) > 0 {
			in.object(resources.Key("XObject").Key(args[len(args)-1].name()), resources)
		}
	case "BI":
		in.picture(pdf.Value{})
	case "m", "l", "re", "h", "c", "v", "y":
		in.construct(op, n)
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n":
		in.paint(op)
	default:
		in.show(op, args, n, resources)
	}
}

// white reports whether a colour is that of the paper.
func white(op string, args []operand) bool {
	if len(args) == 0 {
		return false
	}
	want := 1.0
	if op == "k" || len(args) == 4 {
		want = 0
	}
	for _, a := range args {
		if a.kind != numeric || math.Abs(a.number-want) > 0.02 {
			return false
		}
	}
	return true
}

// object shows a form or a picture.
func (in *interpreter) object(x, resources pdf.Value) {
	switch x.Key("Subtype").Name() {
	case "Image":
		in.image(x)
	case "Form":
		if in.forms++; in.forms > mostRuns {
			panic(grid.ErrTooMuch)
		}
		before := in.state
		if m := x.Key("Matrix"); m.Len() == 6 {
			var t ruling.Matrix
			for i := range t {
				t[i] = m.Index(i).Float64()
			}
			in.state.ctm = t.Times(in.state.ctm)
		}
		own := x.Key("Resources")
		if own.IsNull() {
			own = resources
		}
		in.run(x, own)
		in.state = before
	}
}

func (in *interpreter) construct(op string, n func(int) float64) {
	m := in.state.ctm
	switch op {
	case "m":
		in.x, in.y = m.At(n(0), n(1))
		in.startX, in.startY = in.x, in.y
	case "l":
		x, y := m.At(n(0), n(1))
		in.path = append(in.path, ruling.Line(in.x, in.y, x, y))
		in.x, in.y = x, y
	case "h":
		in.path = append(in.path, ruling.Line(in.x, in.y, in.startX, in.startY))
		in.x, in.y = in.startX, in.startY
	case "re":
		x1, y1 := m.At(n(0), n(1))
		x2, y2 := m.At(n(0)+n(2), n(1)+n(3))
		in.rects = append(in.rects, [4]float64{min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)})
	case "c":
		in.x, in.y = m.At(n(4), n(5))
	case "v", "y":
		in.x, in.y = m.At(n(2), n(3))
	}
}

// paint ends a path. Strokes are lines, and so are thin filled rectangles; a path that only clips
// is none, nor is a filled background.
func (in *interpreter) paint(op string) {
	strokes := strings.ContainsAny(op, "SsBb") && !in.state.strokesWhite
	fills := strings.ContainsAny(op, "fFBb") && !in.state.white
	if op == "s" || op == "b" || op == "b*" {
		in.path = append(in.path, ruling.Line(in.x, in.y, in.startX, in.startY))
	}
	if strokes {
		in.out.Lines = append(in.out.Lines, in.path...)
	} else if fills && len(in.path) >= 3 {
		in.rects = append(in.rects, bounds(in.path))
	}
	for _, r := range in.rects {
		if strokes {
			in.out.Lines = append(in.out.Lines, ruling.Line(r[0], r[1], r[2], r[1]), ruling.Line(r[0], r[3], r[2], r[3]), ruling.Line(r[0], r[1], r[0], r[3]), ruling.Line(r[2], r[1], r[2], r[3]))
		} else if fills {
			in.out.Fill(r[0], r[1], r[2], r[3])
		}
	}
	in.path, in.rects = in.path[:0], in.rects[:0]
}

func bounds(path []ruling.Segment) [4]float64 {
	b := [4]float64{path[0].X1, path[0].Y1, path[0].X1, path[0].Y1}
	for _, s := range path {
		b[0], b[1] = min(b[0], s.X1, s.X2), min(b[1], s.Y1, s.Y2)
		b[2], b[3] = max(b[2], s.X1, s.X2), max(b[3], s.Y1, s.Y2)
	}
	return b
}

// show interprets the operators of text (ISO 32000-1, 9.4).
func (in *interpreter) show(op string, args []operand, n func(int) float64, resources pdf.Value) {
	s := &in.state
	switch op {
	case "BT":
		in.text, in.line = ruling.Identity, ruling.Identity
	case "Tf":
		if len(args) == 2 {
			s.font, s.size = in.fontNamed(args[0].name(), resources), n(1)
		}
	case "Tc":
		s.spacing = n(0)
	case "Tw":
		s.words = n(0)
	case "Tz":
		s.scale = n(0) / 100
	case "TL":
		s.leading = n(0)
	case "Ts":
		s.rise = n(0)
	case "Tr":
		s.invisible = n(0) == 3
	case "Td", "TD":
		if op == "TD" {
			s.leading = -n(1)
		}
		in.move(n(0), n(1))
	case "Tm":
		in.line = ruling.Matrix{n(0), n(1), n(2), n(3), n(4), n(5)}
		in.text = in.line
	case "T*":
		in.move(0, -s.leading)
	case "Tj":
		if len(args) > 0 {
			in.string(args[0].text)
		}
	case "'":
		in.move(0, -s.leading)
		if len(args) > 0 {
			in.string(args[0].text)
		}
	case "\"":
		s.words, s.spacing = n(0), n(1)
		in.move(0, -s.leading)
		if len(args) > 2 {
			in.string(args[2].text)
		}
	case "TJ":
		if len(args) == 0 {
			return
		}
		for _, v := range args[0].list {
			if v.kind == textual {
				in.string(v.text)
				continue
			}
			in.advance(-v.number / 1000 * s.size)
		}
	}
}

func (in *interpreter) move(x, y float64) {
	in.line = ruling.Matrix{1, 0, 0, 1, x, y}.Times(in.line)
	in.text = in.line
}

// advance moves to the next character: to the right, or down where text is vertical.
func (in *interpreter) advance(by float64) {
	if in.state.font != nil && in.state.font.vertical {
		in.text = ruling.Matrix{1, 0, 0, 1, 0, by}.Times(in.text)
		return
	}
	in.text = ruling.Matrix{1, 0, 0, 1, by * in.state.scale, 0}.Times(in.text)
}

func (in *interpreter) string(text string) {
	s := &in.state
	if s.font == nil {
		return
	}
	for _, g := range s.font.decode(text) {
		m := ruling.Matrix{s.size * s.scale, 0, 0, s.size, 0, s.rise}.Times(in.text).Times(s.ctm)
		size := math.Hypot(m[2], m[3])
		c := ruling.Char{Text: g.text, X: m[4], Y: m[5], Width: g.width / 1000 * math.Hypot(m[0], m[1]), Size: size}
		space := s.spacing
		if g.space {
			space += s.words
		}
		if s.font.vertical { // the origin is at the top, in the middle
			c.X, c.Y, c.Width = c.X-size/2, c.Y-0.88*size, size
			in.advance(-s.size + space)
		} else {
			in.advance(g.width/1000*s.size + space)
		}
		turn, ok := turned(m)
		switch c.Turn = turn; {
		case strings.TrimSpace(g.text) == "" || !ok:
		case s.invisible:
			in.unseen++
		default:
			in.out.Chars = append(in.out.Chars, c)
		}
	}
}

// turned says by how many quarters to the left text is turned; ok is false for text that is aslant, such as a watermark.
func turned(m ruling.Matrix) (quarters int, ok bool) {
	angle := math.Atan2(m[1], m[0]) / (math.Pi / 2)
	whole := math.Round(angle)
	return (int(whole) + 4) % 4, math.Abs(angle-whole) < 0.05
}
