package similarity

import (
	"bytes"
	"crypto/sha256"
	"maps"
	"slices"

	"gongkai/internal/parallel"
)

// Index holds texts and knows the twins of each. It serves one goroutine at a time.
type Index struct {
	incremental bool
	entries     map[string]*entry
	authors     authors
	templates   templates
	buckets     buckets

	sampled map[string][]byte // what is known of each text, by key; nil where it is not to be told
}

// entry is a text and what was made of it.
type entry struct {
	text  *Text
	set   []uint64 // its sampled shingles, in order
	own   []uint64 // those outside the template; the same slice where all are
	bands []uint64 // under which it is in the buckets; none where too little is its own
	links [2]*link // to a text of its own author, to another's
	from  []*entry // those that link to it
}

// NewIndex returns an empty index. again says that it will be updated more than once;
// without, nothing is kept that only a further update needs.
func NewIndex(again bool) *Index {
	return &Index{incremental: again, entries: map[string]*entry{}, authors: newAuthors(), templates: newTemplates(again)}
}

// Remember has the index keep what Sampled tells. It is called before the index is updated.
func (x *Index) Remember() { x.sampled = map[string][]byte{} }

// Sampled is what the index knows of a text, for another that holds the same text (KnownOf); nil where there is none.
func (x *Index) Sampled(key string) []byte { return x.sampled[key] }

// Twins returns the twins of a text: of another author, then of its own, at most one each.
func (x *Index) Twins(key string) []Twin {
	e := x.entries[key]
	if e == nil {
		return nil
	}
	var out []Twin
	for _, l := range [...]*link{e.links[1], e.links[0]} {
		if l.is() {
			out = append(out, Twin{e.text, l.to.text, l.passage, l.at, l.there})
		}
	}
	return out
}

// work is what one update has to do.
type work struct {
	gone  []*entry
	read  map[*entry]bool // the text has changed, perhaps only the places in it
	moved map[*entry]bool // and so have the shingles that it is compared by
	dirty map[*entry]bool // it may be closest to another text than before
}

// Update takes texts out, by their keys, and puts others in, also in the place of those
// of the same key; each key once. It returns the authors of the texts that have other
// twins than before, in order.
func (x *Index) Update(remove []string, put []*Text) []string {
	w := &work{read: map[*entry]bool{}, moved: map[*entry]bool{}, dirty: map[*entry]bool{}}
	x.take(w, remove, put)
	x.sample(w)
	x.cut(w)
	x.buckets.move(w, len(x.entries))
	authors := x.link(w)
	if !x.incremental {
		x.forget()
	}
	return authors
}

// forget drops all but the twins.
func (x *Index) forget() {
	maps.DeleteFunc(x.entries, func(_ string, e *entry) bool {
		e.own, e.bands = nil, nil
		return !e.links[0].is() && !e.links[1].is()
	})
	x.authors, x.templates, x.buckets = authors{}, templates{}, buckets{}
}

// take enters the texts. One that says what it said before makes no work.
func (x *Index) take(w *work, remove []string, put []*Text) {
	drop := func(key string) {
		if e := x.entries[key]; e != nil {
			delete(x.entries, key)
			x.authors.count(e.text.Names, -1)
			w.gone = append(w.gone, e)
		}
	}
	for _, key := range remove {
		drop(key)
	}
	for _, t := range put {
		e := x.entries[t.Key]
		if e != nil && (e.text.Author != t.Author || e.text.Year != t.Year) {
			drop(t.Key)
			e = nil
		}
		x.authors.count(t.Names, 1)
		if e == nil {
			e = &entry{text: t}
			x.entries[t.Key] = e
			w.read[e] = true
			continue
		}
		x.authors.count(e.text.Names, -1)
		if !slices.EqualFunc(e.text.parts(), t.parts(), func(a, b Part) bool {
			return a.Line == b.Line && bytes.Equal(a.Markdown, b.Markdown) && slices.Equal(a.Mask, b.Mask)
		}) {
			w.read[e] = true
		}
		e.text = t
	}
}

// sample makes the sets of the texts that are new or have changed, and of those in which
// a name is that is a name only now, or no longer.
func (x *Index) sample(w *work) {
	if other := x.authors.collect(); other != nil {
		var rest []*entry
		for _, e := range x.entries {
			if !w.read[e] {
				rest = append(rest, e)
			}
		}
		found := make([]bool, len(rest))
		parallel.For(len(rest), func(i int) { found[i] = other.in(rest[i].text) })
		for i, e := range rest {
			if found[i] {
				w.read[e] = true
			}
		}
	}
	var digest [sha256.Size]byte
	if x.sampled != nil {
		digest = x.authors.digest()
	}
	todo := slices.Collect(maps.Keys(w.read))
	sets, known := make([][]uint64, len(todo)), make([][]byte, len(todo))
	parallel.For(len(todo), func(i int) {
		t := todo[i].text
		if t.Known != nil && t.Known.names == digest {
			sets[i], known[i] = t.Known.shingles, t.Known.written
			return
		}
		sets[i] = sampled(t, x.authors.names)
		if x.sampled != nil {
			known[i] = written(digest, sets[i])
		}
	})
	for i, e := range todo {
		if x.sampled != nil {
			x.sampled[e.text.Key] = known[i]
		}
		if e.set == nil || !slices.Equal(e.set, sets[i]) {
			x.templates.replace(e, sets[i])
			w.moved[e] = true
		}
	}
	for _, e := range w.gone {
		x.templates.replace(e, nil)
	}
}

// cut takes the templates' shingles out of the sets that changed, and puts them right
// where others hold a shingle that was a template's or is one now.
func (x *Index) cut(w *work) {
	if flipped := x.templates.recount(); len(flipped) > 0 {
		var rest []*entry
		for _, e := range x.entries {
			if !w.moved[e] {
				rest = append(rest, e)
			}
		}
		found := make([]bool, len(rest))
		parallel.For(len(rest), func(i int) { found[i] = meet(rest[i].set, flipped) })
		for i, e := range rest {
			if found[i] {
				w.moved[e] = true
			}
		}
	}
	todo := slices.Collect(maps.Keys(w.moved))
	same := make([]bool, len(todo))
	parallel.For(len(todo), func(i int) {
		e := todo[i]
		before := e.own
		e.own = x.templates.cut(e.set)
		if !x.incremental {
			e.set = nil
		}
		same[i] = before != nil && slices.Equal(before, e.own)
	})
	for i, e := range todo {
		if same[i] {
			delete(w.moved, e)
		}
	}
}
