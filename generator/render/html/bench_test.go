package html

import "testing"

func BenchmarkReport(b *testing.B) {
	s := assemble(b, "published: 2024-01-15\n")
	r := renderer(b, example(), s)
	p := s.At("a/reports/2023/index.html")
	b.ReportAllocs()
	for b.Loop() {
		out, err := r.Page(p, nil, p.Data)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(out)))
	}
}

func BenchmarkNew(b *testing.B) {
	s := assemble(b, "")
	b.ReportAllocs()
	for b.Loop() {
		renderer(b, example(), s)
	}
}
