package cli

import (
	"context"
	"errors"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/editing/amend"
	"gongkai/generator/editing/serve"
)

// allowEdits lets the pages of a preview change reports.
func (a *app) allowEdits(server *serve.Server, site *generator.Preview) error {
	err := server.AllowEdits(serve.Edits{
		Open: func(file string, contents []byte) *amend.File { return site.Snapshot().Report(file, contents) },
		Try: func(ctx context.Context, file string, contents []byte) (serve.Site, error) {
			return site.Try(ctx, file, contents)
		},
	})
	if errors.Is(err, serve.ErrNotLocal) {
		return &userError{diag.Textf("--edit 只能用于本机地址", "--edit works at an address of this machine alone"),
			diag.Textf("请去掉 --addr，或写成 127.0.0.1:8711", "leave --addr out, or write 127.0.0.1:8711")}
	}
	return err
}
