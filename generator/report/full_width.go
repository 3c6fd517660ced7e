package report

import (
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/form"
)

// joinFullWidth makes one finding of all full-width digits of a row: whoever types a row with a Chinese keyboard
// made one slip. Its place is that of the first value; its cells and its fix are those of all.
func (b *binder) joinFullWidth(s *form.Slot) {
	if len(b.fullWidth) < 2 {
		return
	}
	first := &b.Findings[b.fullWidth[0]]
	fix := &diag.Fix{Title: diag.Textf("把“%s”的 %d 个数改为半角", "write %[2]d numbers of %[1]s in plain digits", s.Label, len(b.fullWidth))}
	var cells []string
	for _, at := range b.fullWidth {
		f := b.Findings[at]
		cells = append(cells, f.Cells...)
		if fix != nil && f.Fix != nil {
			fix.Edits = append(fix.Edits, f.Fix.Edits...)
		} else {
			fix = nil
		}
	}
	first.Cells, first.Fix, first.Actual = cells, fix, ""
	first.Message = diag.Textf("“%s”有 %d 个数%s", "%s: %d numbers in %s", s.Label, len(b.fullWidth), fullWidth)
	first.Hint = diag.Textf("请改为半角数字", "write plain digits")
	for _, at := range slices.Backward(b.fullWidth[1:]) {
		b.Findings = slices.Delete(b.Findings, at, at+1)
	}
}
