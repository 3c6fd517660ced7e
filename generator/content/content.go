// Package content reads a site's folder: content/, an agency's folder at a time, and static/.
//
// Tree keeps what was read. Told which paths may have changed it lists only their folders, reads
// only files that are new or different, and says which folders hold something else than before.
// Arrange turns the files of a folder into an Agency: the register entry with its pages, the reports,
// the faults of its files. The kind of a file follows from its path alone (Classify).
package content

import (
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/internal/parallel"
)

// ErrNoContent says that a site has no folder content.
var ErrNoContent = errors.New("the site has no folder content")

// Tree is the site's folders as they were last read. It may be read again by one goroutine at a time.
type Tree struct {
	Settings
	families []string
	folders  map[string]*folder // by slug, "" for the files of content itself
	static   *listing
	torn     atomic.Bool // a file that was unchanged had changed when its text was asked for
}

// folder is what was read from an agency's folder or, without a slug, the files of content itself.
type folder struct {
	slug     string
	items    []*File
	files    map[string]int64 // every other file, with its size
	findings []diag.Finding   // of the folder, not of its files

	documents map[string]*document // those of the other files that are looked into
}

// Unchanged is what is known of the files of a folder in which nothing has changed.
type Unchanged struct {
	Texts   []diag.Finding // by the rules that look at the text of one file
	Reports map[string]Packed
}

// Packed is a report of which nothing but its text has to be read again.
type Packed struct {
	Report []byte            // as report.Pack writes it
	Sum    [sha256.Size]byte // of the file
}

// Settings say how content is read.
type Settings struct {
	Incremental bool // it will be read more than once
	Sources     bool // reports keep the files that they were read from
	Summed      bool // Sums are asked for, and Texts
	// Unchanged is what is known of folders in which no file has changed, by slug, in a site without personal
	// numbers. Their files are not looked through for those again.
	Unchanged map[string]Unchanged
	Jobs      int                   // how many files are read at a time; 0 is one a processor
	Progress  func(done, total int) // called now and then; may be nil
}

// New returns content that was not read yet. families are those of the forms.
func New(s Settings, families []string) *Tree {
	return &Tree{Settings: s, families: families, folders: map[string]*folder{}}
}

// Folders lists the folders that were read, in no order, "" for content itself.
func (c *Tree) Folders() []string { return slices.Collect(maps.Keys(c.folders)) }

// Arrange puts what was read of an agency's folder in order, "" for content itself.
// contact is the site's own number; without drafts, they and their findings are left out.
func (c *Tree) Arrange(slug, contact string, drafts bool) *Agency {
	if f := c.folders[slug]; f != nil {
		return f.arrange(contact, drafts)
	}
	return &Agency{}
}

// Sums are the SHA-256 of the contents that content files were read with, by path; there are none of those that could not be read.
func (c *Tree) Sums() map[string][sha256.Size]byte {
	out := map[string][sha256.Size]byte{}
	for _, f := range c.folders {
		for _, it := range f.items {
			if it.sum != ([sha256.Size]byte{}) {
				out[it.Path] = it.sum
			}
		}
	}
	return out
}

// Texts are the findings of the rules that look at the text of one file, by the slug of its folder.
func (c *Tree) Texts() map[string][]diag.Finding {
	out := map[string][]diag.Finding{}
	for slug, f := range c.folders {
		for _, it := range f.items {
			if len(it.texts) > 0 {
				out[slug] = append(out[slug], it.texts...)
			}
		}
	}
	return out
}

// Packed are the reports of a folder that can be packed, by file.
func (c *Tree) Packed(slug string) map[string][]byte {
	f := c.folders[slug]
	if f == nil {
		return nil
	}
	out := make(map[string][]byte, len(f.items))
	for _, it := range f.items {
		if packed, ok := it.pack(); ok {
			out[it.Path] = packed
		}
	}
	return out
}

// Torn reports whether the file of a report that was not read again had changed by the time its text was asked for: then
// everything made from this reading is invalid.
func (c *Tree) Torn() bool { return c.torn.Load() }

// Static are the files of static/, by path in the site, with their sizes.
func (c *Tree) Static() map[string]int64 { return c.static.files }

// StaticFindings are the faults of static/.
func (c *Tree) StaticFindings() []diag.Finding { return c.static.findings }

// Read reads what changed, by paths in the site, and returns the slugs of the
// folders that differ from before, "" for content itself. The result does not depend on the
// order in which files are read.
func (c *Tree) Read(ctx context.Context, site fs.FS, forms *form.Catalogue, changed []string) ([]string, error) {
	look, err := c.find(site, changed)
	if err != nil {
		return nil, err
	}
	if err := c.readFiles(ctx, site, forms, look); err != nil {
		return nil, err
	}
	var different []string
	for _, slug := range slices.Sorted(maps.Keys(look.lists)) {
		if c.put(slug, look.lists[slug]) {
			different = append(different, slug)
		}
	}
	return different, nil
}

// find lists the folders in which something changed, and the files to read.
func (c *Tree) find(site fs.FS, changed []string) (*scan, error) {
	look := c.look(site, changed)
	if look.top {
		top, err := listTop(site, c.families)
		if err != nil {
			return nil, err
		}
		look.list(top, "", c)
		for slug := range c.folders {
			if slug != "" && !slices.Contains(top.folders, slug) {
				look.lists[slug] = &listing{}
			}
		}
		for _, slug := range top.folders {
			if look.everything || c.folders[slug] == nil {
				look.slugs[slug] = true
			}
		}
	}
	for slug := range look.slugs {
		if l := look.lists[slug]; l == nil || l.known {
			look.list(list(site, "content/"+slug, c.families), slug, c)
		}
	}
	if look.static {
		var before map[string]*document
		if c.static != nil {
			before = c.static.documents
		}
		c.static = list(site, "static", nil)
		look.documents(c.static, before)
	}
	return look, nil
}

// scan is what one reading has to look at.
type scan struct {
	everything, top, static bool
	slugs                   map[string]bool
	changed                 []string
	lists                   map[string]*listing // what was found
	unread                  []unread
}

// pending is a file to be read; to is its place in a listing.
type pending struct {
	to  **File
	old *File
}

// look sorts changed paths by what has to be listed or read for each.
func (c *Tree) look(site fs.FS, changed []string) *scan {
	changed = slices.Compact(slices.Sorted(slices.Values(changed)))
	l := &scan{slugs: map[string]bool{}, lists: map[string]*listing{}, changed: changed}
	for _, name := range changed {
		parts := strings.SplitN(name, "/", 3)
		switch {
		case name == ".", name == "content":
			l.everything, l.top, l.static = true, true, true
		case parts[0] == "static":
			l.static = true
		case parts[0] != "content":
		case len(parts) == 2: // a file in content, or the whole of an agency's folder
			l.top = true
			if c.folders[parts[1]] != nil {
				l.slugs[parts[1]] = true
			}
		case c.folders[parts[1]] != nil:
			if !c.reread(l, site, parts[1], name) {
				l.slugs[parts[1]] = true
			}
		default:
			l.top = true // a folder that is new
		}
	}
	return l
}

// reread notes a file that was there and still is, so that its folder is not listed again.
func (c *Tree) reread(l *scan, site fs.FS, slug, name string) bool {
	f := c.folders[slug]
	i := slices.IndexFunc(f.items, func(it *File) bool { return it.Path == name })
	if i < 0 {
		return false
	}
	info, err := fs.Lstat(site, name)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	found := l.lists[slug]
	if found == nil {
		found = &listing{items: slices.Clone(f.items), files: f.files, documents: f.documents, findings: f.findings, known: true}
		l.lists[slug] = found
	}
	it := Classify(name, c.families)
	it.stamp = stamp{info.Size(), info.ModTime().UnixNano()}
	found.read = append(found.read, &pending{&found.items[i], f.items[i]})
	found.items[i] = it
	return true
}

// touches reports whether a file may have changed.
func (l *scan) touches(file string) bool {
	return l.everything || slices.ContainsFunc(l.changed, func(name string) bool {
		return name == file || len(file) > len(name) && file[len(name)] == '/' && file[:len(name)] == name
	})
}

// list takes what was found in a folder, and keeps the files that did not change as they were read.
func (l *scan) list(found *listing, slug string, c *Tree) {
	l.lists[slug] = found
	var before map[string]*File
	if old := c.folders[slug]; old != nil {
		before = make(map[string]*File, len(old.items))
		for _, it := range old.items {
			before[it.Path] = it
		}
		if !found.known {
			l.documents(found, old.documents)
		}
	} else {
		l.documents(found, nil)
	}
	for i, it := range found.items {
		old := before[it.Path]
		if old != nil && old.stamp == it.stamp && !l.touches(it.Path) {
			found.items[i] = old
			continue
		}
		found.read = append(found.read, &pending{&found.items[i], old})
	}
}

func (c *Tree) readFiles(ctx context.Context, site fs.FS, forms *form.Catalogue, l *scan) error {
	var open sync.Map // the folders of all buffers
	defer open.Range(func(f, _ any) bool {
		f.(*folders).close()
		return true
	})
	free := sync.Pool{New: func() any {
		m := &buffers{folders: &folders{site: site}, incremental: c.Incremental, sources: c.Sources, summed: c.Summed, unchanged: c.Unchanged, torn: &c.torn}
		open.Store(m.folders, nil)
		return m
	}}
	read := l.readings()
	err := parallel.Try(ctx, c.Jobs, len(read), func(i int) error {
		m := free.Get().(*buffers)
		defer free.Put(m)
		r := read[i]
		*r.to = (*r.to).read(site, forms, m, r.old)
		return nil
	}, func(done int) {
		if c.Progress != nil {
			c.Progress(done, len(read))
		}
	})
	if err != nil {
		return err
	}
	return parallel.Try(ctx, c.Jobs, len(l.unread), func(i int) error {
		if _, known := c.Unchanged[AgencyOf(l.unread[i].name)]; known {
			return nil
		}
		l.unread[i].read(site, l.unread[i].name)
		return nil
	}, func(int) {})
}

// readings are the files to read, each once: those of a listing that was replaced by another are
// left out.
func (l *scan) readings() []*pending {
	var out []*pending
	for _, slug := range slices.Sorted(maps.Keys(l.lists)) {
		out = append(out, l.lists[slug].read...)
	}
	return out
}

// put stores a folder and reports whether it differs from the stored one.
func (c *Tree) put(slug string, l *listing) bool {
	old := c.folders[slug]
	if l.files == nil { // the folder is no longer there
		delete(c.folders, slug)
		return old != nil
	}
	if old != nil && slices.Equal(old.items, l.items) && maps.Equal(old.files, l.files) &&
		maps.Equal(old.documents, l.documents) && diag.Equal(old.findings, l.findings) {
		return false
	}
	c.folders[slug] = &folder{slug, l.items, l.files, l.findings, l.documents}
	return true
}

// Slugs lists the agencies that have content, in order.
func (c *Tree) Slugs() []string {
	out := make([]string, 0, len(c.folders))
	for slug, f := range c.folders {
		if slug != "" && len(f.items)+len(f.findings)+len(f.files) > 0 {
			out = append(out, slug)
		}
	}
	slices.Sort(out)
	return out
}

// Size is the size in bytes of a file below content/ or static/ that is copied, not read; false
// where there is none.
func (c *Tree) Size(name string) (int64, bool) {
	files := c.static.files
	if local, ok := strings.CutPrefix(name, "content/"); ok {
		slug, _, deeper := strings.Cut(local, "/")
		if !deeper {
			slug = ""
		}
		f := c.folders[slug]
		if f == nil {
			return 0, false
		}
		files = f.files
	}
	n, ok := files[name]
	return n, ok
}
