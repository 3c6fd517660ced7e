package cli

import (
	"context"
	"errors"
	"fmt"
	"path"
	"time"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/editing/amend"
	"gongkai/generator/editing/desk"
	"gongkai/generator/editing/history"
	"gongkai/generator/editing/serve"
	"gongkai/generator/rule"
)

// allowEdits lets the pages of a preview change reports.
func (a *app) allowEdits(server *serve.Server, site *generator.Preview, past *history.Log) error {
	edits := serve.Edits{
		Open: func(file string, contents []byte) *amend.File { return site.Snapshot().Report(file, contents) },
		Try: func(ctx context.Context, file string, contents []byte) (serve.Site, error) {
			return site.Try(ctx, file, contents)
		},
	}
	edits.Waivable = func(id string) bool {
		r := rule.ByID(id)
		return r != nil && !r.Locked
	}
	edits.Last = func(f *amend.File) *serve.Last {
		now, year := site.Snapshot(), f.Report.Year-1
		name := fmt.Sprintf("%s/%d.md", path.Dir(f.Report.File), year)
		last := now.Report(name, now.Excerpt(name))
		if last == nil || now.Page(name) == "" {
			return nil
		}
		return &serve.Last{Year: year, Page: now.Page(name), Beside: f.Beside(last.Report)}
	}
	edits.Published = func(file string) []byte { return site.Snapshot().Published(file) }
	edits.Children = func(f *amend.File) (out []serve.Agency) {
		for _, x := range site.Snapshot().Agencies() {
			if x.Parent == f.Report.Agency {
				out = append(out, serve.Agency{Folder: x.Slug, Name: x.NameIn(f.Report.Year)})
			}
		}
		return out
	}
	if past != nil {
		edits.Desk = desk.Address
		edits.Keep = func(file string, contents []byte, saved bool) { a.remember(past, file, contents, saved) }
	}
	err := server.AllowEdits(edits)
	if errors.Is(err, serve.ErrNotLocal) {
		return &userError{diag.Textf("--edit 只能用于本机地址", "--edit works at an address of this machine alone"),
			diag.Textf("请去掉 --addr，或写成 127.0.0.1:8711", "leave --addr out, or write 127.0.0.1:8711")}
	}
	return err
}

// remember keeps what a file says. A failure to keep it does not stop the person's work.
func (a *app) remember(past *history.Log, file string, contents []byte, saved bool) {
	why := history.Found
	if saved {
		why = history.Saved
	}
	if err := past.Keep(file, contents, why, time.Now()); err != nil {
		a.unkept(err)
	}
}

func (a *app) unkept(err error) {
	fmt.Fprintln(a.err, a.text("没有能够存进历史：%v", "the history could not be written: %v", err))
}
