package generator

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"gongkai/generator/audit/gate"
	"gongkai/generator/output"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/rule"
	"gongkai/generator/rule/ruletest"
	"gongkai/generator/site"
	"gongkai/generator/site/sitetest"
	"gongkai/generator/workspace"
	"gongkai/internal/bench/corpus"
)

// exampleSite writes a site of n reports, each like the form's example, of agencies
// with four years each.
func exampleSite(b *testing.B, n int) string {
	b.Helper()
	dir := b.TempDir()
	text, err := os.ReadFile("form/defs/cn-2021.example.md")
	if err == nil {
		err = corpus.Alike(dir, "site: {name: 示例, url: \"https://www.example.gov.cn/\"}\noutputs: [json]\n", string(text), n)
	}
	if err != nil {
		b.Fatal(err)
	}
	return dir
}

const benchReports = 200

func perReport(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/benchReports, "µs/report")
}

// BenchmarkPrepare reads, binds, checks and arranges: what `gongkai check` does.
func BenchmarkPrepare(b *testing.B) {
	o := Options{Site: exampleSite(b, benchReports)}
	b.ReportAllocs()
	for b.Loop() {
		p, err := workspace.Read(context.Background(), o, true)
		if err != nil {
			b.Fatal(err)
		}
		p.Root.Close()
	}
	perReport(b)
}

// BenchmarkSession checks a site of a thousand reports after one of them was edited: what
// an editor waits for.
func BenchmarkSession(b *testing.B) {
	s := NewSession(Options{Site: exampleSite(b, 1000)})
	const file = "content/a0000/reports/2023.md"
	text, err := os.ReadFile(filepath.Join(s.o.Site, file))
	if err != nil {
		b.Fatal(err)
	}
	for n := 0; b.Loop(); n++ {
		if _, _, err := s.Check(context.Background(), map[string][]byte{file: fmt.Appendf(text, "%d", n)}); err != nil {
			b.Fatal(err)
		}
	}
}

func prepared200(b *testing.B) (*workspace.State, Options) {
	b.Helper()
	o := Options{Site: exampleSite(b, benchReports)}
	p, err := workspace.Read(context.Background(), o, true)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { p.Root.Close() })
	if res := result(p); res.Failed() {
		b.Fatalf("got %+v, want no error", res.Findings[0])
	}
	return p, o
}

// bound200 returns the agencies and the reports of a prepared site.
func bound200(b *testing.B) (agencies []*register.Agency, reports []*report.Report) {
	b.Helper()
	p, _ := prepared200(b)
	for _, page := range p.Site.ReportPages() {
		reports = append(reports, page.Report)
	}
	for _, page := range p.Site.AgencyPages() {
		agencies = append(agencies, page.Agency)
	}
	return agencies, reports
}

// BenchmarkRules runs every rule over reports that are bound already.
func BenchmarkRules(b *testing.B) {
	agencies, reports := bound200(b)
	c := &rule.Input{Agencies: agencies, Reports: reports}
	b.ReportAllocs()
	for b.Loop() {
		rule.ApplyWaivers(ruletest.Findings(c), c.Reports, nil)
	}
	perReport(b)
}

// BenchmarkAssemble arranges the pages of reports that are bound already.
func BenchmarkAssemble(b *testing.B) {
	agencies, reports := bound200(b)
	c := &sitetest.Content{Agencies: agencies, Reports: reports, Input: site.Input{Files: func(string) (int64, bool) { return 0, false }}}
	b.ReportAllocs()
	for b.Loop() {
		sitetest.Assemble(c)
	}
	perReport(b)
}

// BenchmarkPublish renders and audits every page, onto disk.
func BenchmarkPublish(b *testing.B) {
	for _, to := range []string{"disk", "disk-unchanged"} {
		b.Run(to, func(b *testing.B) {
			p, o := prepared200(b)
			dir := b.TempDir()
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				out := dir
				if to == "disk" {
					out = filepath.Join(dir, fmt.Sprint(i))
				}
				sink, err := output.NewDisk(b.Context(), out, output.Options{Generator: "bench"})
				if err != nil {
					b.Fatal(err)
				}
				x, err := renderingOf(p, o)
				if err != nil {
					b.Fatal(err)
				}
				if faults, err := gate.Pass(context.Background(), p, x, sink); err != nil || len(faults) > 0 {
					b.Fatalf("got faults %v, %v, want none", faults, err)
				}
				if err := sink.Close(); err != nil {
					b.Fatal(err)
				}
			}
			perReport(b)
		})
	}
}
