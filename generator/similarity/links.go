package similarity

import (
	"maps"
	"slices"
)

// link is the text that an entry is closest to, and what both share.
type link struct {
	to *entry
	shared
	found bool
}

// place is one of the links of an entry.
type place struct {
	of   *entry
	kind int
}

// link looks again for the texts that those noted are closest to, and for the passages
// that are shared with a text that changed.
func (x *Index) link(w *work) []string {
	authors := map[string]bool{}
	before := map[place]link{} // of the links to be made
	for _, e := range w.gone {
		delete(w.dirty, e)
		delete(w.read, e)
		for kind := range e.links {
			if e.links[kind].found {
				authors[e.text.Author] = true
			}
			e.lead(kind, nil)
		}
	}
	dirty := slices.Collect(maps.Keys(w.dirty))
	closest := make([][2]*entry, len(dirty))
	parallel(len(dirty), func(i int) { closest[i] = x.buckets.closest(dirty[i]) })
	for i, e := range dirty {
		for kind, to := range closest[i] {
			if to != e.links[kind].to {
				before[place{e, kind}] = e.links[kind]
				e.lead(kind, to)
			}
		}
	}
	note := func(e *entry, kind int) {
		if _, ok := before[place{e, kind}]; !ok {
			before[place{e, kind}] = e.links[kind]
		}
	}
	for e := range w.read {
		for kind, l := range e.links {
			if l.to != nil {
				note(e, kind)
			}
		}
		for _, f := range e.from {
			for kind, l := range f.links {
				if l.to == e {
					note(f, kind)
				}
			}
		}
	}
	todo := slices.Collect(maps.Keys(before))
	parallel(len(todo), func(i int) {
		l := &todo[i].of.links[todo[i].kind]
		if l.to != nil {
			l.shared, l.found = passage(todo[i].of.text, l.to.text, x.authors.names)
		}
	})
	for p, old := range before {
		if now := p.of.links[p.kind]; now != old && (now.found || old.found) {
			authors[p.of.text.Author] = true
		}
	}
	return slices.Sorted(maps.Keys(authors))
}

// lead lets a link lead to another entry, nil for none.
func (e *entry) lead(kind int, to *entry) {
	if old := e.links[kind].to; old != nil {
		i := slices.Index(old.from, e)
		old.from = slices.Delete(old.from, i, i+1)
	}
	if to != nil {
		to.from = append(to.from, e)
	}
	e.links[kind] = link{to: to}
}
