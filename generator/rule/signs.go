package rule

import (
	"iter"
	"slices"

	"gongkai/generator/prose/han"
	"gongkai/generator/report"
)

// signs say what a passage may hold, noted in one pass over it for all rules: most have none of what a rule looks for.
// Where rules looked at every byte by themselves, for each word, a check took a tenth more processor time.
type signs uint8

const (
	noted     signs = 1 << iota // a byte to be looked at with those around it
	gapped                      // a blank character after one that is not ASCII
	crossed                     // X, x or ×
	bracketed                   // one of brackets
	dated                       // a year, of this or the last century or in Chinese numerals
	marked                      // something that may be no prose, or is indented
)

// signOf are the signs of single bytes, and which are to be looked at with those around them.
var signOf = func() (of [256]signs) {
	for _, c := range []byte("`<[{\t~") {
		of[c] = marked
	}
	for _, c := range []byte(" _12\xC2\xC3\xE3\xEF") {
		of[c] = noted
	}
	of['X'], of['x'], of['('], of[')'] = crossed, crossed, bracketed, bracketed
	return of
}()

// look is what one pass over a text noted.
type look struct {
	signs   signs
	letters [16]uint64 // of what is in it, hashed: without its letters a word is not in it
}

// lookAt looks a text through.
func lookAt(text []byte) (l look) {
	var found signs
	for i := 0; i < len(text); i++ {
		c := text[i]
		if at := letterAt(text, i); at >= 0 {
			l.letters[at>>6&15] |= 1 << (at & 63)
		}
		if han.At(text, i) {
			if c == 0xE4 && text[i+1] == 0xBA && text[i+2] == 0x8C { // 二
				found |= dated
			}
			i += 2
			continue
		}
		sign := signOf[c]
		if found |= sign; sign != noted {
			continue
		}
		var before, next, third byte
		if i > 0 {
			before = text[i-1]
		}
		if i+1 < len(text) {
			next = text[i+1]
		}
		if i+2 < len(text) {
			third = text[i+2]
		}
		blank := false
		switch c {
		case ' ', '_':
			if blank = true; next == ' ' {
				found |= marked
			}
		case '1', '2':
			if (c == '1' && next == '9' || c == '2' && next == '0') && isDigit(third) {
				found |= dated
			}
		case 0xC2:
			blank = next == 0xA0
		case 0xC3:
			found |= crossed
		case 0xE3:
			blank = next == 0x80 && third == 0x80
			if next == 0x80 && third >= 0x8A && third <= 0x95 { // 《》【】〔〕
				found |= bracketed
			}
		case 0xEF:
			if next == 0xBC && (third == 0x88 || third == 0x89) { // （）
				found |= bracketed
			}
		}
		if blank && before >= 0x80 {
			found |= gapped
		}
	}
	l.signs = found
	return l
}

// letterAt is where the character that begins at i is noted, -1 for one that is not.
func letterAt[T string | []byte](text T, i int) int {
	switch c := text[i]; {
	case c < 0x80:
		return int(c)
	case c >= 0xE3 && c <= 0xE9 && i+2 < len(text):
		return int(text[i+1])<<6 ^ int(text[i+2])
	}
	return -1
}

// holds reports whether a word is in the passage.
func (t *passage) holds(word string) bool {
	for i := range len(word) {
		if at := letterAt(word, i); at >= 0 && t.look != nil && t.look.letters[at>>6&15]&(1<<(at&63)) == 0 {
			return false
		}
	}
	return han.Index(t.text, word) >= 0
}

// holdsAny reports whether one of some words is in the passage.
func (t *passage) holdsAny(words []string) bool { return slices.ContainsFunc(words, t.holds) }

// passages are the preamble and the sections of a report, as written, with their signs.
func (p *pass) passages(r *report.Report) iter.Seq[passage] {
	return func(yield func(passage) bool) {
		c, i := p.claimed, 0
		if c.looksAt != r {
			c.looksAt, c.looks = r, make([]look, 0, len(r.Body.Sections())+1)
		}
		for t := range passages(r) {
			switch {
			case c.looksAt != r || i > len(c.looks): // another report was looked at meanwhile
				l := lookAt(t.text)
				t.look = &l
			case i == len(c.looks):
				c.looks = append(c.looks, lookAt(t.text))
				fallthrough
			default:
				t.look = &c.looks[i]
			}
			if i++; !yield(t) {
				return
			}
		}
	}
}

// may reports whether the passage may have one of some signs.
func (t *passage) may(have signs) bool { return t.look == nil || t.look.signs&have != 0 }
