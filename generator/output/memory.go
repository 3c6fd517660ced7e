package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"sync"
)

// Memory is a sink that keeps the site in memory.
type Memory struct {
	ledger
	generator string
	files     map[string][]byte
	filesMu   sync.RWMutex
}

// NewMemory returns an empty sink; generator is the tool's name and version.
func NewMemory(generator string) *Memory {
	return &Memory{generator: generator, files: map[string][]byte{}}
}

// Write implements Sink. It keeps a copy of f.Data.
func (m *Memory) Write(f File) error {
	if err := m.claim(f.Path); err != nil {
		return m.fail(err)
	}
	data := bytes.Clone(f.Data)
	if f.Open != nil {
		var err error
		if data, err = readAll(f); err != nil {
			return m.fail(fmt.Errorf("output: %s: %w", f.Path, err))
		}
	}
	d := newDigest()
	_, _ = d.Write(data) // never fails
	m.record(d.entry(f))
	m.put(f.Path, data)
	return nil
}

func (m *Memory) put(p string, data []byte) {
	m.filesMu.Lock()
	defer m.filesMu.Unlock()
	m.files[p] = data
}

func readAll(f File) ([]byte, error) {
	r, err := f.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// Close implements Sink.
func (m *Memory) Close() error {
	manifest, err := m.finish(m.generator)
	if err != nil {
		if !errors.Is(err, errClosed) {
			m.drop()
		}
		return err
	}
	m.put(ManifestName, manifest.JSON())
	return nil
}

// Abort implements Sink.
func (m *Memory) Abort() error {
	if m.end() {
		m.drop()
	}
	return nil
}

func (m *Memory) drop() {
	m.filesMu.Lock()
	defer m.filesMu.Unlock()
	clear(m.files)
}

// Files returns what was written, by path. The contents must not be changed.
func (m *Memory) Files() map[string][]byte {
	m.filesMu.RLock()
	defer m.filesMu.RUnlock()
	return maps.Clone(m.files)
}
