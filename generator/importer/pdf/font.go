package pdf

import (
	"strings"
	"unicode/utf16"

	"github.com/ledongthuc/pdf"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/generator/importer/grid"
)

// font decodes the strings that are shown in it.
type font struct {
	composite bool            // codes are of two bytes, or as the CMap says
	unicode   map[int]string  // ToUnicode, by code
	named     string          // a CMap that is known by its name
	width     map[int]float64 // of a code, or of a character of a composite font, in thousandths of the size
	usual     float64
	simple    map[int]string // Differences and the standard encoding of a simple font
	vertical  bool
}

// glyph is a character as it is shown.
type glyph struct {
	text  string // U+FFFD where the font does not tell
	width float64
	space bool // a code of one byte that is 32: word spacing is added
}

// mostCodes is for how many codes the fonts of a file may say something, each time it is said. Reports have some thousands.
const mostCodes = 1_000_000

// newFont reads a font.
func newFont(v pdf.Value, used *spent) *font {
	used.tell(256) // those of an encoding, which each font has a list of
	f := &font{usual: 0, width: map[int]float64{}, composite: v.Key("Subtype").Name() == "Type0"}
	if u := v.Key("ToUnicode"); u.Kind() == pdf.Stream {
		f.unicode = toUnicode(u.Reader(), used)
	}
	if !f.composite {
		first := int(v.Key("FirstChar").Int64())
		widths := v.Key("Widths")
		used.tell(widths.Len())
		for i := range widths.Len() {
			f.width[first+i] = widths.Index(i).Float64()
		}
		f.usual = v.Key("FontDescriptor").Key("MissingWidth").Float64()
		f.simple = simpleEncoding(v.Key("Encoding"))
		return f
	}
	f.named = v.Key("Encoding").Name()
	f.vertical = strings.HasSuffix(f.named, "-V")
	d := v.Key("DescendantFonts").Index(0)
	f.usual = 1000
	if w := d.Key("DW"); !w.IsNull() {
		f.usual = w.Float64()
	}
	w := d.Key("W")
	for i := 0; i+1 < w.Len(); {
		first := int(w.Index(i).Int64())
		if list := w.Index(i + 1); list.Kind() == pdf.Array {
			used.tell(list.Len())
			for k := range list.Len() {
				f.width[first+k] = list.Index(k).Float64()
			}
			i += 2
			continue
		}
		last := int(w.Index(i + 1).Int64())
		used.tell(min(last, first+0xffff) - first + 1)
		for c := first; c <= min(last, first+0xffff); c++ {
			f.width[c] = w.Index(i + 2).Float64()
		}
		i += 3
	}
	return f
}

// tell counts codes, and gives up where there are too many.
func (s *spent) tell(n int) {
	if s.codes += max(n, 0); s.codes > mostCodes {
		panic(grid.ErrTooMuch)
	}
}

// decode splits a string into the characters that it shows.
func (f *font) decode(s string) (out []glyph) {
	if !f.composite {
		for i := range len(s) {
			c := int(s[i])
			text, ok := f.unicode[c]
			if !ok {
				text, ok = f.simple[c]
			}
			if !ok {
				text = "\ufffd"
			}
			out = append(out, glyph{text, f.widthOf(c), c == ' '})
		}
		return out
	}
	for i := 0; i < len(s); {
		n := f.codeLength(s[i:])
		code := 0
		for _, b := range []byte(s[i:min(i+n, len(s))]) {
			code = code<<8 | int(b)
		}
		text, ok := f.unicode[code]
		if !ok {
			text = f.byName(s[i:min(i+n, len(s))], code)
		}
		out = append(out, glyph{text, f.widthOf(code), n == 1 && code == ' '})
		i += n
	}
	return out
}

func (f *font) widthOf(code int) float64 {
	if w, ok := f.width[code]; ok {
		return w
	}
	return f.usual
}

// codeLength is how many bytes the next code has: two, except in GBK, where ASCII has one.
func (f *font) codeLength(s string) int {
	if strings.HasPrefix(f.named, "GBK") && s[0] < 0x80 {
		return 1
	}
	return 2
}

// byName decodes a code of a predefined CMap (ISO 32000-1, 9.7.5.2) that is an encoding; any other
// tells no character.
func (f *font) byName(s string, code int) string {
	switch {
	case strings.HasPrefix(f.named, "UniGB-UCS2"), strings.HasPrefix(f.named, "UniGB-UTF16"):
		return string(utf16.Decode([]uint16{uint16(code)}))
	case strings.HasPrefix(f.named, "GBK"), strings.HasPrefix(f.named, "GB-EUC"):
		if text, err := simplifiedchinese.GB18030.NewDecoder().String(s); err == nil {
			return text
		}
	}
	return "\ufffd"
}

// simpleEncoding is that of a font of one byte: ASCII, which all of them have, and the names of its
// differences that are characters.
func simpleEncoding(v pdf.Value) map[int]string {
	out := map[int]string{}
	for c := ' '; c < 0x7f; c++ {
		out[int(c)] = string(c)
	}
	d := v.Key("Differences")
	code := 0
	for i := range d.Len() {
		x := d.Index(i)
		if x.Kind() == pdf.Integer {
			code = int(x.Int64())
			continue
		}
		if text, ok := glyphNames[x.Name()]; ok {
			out[code] = text
		} else if name := x.Name(); len(name) == 1 {
			out[code] = name
		} else {
			delete(out, code)
		}
		code++
	}
	return out
}

// glyphNames are the names of what figures are made of (Adobe Glyph List).
var glyphNames = map[string]string{"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
	"period": ".", "comma": ",", "hyphen": "-", "minus": "-", "plus": "+", "slash": "/", "space": " ", "colon": ":", "parenleft": "(", "parenright": ")", "percent": "%", "endash": "–", "emdash": "—"}
