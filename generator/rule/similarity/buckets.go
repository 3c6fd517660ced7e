package similarity

import (
	"cmp"
	"maps"
	"slices"

	"gongkai/internal/parallel"
)

// buckets holds every entry once for each band of its MinHash. Entries with equal bands
// are candidates. A shelf is a range of bands, in the order of bands, authors, years and
// keys; a bucket is a run of equal bands on it.
type buckets [1 << shelfBits][]member

// member is an entry under one of its bands.
type member struct {
	band uint64
	of   *entry
}

const shelfBits = 8

// order is by author, year and key.
func order(a, b *entry) int {
	return cmp.Or(cmp.Compare(a.text.Author, b.text.Author), cmp.Compare(a.text.Year, b.text.Year), cmp.Compare(a.text.Key, b.text.Key))
}

func compare(a, b member) int {
	if a.band != b.band {
		return cmp.Compare(a.band, b.band)
	}
	return order(a.of, b.of)
}

// move takes out what is gone and what moved, puts what moved in its new places, and
// notes what may be closest to another text than before.
func (s *buckets) move(w *work, all int) {
	moved := slices.Collect(maps.Keys(w.moved))
	now := make([][]uint64, len(moved))
	parallel.For(len(moved), func(i int) {
		if len(moved[i].own) >= enough {
			now[i] = minhash(moved[i].own)
		}
	})
	for _, e := range moved {
		w.dirty[e] = true
	}
	if len(moved) > all/4 {
		s.rebuild(w, moved, now)
		return
	}
	for _, e := range slices.Concat(w.gone, moved) {
		for _, band := range e.bands {
			shelf, i := s.find(band, e)
			w.reach(*shelf, i)
			*shelf = slices.Delete(*shelf, i, i+1)
		}
	}
	for i, e := range moved {
		e.bands = now[i]
		for _, band := range e.bands {
			shelf, i := s.find(band, e)
			*shelf = slices.Insert(*shelf, i, member{band, e})
			w.reach(*shelf, i)
		}
	}
}

// rebuild does the same where so many moved that every text is looked at again.
func (s *buckets) rebuild(w *work, moved []*entry, now [][]uint64) {
	gone := make(map[*entry]bool, len(w.gone))
	for _, e := range w.gone {
		gone[e] = true
	}
	for i := range s {
		s[i] = slices.DeleteFunc(s[i], func(m member) bool { return gone[m.of] || w.moved[m.of] })
		for _, m := range s[i] {
			w.dirty[m.of] = true
		}
	}
	var more [len(s)]int
	for i, e := range moved {
		e.bands = now[i]
		for _, band := range e.bands {
			more[band>>(64-shelfBits)]++
		}
	}
	for i := range s {
		s[i] = slices.Grow(s[i], more[i])
	}
	for _, e := range moved {
		for _, band := range e.bands {
			shelf := &s[band>>(64-shelfBits)]
			*shelf = append(*shelf, member{band, e})
		}
	}
	parallel.For(len(s), func(i int) { slices.SortFunc(s[i], compare) })
}

// find returns the shelf of a band, and the place of an entry on it.
func (s *buckets) find(band uint64, e *entry) (*[]member, int) {
	shelf := &s[band>>(64-shelfBits)]
	i, _ := slices.BinarySearchFunc(*shelf, member{band, e}, compare)
	return shelf, i
}

// reach notes every entry that has the one in a place among its candidates there, or has
// it in the place of another.
func (w *work) reach(shelf []member, at int) {
	e := shelf[at].of
	earlier := 0
	for _, m := range before(shelf, at) {
		if m.of.text.Year == e.text.Year {
			earlier++
		}
	}
	for i, m := range shelf[at+1:] {
		if m.band != shelf[at].band {
			return
		}
		if i < lookBack && m.of.text.Author == e.text.Author || earlier < lookBack && m.of.text.Year == e.text.Year {
			w.dirty[m.of] = true
		}
	}
}

// before is what is in a bucket before a place.
func before(shelf []member, at int) []member {
	from, _ := slices.BinarySearchFunc(shelf[:at], shelf[at].band, func(m member, band uint64) int { return cmp.Compare(m.band, band) })
	return shelf[from:at]
}

// candidates calls do with the texts that an entry may be a copy of, more than once where
// they share more bands: in each bucket the last few of its author, and the first few of
// its year. A bucket of a thousand equal texts stays cheap: one twin is enough for each.
func (s *buckets) candidates(e *entry, do func(*entry)) {
	for _, band := range e.bands {
		shelf, at := s.find(band, e)
		bucket := before(*shelf, at)
		for _, m := range bucket[max(0, len(bucket)-lookBack):] {
			if m.of.text.Author == e.text.Author && m.of.text.Year < e.text.Year {
				do(m.of)
			}
		}
		seen := 0
		for _, m := range bucket {
			if m.of.text.Year != e.text.Year {
				continue
			}
			if m.of.text.Author != e.text.Author {
				do(m.of)
			}
			if seen++; seen == lookBack {
				break
			}
		}
	}
}

// closest finds the texts that an entry is almost the same as: of its own author, and of
// another. Of equally close ones it is the latest, and then the first in order.
func (s *buckets) closest(e *entry) (best [2]*entry) {
	var score [2]float64
	var seen []*entry
	s.candidates(e, func(c *entry) {
		if slices.Contains(seen, c) {
			return
		}
		seen = append(seen, c)
		kind := 1
		if c.text.Author == e.text.Author {
			kind = 0
		}
		b, n := best[kind], jaccard(e.own, c.own)
		if n < alike || b != nil && cmp.Or(cmp.Compare(n, score[kind]), cmp.Compare(c.text.Year, b.text.Year), order(b, c)) <= 0 {
			return
		}
		best[kind], score[kind] = c, n
	})
	return best
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
