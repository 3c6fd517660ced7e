package source

import (
	"iter"

	"gongkai/generator/diag"
)

// Kind of a node.
type Kind uint8

// The kinds of nodes.
const (
	Scalar Kind = iota
	Sequence
	Mapping
)

// Node is one value of a front matter or YAML file, with its place.
// The text of a scalar is kept as written: nothing is ever turned into a number here.
type Node struct {
	Kind   Kind
	Quoted bool   // scalar in quotation marks or a block scalar
	Value  string // scalar text without its quotation marks
	Span   diag.Span
	// Broken marks a value, or a collection some of which was lost, that a finding
	// was reported for already: what is missing from it is not a finding of its own.
	Broken bool
	Keys   []*Node // keys of a mapping
	Items  []*Node // values of a mapping, parallel to Keys, or items of a sequence
}

// IsNull reports whether the node is absent, empty, null or ~, or could not be read.
func (n *Node) IsNull() bool {
	return n == nil || n.Kind == Scalar && (n.Broken || !n.Quoted && (n.Value == "" || n.Value == "null" || n.Value == "~"))
}

// Get returns the value of a mapping's key, nil where it has none.
func (n *Node) Get(key string) *Node {
	if n == nil || n.Kind != Mapping {
		return nil
	}
	for i, k := range n.Keys {
		if k.Value == key {
			return n.Items[i]
		}
	}
	return nil
}

// Close returns the place of a flow collection's closing bracket, or of the
// node's last character.
func (n *Node) Close() diag.Span {
	s := n.Span
	return diag.Span{Line: s.EndLine, Column: max(s.EndColumn-1, 1), EndLine: s.EndLine, EndColumn: s.EndColumn}
}

// lose marks a mapping or a sequence from which a line was lost, and those that are still
// open at its end, since the line may have belonged to one of them.
func (n *Node) lose() {
	for {
		if n.Kind == Scalar && n.Value != "" {
			return
		}
		n.Broken = true
		if len(n.Items) == 0 {
			return
		}
		n = n.Items[len(n.Items)-1]
	}
}

// arena hands out nodes, and short lists of them, in blocks, so that a report's two
// hundred cells cost a few allocations, and none when the blocks are used again.
type arena struct {
	nodes blocks[Node]
	lists blocks[*Node]
}

// reset takes back all that was handed out.
func (a *arena) reset() {
	a.nodes.reset()
	a.lists.reset()
}

// list returns an empty list with room for a row.
func (a *arena) list() []*Node {
	const room = 8
	return a.lists.take(room, 64*room)[:0:room]
}

func (a *arena) node() *Node {
	n := &a.nodes.take(1, 128)[0]
	*n = Node{}
	return n
}

// blocks hands out short runs of a slice and makes another slice when it has none left.
type blocks[T any] struct {
	made [][]T
	used int // of those made
	free []T
}

func (b *blocks[T]) reset() { b.free, b.used = nil, 0 }

func (b *blocks[T]) take(n, size int) []T {
	if len(b.free) < n {
		if b.used == len(b.made) {
			b.made = append(b.made, make([]T, size))
		}
		b.free = b.made[b.used]
		b.used++
	}
	run := b.free[:n]
	b.free = b.free[n:]
	return run
}

// Texts are the values of a node and of those below it that are not lists or mappings, with
// their places, in the order of the file; values that could not be read are left out.
func (n *Node) Texts() iter.Seq2[diag.Span, string] {
	return func(yield func(diag.Span, string) bool) { n.texts(yield) }
}

func (n *Node) texts(yield func(diag.Span, string) bool) bool {
	for _, item := range n.Items {
		if !item.texts(yield) {
			return false
		}
	}
	return n.Kind != Scalar || n.Broken || yield(n.Span, n.Value)
}
