package acceptance

import (
	"context"
	"fmt"

	"gongkai/generator"
	"gongkai/generator/diag"
)

// buildExample builds the repository's own site into dir.
func buildExample(ctx context.Context, dir string) error {
	result, err := generator.Build(ctx, generator.Options{Site: "../..", Out: dir})
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
