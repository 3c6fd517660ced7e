package content

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"gongkai/generator/rule/privacy"
)

// document is a file that is no content, as far as personal numbers are looked for in it.
type document struct {
	stamp    stamp
	personal []privacy.Located
}

// read looks into the file; what cannot be read has no numbers.
func (d *document) read(site fs.FS, name string) {
	if d.stamp.size > privacy.MaxDocument {
		return
	}
	if data, err := fs.ReadFile(site, name); err == nil {
		d.personal = privacy.ScanDocument(name, data)
	}
}

// unread is a document that is still to be read.
type unread struct {
	name string
	*document
}

// documents takes over what was read of documents that stay as they were, and notes the others.
func (l *scan) documents(found *listing, before map[string]*document) {
	for _, name := range slices.Sorted(maps.Keys(found.documents)) {
		d := found.documents[name]
		if old := before[name]; old != nil && old.stamp == d.stamp && !l.touches(name) {
			found.documents[name] = old
		} else {
			l.unread = append(l.unread, unread{name, d})
		}
	}
}

// Document lists the personal numbers in a file that is no content, by its path in the site.
func (c *Tree) Document(name string) []privacy.Located {
	documents := c.static.documents
	if strings.HasPrefix(name, "content/") {
		f := c.folders[AgencyOf(name)]
		if f == nil {
			return nil
		}
		documents = f.documents
	}
	if d := documents[name]; d != nil {
		return d.personal
	}
	return nil
}
