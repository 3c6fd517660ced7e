package cli

import (
	"os"
	"path/filepath"
	"strings"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/rule"
)

// formats of the findings.
var (
	formats    = []string{"text", "json", "sarif", "github", "junit"}
	formatList = diag.Text{ZH: "text、json、sarif、github 或 junit", EN: "text, json, sarif, github or junit"}
)

// write prints what a check found, at most so many findings where max is above 0.
// A test case is passed or failed as a whole, so JUnit always gets all.
func (a *app) write(format, dir string, res *generator.Result, max int) error {
	listed := cut(res.Findings, max)
	switch format {
	case "json":
		return diag.JSON(a.data, listed, res.Summary, a.lang)
	case "sarif":
		return diag.SARIF(a.data, listed, rule.Describe(nil), Version, a.lang)
	case "github":
		return diag.GitHub(a.data, listed, a.inRepository(dir), a.lang)
	case "junit":
		return diag.JUnit(a.data, res.Findings, res.Reports, a.lang)
	}
	a.print(a.out, res, max)
	return nil
}

// cut is the first findings where no more than max are wanted; 0 is all.
func cut[F diag.Finding | *diag.Finding](fs []F, max int) []F {
	if max > 0 && len(fs) > max {
		return fs[:max]
	}
	return fs
}

// inRepository is the site's folder as GitHub knows it, relative to the checked-out
// repository; "" where the site is the repository or lies elsewhere.
func (a *app) inRepository(dir string) string {
	top := a.env("GITHUB_WORKSPACE")
	if top == "" {
		var err error
		if top, err = os.Getwd(); err != nil {
			return ""
		}
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(top, abs)
	if err != nil || rel == "." || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return ""
	}
	return filepath.ToSlash(rel)
}
