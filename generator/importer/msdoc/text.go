package msdoc

import (
	"sort"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/word"
)

// Characters with a meaning in the text ([MS-DOC] 2.4.1).
const (
	picture       = 0x01
	cellMark      = 0x07
	anchor        = 0x08
	lineBreak     = 0x0b
	pageBreak     = 0x0c
	paragraphMark = 0x0d
	fieldBegin    = 0x13
	fieldResult   = 0x14
	fieldEnd      = 0x15
	hardHyphen    = 0x1e
	softHyphen    = 0x1f
	symbol        = 0x28   // in another font
	symbolMinus   = 0xf02d // where a font has no letters
)

// reader makes blocks of the text, paragraph by paragraph.
type reader struct {
	*file
	doc    *grid.Document
	text   strings.Builder
	marks  []grid.Mark
	boxes  [][2]int // of the paragraph
	gone   bool     // something was deleted in the row
	left   bool     // something was not
	fields word.Links
	lists  *word.Lists
	levels []*level     // the tables that are being read, each in a cell of the one before
	after  []grid.Block // what comes after the outermost: pictures in its cells, tables in them
	held   *held
	inBox  bool
}

// held is how much was read.
type held struct{ characters, things int }

// What a file has at most of characters, and of paragraphs, cells and marks together.
const (
	mostCharacters = 4 << 20
	mostThings     = 500_000
)

// hold counts one more thing.
func (r *reader) hold() {
	if r.held.things++; r.held.things > mostThings {
		panic(grid.ErrTooMuch)
	}
}

// read reads the characters from one on to another.
func (r *reader) read(from, to int) {
	first := sort.Search(len(r.pieces), func(i int) bool { return r.pieces[i].to > from })
	for k := first; k < len(r.pieces) && r.pieces[k].from < to; k++ {
		p := &r.pieces[k]
		n := min(p.to, to) - p.from
		for i := max(from-p.from, 0); i < n; i++ {
			at, c := p.at+i, rune(0)
			if p.wide {
				at = p.at + 2*i
				c = rune(le.Uint16(r.main[at:]))
				if utf16.IsSurrogate(c) && i+1 < n {
					if both := utf16.DecodeRune(c, rune(le.Uint16(r.main[at+2:]))); both != '\ufffd' {
						c = both
					} else {
						continue // the second half
					}
				}
			} else {
				c = charmap.Windows1252.DecodeByte(r.main[at])
			}
			if r.held.characters++; r.held.characters > mostCharacters {
				panic(grid.ErrTooMuch)
			}
			r.take(c, at, p.from+i, p)
		}
	}
	r.close(0)
}

// take reads a character that is at an offset of the main stream and at a place of the text.
func (r *reader) take(c rune, at, place int, within *piece) {
	switch c {
	case fieldBegin:
		r.fields.Begin()
		return
	case fieldResult:
		r.fields.Result()
		return
	case fieldEnd:
		r.fields.End()
		return
	case cellMark, paragraphMark:
		r.end(c, r.paragraphAt(at, within))
		return
	case pageBreak:
		if r.sections[place] { // it ends its paragraph too
			r.end(c, r.paragraphAt(at, within))
			return
		}
	}
	if r.fields.InCode() {
		if c >= ' ' {
			r.fields.Code(string(c))
		}
		return
	}
	p := r.paragraphAt(at, within)
	look := r.characterAt(at, within, p.style)
	if look.hidden || look.deleted {
		r.gone = r.gone || look.deleted
		return
	}
	r.left = true
	text := ""
	switch {
	case c == lineBreak, c == pageBreak:
		text = "\n"
	case c == hardHyphen:
		text = "\u2011"
	case c == softHyphen:
	case c == '\t':
		text = "\t"
	case c == picture && look.special && !look.form && !look.object:
		r.show(r.inline(look.picture))
	case c == anchor && look.special:
		id := r.shapes.anchors[place]
		r.show(r.shapes.pictures[id])
		for _, id := range append([]uint32{id}, r.shapes.inside[id]...) {
			if box, ok := r.shapes.boxes[id]; ok && !r.inBox {
				r.boxes = append(r.boxes, box)
			}
		}
	case c == symbol && look.special && look.symbol != 0:
		text = written(r.ofFont(look.symbol>>16, rune(look.symbol&0xffff)), look, p.inTable)
	case c == symbolMinus && r.ofFont(look.font, c) == '\u2212':
		text = written('\u2212', look, p.inTable)
	case c >= ' ':
		text = written(c, look, p.inTable)
	}
	r.write(text, look.bold)
}

// ofFont is what a character of a font of symbols means.
func (r *reader) ofFont(font int, c rune) rune {
	name := ""
	if font < len(r.fonts) {
		name = r.fonts[font]
	}
	return word.Symbol(name, c)
}

// write adds to the text; what is bold or leads somewhere is marked.
func (r *reader) write(text string, bold bool) {
	from := r.text.Len()
	r.text.WriteString(text)
	m := grid.Mark{From: from, To: r.text.Len(), Bold: bold, Link: r.fields.Link()}
	if text == "" || !m.Bold && m.Link == "" {
		return
	}
	if n := len(r.marks); n > 0 {
		if last := &r.marks[n-1]; last.To == m.From && last.Picture == nil && last.Bold == m.Bold && last.Link == m.Link {
			last.To = m.To
			return
		}
	}
	r.hold()
	r.marks = append(r.marks, m)
}

// show adds pictures where the text is.
func (r *reader) show(pictures []grid.Picture) {
	for _, p := range pictures {
		r.hold()
		r.marks = append(r.marks, grid.Mark{From: r.text.Len(), To: r.text.Len(), Picture: &p})
	}
}
