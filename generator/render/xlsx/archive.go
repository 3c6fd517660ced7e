package xlsx

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"sync"
)

// entry is a file of a zip archive, compressed.
type entry struct {
	name      string
	crc       uint32
	size      int // before compression
	deflated  []byte
	directory int // where its header stands in the archive
}

// pack compresses a part that is written into many archives.
func pack(name string, text []byte) (entry, error) {
	a := newArchive(nil)
	defer a.free()
	packed, err := a.compress(name, text)
	if err != nil {
		return entry{}, err
	}
	return entry{name: name, crc: crc32.ChecksumIEEE(text), size: len(text), deflated: bytes.Clone(packed)}, nil
}

// archive writes a zip file (APPNOTE 6.3) into memory. The library's writer would do,
// but that it allocates a compressor of 1 MB for every file, and puts sizes behind the
// data, where readers of spreadsheets have been known not to look.
type archive struct {
	out     []byte
	start   int // of the archive in out
	entries []entry
	text    []byte // of the part that is being made
	packed  bytes.Buffer
	flate   *flate.Writer
}

// A compressor is a megabyte: it is used again.
var archives = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.BestSpeed) // the level is a valid one
	return &archive{flate: w}
}}

func newArchive(dst []byte) *archive {
	a := archives.Get().(*archive)
	a.out, a.start, a.entries = dst, len(dst), a.entries[:0]
	return a
}

func (a *archive) free() {
	a.out = nil
	archives.Put(a)
}

// compress returns a text compressed, until the next call.
func (a *archive) compress(name string, text []byte) ([]byte, error) {
	a.packed.Reset()
	a.flate.Reset(&a.packed)
	_, err := a.flate.Write(text)
	if err == nil {
		err = a.flate.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("workbook: %s: %w", name, err)
	}
	return a.packed.Bytes(), nil
}

// add compresses and writes a.text.
func (a *archive) add(name string) error {
	packed, err := a.compress(name, a.text)
	if err != nil {
		return err
	}
	a.copy(&entry{name: name, crc: crc32.ChecksumIEEE(a.text), size: len(a.text), deflated: packed})
	return nil
}

// firstDay is 1 January 1980, the first that a zip archive can tell of: no part has a
// date of its own.
const firstDay = 1<<5 | 1

func (a *archive) copy(e *entry) {
	at := len(a.out) - a.start
	a.out = binary.LittleEndian.AppendUint32(a.out, 0x04034b50)
	a.out = header(a.out, e)
	a.out = append(append(a.out, e.name...), e.deflated...)
	a.entries = append(a.entries, entry{name: e.name, crc: e.crc, size: e.size, deflated: e.deflated, directory: at})
}

// header is what the header of a file and its line in the directory have in common.
func header(out []byte, e *entry) []byte {
	le := binary.LittleEndian
	for _, v := range []uint16{20, 1 << 11, 8, 0, firstDay} { // version, UTF-8 names, deflate, time, date
		out = le.AppendUint16(out, v)
	}
	out = le.AppendUint32(out, e.crc)
	out = le.AppendUint32(out, uint32(len(e.deflated)))
	out = le.AppendUint32(out, uint32(e.size))
	out = le.AppendUint16(out, uint16(len(e.name)))
	return le.AppendUint16(out, 0)
}

// close writes the directory and returns all that was written.
func (a *archive) close() ([]byte, error) {
	le := binary.LittleEndian
	start := len(a.out) - a.start
	for i := range a.entries {
		e := &a.entries[i]
		a.out = le.AppendUint32(a.out, 0x02014b50)
		a.out = le.AppendUint16(a.out, 20)
		a.out = header(a.out, e)
		a.out = append(a.out, make([]byte, 2+2+2+4)...) // no comment, first disk, no attributes
		a.out = le.AppendUint32(a.out, uint32(e.directory))
		a.out = append(a.out, e.name...)
	}
	size := len(a.out) - a.start - start
	if uint64(size)+uint64(start) > 1<<31 {
		return nil, fmt.Errorf("workbook: larger than a zip archive may be")
	}
	a.out = le.AppendUint32(a.out, 0x06054b50)
	a.out = append(a.out, 0, 0, 0, 0)
	a.out = le.AppendUint16(a.out, uint16(len(a.entries)))
	a.out = le.AppendUint16(a.out, uint16(len(a.entries)))
	a.out = le.AppendUint32(a.out, uint32(size))
	a.out = le.AppendUint32(a.out, uint32(start))
	return append(a.out, 0, 0), nil
}
