package render

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync/atomic"

	"gongkai/generator/form"
	"gongkai/generator/output"
	"gongkai/generator/render/data"
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
	err := parallel.Try(ctx, x.Jobs, len(order), func(i int) error { return d.publish(&files[order[i]], emit) }, nil)
	if err != nil {
		return err
	}
	rest, err := x.documented(page, files)
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
// list, in the order in which to begin: the archives take longest.
func streamed(files []site.Data) (order []int) {
	for i, f := range files {
		switch f.Format {
		case site.Zip:
			order = slices.Insert(order, 0, i)
		case site.Package, site.Schema: // small, and the first tells of the others
		default:
			order = append(order, i)
		}
	}
	return order
}

// documented makes the files that tell of those that were streamed, whose sizes are in
// files, and the page.
func (x *Files) documented(page *site.Page, files []site.Data) (out []output.File, err error) {
	address := x.Config.URL + page.Address()
	for i, f := range files {
		var content []byte
		switch f.Format {
		case site.Schema:
			if content, err = data.Schema(address+"report.schema.json", x.dataset().forms()); err != nil {
				return nil, err
			}
		case site.Package:
			if content, err = x.describe(page, files[:i]); err != nil {
				return nil, err
			}
		default:
			continue
		}
		files[i].Size = int64(len(content))
		out = append(out, output.File{Path: f.Path, Data: content})
	}
	markup, err := x.pages.Page(page, nil, files)
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", page.Path, err)
	}
	return append(out, output.File{Path: page.Path, Data: markup}), nil
}

// dataset is all reports of the site.
func (x *Files) dataset() *dataset {
	return &dataset{pages: x.Site.InDataOrder(), enc: x.enc, waived: x.Waived}
}

// dataset is all reports, as their files have them.
type dataset struct {
	pages  []*site.Page
	enc    *encoder
	waived data.Waived
}

// publish writes a file, and its size into f.
func (d *dataset) publish(f *site.Data, emit func(output.File) error) error {
	var size atomic.Int64 // a writer that nobody reads on from may still be at work beside the next
	write := func(w io.Writer) error {
		c := &counter{w: w}
		if err := d.write(c, f.Format, f.Year); err != nil {
			return err
		}
		size.Store(c.n)
		return nil
	}
	err := emit(output.File{Path: f.Path, Open: output.Produce(write)})
	f.Size = size.Load()
	return err
}

func (d *dataset) write(w io.Writer, format string, year int) error {
	switch format {
	case "csv":
		return data.WriteCSV(w, d.pages)
	case "json":
		return data.WriteJSON(w, d.pages, d.waived)
	case site.SQLite:
		return data.WriteSQLite(w, d.pages, d.waived)
	}
	var pages []*site.Page
	for _, p := range d.pages {
		if p.Year == year {
			pages = append(pages, p)
		}
	}
	return data.WriteZip(w, pages, func(dst []byte, format string, p *site.Page) ([]byte, error) {
		return d.enc.append(dst, format, p, d.waived(p))
	})
}

// forms lists the forms of the reports. One whose cells are each report's own is listed
// for each of them.
func (d *dataset) forms() []*form.Form {
	var out []*form.Form
	seen := map[*form.Form]bool{}
	for _, p := range d.pages {
		if f := p.Report.Form; !seen[f] {
			seen[f] = true
			out = append(out, f)
		}
	}
	return out
}

// describe makes datapackage.json.
func (x *Files) describe(page *site.Page, files []site.Data) ([]byte, error) {
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
	for _, f := range files {
		title := ""
		if f.Format == site.Zip {
			title = label("dataset.archive", f.Year)
		} else {
			title = label("dataset." + f.Format)
		}
		pack.Resources = append(pack.Resources, data.Resource{Data: f, Title: title})
	}
	for _, name := range site.Fields() {
		pack.Fields = append(pack.Fields, data.Field{Name: name, Description: label("dataset.field." + name)})
	}
	return pack.JSON(), fault
}

// counter counts what is written.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}
