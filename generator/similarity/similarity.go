// Package similarity finds texts that are almost the same as another: last year's of
// the same author, or another author's of the same year.
//
// Texts are compared by a sample of their shingles, pieces of eight letters without
// figures, punctuation and names of authors. Shingles that many texts of a year share
// are the template's and do not count. Candidates come from MinHash bands, so the work
// grows with the number of texts, not with that of pairs.
package similarity

import (
	"cmp"
	"slices"

	"gongkai/generator/diag"
)

// Text is one text to compare.
type Text struct {
	Author string
	Year   int
	Names  []string // of the author; no author's name counts in any text
	Parts  []Part
}

// Part is a stretch of Markdown and the line on which it starts.
type Part struct {
	Markdown []byte
	Line     int
}

// Twin says that a text is almost the same as an earlier one or, of the same year,
// as one of an author before it by name.
type Twin struct {
	Text, Other int // indexes
	Passage     string
	At, There   diag.Span // where the longest shared passage stands in each
}

const (
	length    = 8   // letters of a shingle
	sample    = 8   // one shingle in so many is looked at
	enough    = 15  // sampled shingles of its own that a text must have, some 120 letters
	alike     = 0.8 // of the shingles of both are shared
	few       = 8   // texts of a year may share a shingle and it is no template's,
	oneIn     = 4   // or one text in so many
	bands     = 12
	rows      = 3
	lookBack  = 8 // candidates of a bucket that a text is compared with
	widestCut = 40
)

// Find returns the twins in the order of the texts, for every text at most one of its
// own author and one of another.
func Find(texts []Text) []Twin {
	order := make([]int, len(texts)) // by author and year
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(texts[a].Author, texts[b].Author), cmp.Compare(texts[a].Year, texts[b].Year))
	})
	names := newNames(texts)
	sets := make([][]uint64, len(texts))
	var scratch []uint64
	for i := range texts {
		scratch = sampled(scratch[:0], &texts[i], names)
		sets[i] = slices.Clone(scratch)
	}
	dropTemplates(texts, sets)
	best := map[[2]int]pair{} // by text, and 0 for its author's or 1 for another's
	for p := range candidates(texts, order, sets) {
		later, kind := p.a, 1
		if texts[p.a].Author == texts[p.b].Author {
			kind = 0
		}
		p.score = jaccard(sets[p.a], sets[p.b])
		if p.score < alike {
			continue
		}
		if b, ok := best[[2]int{later, kind}]; !ok || p.better(b, texts) {
			best[[2]int{later, kind}] = p
		}
	}
	var out []Twin
	for _, p := range best {
		if t, ok := passage(&texts[p.a], &texts[p.b], names); ok {
			t.Text, t.Other = p.a, p.b
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(x, y Twin) int { return cmp.Or(cmp.Compare(x.Text, y.Text), cmp.Compare(x.Other, y.Other)) })
	return out
}

// pair is a text and one that it may be a copy of.
type pair struct {
	a, b  int
	score float64
}

// better prefers the closer text, then the later year, then the one listed first.
func (p pair) better(q pair, texts []Text) bool {
	return cmp.Or(cmp.Compare(p.score, q.score), cmp.Compare(texts[p.b].Year, texts[q.b].Year), cmp.Compare(q.b, p.b)) > 0
}

// dropTemplates takes out of every set what too many texts of one year share.
func dropTemplates(texts []Text, sets [][]uint64) {
	byYear := map[int][]int{}
	for i := range texts {
		byYear[texts[i].Year] = append(byYear[texts[i].Year], i)
	}
	template := map[uint64]bool{}
	var all []uint64
	for _, year := range byYear {
		all = all[:0]
		for _, i := range year {
			all = append(all, sets[i]...)
		}
		slices.Sort(all)
		limit := max(few, len(year)/oneIn)
		for i := 0; i < len(all); {
			j := i
			for j < len(all) && all[j] == all[i] {
				j++
			}
			if j-i > limit {
				template[all[i]] = true
			}
			i = j
		}
	}
	for i, set := range sets {
		sets[i] = slices.DeleteFunc(set, func(h uint64) bool { return template[h] })
	}
}

// jaccard is the share of common members of two sorted sets.
func jaccard(a, b []uint64) float64 {
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			common++
			i++
			j++
		}
	}
	return float64(common) / float64(max(len(a)+len(b)-common, 1))
}
