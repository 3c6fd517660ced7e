package source

import (
	"os"
	"testing"
)

// report is a whole report, as people write it.
func report(tb testing.TB) []byte {
	tb.Helper()
	data, err := os.ReadFile("testdata/report.md")
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func BenchmarkParse(b *testing.B) {
	data := report(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if d := Parse("reports/2023.md", data); len(d.Findings) > 0 {
			b.Fatalf("got %+v, want no finding", d.Findings)
		}
	}
}

// A report's two hundred cells must not cost an allocation each.
func TestParseAllocations(t *testing.T) {
	data := report(t)
	if n := testing.AllocsPerRun(20, func() { Parse("reports/2023.md", data) }); n > 150 {
		t.Errorf("got %v allocations, want at most 150", n)
	}
}
