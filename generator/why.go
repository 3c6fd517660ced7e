package generator

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"gongkai/generator/workspace"
)

// Reason says whether a build would write a published file again, and what it is made
// from.
type Reason struct {
	Path  string // in the output
	State State
	Line  int    // of the first difference, where there is one
	Was   string // what is there, cut short
	Is    string // what would be there
	Made  []workspace.Input
}

// State says how a file that a build would write differs from the published one.
type State int

// The states.
const (
	Unchanged State = iota // byte for byte
	Changed                // it would be written again
	Added                  // nothing is published there
	Dropped                // a build would write nothing there
)

// Why finds out why the file at an address of the site would be written again; nothing
// is written. The address is that of a page, with or without the site's own, or a path
// in the output.
func Why(ctx context.Context, o Options, address string) (*Reason, error) {
	w, err := workspace.Open(o, o.Drafts, false)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	p, err := w.Update(ctx, nil, o.Unsaved)
	if err != nil {
		return nil, err
	}
	s := newSnapshot(ctx, p, o, 0)
	r := &Reason{Path: outputPath(address, p.Config.URL)}
	file := filepath.Join(o.OutputFolder(p.Config), filepath.FromSlash(r.Path))
	before, readErr := os.ReadFile(file)
	after, err := s.Render(r.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && readErr != nil:
		return nil, err
	case errors.Is(err, fs.ErrNotExist):
		r.State = Dropped
		return r, nil
	case err != nil:
		return nil, err
	case readErr != nil:
		r.State = Added
	case !bytes.Equal(before, after):
		r.State = Changed
		r.compare(before, after)
	}
	var published time.Time
	if info, err := os.Stat(file); err == nil {
		published = info.ModTime()
	}
	r.Made = w.Inputs(r.Path)
	for i := range r.Made {
		r.Made[i].Newer = r.State != Added && w.Newer(r.Made[i].File, published)
	}
	return r, nil
}

// outputPath is the path in the output that an address means.
func outputPath(address, home string) string {
	at := strings.TrimPrefix(address, strings.TrimSuffix(home, "/"))
	if u, err := url.Parse(home); err == nil && strings.HasPrefix(address, "/") && u.Path != "" {
		at = strings.TrimPrefix(address, strings.TrimSuffix(u.Path, "/"))
	}
	folder := strings.HasSuffix(at, "/") || path.Ext(at) == ""
	if at = strings.Trim(path.Clean("/"+at), "/"); folder {
		at = path.Join(at, "index.html")
	}
	return at
}

// compare finds the first line that differs.
func (r *Reason) compare(before, after []byte) {
	const shown = 100 // characters
	at := 0
	for at < min(len(before), len(after)) && before[at] == after[at] {
		at++
	}
	r.Line = 1 + bytes.Count(before[:at], []byte("\n"))
	cut := func(data []byte) string {
		from := bytes.LastIndexByte(data[:at], '\n') + 1
		from = max(from, at-shown/2)
		line, _, _ := bytes.Cut(data[from:], []byte("\n"))
		text := []rune(strings.ToValidUTF8(string(line), ""))
		return string(text[:min(len(text), shown)])
	}
	r.Was, r.Is = cut(before), cut(after)
}
