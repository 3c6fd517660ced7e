package generator

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/prose"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/source"
)

// content is everything read from content/ and static/.
type content struct {
	home     *prose.Body
	agencies []*register.Agency
	reports  []*report.Report
	drafts   map[string]bool  // the files of reports that say they are drafts, read or not
	files    map[string]int64 // regular files with their sizes
	findings []diag.Finding
	items    []*item
}

// role is what a content file's place makes of it.
type role uint8

const (
	homePage role = iota
	entry
	guidePage
	policyPage
	catalogPage
	categoryPage
	reportPage
)

// item is one content file and what became of it.
type item struct {
	file, agency, address string
	role                  role
	family                string // of a report's form

	home     *prose.Body
	entry    *register.Agency
	page     *register.Page
	category *register.Category
	report   *report.Report
	draft    bool
	personal []personal
	findings []diag.Finding
}

// readContent walks the site and reads its files, many at once; the result does not
// depend on the order in which they are done.
func readContent(ctx context.Context, o Options, site fs.FS, forms *form.Catalogue) (*content, error) {
	c := &content{files: map[string]int64{}, drafts: map[string]bool{}}
	items, err := c.walk(site, forms.Families())
	if err != nil {
		return nil, err
	}
	free := sync.Pool{New: func() any { return &memory{} }}
	err = each(ctx, o.jobs(), items, func(it *item) error {
		m := free.Get().(*memory)
		defer free.Put(m)
		return it.read(site, forms, m, o.memo)
	}, func(done int) { o.progress("read", done, len(items)) })
	if err != nil {
		return nil, err
	}
	c.items = items
	c.gather(items)
	return c, nil
}

// each calls do for every item on several goroutines.
func each[T any](ctx context.Context, jobs int, items []T, do func(T) error, done func(int)) error {
	var wg sync.WaitGroup
	var next, finished atomic.Int64
	errs := make([]error, jobs)
	for j := range jobs {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(items) {
					return
				}
				if err := do(items[i]); err != nil {
					errs[j] = err
					next.Store(int64(len(items)))
					return
				}
				if n := int(finished.Add(1)); n%64 == 0 || n == len(items) {
					done(n)
				}
			}
		})
	}
	wg.Wait()
	return errors.Join(append(errs, ctx.Err())...)
}

// memory is what reading one file after another uses again.
type memory struct {
	parser source.Parser
	data   []byte
}

// read reads the file; memo, which may be nil, knows what became of it before.
func (it *item) read(site fs.FS, forms *form.Catalogue, m *memory, memo *memo) error {
	data, err := readFile(site, it.file, m.data)
	if err != nil {
		it.findings = append(it.findings, unreadable(it.file, it.agency, err))
		return nil
	}
	if data == nil {
		f := source.TooLarge(it.file)
		f.Agency = it.agency
		it.findings = append(it.findings, f)
		return nil
	}
	m.data = data[:0]
	if memo != nil && it.role == reportPage {
		sum := sha256.Sum256(data)
		if memo.recall(it, sum) {
			return nil
		}
		defer memo.keep(it, sum)
	}
	it.personal = findPersonal(data)
	if it.role == homePage && !strings.HasPrefix(strings.TrimPrefix(string(data[:min(len(data), 8)]), "\ufeff"), "---") {
		it.findings = append(it.findings, source.CheckText(it.file, data)...)
		it.home = prose.Parse([]byte(strings.TrimPrefix(string(data), "\ufeff")), 1) // a copy; the home page's text needs no front matter
		return nil
	}
	doc := m.parser.Parse(it.file, data)
	switch it.role {
	case homePage:
		it.home, it.findings = prose.Parse(doc.Body, doc.BodyLine), doc.Findings
	case entry:
		it.entry, it.findings = register.Bind(doc, it.agency)
	case categoryPage:
		it.category, it.findings = register.BindCategory(doc, it.agency, it.address)
	case reportPage:
		it.report, it.findings = report.Bind(doc, forms, it.family, it.agency)
		it.draft = report.IsDraft(doc, data)
		if it.report != nil {
			it.report.Body.Links() // looked for once, here where many reports are read at a time
		}
	default:
		it.page, it.findings = register.BindPage(doc, it.agency, it.address)
	}
	it.findings = append(it.findings, references(doc, it.agency)...)
	return nil
}

// readFile reads a content file into the room of data, or into more; nil when it is
// larger than any content file is.
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

func unreadable(file, agency string, err error) diag.Finding {
	f := diag.Finding{Rule: "syntax", File: file, Agency: agency,
		Message: diag.Textf("文件无法读取", "the file cannot be read"),
		Hint:    diag.Textf("请检查文件是否存在、是否有读取权限", "check that it is there and may be read")}
	if strings.Contains(err.Error(), "escapes") {
		f.Message = diag.Textf("链接指向站点之外", "the link leads out of the site")
		f.Hint = diag.Textf("请把文件本身放进 content", "put the file itself into content")
	}
	return f
}

// gather puts what was read in order.
func (c *content) gather(items []*item) {
	agencies := map[string]*register.Agency{}
	of := func(slug string) *register.Agency { return agencies[slug] }
	for _, it := range items {
		c.findings = append(c.findings, it.findings...)
		if it.draft {
			c.drafts[it.file] = true
		}
		switch {
		case it.home != nil:
			c.home = it.home
		case it.entry != nil:
			agencies[it.agency] = it.entry
			c.agencies = append(c.agencies, it.entry)
		}
	}
	for _, it := range items {
		if of(it.agency) == nil && it.agency != "" {
			// Nothing of an agency without an entry can be shown; the entry is
			// reported as missing once.
			agencies[it.agency] = &register.Agency{Slug: it.agency, Name: it.agency, ShortName: it.agency, File: "content/" + it.agency + "/_index.md"}
			c.agencies = append(c.agencies, agencies[it.agency])
			if !slices.ContainsFunc(c.findings, func(f diag.Finding) bool { return f.File == "content/"+it.agency+"/_index.md" }) {
				c.findings = append(c.findings, register.Missing(it.agency))
			}
		}
		switch a := of(it.agency); {
		case it.report != nil:
			c.reports = append(c.reports, it.report)
		case it.page != nil && it.role == guidePage:
			a.Guide = it.page
		case it.page != nil && it.role == policyPage:
			a.Policies = append(a.Policies, it.page)
		case it.page != nil:
			dir := catalogFolder(a, path.Dir(it.address))
			dir.Items = append(dir.Items, it.page)
		case it.category != nil:
			dir := catalogFolder(a, it.address)
			dir.File, dir.Title, dir.None, dir.Body = it.category.File, it.category.Title, it.category.None, it.category.Body
		}
	}
	slices.SortFunc(c.agencies, func(x, y *register.Agency) int { return strings.Compare(x.Slug, y.Slug) })
}

// catalogFolder returns the category of a folder below catalog/, "." for the whole,
// and makes it and its parents where they are missing.
func catalogFolder(a *register.Agency, address string) *register.Category {
	if a.Catalog == nil {
		a.Catalog = &register.Category{}
	}
	at := a.Catalog
	if address == "." || address == "" {
		return at
	}
	for part := range strings.SplitSeq(address, "/") {
		slug := path.Join(at.Slug, part)
		i := slices.IndexFunc(at.Children, func(c *register.Category) bool { return c.Slug == slug })
		if i < 0 {
			at.Children = append(at.Children, &register.Category{Slug: slug, Title: part})
			i = len(at.Children) - 1
		}
		at = at.Children[i]
	}
	return at
}
