package rule

import (
	"os"
	"path/filepath"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/source"
)

// BenchmarkProse runs the rules over prose on a report of some two thousand
// characters, the longest of the test data.
func BenchmarkProse(b *testing.B) {
	data, err := os.ReadFile(filepath.FromSlash("../report/testdata/report.md"))
	if err != nil {
		b.Fatal(err)
	}
	if other := os.Getenv("REPORT"); other != "" {
		if data, err = os.ReadFile(other); err != nil {
			b.Fatal(err)
		}
	}
	forms, err := form.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	r, _ := report.Bind(source.Parse("content/a/reports/2023.md", data), forms, "reports", "a")
	c := &Input{Reports: []*report.Report{r}}
	h := NewRegistry(c)
	for _, x := range []*Rule{requiredContent, sectionCount, numbering, narrativeCount, narrativePercent, narrativeSum, wrongYear, templateText, missingNumeral, brokenText, sameAsLastYear} {
		b.Run(x.ID, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				x.report(&pass{rule: x, registry: h, claimed: &claimed{}}, r)
			}
		})
	}
}
