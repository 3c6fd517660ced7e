package generator

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"

	"gongkai/generator/audit"
	"gongkai/generator/diag"
	"gongkai/generator/output"
	"gongkai/generator/parallel"
	"gongkai/generator/render/search"
	"gongkai/generator/site"
)

// Build validates a site and, when no error stands, publishes it into its output
// folder: all of it or, with an error, nothing.
func Build(ctx context.Context, o Options) (*Result, error) {
	p, err := prepare(ctx, o, o.Drafts)
	if err != nil {
		return nil, err
	}
	defer p.root.Close()
	res := p.result()
	res.Out = p.out(o)
	if res.Failed() {
		return res, nil
	}
	if err := o.place(res.Out); err != nil {
		return nil, err
	}
	x, err := p.rendering(o)
	if err != nil {
		return nil, err
	}
	sink, err := output.NewDisk(res.Out, "gongkai "+o.Version)
	if err != nil {
		return nil, err
	}
	faults, err := x.publish(ctx, sink)
	if err == nil && len(faults) == 0 {
		err = sink.Close()
	} else {
		err = errors.Join(err, sink.Abort())
	}
	if err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		res.Findings = diag.Sort(append(res.Findings, p.mask.Findings(faults)...))
		res.Summary = diag.Summarise(res.Findings, len(res.Reports))
		return res, nil
	}
	st := sink.Stats()
	res.Written, res.Unchanged, res.Removed = st.Written, st.Unchanged, st.Removed
	return res, nil
}

// publish renders every page, audits it, and gives it and every other file to the
// sink. The findings are those of the audit.
func (x *rendering) publish(ctx context.Context, sink output.Sink) ([]diag.Finding, error) {
	links := audit.NewLinks(x.config.BasePath())
	pages := x.site.Pages()
	perPage := make([][]audit.Fault, len(pages))
	index := make(map[*site.Page]int, len(pages))
	for i, page := range pages {
		index[page] = i
	}
	order := pages
	var terms *search.Index
	if x.config.Publishes("search") {
		terms = search.New(x.site, sink.Write)
		order = terms.Order(pages)
	}
	err := parallel.Try(ctx, x.options.Jobs, len(order), func(i int) error {
		page := order[i]
		if page.Kind == site.Dataset {
			return nil
		}
		markup, beside, err := x.page(page)
		if err != nil {
			return err
		}
		for _, f := range beside {
			links.Add(f)
			if err := sink.Write(f); err != nil {
				return err
			}
		}
		f := output.File{Path: page.Path, Data: markup, Source: page.Source}
		perPage[index[page]] = links.Add(f)
		if terms != nil {
			if err := terms.Add(page, markup); err != nil {
				return err
			}
		}
		return sink.Write(f)
	}, func(done int) { x.options.progress("render", done, len(pages)) })
	if err != nil {
		return nil, err
	}
	if terms != nil {
		if err := terms.Close(); err != nil {
			return nil, err
		}
	}
	faults, err := x.datasets(ctx, links, sink)
	if err != nil {
		return nil, err
	}
	rest, err := x.others()
	if err != nil {
		return nil, err
	}
	for _, f := range rest {
		perPage = append(perPage, links.Add(f))
		if err := sink.Write(f); err != nil {
			return nil, err
		}
	}
	return x.faults(append(slices.Concat(append(perPage, faults)...), links.Check()...))
}

// listOthers lists the files that are no pages: assets, attachments, static files, and
// the lists for machines.
func (x *rendering) listOthers() ([]output.File, error) {
	assets, err := x.pages.Assets()
	if err != nil {
		return nil, err
	}
	var out []output.File
	for name, content := range assets {
		out = append(out, output.File{Path: name, Data: content})
	}
	copied := slices.Clone(x.site.Static)
	for _, page := range x.site.Pages() {
		copied = append(copied, page.Files...)
	}
	for _, f := range copied {
		out = append(out, output.File{Path: f.Path, Source: f.Source, Open: func() (io.ReadCloser, error) { return x.root.Open(filepath.FromSlash(f.Source)) }})
	}
	lists, err := x.lists()
	return append(out, lists...), err
}

// waived lists the findings that the report of a page lets stand.
func (p *prepared) waived(page *site.Page) (out []site.Waived) {
	for _, f := range p.findings.Of(page.Source) {
		if f.Waived {
			w := site.Waived{Rule: f.Rule, Message: f.Message, Reason: f.Reason}
			if len(f.Cells) > 0 {
				w.Cell = f.Cells[0]
			}
			out = append(out, w)
		}
	}
	return out
}

// faults turns what the audit found into findings. A fault of a page that is not a
// link comes from the theme, and is an error of the tool's work.
func (p *prepared) faults(faults []audit.Fault) ([]diag.Finding, error) {
	var out []diag.Finding
	var theme ThemeError
	for _, f := range faults {
		page := p.site.At(f.Path)
		if f.Rule == audit.RuleLink && page != nil && page.Source != "" {
			if p.of(page.Source).tolerated[page.Source] {
				continue
			}
			out = append(out, diag.Finding{Rule: f.Rule, Severity: diag.Error, File: page.Source, Message: f.Message})
			continue
		}
		theme.Faults = append(theme.Faults, diag.Textf("%s:%d：%s", "%s:%d: %s", f.Path, f.Line, f.Message))
	}
	if len(theme.Faults) > 0 {
		return out, &theme
	}
	return out, nil
}

// ThemeError says that the theme makes pages that the audit refuses. A fault of a
// page that no content can cause is never published.
type ThemeError struct{ Faults []diag.Text } // page, line and what is wrong

func (e *ThemeError) Error() string { return e.Text().EN }

// Text is the error in both languages, with the first faults.
func (e *ThemeError) Text() diag.Text {
	t := diag.Textf("主题生成的页面有 %s 处问题", "the theme makes faulty pages, %s", diag.Count(len(e.Faults), "fault"))
	for _, f := range e.Faults[:min(len(e.Faults), 3)] {
		t = diag.Text{ZH: t.ZH + "\n  " + f.ZH, EN: t.EN + "\n  " + f.EN}
	}
	return t
}
