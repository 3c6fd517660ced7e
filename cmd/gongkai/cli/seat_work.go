package cli

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"path/filepath"
	"strconv"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/editing/amend"
	"gongkai/generator/editing/desk"
	"gongkai/generator/importer"
)

// Import reads a file as the command import does.
func (s *seat) Import(name string, data []byte, as desk.Reading) (*desk.Import, error) {
	x := importing{site: s.dir, keys: s.lang, own: as.Own}
	x.Agency, x.Year, x.Agencies = as.Agency, as.Year, s.Agencies()
	var err error
	if x.Forms, _, err = generator.Forms(generator.Options{Site: s.dir}); err != nil {
		return nil, err
	}
	out := &desk.Import{Name: name, Agency: as.Agency, Year: as.Year}
	d := imported{file: name}
	d.report, d.err = importer.Read(name, data, x.Options)
	if d.err != nil {
		message, hint := importFault(d.err)
		if errors.Is(d.err, importer.ErrYear) {
			hint = diag.Textf("请在下面填上年度", "write the year below")
		}
		out.Problem = &desk.Fault{Status: http.StatusUnprocessableEntity, Message: message, Hint: hint}
	}
	if r := d.report; r != nil && r.Cells != nil {
		out.Agency, out.Year, out.Lines, out.Whole = r.Agency, r.Year, wasRead(r), r.Complete()
		if out.Review, err = s.review([]imported{d}); err != nil {
			return nil, err
		}
		if r.Agency != "" && d.err == nil {
			out.File = path.Join("content", r.Agency, r.Form.Family, strconv.Itoa(r.Year)+".md")
			out.Text = x.transcript(r)
			if out.Existing, err = s.Contents(out.File); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
		}
	}
	return out, nil
}

// ReportState is what the desk shows of a report before it is handed in.
func (s *seat) ReportState(file string) (*desk.ReportState, error) {
	now, err := s.Contents(file)
	if err != nil {
		return nil, err
	}
	snapshot := s.live.site.Snapshot()
	out := &desk.ReportState{Title: snapshot.Title(file), Now: now, Last: snapshot.Published(file)}
	var all []diag.Finding
	for _, f := range snapshot.Findings().Of(file) {
		all = append(all, *f)
	}
	for _, f := range diag.Leading(all) {
		switch {
		case f.Waived:
		case f.Severity == diag.Error:
			out.Left = append(out.Left, *f)
		default:
			out.Warnings = append(out.Warnings, *f)
		}
	}
	if report := snapshot.Report(file, now); report != nil {
		out.Draft = report.Report.Draft
		if ready, refused := report.Change(amend.Changes{Keys: map[string]string{"draft": ""}}); len(refused) == 0 {
			out.Ready = ready
		}
	}
	return out, nil
}

// Word is a report in the statutory layout.
func (s *seat) Word(file string) ([]byte, string, error) {
	if _, err := s.Contents(file); err != nil {
		return nil, "", err
	}
	data, err := s.live.site.Snapshot().Export(file, "docx")
	return data, exportName(file, "docx"), err
}

// Build publishes the site as the command build does.
func (s *seat) Build(ctx context.Context, hold bool) (*desk.Built, error) {
	res, err := generator.Build(ctx, generator.Options{Site: s.dir, Version: Version, HoldBack: hold})
	if err != nil {
		return nil, s.deskFault(err)
	}
	out := &desk.Built{Folder: filepath.ToSlash(res.Out), Written: res.Written, Unchanged: res.Unchanged, Removed: res.Removed, Drafts: res.Drafts}
	for _, h := range res.Held {
		out.Held = append(out.Held, h.File)
	}
	for _, f := range diag.Leading(res.Findings) {
		if res.Failed() && f.Severity == diag.Error && !f.Waived {
			out.Wrong = append(out.Wrong, *f)
		}
	}
	_, err = s.update(ctx, nil)
	return out, err
}
