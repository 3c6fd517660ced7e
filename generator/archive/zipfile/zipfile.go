// Package zipfile writes zip archives whose members are stored as they are, each with its size and
// checksum before its bytes: any reader can take a member out by copying it, also one that reads from
// the front, and the bytes depend on no compressor.
package zipfile

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math"
)

// Writer writes a zip archive.
type Writer struct{ zip *zip.Writer }

// New returns a writer of an archive.
func New(w io.Writer) *Writer { return &Writer{zip.NewWriter(w)} }

// What a member says of itself (PKWARE's APPNOTE 4.4). Its date is 1 January 1980, the first that the
// format knows.
const (
	storedVersion = 20
	zip64Version  = 45
	zip64Field    = 1
	utf8Names     = 1 << 11
	firstDay      = 1<<5 | 1
)

// ErrChanged says that a file changed while it was read.
var ErrChanged = errors.New("the file changed while it was read")

// Add stores a file, which open opens twice.
func (w *Writer) Add(name string, open func() (io.ReadCloser, error)) error {
	sum := crc32.NewIEEE()
	size, err := copyFrom(sum, open)
	if err != nil {
		return err
	}
	h := &zip.FileHeader{
		Name:               name,
		Method:             zip.Store,
		ReaderVersion:      storedVersion,
		Flags:              utf8Names,
		ModifiedDate:       firstDay, //lint:ignore SA1019 CreateRaw does not look at Modified
		CRC32:              sum.Sum32(),
		CompressedSize64:   uint64(size),
		UncompressedSize64: uint64(size),
	}
	h.SetMode(0o644)
	if size >= math.MaxUint32 {
		h.ReaderVersion, h.Extra = zip64Version, wide(size)
	}
	m, err := w.zip.CreateRaw(h)
	if err != nil {
		return err
	}
	h.Extra = nil // the list of members gets one of its own from archive/zip, which writes none before a member
	check := crc32.NewIEEE()
	again, err := copyFrom(io.MultiWriter(m, check), open)
	if err == nil && (again != size || check.Sum32() != h.CRC32) {
		err = ErrChanged
	}
	return err
}

// wide is the field in which a member states a size that four bytes cannot hold (APPNOTE 4.5.3).
func wide(size int64) []byte {
	b := binary.LittleEndian.AppendUint16(nil, zip64Field)
	b = binary.LittleEndian.AppendUint16(b, 16)
	b = binary.LittleEndian.AppendUint64(b, uint64(size))
	return binary.LittleEndian.AppendUint64(b, uint64(size))
}

// Close writes the list of members.
func (w *Writer) Close() error { return w.zip.Close() }

func copyFrom(w io.Writer, open func() (io.ReadCloser, error)) (int64, error) {
	r, err := open()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	return io.Copy(w, r)
}
