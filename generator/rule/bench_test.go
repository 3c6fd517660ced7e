package rule_test

import (
	"os"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/rule"
	"gongkai/generator/rule/ruletest"
	"gongkai/generator/source"
)

func BenchmarkRun(b *testing.B) {
	data, err := os.ReadFile("../report/testdata/report.md")
	if err != nil {
		b.Fatal(err)
	}
	forms, err := form.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	r, findings := report.Bind(source.Parse("content/a/reports/2023.md", data), forms, "reports", "a")
	if len(findings) > 0 {
		b.Fatalf("got %v, want no finding", findings)
	}
	corpus := &rule.Input{Reports: []*report.Report{r}}
	b.ReportAllocs()
	for b.Loop() {
		if findings := ruletest.Findings(corpus); len(findings) > 0 {
			b.Fatalf("got %v, want no finding", findings)
		}
	}
}
