package acceptance

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"gongkai/generator"
	"gongkai/generator/diag"
)

// city is how the slugs of the made-up city's bodies begin.
const city = "yangli"

// buildExample makes exampleSite and builds it into dir.
func buildExample(ctx context.Context, dir string) error {
	if err := os.CopyFS(filepath.Join(exampleSite, "content"), os.DirFS("../../content")); err != nil {
		return err
	}
	cfg, err := os.ReadFile("../../gongkai.yaml")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(exampleSite, "gongkai.yaml"), cfg, 0o600); err != nil {
		return err
	}
	bodies, err := filepath.Glob(filepath.Join(exampleSite, "content", city+"*"))
	if err != nil {
		return err
	}
	for _, b := range bodies {
		if err := os.RemoveAll(b); err != nil {
			return err
		}
	}
	result, err := generator.Build(ctx, generator.Options{Site: exampleSite, Out: dir})
	if err != nil {
		return err
	}
	for _, f := range result.Findings {
		if f.Severity == diag.Error && !f.Waived {
			return fmt.Errorf("%s:%d: %s: %s", f.File, f.Span.Line, f.Rule, f.Message.EN)
		}
	}
	return nil
}
