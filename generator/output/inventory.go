package output

import (
	"fmt"
	"io"
)

// Inventory is a sink that keeps nothing but what the manifest says of each file.
type Inventory struct {
	ledger
	generator string
}

// NewInventory returns an empty sink; generator is the tool's name and version.
func NewInventory(generator string) *Inventory { return &Inventory{generator: generator} }

// Write implements Sink.
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
	d := newDigest()
	if _, err := io.Copy(io.MultiWriter(d, w), r); err != nil {
		return n.fail(fmt.Errorf("output: %s: %w", f.Path, err))
	}
	n.record(d.entry(f))
	return nil
}

// Close implements Sink.
func (n *Inventory) Close() error {
	_, err := n.Manifest()
	return err
}

// Abort implements Sink.
func (n *Inventory) Abort() error {
	n.end()
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
