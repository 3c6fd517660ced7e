package output

import (
	"bytes"
	"errors"
	"maps"
	"sync"
)

// Memory is a sink that keeps the site in memory.
type Memory struct {
	Inventory
	files   map[string][]byte
	filesMu sync.RWMutex
}

// NewMemory returns an empty sink; generator is the tool's name and version.
func NewMemory(generator string) *Memory {
	return &Memory{Inventory: Inventory{generator: generator}, files: map[string][]byte{}}
}

// Write implements Sink. It keeps a copy of f.Data.
func (m *Memory) Write(f File) error {
	var data bytes.Buffer
	if err := m.list(f, &data); err != nil {
		return err
	}
	m.put(f.Path, data.Bytes())
	return nil
}

func (m *Memory) put(p string, data []byte) {
	m.filesMu.Lock()
	defer m.filesMu.Unlock()
	m.files[p] = data
}

// Close implements Sink.
func (m *Memory) Close() error {
	manifest, err := m.Manifest()
	if err != nil {
		if !errors.Is(err, errClosed) {
			m.drop()
		}
		return err
	}
	m.put(ManifestName, manifest)
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
