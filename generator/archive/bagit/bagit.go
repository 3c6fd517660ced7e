// Package bagit makes bags: files with their digests in a form that archives and libraries take, BagIt 1.0 (RFC 8493).
// A Sink writes them; those of one file are here.
package bagit

import (
	"bytes"
	"cmp"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/emmansun/gmsm/sm3"
)

// File is a file that goes into a bag.
type File struct {
	Name string // with slashes; of a payload file below data/
	Open func() (io.ReadCloser, error)
}

// Bag is what is to be written.
type Bag struct {
	Payload []File
	Tags    []File  // beside the payload, at the top
	Info    []Label // of bag-info.txt, Payload-Oxum aside
	SM3     bool    // SM3 (GB/T 32905) beside SHA-512
}

// Label is a line of bag-info.txt.
type Label struct{ Name, Value string }

// Sink takes the files of a bag one after the other, by their names in it.
type Sink interface {
	// Add takes a file; open may be called twice.
	Add(name string, open func() (io.ReadCloser, error)) error
}

// NameError says that a file's name cannot be in a bag.
type NameError struct {
	Name string
	Why  Fault
}

// Fault is what is wrong with a name.
type Fault int

// The faults of names. A manifest is made of lines and RFC 8493 escapes CR, LF and % in it (2.1.3), but
// validators in use do not agree on how, so that no spelling of such a name is valid in all of them.
const (
	Percent Fault = iota + 1 // it has a percent sign
	Break                    // it has a line break
	NotUTF8                  // it is not UTF-8, in which manifests are written
	TooLong                  // one of its parts has more than 255 bytes
)

func (e *NameError) Error() string { return fmt.Sprintf("bagit: %q cannot be named in a bag", e.Name) }

// CheckName refuses a name that cannot be in a bag.
func CheckName(name string) error {
	why := Fault(0)
	switch {
	case !utf8.ValidString(name):
		why = NotUTF8
	case strings.ContainsAny(name, "\r\n"):
		why = Break
	case strings.Contains(name, "%"):
		why = Percent
	case slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool { return len(part) > 255 }):
		why = TooLong
	default:
		return nil
	}
	return &NameError{name, why}
}

// ErrNames says that two files of a bag have one name.
var ErrNames = errors.New("bagit: two files have one name")

const declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

// Write writes the bag: the declaration, the tag files, the payload in the order of its names, and
// then what was found out while it was written: sizes and digests.
func (b Bag) Write(to Sink) error {
	w := &writer{to: to, algorithms: []algorithm{{"sha512", sha512.New}}}
	if b.SM3 {
		w.algorithms = append(w.algorithms, algorithm{"sm3", sm3.New})
	}
	payload := slices.SortedFunc(slices.Values(b.Payload), byName)
	for _, f := range slices.Concat(payload, b.Tags) {
		if err := CheckName(f.Name); err != nil {
			return err
		}
	}
	for i, f := range payload[min(1, len(payload)):] {
		if payload[i].Name == f.Name {
			return fmt.Errorf("%w: %s", ErrNames, f.Name)
		}
	}
	tags := append([]File{text("bagit.txt", declaration)}, b.Tags...)
	tagged, err := w.add(tags)
	if err != nil {
		return err
	}
	for i := range payload {
		payload[i].Name = path.Join("data", payload[i].Name)
	}
	listed, err := w.add(payload)
	if err != nil {
		return err
	}
	rest := []File{text("bag-info.txt", info(append(b.Info, Label{"Payload-Oxum", oxum(listed)})))}
	for i, a := range w.algorithms {
		rest = append(rest, text("manifest-"+a.name+".txt", manifest(listed, i)))
	}
	more, err := w.add(rest)
	if err != nil {
		return err
	}
	tagged = slices.SortedFunc(slices.Values(append(tagged, more...)), func(a, b entry) int { return cmp.Compare(a.name, b.name) })
	last := []File{}
	for i, a := range w.algorithms {
		last = append(last, text("tagmanifest-"+a.name+".txt", manifest(tagged, i)))
	}
	_, err = w.add(last)
	return err
}

func byName(a, b File) int { return cmp.Compare(a.Name, b.Name) }

func text(name, content string) File {
	return File{name, func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
}

type algorithm struct {
	name string
	new  func() hash.Hash
}

// entry is a file as it was written.
type entry struct {
	name    string
	size    int64
	digests []string // one for each algorithm
}

type writer struct {
	to         Sink
	algorithms []algorithm
}

// add writes files and returns what was written.
func (w *writer) add(files []File) ([]entry, error) {
	var out []entry
	for _, f := range files {
		var seen *reader
		err := w.to.Add(f.Name, func() (io.ReadCloser, error) {
			r, err := f.Open()
			if err != nil {
				return nil, err
			}
			seen = &reader{ReadCloser: r}
			for _, a := range w.algorithms {
				seen.sums = append(seen.sums, a.new())
			}
			return seen, nil
		})
		if err != nil {
			return nil, err
		}
		e := entry{name: f.Name, size: seen.n}
		for _, h := range seen.sums {
			e.digests = append(e.digests, hex.EncodeToString(h.Sum(nil)))
		}
		out = append(out, e)
	}
	return out, nil
}

// reader sums up what is read through it. What a sink read last is what it wrote.
type reader struct {
	io.ReadCloser
	n    int64
	sums []hash.Hash
}

func (r *reader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	r.n += int64(n)
	for _, h := range r.sums {
		h.Write(p[:n])
	}
	return n, err
}

// manifest lists files with their digests, as sha512sum prints them.
func manifest(files []entry, algorithm int) string {
	var b bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&b, "%s  %s\n", f.digests[algorithm], f.name)
	}
	return b.String()
}

// oxum is the number of bytes and of files (RFC 8493, 2.2.2).
func oxum(files []entry) string {
	var n int64
	for _, f := range files {
		n += f.size
	}
	return fmt.Sprintf("%d.%d", n, len(files))
}

// info is bag-info.txt. A line break in a value would begin another label.
func info(labels []Label) string {
	var b bytes.Buffer
	for _, l := range labels {
		if l.Value != "" {
			fmt.Fprintf(&b, "%s: %s\n", l.Name, strings.Join(strings.Fields(l.Value), " "))
		}
	}
	return b.String()
}
