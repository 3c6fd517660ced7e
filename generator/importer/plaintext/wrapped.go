package plaintext

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"gongkai/generator/importer/grid"
	"gongkai/generator/prose/han"
)

// What tells lines that were broken at an edge from paragraphs a line.
const (
	leastBreaks = 3   // in the middle of sentences, all at the edge
	leastEven   = 6   // where the edge is that of a printed page: lines of one width
	uneven      = 6   // columns by which lines of a printed page are wider or narrower than others
	leastWidth  = 30  // columns or characters, less is not prose
	mostWidth   = 160 // more is not a line that was broken
)

// ends is what a paragraph may end with.
const ends = "。！？；：!?;:.…”」』）)】》"

// begins is how a heading or an item of a list begins, also with a mark in front.
var begins = regexp.MustCompile(`^(?:[（(]?[一二三四五六七八九十百0-9０-９]{1,4}[)）、.．，]|第[一二三四五六七八九十0-9]+[章节条部]|[①-⑳●○■◆★·•*#>|-])`)

// unwrap joins the lines of paragraphs that were broken at a fixed column, or as on the page that the text is of. It does
// so where the file leaves no doubt: that all lines which end within a sentence end at the edge, and there are several.
// Whether a file counts columns or characters is found out.
func (r *reader) unwrap(lines []string) {
	characters := func(s string) int { return len([]rune(s)) }
	for _, w := range []*wrapped{{measure: han.Columns}, {measure: characters}, {measure: han.Columns, printed: true}} {
		w.lines = lines
		if w.certain(r.doc.Blocks) {
			r.doc.Blocks = w.joined(r.doc.Blocks)
			return
		}
	}
}

// wrapped is how the lines of a file were broken.
type wrapped struct {
	lines   []string
	measure func(string) int
	printed bool // at the edge of a printed page, where lines are about as wide as each other
	edge    int
	indents bool // the first lines of paragraphs are set in
}

// certain reports whether the lines were broken so, and finds the edge.
func (w *wrapped) certain(blocks []grid.Block) bool {
	within := func(a string) bool { return a != "" && !ended(a) && strings.ContainsAny(a, "，。") }
	counts := map[int]int{}
	for i, b := range blocks {
		if b.Paragraph == nil {
			continue
		}
		if n := w.measure(w.line(b.Paragraph)); !w.printed {
			w.edge = max(w.edge, n)
		} else if i+1 < len(blocks) {
			if a, _ := w.pair(blocks, i); within(a) {
				if counts[n]++; counts[n] > counts[w.edge] || counts[n] == counts[w.edge] && n > w.edge {
					w.edge = n
				}
			}
		}
	}
	if w.edge < leastWidth || w.edge > mostWidth || w.printed && counts[w.edge] < leastEven {
		return false
	}
	breaks := 0
	for i := range blocks[:max(len(blocks)-1, 0)] {
		a, b := w.pair(blocks, i)
		switch {
		case a == "":
		case w.full(a, b) && !ended(a):
			breaks++
			w.indents = w.indents || inset(a)
		case !w.full(a, b) && within(a) && !begins.MatchString(a): // a label with a number may end anywhere
			return false
		}
	}
	return breaks >= leastBreaks
}

// line is the line of a paragraph as the file has it.
func (w *wrapped) line(p *grid.Paragraph) string {
	return strings.TrimRightFunc(w.lines[p.Place.Line-1], blank)
}

// pair are a line of text and the one below it, where both can be of one paragraph; "" where they cannot.
func (w *wrapped) pair(blocks []grid.Block, i int) (a, b string) {
	p, q := blocks[i].Paragraph, blocks[i+1].Paragraph
	if p == nil || q == nil || p.Level > 0 || q.Level > 0 || q.Place.Line != p.Place.Line+1 {
		return "", ""
	}
	a, b = w.line(p), w.line(q)
	if inset(b) || begins.MatchString(b) {
		return "", ""
	}
	return a, b
}

// full reports whether a line ends at the edge: the first word of the one below had no room in it.
func (w *wrapped) full(a, b string) bool {
	n := w.measure(a)
	if w.printed {
		return max(n-w.edge, w.edge-n) <= uneven
	}
	return n+w.measure(word(b)) > w.edge
}

// word is what a line begins with and cannot be cut: a run of letters and digits, or a character, with the punctuation
// that no line begins with.
func word(line string) string {
	r := []rune(line)
	n := 0
	for n < len(r) && r[n] < unicode.MaxASCII && r[n] != ' ' {
		n++
	}
	n = max(n, 1)
	for n < len(r) && strings.ContainsRune("，。、；：！？”’）》】」』", r[n]) {
		n++
	}
	return string(r[:n])
}

func ended(line string) bool { return strings.ContainsRune(ends, []rune(line)[len([]rune(line))-1]) }

// inset reports whether a line begins with two blanks or a wide one.
func inset(line string) bool {
	return strings.HasPrefix(line, "\u3000") || strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\u00a0\u00a0")
}

// joined are the blocks with the lines of a paragraph as one. Between two letters or digits nothing tells whether there was
// a blank: such lines stay apart.
func (w *wrapped) joined(blocks []grid.Block) (out []grid.Block) {
	within := false // the last line goes on
	for i, b := range blocks {
		if within {
			last := out[len(out)-1].Paragraph
			last.Text += b.Paragraph.Text
		} else {
			out = append(out, b)
		}
		within = false
		if i+1 == len(blocks) {
			break
		}
		above, below := w.pair(blocks, i)
		if above == "" || !w.full(above, below) || ended(above) && !w.indents {
			continue
		}
		end, begin := []rune(above), []rune(below)
		within = !(latin(end[len(end)-1]) && latin(begin[0]))
	}
	return out
}

func latin(c rune) bool {
	c = []rune(width.Fold.String(string(c)))[0]
	return c < unicode.MaxASCII && (unicode.IsLetter(c) || unicode.IsDigit(c))
}
