package similarity

import (
	"maps"
	"slices"

	"gongkai/internal/parallel"
)

// link is the text that an entry is closest to, and what both share.
type link struct {
	to *entry
	shared
	found bool
}

// is reports whether there is such a link.
func (l *link) is() bool { return l != nil && l.found }

// place is one of the links of an entry.
type place struct {
	of   *entry
	kind int
}

// link looks again for the texts that those noted are closest to, and for the passages
// that are shared with a text that changed.
func (x *Index) link(w *work) []string {
	authors := map[string]bool{}
	before := map[place]*link{} // of the links to be made
	for _, e := range w.gone {
		delete(w.dirty, e)
		delete(w.read, e)
		for kind := range e.links {
			if e.links[kind].is() {
				authors[e.text.Author] = true
			}
			e.lead(kind, nil)
		}
	}
	dirty := slices.Collect(maps.Keys(w.dirty))
	closest := make([][2]*entry, len(dirty))
	parallel.For(len(dirty), func(i int) { closest[i] = x.buckets.closest(dirty[i]) })
	for i, e := range dirty {
		for kind, to := range closest[i] {
			old := e.links[kind]
			if old == nil && to != nil || old != nil && old.to != to {
				before[place{e, kind}] = old
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
			if l != nil {
				note(e, kind)
			}
		}
		for _, f := range e.from {
			for kind, l := range f.links {
				if l != nil && l.to == e {
					note(f, kind)
				}
			}
		}
	}
	todo := slices.Collect(maps.Keys(before))
	parallel.For(len(todo), func(i int) {
		e, kind := todo[i].of, todo[i].kind
		if l := e.links[kind]; l != nil {
			l = &link{to: l.to}
			l.shared, l.found = passage(e.text, l.to.text, x.authors.names)
			e.links[kind] = l
		}
	})
	for p, old := range before {
		now := p.of.links[p.kind]
		if now.is() != old.is() || now.is() && *now != *old {
			authors[p.of.text.Author] = true
		}
	}
	return slices.Sorted(maps.Keys(authors))
}

// lead lets a link lead to another entry, nil for none.
func (e *entry) lead(kind int, to *entry) {
	if old := e.links[kind]; old != nil {
		i := slices.Index(old.to.from, e)
		old.to.from = slices.Delete(old.to.from, i, i+1)
		e.links[kind] = nil
	}
	if to != nil {
		to.from = append(to.from, e)
		e.links[kind] = &link{to: to}
	}
}
