package cache

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"gongkai/generator/config"
	"gongkai/generator/output"
)

// Memory is what a build knows of the one before, and tells the next.
type Memory struct {
	work    Work
	site    *os.Root
	options Sum
	program File
	inputs  *inputs
	look    func(context.Context) (*inputs, error)
	last    *Record
	outputs *comparison // of last; nil until it was made
	looked  bool        // Untouched said yes
}

// Open looks at a site before some work. single is the file that the site is made from beside its folders, options are all
// that the result depends on beside the program and the site's files. It returns nil where nothing can be remembered, which
// is not a fault: a build does without. What it returns is to be closed; site is closed with it.
func (k Work) Open(ctx context.Context, site *os.Root, single string, options ...any) *Memory {
	m := &Memory{work: k, site: site, options: Sum(sha256.Sum256(fmt.Appendf(nil, "%q", options))), last: k.load(site)}
	m.look = func(ctx context.Context) (*inputs, error) { return look(ctx, site, single, config.SourceFolders()) }
	err := m.sum(ctx)
	if err != nil {
		m.Close()
		return nil
	}
	return m
}

// sum sums up the program and the site's files.
func (m *Memory) sum(ctx context.Context) (err error) {
	if m.program, err = program(m.last); err != nil {
		return err
	}
	if m.inputs, err = m.look(ctx); err != nil {
		return err
	}
	if !m.last.by(m.program, m.options) {
		return nil // nothing is compared with the sums: Keep has them from what the work reads anyway
	}
	return m.inputs.sum(ctx, m.last)
}

// Close lets go of the site's folder. A nil Memory has none.
func (m *Memory) Close() {
	if m != nil {
		_ = m.site.Close() // only read from
	}
}

// Forget has m know nothing of the build before; it still tells the next of this one. A nil Memory knows nothing.
func (m *Memory) Forget() {
	if m != nil {
		m.last = nil
	}
}

// Files are those of the site.
func (m *Memory) Files() fs.FS { return m.site.FS() }

// Has reports whether there is a file in the site, by its path.
func (m *Memory) Has(file string) bool {
	i, ok := find(m.inputs.files, file)
	return ok && m.inputs.files[i].kind != folder
}

// Published are the files that the last build made, by path. There must be one.
func (m *Memory) Published() map[string]bool {
	out := make(map[string]bool, len(m.last.Outputs))
	for i := range m.last.Outputs {
		if f := &m.last.Outputs[i]; f.kind != folder {
			out[f.Path] = true
		}
	}
	return out
}

// Last returns what a build would find now, where it would find and publish in dir what the last one did; else nil. A check publishes nothing: its dir
// is "".
func (m *Memory) Last(ctx context.Context, dir string) *Found {
	found := m.Peek(ctx, dir)
	if found == nil {
		return nil
	}
	if m.last.restamp(m.program, m.inputs, m.outputs) { // touched or copied: the next build need not read it again
		if w, err := m.work.begin(m.site); err == nil {
			_ = w.save(m.last) // where it cannot be written there is no record
		}
	}
	return found
}

// Peek is Last without writing.
func (m *Memory) Peek(ctx context.Context, dir string) *Found {
	if m == nil || !m.last.made(m.program, m.options, m.inputs) || !m.compared(ctx, dir).whole() {
		return nil
	}
	return &m.last.Found
}

// compared looks at what the last build published, once.
func (m *Memory) compared(ctx context.Context, dir string) *comparison {
	if m.outputs == nil {
		m.outputs = m.last.compare(ctx, dir)
	}
	return m.outputs
}

// Untouched reports whether every file of the site is what it was when m was opened.
func (m *Memory) Untouched(ctx context.Context) bool {
	now, err := m.look(ctx)
	m.looked = err == nil && m.inputs.untouched(ctx, now)
	return m.looked
}

// Keep records what a build has just published in dir, into which no other build may write now; what it found and what it
// made; and the sums of files that it read. Where a file of the site changed meanwhile, or nothing can be written, there is no record.
func (m *Memory) Keep(ctx context.Context, dir string, files []output.Entry, found Found, made Made, read map[string][sha256.Size]byte) {
	if m == nil {
		return
	}
	// A check that has asked Untouched already has read nothing since. To look again took a seventh of a check with one changed report.
	if m.inputs.complete(ctx, read) != nil || !(m.looked && m.work == Check) && !m.Untouched(ctx) {
		return
	}
	w, err := m.work.begin(m.site)
	if err != nil {
		return
	}
	r := &Record{Program: m.program, Options: m.options, Inputs: m.inputs.files, Found: found}
	if r.Outputs, err = w.outputs(ctx, dir, files); err != nil {
		w.abort()
		return
	}
	if w.save(r) == nil { // where it cannot be written there is no record
		m.saveParts(r.identity(), made)
	}
}

// Identity is what the parts of a build that are made apart have to have in common: the SHA-256 of the program, and of the
// site's files with options that the result depends on, in hex.
func Identity(ctx context.Context, site *os.Root, single string, options ...any) (by, of string, err error) {
	p, err := program(nil)
	if err != nil {
		return "", "", err
	}
	n, err := look(ctx, site, single, config.SourceFolders())
	if err == nil {
		err = n.sum(ctx, nil)
	}
	if err != nil {
		return "", "", err
	}
	h := sha256.New()
	fmt.Fprintf(h, "%q\n", options)
	for _, f := range n.files {
		fmt.Fprintf(h, "%q %d %x\n", f.Path, min(f.kind, folder), f.Sum)
	}
	return hex.EncodeToString(p.Sum[:]), hex.EncodeToString(h.Sum(nil)), nil
}

// Prepare makes a folder in a site for what no repository should hold: it has a .gitignore of its own.
func Prepare(site *os.Root, folder string) error {
	if err := site.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	ignore := path.Join(folder, ".gitignore")
	_, err := site.Lstat(ignore)
	if errors.Is(err, fs.ErrNotExist) {
		err = site.WriteFile(ignore, []byte("*\n"), 0o644)
	}
	return err
}
