package similarity

import (
	"maps"
	"slices"

	"gongkai/internal/parallel"
)

// templates knows which shingles too many texts of one year share. Of such a year they
// are taken out of the texts of all.
type templates struct {
	incremental bool
	in          map[uint64]int32 // in so many years a shingle is a template's
	years       map[int]*year
	fresh       map[int][]*entry // texts of years that are not counted yet
	was         map[uint64]bool  // whether a shingle was a template's before it changed
}

// year counts in how many texts each shingle is.
type year struct {
	texts  int
	ranges [ranges]counted
	later  map[uint64]int32 // shingles that none of its first texts has
}

// counted is a range of shingles, in order, and in how many texts each is.
type counted struct {
	shingles []uint64
	texts    []int32
}

const (
	ranges    = 1 << rangeBits
	rangeBits = 4
)

func newTemplates(again bool) templates {
	return templates{incremental: again, in: map[uint64]int32{}, years: map[int]*year{}, fresh: map[int][]*entry{}, was: map[uint64]bool{}}
}

// limit is how many texts of a year may share what is not a template's.
func limit(texts int) int32 { return int32(max(few, texts/oneIn)) }

// replace gives an entry another set, nil for an entry that is gone.
func (t *templates) replace(e *entry, set []uint64) {
	old := e.set
	e.set = set
	if set != nil && t.years[e.text.Year] == nil {
		t.fresh[e.text.Year] = append(t.fresh[e.text.Year], e)
		return
	}
	y := t.years[e.text.Year]
	switch {
	case set == nil:
		t.resize(y, y.texts-1)
	case old == nil:
		t.resize(y, y.texts+1)
	}
	most := limit(y.texts)
	for len(old)+len(set) > 0 {
		switch {
		case len(set) == 0 || len(old) > 0 && old[0] < set[0]:
			if y.count(old[0], -1) == most {
				t.flip(old[0], -1)
			}
			old = old[1:]
		case len(old) == 0 || set[0] < old[0]:
			if y.count(set[0], 1) == most+1 {
				t.flip(set[0], 1)
			}
			set = set[1:]
		default:
			old, set = old[1:], set[1:]
		}
	}
	if y.texts == 0 {
		delete(t.years, e.text.Year)
	}
}

// resize gives a year another number of texts, and so perhaps another limit.
func (t *templates) resize(y *year, texts int) {
	before, now := limit(y.texts), limit(texts)
	y.texts = texts
	if before == now {
		return
	}
	check := func(h uint64, n int32) {
		switch {
		case n > before && n <= now:
			t.flip(h, -1)
		case n > now && n <= before:
			t.flip(h, 1)
		}
	}
	for _, c := range y.ranges {
		for i, n := range c.texts {
			check(c.shingles[i], n)
		}
	}
	for h, n := range y.later {
		check(h, n)
	}
}

// flip says that a shingle is a template's in one year more, or less.
func (t *templates) flip(h uint64, by int32) {
	if _, ok := t.was[h]; !ok {
		t.was[h] = t.in[h] > 0
	}
	if t.in[h] += by; t.in[h] == 0 {
		delete(t.in, h)
	}
}

// recount counts the years that are new, and returns the shingles that are a template's
// only now, or no longer, in order.
func (t *templates) recount() []uint64 {
	for n, texts := range t.fresh {
		y := &year{texts: len(texts), later: map[uint64]int32{}}
		over := make([][]uint64, ranges)
		parallel.For(ranges, func(r int) {
			var c counted
			c, over[r] = count(texts, uint64(r), limit(len(texts)), t.incremental)
			y.ranges[r] = c
		})
		for _, hs := range over {
			for _, h := range hs {
				t.flip(h, 1)
			}
		}
		if t.incremental {
			t.years[n] = y
		}
	}
	clear(t.fresh)
	maps.DeleteFunc(t.was, func(h uint64, was bool) bool { return was == (t.in[h] > 0) })
	flipped := slices.Sorted(maps.Keys(t.was))
	clear(t.was)
	return flipped
}

// count counts a range of the shingles of texts, and lists those that more texts have
// than most. A range at a time needs little memory.
func count(texts []*entry, r uint64, most int32, keep bool) (c counted, over []uint64) {
	room := spare.Get().(*scratch)
	defer spare.Put(room)
	all := room.shingles[:0]
	for _, e := range texts {
		i, _ := slices.BinarySearch(e.set, r<<(64-rangeBits))
		j := len(e.set)
		if r+1 < ranges {
			j, _ = slices.BinarySearch(e.set, (r+1)<<(64-rangeBits))
		}
		all = append(all, e.set[i:j]...)
	}
	room.shingles = all
	slices.Sort(all)
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j] == all[i] {
			j++
		}
		n := int32(j - i)
		if n > most {
			over = append(over, all[i])
		}
		if keep {
			c.shingles, c.texts = append(c.shingles, all[i]), append(c.texts, n)
		}
		i = j
	}
	c.shingles, c.texts = slices.Clip(c.shingles), slices.Clip(c.texts)
	return c, over
}

// count adds to the number of texts that have a shingle, and returns it.
func (y *year) count(h uint64, by int32) int32 {
	c := &y.ranges[h>>(64-rangeBits)]
	if i, ok := slices.BinarySearch(c.shingles, h); ok {
		c.texts[i] += by
		return c.texts[i]
	}
	n := y.later[h] + by
	if y.later[h] = n; n == 0 {
		delete(y.later, h)
	}
	return n
}

// cut returns a set without the templates' shingles.
func (t *templates) cut(set []uint64) []uint64 {
	is := func(h uint64) bool { return t.in[h] > 0 }
	if !slices.ContainsFunc(set, is) {
		return set
	}
	if t.incremental {
		set = slices.Clone(set)
	}
	return slices.Clip(slices.DeleteFunc(set, is))
}

// meet reports whether two sorted sets have a member in common; b is the smaller mostly.
func meet(a, b []uint64) bool {
	for _, h := range b {
		i, ok := slices.BinarySearch(a, h)
		if ok {
			return true
		}
		if a = a[i:]; len(a) == 0 {
			return false
		}
	}
	return false
}
