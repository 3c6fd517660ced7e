package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"gongkai/cmd/gongkai/cli"
)

// A file of 200 MB is refused by its size, whatever it is called, and not read: what the command allocates stays far
// below it. Of many files with a picture each not all pictures are kept.
func TestImportOfLargeFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.docx", "a.doc", "a.xlsx", "a.pdf", "a.html", "a.txt"} {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Truncate(200 << 20); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	run := func(dir string) (text string, allocated, held uint64) {
		var out, errs bytes.Buffer
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		if got := cli.Main(t.Context(), []string{"import", dir, "--out", t.TempDir(), "--agency", "a", "--lang", "en"}, &out, &errs, func(string) string { return "" }); got != 1 {
			t.Errorf("exit status %d, want 1\n%s", got, errs.String())
		}
		runtime.ReadMemStats(&after)
		runtime.GC()
		return out.String(), after.TotalAlloc - before.TotalAlloc, after.HeapSys - min(before.HeapSys, after.HeapSys)
	}
	text, allocated, _ := run(dir)
	if n := strings.Count(text, "the file is larger than 64 MB"); n != 6 {
		t.Errorf("%d files were refused, want 6\n%s", n, text)
	}
	if allocated > 100<<20 {
		t.Errorf("%d MB were allocated for files of 200 MB, want 100 at most", allocated>>20)
	}

	pages := t.TempDir()
	picture := append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 4<<20)...)
	if err := os.WriteFile(filepath.Join(pages, "p.png"), picture, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, year := range strings.Fields("2021 2022 2023 2024") {
		for _, n := range strings.Fields("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30") {
			page := `<meta charset="utf-8"><h1>甲局` + year + `年政府信息公开工作年度报告</h1><p><img src="p.png"></p><table><tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数<tr><td>规章<td>1<td>0<td>2</table>`
			if err := os.WriteFile(filepath.Join(pages, year+"-"+n+".html"), []byte(page), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, _, held := run(pages); held > 320<<20 {
		t.Errorf("the heap grew by %d MB with 120 pages that show 4 MB each, want 320 at most", held>>20)
	} else {
		t.Logf("the heap grew by %d MB", held>>20)
	}
}
