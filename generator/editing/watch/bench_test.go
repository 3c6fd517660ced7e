package watch

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"
)

// BenchmarkWatch writes one file of ten thousand after the other, and waits until each is
// reported.
func BenchmarkWatch(b *testing.B) {
	dir := b.TempDir()
	at := func(i int) string { return fmt.Sprintf("%s/content/a%04d/reports/%d.md", dir, i/4, 2021+i%4) }
	for i := range 10000 {
		if i%4 == 0 {
			if err := os.MkdirAll(fmt.Sprintf("%s/content/a%04d/reports", dir, i/4), 0o755); err != nil {
				b.Fatal(err)
			}
		}
		if err := os.WriteFile(at(i), make([]byte, 6000), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	begin := time.Now()
	c, err := Watch(b.Context(), Options{Dir: dir, Names: []string{"content"}})
	if err != nil {
		b.Fatal(err)
	}
	ready := time.Since(begin)
	var took []time.Duration
	data := make([]byte, 6001)
	for n := 0; b.Loop(); n++ {
		start := time.Now()
		if err := os.WriteFile(at(n*7919%10000), data, 0o644); err != nil {
			b.Fatal(err)
		}
		<-c
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(ready.Milliseconds()), "ready-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}
