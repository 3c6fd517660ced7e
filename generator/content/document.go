package content

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/rule/privacy"
)

// document is a file other than content, with the personal numbers that were found in it.
type document struct {
	stamp    stamp
	personal []privacy.Located
	fault    error // why it could not be read
}

// read looks into the file.
func (d *document) read(site fs.FS, name string) {
	if d.stamp.size > privacy.MaxDocument {
		return
	}
	data, err := fs.ReadFile(site, name)
	if d.fault = err; err == nil {
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
		if old := before[name]; old != nil && old.stamp == d.stamp && old.fault == nil && !l.touches(name) {
			found.documents[name] = old
		} else {
			l.unread = append(l.unread, unread{name, d})
		}
	}
}

// Document lists the personal numbers in a file other than content, by its path in the site; one that could not be read may have any, and is a finding.
func (c *Tree) Document(name string) (personal []privacy.Located, unread *diag.Finding) {
	documents, agency := c.static.documents, ""
	if strings.HasPrefix(name, "content/") {
		agency = AgencyOf(name)
		f := c.folders[agency]
		if f == nil {
			return nil, nil
		}
		documents = f.documents
	}
	d := documents[name]
	switch {
	case d == nil:
		return nil, nil
	case d.fault != nil:
		f := unreadable(name, agency, d.fault)
		return nil, &f
	}
	return d.personal, nil
}
