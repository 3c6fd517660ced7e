package cli

import (
	"context"
	"errors"
	"fmt"

	"gongkai/generator"
	"gongkai/generator/diag"
)

// fixable counts the findings that --fix would settle.
func fixable(fs []diag.Finding) (n int) {
	for i := range fs {
		if fs[i].Fix != nil && !fs[i].Waived {
			n++
		}
	}
	return n
}

// fix makes the safe fixes of what the user selected and writes them, and says how many
// there are. With dry it shows them instead, and writes nothing.
func (a *app) fix(ctx context.Context, o generator.Options, pick *selection, dry bool, p *progress) (*generator.Result, error) {
	fixed, err := generator.Fix(ctx, o, func(f *diag.Finding) bool { return pick.wants(f) })
	if err == nil && !dry {
		err = partly(fixed.Write(ctx, p.report))
	}
	p.finish(err) // before anything is printed where its line is
	if err != nil {
		return nil, err
	}
	if !dry {
		fmt.Fprintln(a.notes(), a.text("修正了 %d 处，改动 %d 个文件", "fixes made: %d, files changed: %d", fixed.Fixes, len(fixed.Changes)))
		return fixed.Result, nil
	}
	for _, c := range fixed.Changes {
		if _, err := a.data.Write(c.Diff()); err != nil {
			return nil, err
		}
	}
	fmt.Fprintln(a.notes(), a.text("可以修正 %d 处，涉及 %d 个文件；没有写入任何文件", "fixes that can be made: %d, in files: %d; nothing was written", fixed.Fixes, len(fixed.Changes)))
	return &fixed.Before, nil
}

// partly says of a run that somebody ended how many files it has written.
func partly(err error) error {
	var p *generator.PartlyWritten
	if !errors.As(err, &p) || p.Files == 0 || !errors.Is(err, context.Canceled) {
		return err
	}
	return interrupted(p.Files)
}
