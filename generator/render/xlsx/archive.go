package xlsx

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"sync"
)

// entry is a file of a zip archive, compressed.
type entry struct {
	header   zip.FileHeader
	deflated []byte
}

// pack compresses a part that is written into many archives.
func pack(name string, text []byte) (entry, error) {
	c := compressors.Get().(*compressor)
	defer compressors.Put(c)
	e, err := c.compress(name, text)
	e.deflated = bytes.Clone(e.deflated)
	return e, err
}

// compressor makes entries. Its memory, a megabyte in the compressor of the library alone,
// is used again for other parts and other workbooks.
type compressor struct {
	text   []byte // of the part that is being made
	packed bytes.Buffer
	flate  *flate.Writer
}

var compressors = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.BestSpeed) // the level is a valid one
	return &compressor{flate: w}
}}

// compress makes an entry that is valid until the next call.
func (c *compressor) compress(name string, text []byte) (entry, error) {
	c.packed.Reset()
	c.flate.Reset(&c.packed)
	_, err := c.flate.Write(text)
	if err == nil {
		err = c.flate.Close()
	}
	if err != nil {
		return entry{}, fmt.Errorf("workbook: %s: %w", name, err)
	}
	return entry{header: header(name, text, c.packed.Len()), deflated: c.packed.Bytes()}, nil
}

const (
	deflateVersion = 20      // of APPNOTE, the first with deflate and folders
	utf8Names      = 1 << 11 // APPNOTE 4.4.4, bit 11
	firstDay       = 1<<5 | 1
)

// header describes a part. Its date is 1 January 1980, the first that a zip archive can
// have: no part has a date of its own.
func header(name string, text []byte, packed int) zip.FileHeader {
	return zip.FileHeader{
		Name:               name,
		CreatorVersion:     deflateVersion,
		ReaderVersion:      deflateVersion,
		Flags:              utf8Names,
		Method:             zip.Deflate,
		ModifiedDate:       firstDay, //lint:ignore SA1019 CreateRaw does not look at Modified
		CRC32:              crc32.ChecksumIEEE(text),
		CompressedSize64:   uint64(packed),
		UncompressedSize64: uint64(len(text)),
	}
}

// archive writes entries into a zip file. It compresses them itself, with a compressor that
// is shared, and so knows their sizes beforehand: they are in the header of each file, where
// zip.Writer.Create, which writes them after the data, leaves zeros.
type archive struct {
	*compressor
	out *bytes.Buffer
	zip *zip.Writer
}

// newArchive begins an archive after the bytes of dst.
func newArchive(dst []byte) *archive {
	out := bytes.NewBuffer(dst)
	return &archive{compressor: compressors.Get().(*compressor), out: out, zip: zip.NewWriter(out)}
}

func (a *archive) free() { compressors.Put(a.compressor) }

// add compresses and writes a.text.
func (a *archive) add(name string) error {
	e, err := a.compress(name, a.text)
	if err != nil {
		return err
	}
	return a.copy(e)
}

func (a *archive) copy(e entry) error {
	w, err := a.zip.CreateRaw(&e.header) // e is a copy of its own: the writer keeps the header
	if err == nil {
		_, err = w.Write(e.deflated)
	}
	if err != nil {
		return fmt.Errorf("workbook: %s: %w", e.header.Name, err)
	}
	return nil
}

// close writes the directory and returns all that was written.
func (a *archive) close() ([]byte, error) {
	if err := a.zip.Close(); err != nil {
		return nil, fmt.Errorf("workbook: %w", err)
	}
	return a.out.Bytes(), nil
}
