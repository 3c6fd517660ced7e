package acceptance

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/importer"
	"gongkai/generator/importer/review"
)

// The page on which an import is compared with its files, in both languages, is as sound and as
// accessible as the pages of a site, and no wider than a telephone.
func TestReviewPage(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	var items []review.Item
	for _, p := range example.reports()[:1] {
		data, err := os.ReadFile(filepath.Join(example.dir, p))
		if err != nil {
			t.Fatal(err)
		}
		// Figures that are not simply taken, and one that the form has no place for.
		data = bytes.Replace(data, []byte("</tbody>"), []byte("<tr><td>甲<td>1 2<td>3</tbody>"), 1)
		for _, text := range []string{"1,036", "1 2", "", strings.Repeat("字", 60)} {
			at := bytes.Index(data, []byte(`<td data-cell=`))
			end := at + bytes.IndexByte(data[at:], '>') + 1
			data = append(append(append([]byte{}, data[:at]...), "<td>"+text...), data[end+bytes.IndexByte(data[end:], '<'):]...)
		}
		r, err := importer.Read(p, data, importer.Options{Forms: forms, Agency: "a"})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Notes("zh")) == 0 || len(r.Cells.Unread) == 0 || len(r.Cells.LeftOver) == 0 {
			t.Fatalf("%s has %d notes, %d figures not read, %d left over, want some of each", p, len(r.Notes("zh")), len(r.Cells.Unread), len(r.Cells.LeftOver))
		}
		items = append(items, review.Item{Name: p + strings.Repeat("x", 100), Report: r, Written: "content/a/reports/2024.md"})
	}
	small, err := importer.Read("b.html", []byte(`<meta charset="utf-8"><h1>甲局2023年政府信息公开工作年度报告</h1><table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>1</table>`), importer.Options{Forms: forms})
	if err != nil {
		t.Fatal(err)
	}
	items = append(items, review.Item{Name: "b.html", Report: small}, review.Item{Name: "a.doc", Error: diag.Textf("不是报告", "is not a report")})
	tab := newTab(t)
	for _, lang := range []string{"zh", "en"} {
		var b bytes.Buffer
		if err := review.Write(&b, items, lang); err != nil {
			t.Fatal(err)
		}
		singlePage(t, tab, lang, b.Bytes())
	}
}
