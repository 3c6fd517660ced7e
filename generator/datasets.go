package generator

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync/atomic"

	"gongkai/generator/audit"
	"gongkai/generator/form"
	"gongkai/generator/output"
	"gongkai/generator/render/data"
	"gongkai/generator/render/html"
	"gongkai/generator/site"
)

// datasets publishes the files over all reports, which are made as they are written and
// never held in memory, and the page that documents them, which tells their sizes.
func (p *prepared) datasets(ctx context.Context, o Options, r *html.Renderer, enc *encoder, waived map[string][]site.Waived, links *audit.Links, sink output.Sink) ([]audit.Fault, error) {
	page := p.site.At(site.DatasetPath)
	if page == nil {
		return nil, nil
	}
	files := slices.Clone(page.Data)
	for i := range files {
		links.Add(output.File{Path: files[i].Path})
	}
	d := &dataset{pages: p.site.InDataOrder(), enc: enc, waived: func(p *site.Page) []site.Waived { return waived[p.Source] }}
	var order []int // the archives first: they take longest
	for i, f := range files {
		switch f.Format {
		case site.Zip:
			order = slices.Insert(order, 0, i)
		case site.Package, site.Schema: // small, and the first tells of the others
		default:
			order = append(order, i)
		}
	}
	err := each(ctx, o.jobs(), order, func(i int) error { return d.publish(&files[i], sink) }, func(int) {})
	if err != nil {
		return nil, err
	}
	address := p.config.URL + page.Address()
	for i, f := range files {
		var content []byte
		switch f.Format {
		case site.Schema:
			content = data.Schema(address+"report.schema.json", d.forms())
		case site.Package:
			if content, err = p.describe(r, page, files[:i]); err != nil {
				return nil, err
			}
		default:
			continue
		}
		files[i].Size = int64(len(content))
		if err := sink.Write(output.File{Path: f.Path, Data: content}); err != nil {
			return nil, err
		}
	}
	markup, err := r.Page(page, nil, files)
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", page.Path, err)
	}
	f := output.File{Path: page.Path, Data: markup}
	return links.Add(f), sink.Write(f)
}

// dataset is all reports, as their files have them.
type dataset struct {
	pages  []*site.Page
	enc    *encoder
	waived data.Waived
}

// publish writes a file, and its size into f.
func (d *dataset) publish(f *site.Data, sink output.Sink) error {
	var size atomic.Int64 // a writer that nobody reads on from may still be at work beside the next
	write := func(w io.Writer) error {
		c := &counter{w: w}
		if err := d.write(c, f.Format, f.Year); err != nil {
			return err
		}
		size.Store(c.n)
		return nil
	}
	err := sink.Write(output.File{Path: f.Path, Open: output.Produce(write)})
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
func (p *prepared) describe(r *html.Renderer, page *site.Page, files []site.Data) ([]byte, error) {
	var fault error
	label := func(key string, args ...any) string {
		s, err := r.Label(key, args...)
		if err != nil && fault == nil {
			fault = fmt.Errorf("theme: %w", err)
		}
		return s
	}
	pack := data.Package{Title: label("title.data"), Description: label("describe.data", p.config.Name), Homepage: p.config.URL + page.Address(),
		Licence: p.config.Licence, Publisher: p.config.Sponsor}
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
