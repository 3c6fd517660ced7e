package privacy

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Redactor hides personal numbers. It knows the numbers that were found where their
// words were around them, and hides them, and what is left of them in a cut text,
// wherever else they turn up.
type Redactor struct {
	known  []string
	exempt []string
}

// NewRedactor returns a redactor that knows the numbers of the hits and spares those
// that may be published.
func NewRedactor(hits []Hit, exempt []string) *Redactor {
	m := &Redactor{exempt: exempt}
	for _, h := range hits {
		m.known = append(m.known, h.Number)
	}
	slices.Sort(m.known)
	m.known = slices.Compact(m.known)
	return m
}

// Public are the numbers that are spared, and whether no others are known.
func (m *Redactor) Public() (exempt []string, all bool) { return m.exempt, len(m.known) == 0 }

// Text masks a text. Every character keeps its place: a digit becomes an asterisk.
func (m *Redactor) Text(s string) string {
	if countDigits(s) < telling && !strings.Contains(s, "&#") && !strings.Contains(s, "\xf0\x9d\x9f") {
		return s
	}
	return string(m.Bytes([]byte(s)))
}

// telling is how many digits of a known number give it away.
const telling = 6

// Bytes masks a whole file or a part of one. The argument is not changed.
func (m *Redactor) Bytes(text []byte) []byte {
	var hide []Hit
	for _, h := range Scan(text) {
		if !slices.Contains(m.exempt, h.Number) {
			hide = append(hide, h)
		}
	}
	hide = append(hide, m.remains(text)...)
	whole := len(hide)
	hide = append(hide, m.pieces(text)...)
	pieces := map[[2]int]bool{}
	for _, h := range hide[whole:] {
		pieces[[2]int{h.Start, h.End}] = true
	}
	if len(hide) == 0 {
		return text
	}
	slices.SortStableFunc(hide, func(a, b Hit) int { return a.Start - b.Start })
	out := make([]byte, 0, len(text))
	at := 0
	for _, h := range hide {
		if h.Start < at {
			continue
		}
		out = append(out, text[at:h.Start]...)
		if pieces[[2]int{h.Start, h.End}] {
			out = append(out, strings.Repeat("*", utf8.RuneCount(text[h.Start:h.End]))...)
		} else {
			out = append(out, Masked(string(text[h.Start:h.End]))...)
		}
		at = h.End
	}
	return append(out, text[at:]...)
}

// pieces are the characters of numbers that are whole only as a reader sees them.
func (m *Redactor) pieces(text []byte) (out []Hit) {
	front := frontMatter(text)
	if !mayDiffer(text, front) {
		return nil
	}
	hits, of := asSeen(text, front).hits()
	for i, h := range hits {
		if slices.Contains(m.exempt, h.Number) {
			continue
		}
		for k, p := range of[i] {
			if c := text[p[0]]; p[1] == p[0]+1 && c-'0' > 9 && c|0x20 != 'x' || k > 0 && p == of[i][k-1] {
				continue // what is between them
			}
			out = append(out, Hit{Start: p[0], End: p[1]})
		}
	}
	return out
}

// remains finds runs of digits that are a known number or a part of one.
func (m *Redactor) remains(text []byte) []Hit {
	if len(m.known) == 0 {
		return nil
	}
	var out []Hit
	var s scanner
	for at := 0; at < len(text); {
		if _, size := digit(text[at:]); size == 0 {
			at++
			continue
		}
		next := s.run(text, at)
		if n := string(s.digits); len(n) >= telling && !slices.Contains(m.exempt, n) && slices.ContainsFunc(m.known, func(k string) bool { return strings.Contains(k, n) || strings.Contains(n, k) }) {
			out = append(out, Hit{Start: at, End: s.ends[len(s.ends)-1]})
		}
		at = next
	}
	return out
}

func countDigits(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i]-'0' <= 9 || s[i] == wide {
			n++
		}
	}
	return n
}

// Masked hides the digits of a number but the first three and the last two; what
// is between the digits stays.
func Masked(number string) string {
	total, seen := 0, 0
	each := func(do func(char string, counts bool)) {
		for b := []byte(number); len(b) > 0; {
			_, size := digit(b)
			counts := size > 0
			if !counts {
				size = ten(b)
				counts = size > 0
			}
			if !counts {
				size = len(string([]rune(string(b))[:1]))
			}
			do(string(b[:size]), counts)
			b = b[size:]
		}
	}
	each(func(_ string, counts bool) {
		if counts {
			total++
		}
	})
	var out strings.Builder
	each(func(char string, counts bool) {
		if counts {
			seen++
			// Of a part nobody knows which digits it shows.
			if total < 11 || seen > 3 && seen <= total-2 {
				char = "*"
			}
		}
		out.WriteString(char)
	})
	return out.String()
}
