package generator

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// BenchmarkEdit changes one report of a thousand and asks for its page: what a clerk
// waits for, except for the file system's notice.
func BenchmarkEdit(b *testing.B) {
	dir := exampleSite(b, 1000)
	if other := os.Getenv("GONGKAI_SITE"); other != "" {
		dir = other
	}
	p, err := NewPreview(context.Background(), Options{Site: dir, Version: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	pages := p.Snapshot().state.Site.ReportPages()
	var took []time.Duration
	for n := 0; b.Loop(); n++ {
		page := pages[n*7919%len(pages)]
		file := filepath.Join(dir, filepath.FromSlash(page.Source))
		text, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		text = bytes.TrimRight(text, "\n0123456789")
		if err := os.WriteFile(file, fmt.Appendf(text, "\n\n%d\n", n), 0o644); err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		s, err := p.Update(context.Background(), []string{page.Source})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Render(page.Path); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}
