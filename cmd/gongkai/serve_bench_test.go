package main

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/internal/bench/corpus"
)

// BenchmarkServe changes one file after the other in a preview, reports or a part of the
// theme, and waits for the new bytes of a page: what a person in front of the browser waits
// for, all of it but the browser. heap-MiB is what is in use at the end, grown-MiB how much
// of it came after the first ten changes.
func BenchmarkServe(b *testing.B) {
	for _, reports := range []int{1000, 10000} {
		b.Run(fmt.Sprint(reports, "/report"), func(b *testing.B) {
			p := preview(b, reports)
			p.measure(func(n int, word string) (path string) {
				i := n * 7919 % reports
				p.write(p.file(i), p.texts[i]+"\n"+word+"\n")
				return p.page(i)
			})
		})
		b.Run(fmt.Sprint(reports, "/theme"), func(b *testing.B) {
			p := preview(b, reports)
			p.measure(func(n int, word string) (path string) {
				p.write("themes/own/partials/footer.html", "<p>"+word+"</p>")
				return p.page(n * 7919 % reports)
			})
		})
	}
}

// previewed is a site of equal reports in a preview.
type previewed struct {
	*served
	b     *testing.B
	texts []string // of the reports
	next  func()   // waits for the next event
}

func (*previewed) file(i int) string { return corpus.AlikeFile(i) }

func (*previewed) page(i int) string { return fmt.Sprintf("a%04d/reports/%d/", i/4, 2021+i%4) }

func preview(b *testing.B, reports int) *previewed {
	example, err := os.ReadFile("../../generator/form/defs/cn-2021.example.md")
	if err != nil {
		b.Fatal(err)
	}
	p := &previewed{served: &served{TB: b, dir: b.TempDir()}, b: b, texts: make([]string, reports)}
	p.write("themes/own/assets/css/99-own.css", "p{color:#111}\n")
	if err := corpus.Alike(p.dir, "theme: own\nsite: {name: 示例, url: \"https://www.example.gov.cn/\"}\n", string(example), reports); err != nil {
		b.Fatal(err)
	}
	for i := range reports {
		text, err := os.ReadFile(filepath.Join(p.dir, p.file(i)))
		if err != nil {
			b.Fatal(err)
		}
		p.texts[i] = string(text)
	}
	p.start()
	q, err := http.NewRequestWithContext(b.Context(), http.MethodGet, p.base+"_gongkai/events", nil)
	if err != nil {
		b.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(q)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { resp.Body.Close() })
	events := bufio.NewReader(resp.Body)
	p.next = func() {
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
	p.next()
	return p
}

// measure changes a file so that a page has a word, again and again.
func (p *previewed) measure(change func(n int, word string) (path string)) {
	var took []time.Duration
	var early uint64
	for n := 0; p.b.Loop(); n++ {
		word := fmt.Sprintf("第%d次改动", n)
		start := time.Now()
		path := change(n, word)
		for {
			p.next()
			if _, page := p.get(path); strings.Contains(page, word) {
				break
			}
		}
		took = append(took, time.Since(start))
		if n == 10 {
			early = inUse()
		}
	}
	end := inUse()
	slices.Sort(took)
	p.b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
	p.b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	p.b.ReportMetric(float64(end)/(1<<20), "heap-MiB")
	p.b.ReportMetric((float64(end)-float64(early))/(1<<20), "grown-MiB")
}

// inUse is the memory that is in use.
func inUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}
