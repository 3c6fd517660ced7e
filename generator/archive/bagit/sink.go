package bagit

import (
	"archive/tar"
	"io"
	"path"
	"time"

	"gongkai/generator/archive/zipfile"
)

// Tar writes a bag as a tar archive. All is in one folder, as RFC 8493 asks (section 4).
type Tar struct {
	tar *tar.Writer
	top string
}

// NewTar returns a sink; top is the folder's name.
func NewTar(w io.Writer, top string) *Tar { return &Tar{tar.NewWriter(w), top} }

// epoch is the time of every member.
var epoch = time.Unix(0, 0).UTC()

// Add implements Sink.
func (t *Tar) Add(name string, open func() (io.ReadCloser, error)) error {
	size, err := count(open)
	if err != nil {
		return err
	}
	h := &tar.Header{Typeflag: tar.TypeReg, Name: path.Join(t.top, name), Size: size, Mode: 0o644, ModTime: epoch}
	if err := t.tar.WriteHeader(h); err != nil {
		return err
	}
	r, err := open()
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(t.tar, r)
	return err
}

func count(open func() (io.ReadCloser, error)) (int64, error) {
	r, err := open()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	return io.Copy(io.Discard, r)
}

// Close ends the archive.
func (t *Tar) Close() error { return t.tar.Close() }

// Zip writes a bag as a zip archive, in one folder as well.
type Zip struct {
	zip *zipfile.Writer
	top string
}

// NewZip returns a sink; top is the folder's name.
func NewZip(w io.Writer, top string) *Zip { return &Zip{zipfile.New(w), top} }

// Add implements Sink.
func (z *Zip) Add(name string, open func() (io.ReadCloser, error)) error {
	return z.zip.Add(path.Join(z.top, name), open)
}

// Close ends the archive.
func (z *Zip) Close() error { return z.zip.Close() }
