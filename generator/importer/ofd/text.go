package ofd

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"gongkai/generator/importer/ruling"
	"gongkai/generator/importer/xmltree"
	"gongkai/generator/prose/han"
)

// text shows the characters of a text object (GB/T 33190-2016, 11): each where its offsets put it. Characters whose
// offsets are not given are all where the first is.
func (d *drawing) text(o *xmltree.Node, m ruling.Matrix) {
	size, err := strconv.ParseFloat(o.Val("Size"), 64)
	if err != nil || size <= 0 {
		return
	}
	hidden := o.Val("Alpha") == "0" || d.unseenAlpha(o)
	scale := 1.0
	if h, err := strconv.ParseFloat(o.Val("HScale"), 64); err == nil && h > 0 {
		scale = h
	}
	turn, ok := quarters(o.Val("CharDirection"))
	var x, y float64
	for _, code := range o.Children {
		if code.Name != "TextCode" {
			continue
		}
		x, y = float(code.Val("X"), x), float(code.Val("Y"), y)
		characters := []rune(code.Text)
		dx, dy := offsets(code.Val("DeltaX")), offsets(code.Val("DeltaY"))
		if n := len(utf16.Encode(characters)); n > len(characters) && max(len(dx), len(dy)) == n-1 {
			return // offsets by half characters: no program is known to count so, and nothing is guessed
		}
		step := advances{dx, dy, len(characters)}
		px, py := x, y
		for i := 0; i < len(characters); {
			n := step.together(i)
			c := ruling.Char{Text: told(string(characters[i : i+n]))}
			wide := 0.0
			for _, r := range characters[i : i+n] {
				wide += em(r)
			}
			d.show(c, m, px, py, size, wide*scale, (4-turn)%4, ok, hidden)
			for k := i; k < i+n; k++ {
				px, py = px+step.x(k), py+step.y(k)
			}
			i += n
		}
	}
}

// show puts a character onto the page: its baseline begins at a place of its object.
func (d *drawing) show(c ruling.Char, m ruling.Matrix, x, y, size, wide float64, turn int, straight, hidden bool) {
	if strings.TrimSpace(c.Text) == "" {
		return
	}
	c.X, c.Y = m.At(x, y)
	// The object's own y points down, so an upright character has its up at -y.
	alongX, alongY := m[0]*size, m[1]*size
	c.Size = math.Hypot(m[2], m[3]) * size
	c.Width = math.Hypot(alongX, alongY) * wide
	angle := math.Atan2(alongY, alongX) / (math.Pi / 2)
	whole := math.Round(angle)
	switch c.Turn = (int(whole) + turn + 8) % 4; {
	case !straight || math.Abs(angle-whole) > 0.05: // aslant, such as a watermark
	case hidden:
		d.unseen++
	default:
		d.out.Chars = append(d.out.Chars, c)
	}
}

// unseenAlpha reports whether a text is written in a colour that is not seen at all.
func (d *drawing) unseenAlpha(o *xmltree.Node) bool {
	return o.Get("FillColor").Val("Alpha") == "0" || o.Val("Fill") == "false" && o.Val("Stroke") != "true"
}

// told is a text of a file, with U+FFFD for what is not a character of a text.
func told(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Co, r) || unicode.IsControl(r) && !unicode.IsSpace(r) {
			return '\ufffd'
		}
		return r
	}, s)
}

// em is how wide a character is about, in its size.
func em(r rune) float64 { return float64(han.Width(r)) / 2 }

// quarters is a direction in quarters of a turn to the right.
func quarters(s string) (n int, ok bool) {
	switch s {
	case "", "0":
		return 0, true
	case "90":
		return 1, true
	case "180":
		return 2, true
	case "270":
		return 3, true
	}
	return 0, false
}

func float(s string, otherwise float64) float64 {
	if n, err := strconv.ParseFloat(s, 64); err == nil && !math.IsNaN(n) && !math.IsInf(n, 0) {
		return n
	}
	return otherwise
}

// offsets are those from each character to the next. "g 3 5.5" is 5.5 three times.
func offsets(s string) (out []float64) {
	fields := strings.Fields(s)
	for i := 0; i < len(fields); i++ {
		if fields[i] == "g" && i+2 < len(fields) {
			n, err := strconv.Atoi(fields[i+1])
			by := float(fields[i+2], 0)
			if err != nil || n < 0 || len(out)+n > mostNumbers {
				return nil
			}
			for range n {
				out = append(out, by)
			}
			i += 2
			continue
		}
		if len(out) == mostNumbers {
			return nil
		}
		out = append(out, float(fields[i], 0))
	}
	return out
}

// advances are the offsets of n characters.
type advances struct {
	dx, dy []float64
	n      int
}

func at(list []float64, i int) float64 {
	if i < len(list) {
		return list[i]
	}
	return 0
}

func (a advances) x(i int) float64 { return at(a.dx, i) }
func (a advances) y(i int) float64 { return at(a.dy, i) }

// together is how many characters from one on are at one place, because no offset parts them.
func (a advances) together(i int) int {
	n := 1
	for i+n < a.n && a.x(i+n-1) == 0 && a.y(i+n-1) == 0 {
		n++
	}
	return n
}
