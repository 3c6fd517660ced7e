package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"gongkai/cmd/gongkai/cli"
	"gongkai/generator"
)

// A page of ours that is read back has the text of its report, from before the first chapter to the last word, and nothing
// of the page around it; what was left out is listed.
func TestImportOfOurOwnText(t *testing.T) {
	p, err := generator.NewPreview(t.Context(), generator.Options{Site: "../.."})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	page, err := p.Snapshot().Render("shilishi-zwfwj/reports/2024/index.html")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	saved := filepath.Join(dir, "index.html")
	if err := os.WriteFile(saved, page, 0o644); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if status := cli.Main(t.Context(), []string{"import", saved, "--site", "../..", "--out", dir, "--format", "json"}, &out, &errs, func(string) string { return "" }); status != 0 {
		t.Fatalf("exit status %d, want 0\n%s%s", status, out.String(), errs.String())
	}
	got := bodyOf(t, filepath.Join(dir, "shilishi-zwfwj/reports/2024.md"))
	want := bodyOf(t, "../../content/shilishi-zwfwj/reports/2024.md")
	if got, want := before(got), before(want); got != want || want == "" {
		t.Errorf("before the first chapter\ngot  %q\nwant %q", got, want)
	}
	// Figures are in the page what the source has slots for; links lead to the page's addresses.
	pattern := regexp.QuoteMeta(strings.TrimSpace(strings.ReplaceAll(want, "|---|---|", "| --- | --- |")))
	pattern = regexp.MustCompile(`\\\{\\\{.*?\\\}\\\}`).ReplaceAllString(pattern, `[0-9.]+`)
	pattern = regexp.MustCompile(`\\\]\\\(.*?\\\)`).ReplaceAllString(pattern, `\]\([^)]*\)`)
	at := regexp.MustCompile(`^` + pattern).FindStringIndex(got)
	if at == nil {
		t.Fatalf("got\n%s\nwant\n%s", got, want)
	}
	if rest := regexp.MustCompile(`^\s*收取信息处理费情况：[^\n]*\n\n### 附件\n\n- [^\n]*\n$`); !rest.MatchString(got[at[1]:]) {
		t.Errorf("after the text of the source there is %q, want the sentence about fees and the attachment", got[at[1]:])
	}
	var told struct{ Files []struct{ Omitted []string } }
	if err := json.Unmarshal(out.Bytes(), &told); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"本年新收 53 件", "比上年 +11（+26.2%）", "打印", "公布日期", "2025-01-16", "报告格式", "引用格式", "站点地图"} {
		if !slices.Contains(told.Files[0].Omitted, text) {
			t.Errorf("%q is not among what was left out: %q", text, told.Files[0].Omitted)
		}
	}
}

// bodyOf is the text of a content file.
func bodyOf(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.SplitN(string(data), "---\n", 3)
	if len(parts) != 3 {
		t.Fatalf("%s has no front matter", name)
	}
	return strings.TrimLeft(parts[2], "\n")
}

// before is what comes before the first chapter.
func before(body string) string {
	text, _, _ := strings.Cut(body, "\n## ")
	return strings.TrimSpace(text)
}

// Of the published reports that are at hand each cell that was read is the one that was typed for the example site, none
// has anything else, and what was left out is as many as is said here.
func TestImportOfPublishedReports(t *testing.T) {
	const shared = "../../../shared/"
	if _, err := os.Stat(shared); err != nil {
		t.Skip("the published reports are not here")
	}
	cells := func(site, file string) map[string]string {
		dir := t.TempDir()
		var out, errs bytes.Buffer
		if status := cli.Main(t.Context(), []string{"export", file, "--site", site, "--to", "csv", "--out", dir}, &out, &errs, func(string) string { return "" }); status != 0 {
			t.Fatalf("export %s: exit status %d\n%s", file, status, errs.String())
		}
		names, err := filepath.Glob(filepath.Join(dir, "*.csv"))
		if err != nil || len(names) != 1 {
			t.Fatalf("%v, %v", names, err)
		}
		data, err := os.ReadFile(names[0])
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		values := map[string]string{}
		for _, row := range rows[1:] {
			values[row[0]] = row[2]
		}
		return values
	}
	site := t.TempDir()
	for _, x := range []struct {
		file, agency, year string
		read, left         int // left: blank in the file, or named in what is printed
	}{
		{"seed/000_c8721c8a3541f07d.txt", "tongzhou-zwfwj", "2023", 203, 0},
		{"reports/hongze-2023.pdf", "hongze", "2023", 186, 0},
		{"reports/hongze-2024.pdf", "hongze", "2024", 186, 0},
		{"reports/shanghai-office-2019.html", "shanghai-bgt", "2019", 64, 135},
		{"reports/shuyang-ndrc-2023.html", "shuyang-fgj", "2023", 75, 125},
		{"reports/shanghai-stcsm-2024.txt", "shanghai-kjw", "2024", 6, 194},
	} {
		if err := os.MkdirAll(filepath.Join(site, "content", x.agency), 0o755); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"gongkai.yaml", "content/" + x.agency + "/_index.md"} {
			data, err := os.ReadFile("../../" + name)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(site, name), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		var out, errs bytes.Buffer
		if status := cli.Main(t.Context(), []string{"import", shared + x.file, "--site", site, "--agency", x.agency}, &out, &errs, func(string) string { return "" }); status == 2 {
			t.Fatalf("%s: exit status %d\n%s", x.file, status, errs.String())
		}
		report := "content/" + x.agency + "/reports/" + x.year + ".md"
		got, read, left := cells(site, filepath.Join(site, report)), 0, 0
		for cell, want := range cells("../..", "../../"+report) {
			switch got[cell] {
			case want:
				read++
			case "":
				left++
			default:
				t.Errorf("%s: %s is %q, want %q or nothing", x.file, cell, got[cell], want)
			}
			delete(got, cell)
		}
		for cell, v := range got {
			if v != "" {
				t.Errorf("%s: %s is %q, and was not typed", x.file, cell, v)
			}
		}
		if read != x.read || left != x.left {
			t.Errorf("%s: %d cells read and %d left out, want %d and %d", x.file, read, left, x.read, x.left)
		}
	}
}

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
