// Package graph remembers which artefact was made from which inputs, so that unchanged
// inputs are never worked on twice.
//
// Time goes in revisions. An input has the revision in which it last became something
// else; an artefact has the revision in which it was made, and the inputs that were read
// for it. It is valid as long as none of them has changed since. An artefact is itself
// an input of others: one that comes out the same when it is made again stops the wave.
//
// An input need not exist to be read: what was looked for and not there is an input too.
package graph

import (
	"slices"
	"sync"
)

// Input is what an artefact may be made from: something of a kind, by its name.
type Input struct{ Kind, Name string }

// Graph is the inputs and the time. Its methods but Begin are safe for concurrent use.
type Graph struct {
	mu     sync.RWMutex
	now    int
	inputs map[Input]*state
}

// state is shared by all that read an input, so that asking about it is cheap.
type state struct {
	Input
	changed int // the revision
}

// New returns an empty graph in its first revision.
func New() *Graph { return &Graph{now: 1, inputs: map[Input]*state{}} }

// Begin begins the next revision. No step may be running.
func (g *Graph) Begin() { g.now++ }

// Touch says that an input is something else from this revision on.
func (g *Graph) Touch(kind, name string) {
	s := g.state(Input{kind, name})
	g.mu.Lock()
	defer g.mu.Unlock()
	s.changed = g.now
}

func (g *Graph) state(in Input) *state {
	g.mu.RLock()
	s := g.inputs[in]
	g.mu.RUnlock()
	if s != nil {
		return s
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if s = g.inputs[in]; s == nil {
		s = &state{Input: in}
		g.inputs[in] = s
	}
	return s
}

// Reads collects the inputs that one step reads. It serves one goroutine.
type Reads struct {
	graph *Graph
	list  []*state
}

// Read notes that the step reads an input. Without a graph, where nothing is made twice,
// it does nothing.
func (r *Reads) Read(kind, name string) {
	if r == nil {
		return
	}
	s := r.graph.state(Input{kind, name})
	if !slices.Contains(r.list, s) {
		r.list = append(r.list, s)
	}
}

// Value is an input that is a value, to be set again and again.
type Value[V any] struct {
	graph *Graph
	kind  string
	is    V
	known bool
	same  func(a, b V) bool
}

// NewValue returns an input of a kind of its own, without a name; same says whether two
// values are the same.
func NewValue[V any](g *Graph, kind string, same func(a, b V) bool) *Value[V] {
	return &Value[V]{graph: g, kind: kind, same: same}
}

// Set gives the value; if it differs from the one before, it has changed from this revision on. Set
// says whether it is.
func (v *Value[V]) Set(is V) (another bool) {
	if v.known && v.same(v.is, is) {
		return false
	}
	v.is, v.known = is, true
	v.graph.Touch(v.kind, "")
	return true
}

// Get reads the value.
func (v *Value[V]) Get(r *Reads) V {
	r.Read(v.kind, "")
	return v.is
}
