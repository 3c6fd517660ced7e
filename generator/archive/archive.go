// Package archive packs a built site for preservation: as a web archive (WARC, WACZ), which shows the
// pages as they were served, or as a bag (BagIt), which holds the site with what it was made from.
//
// What is packed is the output folder, and only where it is what a build would write now: Make compares
// each file with the manifest, and the manifest with a site that is made again from its sources
// (built.go). With it goes a record of what the site is (record.go), so that the figures can be
// understood without this program.
package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"gongkai/generator/archive/bagit"
	"gongkai/generator/archive/record"
	"gongkai/generator/archive/wacz"
	"gongkai/generator/archive/warc"
	"gongkai/generator/diag"
	"gongkai/generator/workspace"
)

// Kind of a package.
type Kind string

// The kinds of packages.
const (
	WARC  Kind = "warc"
	WACZ  Kind = "wacz"
	BagIt Kind = "bagit"
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{WACZ, WARC, BagIt} }

// Options say what to pack and how.
type Options struct {
	workspace.Options           // Out is the output folder that is packed; "" is the configuration's
	To                Kind      //
	Package           string    // the file or folder to write
	Force             bool      // replace a file that is there
	Date              time.Time // of every record; zero is the newest date in the content
	Retention         string    // 保管期限, as the archive has it; "" where it is not settled
	WithoutSources    bool      // a bag holds no sources

	before func(op, name string, size int) error // makes operations of the file system fail, in tests
}

// Result is what was packed.
type Result struct {
	Package string
	Files   int // of the site
	Sources int // in a bag
	Date    time.Time
	Foreign []string // in the output folder, written by no build: they are not packed
	Drafts  int      // reports that are left out
	Long    []string // names in a bag that Windows may not be able to unpack
	Summary diag.Summary
}

// Failed reports whether the content has errors, so that nothing was packed.
func (r *Result) Failed() bool { return r.Summary.Errors > 0 }

// Refusal says in both languages why nothing was packed, and what to do.
type Refusal struct{ Message, Hint diag.Text }

func (e *Refusal) Error() string { return e.Message.EN }

// Make packs a site. Nothing is left of a package that could not be finished.
func Make(ctx context.Context, o Options) (*Result, error) {
	p, err := prepare(ctx, o)
	if err != nil {
		return nil, err
	}
	defer p.close()
	if !p.res.Failed() {
		err = p.refused(p.write(ctx))
	}
	return p.res, err
}

// prepare makes sure that what is to be packed is what a build would write now, and finds what is said of it. Where the
// content has errors, it stops at that.
func prepare(ctx context.Context, o Options) (_ *packing, err error) {
	if err := o.checkTarget(); err != nil {
		return nil, err
	}
	state, err := workspace.Read(ctx, o.Options, false)
	if err != nil {
		return nil, err
	}
	res := &Result{Package: o.Package, Summary: state.Summary()}
	p := &packing{Options: o, state: state, base: baseAddress(state.Config.URL), res: res}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	for _, a := range state.Agencies {
		res.Drafts += len(a.Drafts)
	}
	if res.Failed() {
		return p, nil
	}
	out := o.OutputFolder(state.Config)
	if err := o.checkPlace(out); err != nil {
		return nil, err
	}
	if p.built, err = openBuilt(disk{o.before}, out); err != nil {
		return nil, err
	}
	res.Foreign, res.Files = p.built.foreign, len(p.built.files())
	if err := p.built.compare(ctx, o, state); err != nil {
		return nil, err
	}
	if res.Date, err = dateOf(o.Date, state); err != nil {
		return nil, err
	}
	p.record, err = record.Files(record.Input{State: state, Kind: string(o.To), BuiltBy: p.built.manifest.Generator, PackedBy: p.software(),
		Date: res.Date, Given: !o.Date.IsZero(), Retention: o.Retention, Sources: o.To == BagIt && !o.WithoutSources, SM3: p.sm3()})
	if err != nil {
		return nil, err
	}
	return p, ctx.Err()
}

// packing is a package while it is made.
type packing struct {
	Options
	state  *workspace.State
	built  *built
	base   string // the site's public address
	record []record.File
	res    *Result
}

func (p *packing) close() {
	if p.built != nil {
		p.built.Close()
	}
	p.state.Close()
}

// write writes the package beside its place, and moves it there when it is whole.
func (p *packing) write(ctx context.Context) (err error) {
	stage, err := openStaging(disk{p.before}, p.Package)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stage.close()) }()
	if p.To == BagIt {
		return p.bag(ctx, stage)
	}
	return stage.file(p.Force, func(f io.Writer) error {
		if p.To == WARC {
			_, _, err := p.warc(ctx, f, p.record)
			return err
		}
		return p.wacz(ctx, f, stage)
	})
}

// warc writes the site as a web archive, and beside extra files that no server answers with.
func (p *packing) warc(ctx context.Context, w io.Writer, extra []record.File) ([]warc.Record, []wacz.Page, error) {
	a := warc.NewWriter(w, p.res.Date)
	if err := a.Info(p.description()...); err != nil {
		return nil, nil, err
	}
	for _, f := range extra {
		if err := a.Resource("metadata://gongkai/"+f.Name, f.MediaType(), f.Data); err != nil {
			return nil, nil, err
		}
	}
	var records []warc.Record
	var pages []wacz.Page
	files := p.built.files()
	for i, f := range files {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		p.progress("pack", i, len(files))
		body := warc.Body{Size: f.Size, SHA256: f.SHA256, Open: func() (io.ReadCloser, error) { return p.built.disk.open(p.built.root, f.Path) }}
		r, err := a.Response(p.address(f.Path), f.Type, body)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", f.Path, err)
		}
		records = append(records, r)
		page := p.state.Site.At(f.Path)
		if page == nil {
			continue
		}
		title, err := p.built.title(f.Path)
		if err != nil {
			return nil, nil, err
		}
		folder := page.Address() != page.Path // 404.html has none
		pages = append(pages, wacz.Page{URL: r.URI, Title: title, Entry: page.Agency == nil && folder})
		if folder {
			if r, err = a.Again(p.address(page.Address()), f.Type, body, r); err != nil {
				return nil, nil, err
			}
			records = append(records, r)
		}
	}
	return records, homeFirst(pages, p.address("index.html")), nil
}

// description is what a web archive says of itself (WARC 1.1, annex A).
func (p *packing) description() []warc.Field {
	return []warc.Field{
		{Name: "software", Value: p.software()},
		{Name: "format", Value: "WARC File Format 1.1"},
		{Name: "conformsTo", Value: "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"},
		{Name: "isPartOf", Value: p.state.Config.URL},
		{Name: "description", Value: "The files of " + p.state.Config.URL + " as a web server answers with them, packed from the folder " +
			"that the site was built into. " + p.dated()},
	}
}

// dated says what the date of the records means.
func (p *packing) dated() string {
	if p.Date.IsZero() {
		return "WARC-Date is the newest date in the content, not the time of packing."
	}
	return "WARC-Date was given when the package was made."
}

func (p *packing) software() string { return "gongkai " + p.Version }

// homeFirst puts the page to begin with before all others.
func homeFirst(pages []wacz.Page, home string) []wacz.Page {
	for i, x := range pages {
		if x.URL == home {
			copy(pages[1:i+1], pages[:i])
			pages[0] = x
		}
	}
	return pages
}

// wacz writes the site as a web archive with its index and pages. The archive is made in a file of
// its own first: the package tells its size and digest before its bytes.
func (p *packing) wacz(ctx context.Context, w io.Writer, stage *staging) error {
	part, err := stage.scratch()
	if err != nil {
		return err
	}
	defer part.Close()
	records, pages, err := p.warc(ctx, part, nil)
	if err != nil {
		return err
	}
	files := make([]wacz.File, len(p.record))
	for i, f := range p.record {
		files[i] = wacz.File{Name: f.Name, Data: f.Data}
	}
	return wacz.Write(w, wacz.Package{Title: p.state.Config.Name, Description: "Packed from the built site. " + p.dated(), Software: p.software(), Date: p.res.Date,
		Records: records, WARC: part.open, Pages: pages, Files: files})
}

// bag writes the site, its sources and its record as a bag.
func (p *packing) bag(ctx context.Context, stage *staging) error {
	b, err := p.contents(ctx)
	if err != nil {
		return err
	}
	switch top := trimmed(filepath.Base(p.Package)); filepath.Ext(p.Package) {
	case ".tar":
		return stage.file(p.Force, func(f io.Writer) error {
			t := bagit.NewTar(f, top)
			return errors.Join(b.Write(t), t.Close())
		})
	case ".zip":
		return stage.file(p.Force, func(f io.Writer) error {
			z := bagit.NewZip(f, top)
			return errors.Join(b.Write(z), z.Close())
		})
	}
	return stage.folder(b)
}

func (p *packing) progress(stage string, done, total int) {
	if p.Progress != nil {
		p.Progress(stage, done, total)
	}
}
