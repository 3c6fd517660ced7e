package html

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"gongkai/generator/site"
	"gongkai/themes"
)

// TestDataDocuments holds the documents on the open data to the program: the files of /data/, the
// columns of their tables, and what they mean.
func TestDataDocuments(t *testing.T) {
	for _, c := range []struct{ language, file, head, files, columns, column, caveats string }{
		{"en", "../../../docs/data.md", `# Data

The figures of all reports lie in ` + "`/data/`" + ` of a site, each report's own beside its page (` + "`report.xlsx`, `report.csv`, `report.json`" + `).
[Configuration](configuration.md#outputs) says which files are published, and how large they are. The page ` + "`/data/`" + ` of each site says the same as this one,
with the site's own forms and years. At ` + "`/data/query/`" + ` a reader chooses cells, years and agencies, and sees, adds up, draws and downloads the figures; it
runs in the browser, and its address can be handed on.
`, "Files", "Columns", "column | what is in it", "What to know before counting"},
		{"zh-CN", "../../../docs/zh/data.md", `# 数据

全部报告的数字在网站的 ` + "`/data/`" + ` 里，每份报告自己的在它的网页旁边（` + "`report.xlsx`、`report.csv`、`report.json`" + `）。发布哪些文件、各有多大，见[配置说明](configuration.md)。
每个网站的 ` + "`/data/`" + ` 页面也有这些说明，另加本站的格式和年度。
` + "`/data/query/`" + ` 供读者在网页上查询：选择项目、年度和机关，列出数字，合计、画图、下载。查询在浏览器里进行，网址可以转给别人，打开就是同样的查询。
`, "文件", "列", "列 | 内容", "统计以前请注意"},
	} {
		l, err := readLabels(themes.Default(), c.language)
		if err != nil {
			t.Fatal(err)
		}
		label := func(key string) string {
			s, err := l.text(key)
			if err != nil {
				t.Fatal(err)
			}
			return strings.ReplaceAll(s, "|", "\\|")
		}
		var b strings.Builder
		fmt.Fprintf(&b, "%s\n## %s\n\n", c.head, c.files)
		for _, f := range []struct{ name, key string }{
			{"agencies.csv", site.AgencyTable}, {"reports.csv", site.ReportTable}, {"<form>.csv", "form"}, {"cells.csv", site.CellTable},
			{"figures.parquet", site.Parquet}, {"reports.jsonl", site.Lines}, {"reports.xlsx", "xlsx"}, {"reports.sqlite", site.SQLite},
			{"reports-<year>.zip", site.Zip}, {"report.schema.json", site.Schema}, {"datapackage.json", site.Package},
		} {
			fmt.Fprintf(&b, "- `%s`: %s\n", f.name, label("dataset.about."+f.key))
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", c.columns, label("dataset.fields_note"))
		for _, kind := range []string{site.AgencyTable, site.ReportTable, site.WideTable, site.ListTable, site.CellTable} {
			fmt.Fprintf(&b, "\n### %s\n\n| %s |\n|---|---|\n", label("dataset.kind."+kind), c.column)
			for _, name := range site.TableColumns(kind) {
				fmt.Fprintf(&b, "| `%s` | %s |\n", name, label(ColumnLabel(kind, name)))
			}
			if kind == site.WideTable {
				fmt.Fprintf(&b, "\n%s\n", label("dataset.wide_note"))
			}
		}
		fmt.Fprintf(&b, "\n## %s\n\n", c.caveats)
		for _, key := range []string{"published", "areas", "scope", "includes", "forms", "remarks", "numbers", "programs"} {
			fmt.Fprintf(&b, "- %s\n", strings.TrimSpace(label("dataset.caveat."+key)))
		}
		if *update {
			if err := os.WriteFile(c.file, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(c.file)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != b.String() {
			t.Errorf("%s is not what the program says: run `make docs`", c.file)
		}
	}
}
