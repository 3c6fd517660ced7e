package msdoc

import "unicode/utf16"

// style is a style of paragraphs or of characters.
type style struct {
	based                 int // on which; noStyle for none
	builtIn               int // 1 to 9 for headings
	paragraph, characters []byte
}

const noStyle = 0xfff

// Kinds of styles.
const (
	ofParagraphs = 1
	ofCharacters = 2
)

// readStyles reads the style sheet ([MS-DOC] 2.9.271): what it says of styles that are not read is passed over.
func (f *file) readStyles() {
	sheet := f.at(fibStyles)
	if len(sheet) < 6 {
		return
	}
	head := int(le.Uint16(sheet))
	count, base := int(le.Uint16(sheet[2:])), int(le.Uint16(sheet[4:]))
	sheet = sheet[2+head:]
	for range count {
		if len(sheet) < 2 {
			return
		}
		size := int(le.Uint16(sheet))
		if 2+size > len(sheet) {
			return // as some programs leave it
		}
		f.styles = append(f.styles, readStyle(sheet[2:2+size], base))
		sheet = sheet[2+size:]
	}
}

// readStyle reads a style, whose fixed part has so many bytes ([MS-DOC] 2.9.258).
func readStyle(b []byte, base int) style {
	s := style{based: noStyle}
	if len(b) < base+2 || base < 10 {
		return s
	}
	s.builtIn = int(le.Uint16(b)) & 0xfff
	kind := int(le.Uint16(b[2:])) & 0xf
	s.based = int(le.Uint16(b[2:])) >> 4
	name := int(le.Uint16(b[base:]))
	b = b[base+2+2*name+2:]
	next := func() []byte {
		if len(b) < 2 {
			return nil
		}
		size := int(le.Uint16(b))
		list := b[2 : 2+size]
		b = b[min(2+size+size%2, len(b)):]
		return list
	}
	switch kind {
	case ofParagraphs:
		if list := next(); len(list) >= 2 { // after the style's own number
			s.paragraph = list[2:]
		}
		s.characters = next()
	case ofCharacters:
		s.characters = next()
	}
	return s
}

// mostBased is how many styles are based on each other, one on the next.
const mostBased = 20

// bases are the numbers of a style and those that it is based on, itself last.
func (f *file) bases(number int) (out []int) {
	for ; number >= 0 && number < len(f.styles) && len(out) < mostBased; number = f.styles[number].based {
		out = append([]int{number}, out...)
	}
	return out
}

// chain are what a style says of characters, itself last.
func (f *file) chain(number int) (out [][]byte) {
	for _, n := range f.bases(number) {
		out = append(out, f.styles[n].characters)
	}
	return out
}

// paragraphChain are what a style says of paragraphs.
func (f *file) paragraphChain(number int) (out [][]byte) {
	for _, n := range f.bases(number) {
		out = append(out, f.styles[n].paragraph)
	}
	return out
}

// heading is the level of the headings that a style is for; 0 for text.
func (f *file) heading(number int) int {
	level := 0
	for _, n := range f.bases(number) {
		if b := f.styles[n].builtIn; b >= 1 && b <= 9 {
			level = b
		}
	}
	return level
}

// readFonts reads the names of the fonts ([MS-DOC] 2.9.286).
func (f *file) readFonts() {
	b := f.at(fibFonts)
	if len(b) < 4 {
		return
	}
	const fixed = 39 // bytes before the name
	for b = b[4:]; len(b) > 0; {
		size := int(b[0])
		name := ""
		if size > fixed {
			name = utf16Text(b[1+fixed : 1+size])
		}
		f.fonts = append(f.fonts, name)
		b = b[1+size:]
	}
}

// utf16Text is a text up to its first zero.
func utf16Text(b []byte) string {
	var units []uint16
	for ; len(b) >= 2 && le.Uint16(b) != 0; b = b[2:] {
		units = append(units, le.Uint16(b))
	}
	return string(utf16.Decode(units))
}
