package cli

import (
	"path"
	"slices"
	"strings"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/rule"
)

// selection is what the user wants to see of a check.
type selection struct {
	within   []string // files and folders of the site; nil for all
	rules    []string
	severity string
	max      int // 0 for all
}

// check refuses what names no rule, no severity or no number.
func (s *selection) check(limited bool) error {
	for i, id := range s.rules {
		s.rules[i] = strings.TrimSpace(id)
		if rule.ByID(s.rules[i]) == nil {
			return unknownRule(s.rules[i])
		}
	}
	if s.severity != "warning" && s.severity != "error" {
		return &userError{diag.Textf("没有级别“%s”", "unknown severity %q", s.severity), diag.Textf("--severity 可选 error 或 warning", "--severity takes error or warning")}
	}
	if limited && s.max < 1 {
		return &userError{diag.Textf("--max 应为正整数，不是 %d", "--max takes a number above 0, not %d", s.max), diag.Textf("省略 --max 列出全部", "without --max all findings are listed")}
	}
	return nil
}

// apply leaves in the result what was selected, and counts it again.
func (s *selection) apply(res *generator.Result) {
	res.Findings = slices.DeleteFunc(res.Findings, func(f diag.Finding) bool {
		return !s.wants(&f)
	})
	checked := res.Summary.Reports
	res.Reports = slices.DeleteFunc(res.Reports, func(file string) bool { return !s.covers(file) })
	res.Summary = diag.Summarise(res.Findings, checked)
}

func (s *selection) wants(f *diag.Finding) bool {
	return s.covers(f.File) && (len(s.rules) == 0 || slices.Contains(s.rules, f.Rule)) && (s.severity != "error" || f.Severity == diag.Error)
}

func (s *selection) covers(file string) bool {
	return s.within == nil || slices.ContainsFunc(s.within, func(w string) bool {
		return w == "." || file == w || strings.HasPrefix(file, path.Clean(w)+"/") || around(file, w)
	})
}

// around reports whether a finding is of a folder in which a file lies: one that cannot be read hides what is in it.
func around(folder, file string) bool { return folder != "" && strings.HasPrefix(file, folder+"/") }
