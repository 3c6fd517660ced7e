package generator

import (
	"io/fs"
	"strings"

	"gongkai/generator/editing/amend"
	"gongkai/generator/report"
	"gongkai/generator/source"
)

// Sheet opens the file of a report for changes, with contents that need not be those of
// the site; nil where it is no report's, or cannot be read as one.
func (s *Snapshot) Sheet(file string, contents []byte) *amend.Sheet {
	if !fs.ValidPath(file) || !strings.HasPrefix(file, "content/") || !strings.HasSuffix(file, ".md") {
		return nil
	}
	forms := s.prepared.forms
	it := place(file, forms.Families())
	if it == nil || it.role != reportPage {
		return nil
	}
	return amend.Open(file, contents, func(doc *source.Document) *report.Report {
		r, _ := report.Bind(doc, forms, it.family, it.agency)
		return r
	})
}
