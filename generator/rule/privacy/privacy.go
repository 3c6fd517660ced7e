// Package privacy finds numbers in a text that must not be published, identity-card
// numbers, mobile numbers and bank cards, and masks them.
//
// Figures, document numbers, index numbers and credit codes look much like them. A
// number counts only where its own check digits and what is around it leave no
// reasonable doubt.
package privacy

import (
	"bytes"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/prose/han"
)

// Kind of a personal number.
type Kind uint8

// The kinds.
const (
	Identity Kind = iota // 居民身份证号码, GB 11643
	Mobile               // 手机号码
	Card                 // bank card, Luhn
)

// Hit is one personal number in a text.
type Hit struct {
	Kind       Kind
	Number     string // its plain digits, X for the check character of ten
	Start, End int    // bytes of the text
}

// Scan finds the personal numbers of a text. Full-width digits count as digits, and
// so do digits with spaces or hyphens between them.
func Scan(text []byte) []Hit {
	var s scanner
	for at := 0; at < len(text); {
		if c := text[at]; c-'0' > 9 && c != wide {
			if han.At(text, at) {
				at += 2
			}
			at++
			continue
		}
		if end := short(text, at); end > at {
			at = end
			continue
		}
		if _, size := digit(text[at:]); size == 0 {
			at++
			continue
		}
		at = s.run(text, at)
	}
	return s.hits
}

// short passes over the digits of most figures, which are plain and too few for any
// number; it returns at where it cannot tell.
func short(text []byte, at int) int {
	digits, end := 0, at
	for ; end < len(text); end++ {
		switch c := text[end]; {
		case c-'0' <= 9:
			digits++
		case c == ' ' || c == '-':
		case c == 0xC2 || c == 0xE2 || c == 0xE3 || c == wide: // may go on with a wider character
			return at
		default:
			if digits < 11 {
				return end
			}
			return at
		}
	}
	if digits < 11 {
		return end
	}
	return at
}

// places tells where hits are in a text, one after another: each is looked for from the last.
type places struct {
	text             []byte
	at, line, column int // the last place, line and column from 0
}

func (p *places) of(h Hit) diag.Span {
	if h.Start < p.at {
		p.at, p.line, p.column = 0, 0, 0
	}
	between := p.text[p.at:h.Start]
	if n := bytes.Count(between, []byte("\n")); n > 0 {
		p.line, p.column = p.line+n, 0
		between = between[bytes.LastIndexByte(between, '\n')+1:]
	}
	p.column += utf8.RuneCount(between)
	p.at = h.Start
	return diag.Span{Line: p.line + 1, Column: p.column + 1, EndLine: p.line + 1, EndColumn: p.column + 1 + utf8.RuneCount(p.text[h.Start:h.End])}
}

// wide is the first byte of every full-width digit and letter.
const wide = 0xEF

// digit reads a digit, plain or full-width; size is 0 where there is none.
func digit(b []byte) (d byte, size int) {
	switch {
	case len(b) > 0 && b[0]-'0' <= 9:
		return b[0], 1
	case len(b) > 2 && b[0] == wide && b[1] == 0xBC && b[2]-0x90 <= 9:
		return b[2] - 0x90 + '0', 3
	}
	return 0, 0
}

// separator reads a space or a hyphen between digits.
func separator(b []byte) (hyphen bool, size int) {
	if len(b) == 0 {
		return false, 0
	}
	switch b[0] {
	case ' ':
		return false, 1
	case '-':
		return true, 1
	}
	if b[0] < utf8.RuneSelf {
		return false, 0
	}
	switch r, n := utf8.DecodeRune(b); r {
	case '\u00a0', '\u3000', '\u2009', '\u200b':
		return false, n
	case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212', '－':
		return true, n
	}
	return false, 0
}

// ten reads the check character X of an identity-card number.
func ten(b []byte) (size int) {
	switch r, n := utf8.DecodeRune(b); r {
	case 'X', 'x', 'Ｘ', 'ｘ', '×':
		return n
	}
	return 0
}
