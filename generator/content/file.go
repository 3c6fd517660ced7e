package content

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync/atomic"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/prose"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/rule"
	"gongkai/generator/rule/privacy"
	"gongkai/generator/source"
)

// Kind is what a content file is by its path.
type Kind uint8

// The kinds of content files.
const (
	HomePage Kind = iota
	Entry
	GuidePage
	PolicyPage
	CatalogPage
	CategoryPage
	ReportPage
)

// File is one content file and what became of it.
type File struct {
	Path   string // in the site
	Agency string // slug of the agency in whose folder it is; "" for content itself
	// address is where its page is below the column's own.
	address string
	Kind    Kind
	Family  string // of a report's form

	stamp stamp
	sum   [sha256.Size]byte // of the contents, where they may be read again or sums are asked for

	home     *prose.Body
	entry    *register.Agency
	page     *register.Page
	category *register.Category
	report   *report.Report
	draft    bool
	personal []privacy.Located
	findings []diag.Finding
	texts    []diag.Finding // those of them that are of the rules that look at the text of one file
	packed   []byte         // the report, where it was not read
}

// stamp is what a file system says of a file: it changes mostly when the file does.
type stamp struct{ size, modified int64 }

// buffers are reused from one file to the next.
type buffers struct {
	parser      source.Parser
	data        []byte
	folders     *folders
	incremental bool // files may be read again later
	sources     bool // reports keep theirs
	summed      bool // files keep their sums
	unchanged   map[string]Unchanged
	torn        *atomic.Bool
}

// read reads and binds the file. old, which may be nil, is the file as it was before; it is
// returned where the contents are the same.
func (it *File) read(site fs.FS, forms *form.Catalogue, m *buffers, old *File) *File {
	if it.unpack(site, forms, m) {
		return it
	}
	data, err := readFile(m.folders, it.Path, m.data)
	if err != nil {
		it.findings = append(it.findings, unreadable(it.Path, it.Agency, err))
		return it
	}
	if data == nil {
		f := source.TooLarge(it.Path)
		f.Agency = it.Agency
		it.findings = append(it.findings, f)
		return it
	}
	m.data = data[:0]
	_, known := m.unchanged[it.Agency]
	if m.incremental || m.summed && !known { // an unchanged file has its sum already
		it.sum = sha256.Sum256(data)
	}
	if m.incremental {
		if old != nil && old.sum == it.sum {
			old.stamp = it.stamp
			return old
		}
	}
	if m.parser.Keep = m.sources && it.Kind == ReportPage; m.parser.Keep {
		data = bytes.Clone(data)
	}
	if it.bind(forms, m, data); m.parser.Keep && it.report != nil {
		it.report.Source = data
	}
	return it
}

// Contents reads the file; a finding says why it cannot.
func (it *File) Contents(site fs.FS) ([]byte, *diag.Finding) {
	data, err := readFile(site, it.Path, nil)
	if err == nil && data != nil {
		return data, nil
	}
	f := source.TooLarge(it.Path)
	if err != nil {
		f = unreadable(it.Path, it.Agency, err)
	}
	f.Agency = it.Agency
	return nil, &f
}

// bind parses the contents as what the file's kind asks for.
func (it *File) bind(forms *form.Catalogue, m *buffers, data []byte) {
	doc := m.parser.Parse(it.Path, data)
	unchanged, known := m.unchanged[it.Agency]
	if !known {
		it.personal = privacy.ScanFile(doc.Text())
	}
	if it.Kind == HomePage && !bytes.HasPrefix(doc.Text(), []byte("---")) {
		_, it.findings = source.ReadText(it.Path, data)
		it.home = prose.Parse(bytes.Clone(doc.Text()), 1) // the home page's text needs no front matter
		it.checkText(doc.Text())
		it.findings = append(it.findings, it.texts...)
		return
	}
	switch it.Kind {
	case HomePage:
		it.home, it.findings = prose.Parse(doc.Body, doc.BodyLine), doc.Findings
	case Entry:
		it.entry, it.findings = register.Bind(doc, it.Agency)
	case CategoryPage:
		it.category, it.findings = register.BindCategory(doc, it.Agency, it.address)
	case ReportPage:
		it.report, it.findings = report.Bind(doc, forms, it.Family, it.Agency)
		it.draft = report.IsDraft(doc, data)
		if it.report != nil {
			it.report.Body.Links() // looked for once, here where many reports are read at a time
		}
	default:
		it.page, it.findings = register.BindPage(doc, it.Agency, it.address)
	}
	it.findings = append(it.findings, rule.FrontMatterReferences(doc.File, it.Agency, doc.Front.Texts())...)
	if known { // a sixth of a check of 10,000 reports of which one has changed
		it.texts = unchanged.textsOf(it.Path)
	} else {
		it.checkText(doc.Text())
	}
	it.findings = append(it.findings, it.texts...)
}

// checkText checks the rules that look at the text of the file alone.
func (it *File) checkText(data []byte) {
	t := rule.Text{File: it.Path, Agency: it.Agency, Data: data, Report: it.report, Found: it.findings}
	switch {
	case it.home != nil:
		t.Body = it.home
	case it.entry != nil:
		t.Body = it.entry.Body
	case it.category != nil:
		t.Body = it.category.Body
	case it.page != nil:
		t.Body = it.page.Body
	case it.report != nil:
		t.Body = it.report.Body
	}
	it.texts = t.Check()
}

// readFile reads a file into the capacity of data, or into more; nil where it is larger than
// source.MaxSize.
func readFile(site fs.FS, name string, data []byte) ([]byte, error) {
	f, err := site.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > source.MaxSize {
		return nil, nil
	}
	data = slices.Grow(data[:0], int(info.Size())+512)
	for {
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if err == io.EOF {
			return data, nil
		}
		if err != nil {
			return nil, err
		}
		if len(data) > source.MaxSize {
			return nil, nil
		}
		if len(data) == cap(data) {
			data = slices.Grow(data, 4096)
		}
	}
}

// unreadable is the finding for a file or folder that cannot be read.
func unreadable(file, agency string, err error) diag.Finding {
	f := diag.Finding{Rule: "syntax", File: file, Agency: agency,
		Message: diag.Textf("文件无法读取", "the file cannot be read"),
		Hint:    diag.Textf("请检查文件是否存在、是否有读取权限", "check that it is there and may be read")}
	if message, hint, ok := diag.OfSystem(file, err); ok && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
		f.Message, f.Hint = message, hint
	}
	if strings.Contains(err.Error(), "escapes") {
		f.Message = diag.Textf("链接指向站点之外", "the link leads out of the site")
		f.Hint = diag.Textf("请把文件本身放进 content", "put the file itself into content")
	}
	return f
}

// Reports reads the reports of one agency.
func Reports(site fs.FS, slug string, forms *form.Catalogue) (out []*report.Report) {
	open := folders{site: site}
	defer open.close()
	for _, it := range list(site, "content/"+slug, forms.Families()).items {
		if it.Kind != ReportPage {
			continue
		}
		if it = it.read(site, forms, &buffers{folders: &open}, nil); it.report != nil {
			out = append(out, it.report)
		}
	}
	return out
}

// Entries reads the register entries of all agencies, by slug. The error is of one that is there and cannot be read.
func Entries(site fs.FS) (out []*register.Agency, err error) {
	folders, err := fs.ReadDir(site, "content")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, folder := range folders {
		name := path.Join("content", folder.Name(), "_index.md")
		data, err := fs.ReadFile(site, name)
		switch {
		case errors.Is(err, fs.ErrNotExist), err != nil && !folder.IsDir():
			continue
		case err != nil:
			return nil, err
		}
		if a, _ := register.Bind(source.Parse(name, data), folder.Name()); a != nil {
			out = append(out, a)
		}
	}
	return out, nil
}
