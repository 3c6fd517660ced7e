package output

import (
	"fmt"
	"io"
)

// Inventory keeps nothing but what the manifest says of each file.
type Inventory struct {
	ledger
	generator string
	sm3       bool
}

// NewInventory returns an empty sink; generator is the tool's name and version, withSM3 asks for
// these digests too.
func NewInventory(generator string, withSM3 bool) *Inventory {
	return &Inventory{generator: generator, sm3: withSM3}
}

// Write takes a file into the list; it is safe for concurrent use.
func (n *Inventory) Write(f File) error { return n.list(f, io.Discard) }

// list takes f into the list, and copies its content to w.
func (n *Inventory) list(f File, w io.Writer) error {
	if err := n.claim(f.Path); err != nil {
		return n.fail(err)
	}
	r, err := f.open()
	if err != nil {
		return n.fail(fmt.Errorf("output: %s: %w", f.Path, err))
	}
	defer r.Close()
	d := newDigest(n.sm3)
	if _, err := io.Copy(io.MultiWriter(d, w), r); err != nil {
		return n.fail(fmt.Errorf("output: %s: %w", f.Path, err))
	}
	n.record(d.entry(f))
	return nil
}

// Manifest ends the build and returns manifest.json.
func (n *Inventory) Manifest() ([]byte, error) {
	m, err := n.finish(n.generator)
	if err != nil {
		return nil, err
	}
	return m.JSON(), nil
}
