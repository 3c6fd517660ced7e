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

// letters appends to room every letter that counts: no figures, punctuation, comments,
// references to cells, link targets or names. Code is read: it is copied as prose is.
func (t *Text) letters(names *names, room []letter) []letter {
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
					room = append(room, letter{rune(c), int32(p), int32(at)})
				}
				at++
				continue
			}
			r, n := han.Decode(text, at)
			if named := names.at(text[at:], r); named > 0 {
				at += named
				continue
			}
			if han.Is(r) || r > 0xFF && unicode.IsLetter(r) {
				room = append(room, letter{r, int32(p), int32(at)})
			}
			at += n
		}
	}
	return room
}

func code(kind prose.Kind) bool {
	return kind == prose.CodeSpan || kind == prose.FencedCode || kind == prose.IndentedCode
}

// shingles appends to room the hash of every shingle, in the order of the letters with which they begin.
func shingles(letters []letter, room []uint64) []uint64 {
	const base = 0x100000001B3
	power := uint64(1)
	for range length - 1 {
		power *= base
	}
	h := uint64(0)
	for i, l := range letters {
		if i >= length {
			h -= uint64(letters[i-length].r) * power
		}
		if h = h*base + uint64(l.r); i >= length-1 {
			room = append(room, mix(h))
		}
	}
	return room
}

// scratch is room for a text's letters and shingles.
type scratch struct {
	letters  []letter
	shingles []uint64
}

var spare = sync.Pool{New: func() any { return new(scratch) }}

// read fills the room with a text.
func (s *scratch) read(t *Text, names *names) {
	s.letters = t.letters(names, s.letters[:0])
	s.shingles = shingles(s.letters, s.shingles[:0])
}

// sampled is the sorted set of a text's sampled shingles.
func sampled(t *Text, names *names) []uint64 {
	s := spare.Get().(*scratch)
	defer spare.Put(s)
	s.read(t, names)
	set := s.shingles[:0]
	for _, h := range s.shingles {
		if h%sample == 0 {
			set = append(set, h)
		}
	}
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
	s := spare.Get().(*scratch)
	defer spare.Put(s)
	s.read(b, names)
	for i, h := range s.shingles {
		if _, ok := there[h]; !ok {
			there[h] = s.letters[i]
		}
	}
	var from, other, bestFrom, bestOther letter
	run, best := 0, 0
	s.read(a, names)
	for i, h := range s.shingles {
		at, ok := there[h]
		if !ok {
			run = 0
			continue
		}
		if run++; run == 1 {
			from, other = s.letters[i], at
		}
		if run > best {
			best, bestFrom, bestOther = run, from, other
		}
	}
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
	found := shared{quote, a.span(bestFrom), b.span(bestOther)}
	found.at.EndColumn = found.at.Column + utf8.RuneCount(text[:end])
	return found, true
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
