package render

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"slices"
	"sync/atomic"

	"gongkai/generator/form"
	"gongkai/generator/output"
	"gongkai/generator/register"
	"gongkai/generator/render/data"
	"gongkai/generator/render/html"
	"gongkai/generator/render/xlsx"
	"gongkai/generator/site"
	"gongkai/internal/parallel"
)

// datasets publishes the files over all reports, which are made as they are written and
// never held in memory, and the page that documents them, which tells their sizes.
func (x *Files) datasets(ctx context.Context, emit func(output.File) error) error {
	page := x.Site.At(site.DatasetPath)
	if page == nil {
		return nil
	}
	files := slices.Clone(page.Data)
	d := x.dataset()
	order := streamed(files)
	digests := make([]string, len(files))
	err := parallel.Try(ctx, x.Jobs, len(order), func(i int) error { return x.publishOnce(d, &files[order[i]], &digests[order[i]], emit) }, nil)
	if err != nil {
		return err
	}
	rest, err := x.documented(page, files, digests)
	if err != nil {
		return err
	}
	for _, f := range rest {
		if err := emit(f); err != nil {
			return err
		}
	}
	return nil
}

// streamed lists the files that are made as they are written, by their place in the
// list, in the order in which to begin: archives and databases take longest.
func streamed(files []site.Data) (order []int) {
	for i, f := range files {
		switch f.Format {
		case site.Zip, site.SQLite, site.Parquet, "xlsx":
			order = slices.Insert(order, 0, i)
		case site.Package, site.Schema: // small, and the first tells of the others
		default:
			order = append(order, i)
		}
	}
	return order
}

// documented makes the files that tell of those that were streamed, whose sizes are in
// files and whose digests in digests, and the page.
func (x *Files) documented(page *site.Page, files []site.Data, digests []string) (out []output.File, err error) {
	address := x.Config.URL + page.Address()
	for i, f := range files {
		var content []byte
		switch f.Format {
		case site.Schema:
			if content, err = data.Schema(address+"report.schema.json", x.dataset().forms()); err != nil {
				return nil, err
			}
		case site.Package:
			if content, err = x.describe(page, files[:i], digests); err != nil {
				return nil, err
			}
		default:
			continue
		}
		files[i].Size, digests[i] = int64(len(content)), hexDigest(content)
		out = append(out, output.File{Path: f.Path, Data: content})
	}
	markup, err := x.pages.Page(page, nil, files)
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", page.Path, err)
	}
	cut, err := x.fragment(page, markup)
	return append(append(out, output.File{Path: page.Path, Data: markup}), cut...), err
}

// dataset is all reports of the site.
func (x *Files) dataset() *dataset {
	c := &data.Collection{Pages: x.Site.InDataOrder(), URL: x.Config.URL, Waived: x.Waived, Included: x.Site.Included}
	for _, p := range x.Site.AgencyPages() {
		c.Agencies = append(c.Agencies, p.Agency)
	}
	slices.SortFunc(c.Agencies, func(a, b *register.Agency) int { return cmp.Compare(a.Slug, b.Slug) })
	return &dataset{Collection: c, enc: x.enc, label: x.pages.Label}
}

// dataset is all reports, as their files have them.
type dataset struct {
	*data.Collection
	enc   *encoder
	label func(key string, args ...any) (string, error)
}

// publish writes a file, its size into f, and its SHA-256 in hex.
func (d *dataset) publish(f *site.Data, digest *string, emit func(output.File) error) error {
	var last atomic.Pointer[counter] // a writer that nobody reads on from may still be at work beside the next
	write := func(w io.Writer) error {
		c := newCounter(w)
		if err := d.write(c, *f); err != nil {
			return err
		}
		last.Store(c)
		return nil
	}
	err := emit(output.File{Path: f.Path, Open: output.Produce(write)})
	if c := last.Load(); c != nil {
		f.Size, *digest = c.n, c.digest()
	}
	return err
}

func (d *dataset) write(w io.Writer, f site.Data) error {
	switch f.Format {
	case "csv":
		t, ok := d.Table(f.Table)
		if !ok {
			return fmt.Errorf("there is no table %s", f.Table)
		}
		return t.WriteCSV(w)
	case site.Lines:
		return d.WriteLines(w)
	case site.SQLite:
		return d.WriteSQLite(w)
	case site.Parquet:
		return d.WriteParquet(w)
	case "xlsx":
		return d.workbook(w)
	}
	return data.WriteZip(w, d.of(f.Year), func(dst []byte, format string, p *site.Page) ([]byte, error) {
		return d.enc.append(dst, format, p, d.Waived(p))
	})
}

// of are the reports of a year.
func (d *dataset) of(year int) (pages []*site.Page) {
	for _, p := range d.Pages {
		if p.Year == year {
			pages = append(pages, p)
		}
	}
	return pages
}

// workbook writes a sheet for each form.
func (d *dataset) workbook(w io.Writer) error {
	var sheets []xlsx.Sheet
	for _, f := range d.Collection.Forms() {
		t, _ := d.Table(f.ID)
		s := xlsx.Sheet{Name: f.Title, Lead: min(3, len(t.Columns))}
		for _, c := range t.Columns {
			head := ""
			if c.Cell != nil {
				head = c.Cell.Label
			} else {
				var err error
				if head, err = d.label("dataset.head." + c.Name); err != nil {
					return fmt.Errorf("theme: %w", err)
				}
			}
			s.Heads = append(s.Heads, head)
		}
		for range t.Rows {
			s.Count++
		}
		s.Rows = func(yield func([]xlsx.Cell) bool) {
			cells := make([]xlsx.Cell, len(t.Columns))
			for row := range t.Rows {
				for i, f := range row {
					cells[i] = xlsx.Cell(f)
				}
				if !yield(cells) {
					return
				}
			}
		}
		sheets = append(sheets, s)
	}
	return xlsx.Write(w, d.enc.words, sheets...)
}

// forms lists the forms of the reports. One whose cells are each report's own is listed
// for each of them.
func (d *dataset) forms() []*form.Form {
	var out []*form.Form
	seen := map[*form.Form]bool{}
	for _, p := range d.Pages {
		if f := p.Report.Form; !seen[f] {
			seen[f] = true
			out = append(out, f)
		}
	}
	return out
}

// describe makes datapackage.json.
func (x *Files) describe(page *site.Page, files []site.Data, digests []string) ([]byte, error) {
	var fault error
	label := func(key string, args ...any) string {
		s, err := x.pages.Label(key, args...)
		if err != nil && fault == nil {
			fault = fmt.Errorf("theme: %w", err)
		}
		return s
	}
	pack := data.Package{Title: label("title.data"), Description: label("describe.data", x.Config.Name), Homepage: x.Config.URL + page.Address(),
		Licence: x.Config.Licence, Publisher: x.Config.Sponsor}
	d := x.dataset()
	for i, f := range files {
		key, args := html.DataTitle(f)
		r := data.Resource{Data: f, SHA256: digests[i], Title: label(key, args...)}
		if t, ok := d.Table(f.Table); ok {
			r.Table = &t
			r.About = func(column string) string { return label(html.ColumnLabel(t.Kind, column)) }
		}
		pack.Resources = append(pack.Resources, r)
	}
	return pack.JSON(), fault
}

// counter counts and digests what is written.
type counter struct {
	w   io.Writer
	n   int64
	sum hash.Hash
}

func newCounter(w io.Writer) *counter { return &counter{w: w, sum: sha256.New()} }

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	c.sum.Write(b[:n])
	return n, err
}

func (c *counter) digest() string { return hex.EncodeToString(c.sum.Sum(nil)) }

func hexDigest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
