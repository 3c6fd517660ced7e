// Package output takes the files of the built site and keeps them, on disk or in memory.
//
// A sink is written to once a build: each file once, from any number of
// goroutines, then Close, which publishes all of it at once and adds manifest.json,
// or Abort, which publishes nothing. A sink on disk writes only what changed and
// removes only what an earlier build wrote.
package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
)

// ManifestName is the address of the list of all files, itself left out.
const ManifestName = "manifest.json"

// ignoreName is git's, kept in the output folder by whoever owns the repository.
const ignoreName = ".gitignore"

// File is one file of the built site.
type File struct {
	Path   string                        // relative, with slashes
	Data   []byte                        // its content
	Open   func() (io.ReadCloser, error) // instead of Data, for what should not be held in memory; may be called twice
	Source string                        // path of the source in the site, empty for a generated file
}

// Sink keeps the files of one build.
type Sink interface {
	// Write keeps f. It is safe for concurrent use and refuses a path written before.
	Write(f File) error
	// Close publishes the build: it adds manifest.json and drops what the build
	// no longer has. After a failed Write it is Abort and returns that error.
	Close() error
	// Abort drops the build; what was published before stays. After Close it does nothing.
	Abort() error
}

// open returns the content of f as a stream.
func (f File) open() (io.ReadCloser, error) {
	if f.Open != nil {
		return f.Open()
	}
	return io.NopCloser(bytes.NewReader(f.Data)), nil
}

// checkPath refuses a path that is not a plain address inside the site.
func checkPath(p string) error {
	switch {
	case !fs.ValidPath(p) || p == "." || strings.ContainsAny(p, "\\\x00") || !filepath.IsLocal(filepath.FromSlash(p)):
		return fmt.Errorf("output: %q is not a path inside the site", p)
	case p == ManifestName || p == ignoreName || p == stageDir || strings.HasPrefix(p, stageDir+"/"):
		return fmt.Errorf("output: the path %q is reserved", p)
	}
	return nil
}

var errClosed = errors.New("output: the sink is closed")
