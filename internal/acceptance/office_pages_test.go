package acceptance

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"gongkai/cmd/gongkai/cli"
	"gongkai/generator"
)

// The pages that an office mails and prints, how far the reports of a year are and what is wrong with one that came in, are in both
// languages as sound and as accessible as the pages of a site.
func TestOfficePages(t *testing.T) {
	site, receipts := filepath.Join(t.TempDir(), "site"), t.TempDir()
	if _, err := generator.NewSite(site, "zh"); err != nil {
		t.Fatal(err)
	}
	came := filepath.Join(t.TempDir(), "来件.html")
	page := `<meta charset="utf-8"><h1>示例市信息公开局2025年政府信息公开工作年度报告</h1><table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>1</table>`
	if err := os.WriteFile(came, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	tab := newTab(t)
	for _, lang := range []string{"zh", "en"} {
		run := func(args ...string) []byte {
			var out, errs bytes.Buffer
			status := cli.Main(context.Background(), append(args, "--site", site, "--lang", lang), &out, &errs, func(string) string { return "" })
			if status == 2 {
				t.Fatalf("%v: got exit status 2, want the work done: %s", args, errs.String())
			}
			return out.Bytes()
		}
		singlePage(t, tab, "status, "+lang, run("status", "2025", "--format", "html"))
		folder := filepath.Join(receipts, lang)
		run("import", came, "--receipts", folder, "--force")
		found, err := filepath.Glob(filepath.Join(folder, "*.html"))
		if err != nil || len(found) != 1 {
			t.Fatalf("got receipts %q (%v), want one page", found, err)
		}
		data, err := os.ReadFile(found[0])
		if err != nil {
			t.Fatal(err)
		}
		singlePage(t, tab, "receipt, "+lang, data)
	}
}
