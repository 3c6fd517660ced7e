// Package compress publishes texts compressed as well, for web servers that send such a file
// instead of compressing at each request: beside page.html a page.html.gz and a page.html.br.
//
// They are files of the build like any others: listed in the manifest, written only when they
// change, after the file that they are made from, and removed by the next build that does not
// make them. The same text gives the same bytes: a .gz has neither name nor time (RFC 1952).
package compress

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"

	"gongkai/generator/output"
)

const (
	// Smallest is the size in bytes below which a file is sent as it is: with its header it
	// fits into a packet of the network either way.
	Smallest = 1024

	// One level more takes twice the time for half a percent; the last of Brotli twenty times for
	// a tenth.
	gzipLevel   = 6
	brotliLevel = 7
)

// Coding is a content coding (RFC 9110, section 8.4.1) with the extension of the files in it.
type Coding struct{ Name, Extension string }

// Codings lists those in which texts are published, the smallest first.
func Codings() []Coding { return []Coding{{"br", ".br"}, {"gzip", ".gz"}} }

// Text reports whether a file is of a type that is worth compressing: a text, not a picture
// or an archive.
func Text(name string) bool {
	t := output.MediaType(name)
	return strings.HasPrefix(t, "text/") || strings.HasSuffix(t, "xml") || strings.HasPrefix(t, "application/json")
}

// sink adds the compressed files to those that it passes on.
type sink struct {
	output.Sink
	taken   func(path string) bool
	writers sync.Pool
}

// New returns a sink that passes on what it is given to another and writes the compressed
// files after each text. taken tells which paths are the site's own files, which stay as they are.
func New(to output.Sink, taken func(path string) bool) output.Sink {
	s := &sink{Sink: to, taken: taken}
	s.writers.New = func() any {
		z, _ := gzip.NewWriterLevel(io.Discard, gzipLevel) // the level is a valid one
		return &writers{gzip: z, brotli: brotli.NewWriterLevel(io.Discard, brotliLevel)}
	}
	return s
}

// writers compress one file after another; they need some megabytes.
type writers struct {
	gzip   *gzip.Writer
	brotli *brotli.Writer
}

// Write implements output.Sink.
func (s *sink) Write(f output.File) error {
	if err := s.Sink.Write(f); err != nil {
		return err
	}
	if !Text(f.Path) || f.Open == nil && len(f.Data) < Smallest {
		return nil
	}
	w := s.writers.Get().(*writers)
	defer s.writers.Put(w)
	var packed, zipped bytes.Buffer
	size, err := w.compress(f, &packed, &zipped)
	if err != nil {
		return fmt.Errorf("compress %s: %w", f.Path, err)
	}
	for i, data := range [][]byte{packed.Bytes(), zipped.Bytes()} {
		if name := f.Path + Codings()[i].Extension; size >= Smallest && int64(len(data)) < size && !s.taken(name) {
			if err := s.Sink.Write(output.File{Path: name, Data: data, Source: f.Source}); err != nil {
				return err
			}
		}
	}
	return nil
}

// compress writes both compressed forms of a file, which it reads once, and returns its size.
func (w *writers) compress(f output.File, packed, zipped io.Writer) (int64, error) {
	w.gzip.Reset(zipped)
	w.brotli.Reset(packed)
	size, err := copyTo(io.MultiWriter(w.gzip, w.brotli), f)
	if err == nil {
		err = w.gzip.Close()
	}
	if err == nil {
		err = w.brotli.Close()
	}
	return size, err
}

func copyTo(w io.Writer, f output.File) (int64, error) {
	if f.Open == nil {
		n, err := w.Write(f.Data)
		return int64(n), err
	}
	r, err := f.Open()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	return io.Copy(w, r)
}
