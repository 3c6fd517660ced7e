package rule

import (
	"iter"

	"gongkai/generator/report"
)

// signs say what a passage may hold, noted in one pass over it for all rules: most have none of what a rule looks for,
// and five rules looked at every byte by themselves, in a twentieth of the time of a check.
type signs uint8

const (
	noted     signs = 1 << iota // the others were looked for
	gapped                      // a blank character after one that is not ASCII
	crossed                     // X, x or ×
	bracketed                   // one of brackets
	dated                       // a year, of this or the last century or in Chinese numerals
	marked                      // something that may be no prose, or is indented
)

// signOf are the signs of single bytes, or of bytes to be looked at with those around them (noted).
var signOf = func() (of [256]signs) {
	for _, c := range []byte("`<[{\t~") {
		of[c] = marked
	}
	for _, c := range []byte(" _12\xC2\xC3\xE3\xE4\xEF") {
		of[c] = noted
	}
	of['X'], of['x'], of['('], of[')'] = crossed, crossed, bracketed, bracketed
	return of
}()

// signsOf looks a text through.
func signsOf(text []byte) signs {
	found := noted
	for i, c := range text {
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
		case 0xE4:
			if next == 0xBA && third == 0x8C { // 二
				found |= dated
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
	return found
}

// passages are the preamble and the sections of a report, as written, with their signs.
func (p *pass) passages(r *report.Report) iter.Seq[passage] {
	return func(yield func(passage) bool) {
		c, i := p.claimed, 0
		if c.signsOf != r {
			c.signsOf, c.signs = r, c.signs[:0]
		}
		for t := range passages(r) {
			switch {
			case c.signsOf != r || i > len(c.signs): // another report was looked at meanwhile
				t.signs = signsOf(t.text)
			case i == len(c.signs):
				c.signs = append(c.signs, signsOf(t.text))
				fallthrough
			default:
				t.signs = c.signs[i]
			}
			if i++; !yield(t) {
				return
			}
		}
	}
}

// may reports whether the passage may have one of some signs.
func (t *passage) may(have signs) bool { return t.signs&noted == 0 || t.signs&have != 0 }
