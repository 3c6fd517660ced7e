package graph

import (
	"context"

	"gongkai/internal/parallel"
)

// Table is what one step made, by name.
type Table[V any] struct {
	// Changed, where given, hears of every artefact that differs from before, after
	// a step has run; of one that is new or gone, old or now is the zero value.
	Changed func(name string, old, now V)

	graph *Graph
	kind  string
	same  func(a, b V) bool
	rows  map[string]*row[V]
}

// row is one artefact.
type row[V any] struct {
	value V
	made  int // the revision
	reads []*state
}

// NewTable returns an empty table whose artefacts are inputs of a kind. same says whether
// an artefact that was made again is what it was; nil says no.
func NewTable[V any](g *Graph, kind string, same func(a, b V) bool) *Table[V] {
	return &Table[V]{graph: g, kind: kind, same: same, rows: map[string]*row[V]{}}
}

// Refresh makes the artefacts of names that are new or of which an input changed, several
// at a time, and drops those of other names. When ctx ends some are left as they were, to
// be made the next time. done, where given, is called from time to time with how many of how many are made.
func (t *Table[V]) Refresh(ctx context.Context, names []string, do func(name string, r *Reads) V, done func(made, of int)) {
	var stale []string
	found := 0
	for _, name := range names {
		r := t.rows[name]
		if r != nil {
			found++
		}
		if r == nil || r.stale() {
			stale = append(stale, name)
		}
	}
	if found < len(t.rows) {
		t.drop(names)
	}
	made := make([]*row[V], len(stale))
	// What ctx ends is made the next time.
	_ = parallel.Try(ctx, 0, len(stale), func(i int) error {
		reads := &Reads{graph: t.graph}
		value := do(stale[i], reads)
		made[i] = &row[V]{value, t.graph.now, reads.list}
		return nil
	}, func(n int) {
		if done != nil {
			done(n, len(stale))
		}
	})
	for i, name := range stale {
		if made[i] == nil {
			continue
		}
		var before V
		old := t.rows[name]
		if old != nil {
			before = old.value
		}
		t.rows[name] = made[i]
		if old != nil && t.same != nil && t.same(before, made[i].value) {
			made[i].value = before // one copy of what is the same
			continue
		}
		t.change(name, before, made[i].value)
	}
}

// Restore puts an artefact back that was made in another process, of these inputs. It is taken for older than any revision: it is valid
// until one of them is touched.
func (t *Table[V]) Restore(name string, value V, reads []Input) {
	r := &row[V]{value: value}
	for _, in := range reads {
		r.reads = append(r.reads, t.graph.state(in))
	}
	t.rows[name] = r
}

func (t *Table[V]) change(name string, old, now V) {
	t.graph.Touch(t.kind, name)
	if t.Changed != nil {
		t.Changed(name, old, now)
	}
}

func (r *row[V]) stale() bool {
	for _, s := range r.reads {
		if s.changed > r.made {
			return true
		}
	}
	return false
}

func (t *Table[V]) drop(names []string) {
	keep := make(map[string]bool, len(names))
	for _, name := range names {
		keep[name] = true
	}
	var none V
	for name, r := range t.rows {
		if !keep[name] {
			delete(t.rows, name)
			t.change(name, r.value, none)
		}
	}
}

// Get reads an artefact; the zero value where there is none.
func (t *Table[V]) Get(r *Reads, name string) V {
	r.Read(t.kind, name)
	if row := t.rows[name]; row != nil {
		return row.value
	}
	var none V
	return none
}

// Peek returns an artefact to what is not a step.
func (t *Table[V]) Peek(name string) V { return t.Get(nil, name) }

// Inputs lists what an artefact was made from, in the order in which it was read first.
func (t *Table[V]) Inputs(name string) []Input {
	row := t.rows[name]
	if row == nil {
		return nil
	}
	out := make([]Input, len(row.reads))
	for i, s := range row.reads {
		out[i] = s.Input
	}
	return out
}
