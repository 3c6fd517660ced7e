package rule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/rule"
	"gongkai/generator/rule/ruletest"
	"gongkai/generator/source"
)

// A finding in prose is at the very words, its columns counted in characters.
func TestPlacesInProse(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for marked, id := range map[string]string{
		"见[指南](a.md)，全年公开信息«  条»。":                "missing-numeral",
		"`码`我局«2023»收到申请1件。":                      "broken-text",
		"甲\n乙«）»部分公开":                             "broken-text",
		"有 {{ applications.new.total }} 件，«××件»。": "template-text",
		"公开工作有进展。\n«2022»年，我局收到申请5件。":             "wrong-year",
		"### （一）甲\n### «2、乙»\n### （三）丙":           "numbering",
	} {
		var want string
		body := "\n## 一、总体情况\n" + marked + "\n"
		text := expand("---\n"+strings.NewReplacer("«", "", "»", "").Replace(body), "2023", forms)
		lines := strings.Split(expand("---\n"+body, "2023", forms), "\n")
		for i, line := range lines {
			if from, to := strings.Index(line, "«"), strings.Index(line, "»"); from >= 0 {
				column := len([]rune(line[:from])) + 1
				want = fmt.Sprintf("%d:%d-%d:%d", i+1, column, i+1, column+len([]rune(line[from+len("«"):to])))
			}
		}
		r, _ := report.Bind(source.Parse("content/a/reports/2023.md", []byte(text)), forms, "reports", "a")
		var got []string
		for _, f := range ruletest.Findings(&rule.Input{Reports: []*report.Report{r}}) {
			if f.Rule == id {
				got = append(got, fmt.Sprintf("%d:%d-%d:%d", f.Span.Line, f.Span.Column, f.Span.EndLine, f.Span.EndColumn))
			}
		}
		if !slices.Equal(got, []string{want}) {
			t.Errorf("%s in %q: %v, want %s", id, marked, got, want)
		}
	}
}
