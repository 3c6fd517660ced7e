package similarity

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/prose"
	"gongkai/generator/prose/han"
)

// letter is one letter of a text and where it is.
type letter struct {
	r        rune
	part, at int32
}

// each calls do for every letter that counts: no figures, punctuation, comments,
// references to cells, link targets or names. Code is read: it is copied as prose is.
func (t *Text) each(names *names, do func(letter)) {
	for p, part := range t.parts() {
		text := part.Markdown
		mask := part.Mask
		for at := 0; at < len(text); {
			if len(mask) > 0 && mask[0].From <= at {
				if !code(mask[0].Kind) {
					at = max(at, mask[0].To)
				}
				mask = mask[1:]
				continue
			}
			c := text[at]
			if c < utf8.RuneSelf {
				if c |= 0x20; c >= 'a' && c <= 'z' {
					do(letter{rune(c), int32(p), int32(at)})
				}
				at++
				continue
			}
			if n := names.at(text[at:]); n > 0 {
				at += n
				continue
			}
			r, n := utf8.DecodeRune(text[at:])
			if han.Is(r) || r > 0xFF && unicode.IsLetter(r) {
				do(letter{r, int32(p), int32(at)})
			}
			at += n
		}
	}
}

func code(kind prose.Kind) bool {
	return kind == prose.CodeSpan || kind == prose.FencedCode || kind == prose.IndentedCode
}

// shingles calls do with the hash of every shingle and the letter it starts with.
func (t *Text) shingles(names *names, do func(h uint64, first letter)) {
	const base = 0x100000001B3
	power := uint64(1)
	for range length - 1 {
		power *= base
	}
	var ring [length]letter
	h, n := uint64(0), 0
	t.each(names, func(l letter) {
		if n >= length {
			h -= uint64(ring[n%length].r) * power
		}
		h = h*base + uint64(l.r)
		ring[n%length] = l
		if n++; n >= length {
			do(mix(h), ring[n%length])
		}
	})
}

// scratch is room for the sets of texts while they grow.
var scratch = sync.Pool{New: func() any { return new([]uint64) }}

// sampled is the sorted set of a text's sampled shingles.
func sampled(t *Text, names *names) []uint64 {
	room := scratch.Get().(*[]uint64)
	defer scratch.Put(room)
	set := (*room)[:0]
	t.shingles(names, func(h uint64, _ letter) {
		if h%sample == 0 {
			set = append(set, h)
		}
	})
	*room = set
	slices.Sort(set)
	set = slices.Compact(set)
	return append(make([]uint64, 0, len(set)), set...)
}

// shared is the longest passage that two texts share, and where it is in each.
type shared struct {
	passage   string
	at, there diag.Span
}

// passage finds the longest run of shingles of a that is in b too.
func passage(a, b *Text, names *names) (shared, bool) {
	there := map[uint64]letter{}
	b.shingles(names, func(h uint64, first letter) {
		if _, ok := there[h]; !ok {
			there[h] = first
		}
	})
	var from, other, bestFrom, bestOther letter
	run, best := 0, 0
	a.shingles(names, func(h uint64, first letter) {
		at, ok := there[h]
		if !ok {
			run = 0
			return
		}
		if run++; run == 1 {
			from, other = first, at
		}
		if run > best {
			best, bestFrom, bestOther = run, from, other
		}
	})
	if best == 0 {
		return shared{}, false
	}
	part := a.parts()[bestFrom.part]
	text := part.Markdown[bestFrom.at:]
	for _, s := range part.Mask {
		if at := s.From - int(bestFrom.at); at > 0 && s.Kind == prose.Comment {
			text = text[:at]
			break
		}
	}
	quote, end := cut(text, best+length-1)
	s := shared{quote, a.span(bestFrom), b.span(bestOther)}
	s.at.EndColumn = s.at.Column + utf8.RuneCount(text[:end])
	return s, true
}

// cut is the passage of so many letters as a message quotes it, and where it ends on
// its line.
func cut(text []byte, letters int) (quote string, lineEnd int) {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	line = bytes.TrimRight(line, " \r")
	seen, end := 0, 0
	for end < len(line) && seen < letters {
		r, n := utf8.DecodeRune(line[end:])
		if unicode.IsLetter(r) || han.Is(r) {
			seen++
		}
		end += n
	}
	quote = strings.ReplaceAll(string(line[:end]), "**", "")
	if runes := []rune(quote); len(runes) > widestCut {
		quote = string(runes[:widestCut]) + "…"
	}
	return quote, end
}

func (t *Text) span(l letter) diag.Span {
	part := t.parts()[l.part]
	before := part.Markdown[:l.at]
	line := part.Line + bytes.Count(before, []byte("\n"))
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return diag.Span{Line: line, Column: column, EndLine: line, EndColumn: column + 1}
}
