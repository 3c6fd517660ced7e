package search

import "slices"

// found are the terms of one page, each once.
type found struct {
	slots []int32 // index of a hit plus one, by hash: open addressing
	list  []hit
	spare []hit // for sorting
}

type hit struct {
	key
	hash   uint32
	titled bool // it is in the title or in the agency's name
}

func (f *found) reset() {
	clear(f.slots)
	f.list = f.list[:0]
	if f.slots == nil {
		f.slots = make([]int32, 4096)
	}
}

func (f *found) inTitle(term []rune) { f.add(term, true) }
func (f *found) inText(term []rune)  { f.add(term, false) }

func (f *found) add(term []rune, titled bool) {
	var chars uint64
	narrow := classOf(term[0]) == narrow
	switch {
	case narrow:
	case len(term) == 2:
		chars = uint64(term[0])<<32 | uint64(term[1])
	default:
		chars = uint64(term[0])
	}
	h := hash(term)
	mask := uint32(len(f.slots) - 1)
	at := h & mask
	for f.slots[at] != 0 {
		if x := &f.list[f.slots[at]-1]; x.hash == h && x.chars == chars && (!narrow || x.word == string(term)) {
			return
		}
		at = (at + 1) & mask
	}
	x := hit{hash: h, titled: titled}
	x.chars = chars
	if narrow {
		x.word = string(term)
	}
	f.list = append(f.list, x)
	f.slots[at] = int32(len(f.list))
	if len(f.list)*2 > len(f.slots) {
		f.grow()
	}
}

func (f *found) grow() {
	f.slots = make([]int32, 2*len(f.slots))
	mask := uint32(len(f.slots) - 1)
	for i, x := range f.list {
		at := x.hash & mask
		for f.slots[at] != 0 {
			at = (at + 1) & mask
		}
		f.slots[at] = int32(i + 1)
	}
}

// sort brings the terms into the order of their stripes.
func (f *found) sort() {
	var ends [stripes + 1]int
	for _, x := range f.list {
		ends[x.hash>>24+1]++
	}
	for i := 1; i <= stripes; i++ {
		ends[i] += ends[i-1]
	}
	sorted := slices.Grow(f.spare[:0], len(f.list))[:len(f.list)]
	for _, x := range f.list {
		sorted[ends[x.hash>>24]] = x
		ends[x.hash>>24]++
	}
	f.list, f.spare = sorted, f.list
}
