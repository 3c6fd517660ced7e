package main

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkServe changes one report after the other in a preview, and waits for its new
// bytes: what a person in front of the browser waits for, all of it but the browser.
func BenchmarkServe(b *testing.B) {
	for _, reports := range []int{1000, 10000} {
		b.Run(fmt.Sprint(reports), func(b *testing.B) { benchServe(b, reports) })
	}
}

func benchServe(b *testing.B, reports int) {
	example, err := os.ReadFile("../../generator/form/defs/cn-2021.example.md")
	if err != nil {
		b.Fatal(err)
	}
	s := &served{TB: b, dir: b.TempDir()}
	s.write("gongkai.yaml", "site: {name: 示例, url: \"https://www.example.gov.cn/\"}\n")
	file := func(i int) string { return fmt.Sprintf("content/a%04d/reports/%d.md", i/4, 2021+i%4) }
	texts := make([]string, reports)
	for i := range reports {
		if i%4 == 0 {
			s.write(fmt.Sprintf("content/a%04d/_index.md", i/4), fmt.Sprintf("---\nname: 示例机关a%04d\n---\n", i/4))
		}
		texts[i] = strings.NewReplacer("year: 2024", fmt.Sprint("year: ", 2021+i%4),
			"carried_in:                 [0, 0, 0, 0, 0, 0, 0]", "carried_in:                 [1, 0, 0, 0, 0, 0, 1]",
			"new:                        [5, 2, 0, 0, 1, 0, 8]", "new:                        [4, 2, 0, 0, 1, 0, 7]").Replace(string(example))
		s.write(file(i), texts[i])
	}
	s.start()
	q, err := http.NewRequestWithContext(b.Context(), http.MethodGet, s.base+"_gongkai/events", nil)
	if err != nil {
		b.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(q)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	events := bufio.NewReader(resp.Body)
	next := func() {
		for {
			line, err := events.ReadString('\n')
			if err != nil {
				b.Fatal(err)
			}
			if strings.HasPrefix(line, "data:") {
				return
			}
		}
	}
	next()
	var took []time.Duration
	for n := 0; b.Loop(); n++ {
		i := n * 7919 % reports
		word := fmt.Sprintf("第%d次改动", n)
		text := texts[i] + "\n" + word + "\n"
		start := time.Now()
		if err := os.WriteFile(filepath.Join(s.dir, file(i)), []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
		for {
			next()
			_, page := s.get(fmt.Sprintf("a%04d/reports/%d/", i/4, 2021+i%4))
			if strings.Contains(page, word) {
				break
			}
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}
