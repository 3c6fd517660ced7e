package generator

import (
	"context"
	"errors"

	"gongkai/generator/audit"
	"gongkai/generator/diag"
	"gongkai/generator/output"
)

// Components writes into a folder a page that shows the parts of which the site's theme
// makes pages, each with its examples, and the theme's assets.
func Components(ctx context.Context, o Options, folder string) error {
	p, err := prepare(ctx, o, true)
	if err != nil {
		return err
	}
	defer p.close()
	if err := checkOutput(o.Site, folder); err != nil {
		return err
	}
	x, err := renderingOf(p, o)
	if err != nil {
		return err
	}
	page, files, err := x.components()
	if err != nil {
		return err
	}
	index := output.File{Path: "index.html", Data: page}
	if faults := audit.Page(index); len(faults) > 0 {
		e := &ThemeError{}
		for _, f := range faults {
			e.Faults = append(e.Faults, diag.Textf("%s:%d：%s", "%s:%d: %s", f.Path, f.Line, f.Message))
		}
		return e
	}
	sink, err := output.NewDisk(folder, "gongkai "+o.Version)
	if err != nil {
		return err
	}
	err = sink.Write(index)
	for path, data := range files {
		if err == nil {
			err = sink.Write(output.File{Path: path, Data: data})
		}
	}
	if err != nil {
		return errors.Join(err, sink.Abort())
	}
	return sink.Close()
}
