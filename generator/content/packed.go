package content

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/source"
)

// unpack makes the report of an unchanged file from its packed form, without reading the file.
func (it *File) unpack(site fs.FS, forms *form.Catalogue, m *buffers) bool {
	unchanged := m.unchanged[it.Agency]
	packed, ok := unchanged.Reports[it.Path]
	if !ok || it.Kind != ReportPage {
		return false
	}
	torn := m.torn // not m, which serves other files
	r, ok := report.Unpack(packed.Report, forms, it.Path, it.Agency, func() ([]byte, int) {
		data, err := packed.read(site, it.Path)
		if err != nil {
			torn.Store(true)
			return nil, 1
		}
		doc := source.Parse(it.Path, data)
		return doc.Body, doc.BodyLine
	})
	if !ok {
		return false
	}
	it.report, it.draft, it.packed = r, r.Draft, packed.Report
	it.texts = unchanged.textsOf(it.Path)
	it.findings = slices.Clone(it.texts)
	return true
}

// ErrTorn says that a file was changed after it was found to be as it was.
var ErrTorn = errors.New("the file was changed meanwhile")

// read reads the file of a packed report.
func (p Packed) read(site fs.FS, file string) ([]byte, error) {
	data, err := readFile(site, file, nil)
	if err == nil && sha256.Sum256(data) != p.Sum {
		err = fmt.Errorf("%s: %w", file, ErrTorn)
	}
	return data, err
}

// Source reads a file whose report was not read again.
func (c *Tree) Source(site fs.FS, file string) ([]byte, error) {
	return c.Unchanged[AgencyOf(file)].Reports[file].read(site, file)
}

// pack packs the file's report, where nothing else came of the file but findings in its text.
func (it *File) pack() ([]byte, bool) {
	switch {
	case it.packed != nil:
		return it.packed, true
	case it.report == nil || it.draft != it.report.Draft || len(it.findings) != len(it.texts):
		return nil, false
	}
	return it.report.Pack()
}

// textsOf are those of one file.
func (s Unchanged) textsOf(file string) []diag.Finding {
	return slices.DeleteFunc(slices.Clone(s.Texts), func(f diag.Finding) bool { return f.File != file })
}
