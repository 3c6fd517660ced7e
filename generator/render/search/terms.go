package search

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"gongkai/generator/output"
)

const (
	stripes = 256     // locks, each for the terms of a range of hashes
	shard   = 8 << 10 // bytes that a file of terms has more or less
)

// terms are all terms with the pages they are on.
type terms struct{ stripes [stripes]stripe }

type stripe struct {
	sync.Mutex
	chars   map[uint64]int // index of an entry
	words   map[string]int
	entries []entry
}

// key of a term: its one or two wide characters, or the word.
type key struct {
	chars uint64
	word  string
}

type entry struct {
	key
	hash        uint32
	all, titled list
}

// add notes that a page has the terms that were found on it.
func (t *terms) add(id int, f *found) {
	f.sort()
	for from := 0; from < len(f.list); {
		n := f.list[from].hash >> 24
		to := from
		for to < len(f.list) && f.list[to].hash>>24 == n {
			to++
		}
		t.stripes[n].add(id, f.list[from:to])
		from = to
	}
}

func (s *stripe) add(id int, found []hit) {
	s.Lock()
	defer s.Unlock()
	if s.chars == nil {
		s.chars, s.words = map[uint64]int{}, map[string]int{}
	}
	for _, h := range found {
		i, known := s.find(h.key)
		if !known {
			i = len(s.entries)
			s.entries = append(s.entries, entry{key: h.key, hash: h.hash})
			if h.word != "" {
				s.words[h.word] = i
			} else {
				s.chars[h.chars] = i
			}
		}
		e := &s.entries[i]
		e.all.add(id)
		if h.titled {
			e.titled.add(id)
		}
	}
}

func (s *stripe) find(k key) (at int, known bool) {
	if k.word != "" {
		at, known = s.words[k.word]
	} else {
		at, known = s.chars[k.chars]
	}
	return at, known
}

// publish writes the terms in files of about the same size and returns their number.
// A file depends on the pages alone, not on the order in which they were added.
func (t *terms) publish(order string, pages int, write func(output.File) error) (files int, err error) {
	size := 0
	for i := range t.stripes {
		for _, e := range t.stripes[i].entries {
			size += 16 + min(e.all.n, pages-e.all.n+1, pages/6) + min(e.titled.n, pages/6)
		}
	}
	files = max(1, (size+shard/2)/shard)
	var out []byte
	var ids []int
	next := 0
	flush := func() error {
		f := output.File{Path: "search/terms/" + strconv.Itoa(next) + ".js", Data: append(out, "}])\n"...)}
		out = nil
		next++
		return write(f)
	}
	open := func() { out = append(append(out, `gongkaiSearch("`+strconv.Itoa(next)+`",["`...), order+`",{`...) }
	open()
	for i := range t.stripes {
		entries := t.stripes[i].entries
		slices.SortFunc(entries, func(a, b entry) int {
			return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.chars, b.chars), cmp.Compare(a.word, b.word))
		})
		for _, e := range entries {
			for place(e.hash, files) > next {
				if err := flush(); err != nil {
					return 0, err
				}
				open()
			}
			if out[len(out)-1] != '{' {
				out = append(out, ',')
			}
			out = append(appendJSON(append(out, '\n'), e.text()), `:"`...)
			ids = e.all.ids(ids[:0])
			out = appendList(out, ids, pages)
			if e.titled.n > 0 {
				ids = e.titled.ids(ids[:0])
				out = appendList(append(out, '.'), ids, pages)
			}
			out = append(out, '"')
		}
		t.stripes[i] = stripe{}
	}
	for next < files {
		if err := flush(); err != nil {
			return 0, err
		}
		if next < files {
			open()
		}
	}
	return files, nil
}

// place is the file that terms of a hash are in.
func place(hash uint32, files int) int { return int(uint64(hash) * uint64(files) >> 32) }

// text is the term itself.
func (k key) text() string {
	switch {
	case k.word != "":
		return k.word
	case k.chars>>32 == 0:
		return string(rune(k.chars))
	}
	return string([]rune{rune(k.chars >> 32), rune(uint32(k.chars))})
}

// list is the ids of pages as they came: mostly one after the other, so that the
// difference to the last takes a byte.
type list struct {
	steps []byte // zigzag varints
	last  int
	n     int
}

func (l *list) add(id int) {
	d := id - l.last
	u := uint(d<<1) ^ uint(d>>63)
	for u >= 0x80 {
		l.steps = append(l.steps, byte(u)|0x80)
		u >>= 7
	}
	l.steps = append(l.steps, byte(u))
	l.last = id
	l.n++
}

// ids appends the ids in ascending order.
func (l *list) ids(to []int) []int {
	id := 0
	var u, shift uint
	for _, b := range l.steps {
		u |= uint(b&0x7f) << shift
		if shift += 7; b < 0x80 {
			id += int(u>>1) ^ -int(u&1)
			to = append(to, id)
			u, shift = 0, 0
		}
	}
	slices.Sort(to)
	return to
}
