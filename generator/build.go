package generator

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"gongkai/generator/audit"
	"gongkai/generator/diag"
	"gongkai/generator/output"
)

// Build validates a site and, where no error remains, publishes it into its output
// folder: all of it or, with an error, nothing.
func Build(ctx context.Context, o Options) (*Result, error) {
	p, err := prepare(ctx, o, o.Drafts)
	if err != nil {
		return nil, err
	}
	defer p.close()
	res := result(p)
	res.Out = outputFolder(o, p.config)
	if res.Failed() {
		return res, nil
	}
	if err := checkOutput(o.Site, res.Out); err != nil {
		return nil, err
	}
	x, err := renderingOf(p, o)
	if err != nil {
		return nil, err
	}
	sink, err := output.NewDisk(res.Out, "gongkai "+o.Version)
	if err != nil {
		return nil, err
	}
	faults, err := publish(ctx, p, x, sink)
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

// publish makes every file, audits it, and gives it to the sink. The findings are those of
// the audit.
func publish(ctx context.Context, p *prepared, x *rendering, sink output.Sink) ([]diag.Finding, error) {
	links := audit.NewLinks(p.config.BasePath())
	var mu sync.Mutex
	faulty := map[string][]audit.Fault{} // by path
	err := x.all(ctx, func(f output.File) error {
		if faults := links.Add(f); len(faults) > 0 {
			mu.Lock()
			faulty[f.Path] = faults
			mu.Unlock()
		}
		return sink.Write(f)
	})
	if err != nil {
		return nil, err
	}
	var faults []audit.Fault
	for _, page := range p.site.Pages() {
		faults = append(faults, faulty[page.Path]...)
		delete(faulty, page.Path)
	}
	for _, name := range slices.Sorted(maps.Keys(faulty)) { // of files that are copied
		faults = append(faults, faulty[name]...)
	}
	return auditFindings(p, append(faults, links.Check()...))
}

// auditFindings turns what the audit found into findings. A fault of a page that is not a
// link comes from the theme, and is an error of the tool's work.
func auditFindings(p *prepared, faults []audit.Fault) ([]diag.Finding, error) {
	var out []diag.Finding
	var theme ThemeError
	for _, f := range faults {
		page := p.site.At(f.Path)
		if f.Rule == audit.RuleLink && page != nil && page.Source != "" {
			if p.exempt(page.Source) {
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

// renderingOf compiles what all pages of a site share.
func renderingOf(p *prepared, o Options) (*rendering, error) {
	theme, err := p.theme.parsed()
	if err != nil {
		return nil, err
	}
	return newRendering(input{Config: p.config, Site: p.site, Theme: theme, Books: &p.theme.books, Files: p.root.FS(), Waived: p.waived,
		Version: "gongkai " + o.Version, Jobs: o.Jobs, Progress: func(done, total int) { o.progress("render", done, total) }})
}
