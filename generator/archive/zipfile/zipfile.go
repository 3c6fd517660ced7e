// Package zipfile writes zip archives whose members are stored as they are, each with its size and
// checksum before its bytes: any reader can take a member out by copying it, also one that reads from
// the front, and the bytes depend on no compressor.
package zipfile

import (
	"archive/zip"
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
	utf8Names     = 1 << 11
	firstDay      = 1<<5 | 1
)

// ErrTooLarge says that a member has 4 GiB or more, which only a later version of the format can say
// before the member.
var ErrTooLarge = errors.New("a member of a zip archive has 4 GiB or more")

// ErrChanged says that a file changed while it was read.
var ErrChanged = errors.New("the file changed while it was read")

// Add stores a file, which open opens twice.
func (w *Writer) Add(name string, open func() (io.ReadCloser, error)) error {
	sum := crc32.NewIEEE()
	size, err := copyFrom(sum, open)
	if err != nil {
		return err
	}
	if size > math.MaxUint32-1 {
		return ErrTooLarge
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
	m, err := w.zip.CreateRaw(h)
	if err != nil {
		return err
	}
	check := crc32.NewIEEE()
	again, err := copyFrom(io.MultiWriter(m, check), open)
	if err == nil && (again != size || check.Sum32() != h.CRC32) {
		err = ErrChanged
	}
	return err
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
