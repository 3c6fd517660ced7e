// Package similarity finds texts that are almost the same as another: last year's of
// the same author, or another author's of the same year.
//
// Texts are compared by a sample of their shingles, pieces of eight letters without
// figures, punctuation and names of authors. Shingles that many texts of a year share
// are the template's and do not count. Candidates come from MinHash bands, so the work
// grows with the number of texts, not with that of pairs.
//
// An Index keeps what it found of every text, and works again only on what a change can
// have reached. What it says depends on the texts it holds alone, not on the way there.
package similarity

import (
	"crypto/sha256"
	"encoding/binary"

	"gongkai/generator/diag"
	"gongkai/generator/prose"
)

// Text is one text to compare.
type Text struct {
	Key    string // its own; an author's texts of a year are in its order
	Author string
	Year   int
	Names  []string // of the author; no author's name counts in any text
	Parts  []Part
	Read   func() []Part // in place of Parts: they are read when they are needed
	Known  *Known        // what an earlier index sampled of this very text; nil where nothing is known
}

// Known is the sampled shingles of a text. They hold as long as the names that do not count are the same.
type Known struct {
	names    [sha256.Size]byte // the digest of all
	shingles []uint64
	written  []byte // both
}

// written is a set of shingles under certain names as KnownOf reads it.
func written(names [sha256.Size]byte, shingles []uint64) []byte {
	b := append(make([]byte, 0, len(names)+8*len(shingles)), names[:]...)
	for _, h := range shingles {
		b = binary.LittleEndian.AppendUint64(b, h)
	}
	return b
}

// KnownOf reads what Index.Sampled returns; nil where it is nothing of the kind.
func KnownOf(b []byte) *Known {
	k := &Known{written: b}
	if len(b) < len(k.names) || (len(b)-len(k.names))%8 != 0 {
		return nil
	}
	rest := b[copy(k.names[:], b):]
	k.shingles = make([]uint64, len(rest)/8)
	for i := range k.shingles {
		k.shingles[i] = binary.LittleEndian.Uint64(rest[8*i:])
	}
	return k
}

func (t *Text) parts() []Part {
	if t.Read != nil {
		return t.Read()
	}
	return t.Parts
}

// Part is a stretch of Markdown, what in it is not prose, and the line on which it starts.
type Part struct {
	Markdown []byte
	Mask     prose.Mask
	Line     int
}

// Twin says that a text is almost the same as an earlier one or, of the same year,
// as one of an author before it by name.
type Twin struct {
	Text, Other *Text
	Passage     string
	At, There   diag.Span // where the longest shared passage is in each
}

const (
	length    = 8   // letters of a shingle
	sample    = 8   // one shingle in so many is looked at
	enough    = 15  // sampled shingles of its own that a text must have, some 120 letters
	alike     = 0.8 // of the shingles of both are shared
	few       = 8   // texts of a year may share a shingle and it is not a template's,
	oneIn     = 4   // or one text in so many
	bands     = 12
	rows      = 3
	lookBack  = 8 // candidates of a bucket that a text is compared with
	widestCut = 40
)
