package rule

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/rule/privacy"
	"gongkai/generator/source"
	"gongkai/internal/growth"
)

// A text of nothing but what rules look twice at takes no longer than any other.
func TestLongTexts(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, unit := range []string{
		"XX年", "一是…", "一一", "“XX年", "待填", "公开信息  条", "公开 条", "2023收到", "202311日", "6222 0202 0000 0000 ", "13812345678-", "1381234-", "110105 ", "**1**", "1&#49;", "（", "《", "）", "[bookmark: ",
		"一、", "（一）", "1. 甲\n", "　　甲\n", "第一，", "2023年", "2月30日", "收到申请3件，", "其中自然人", "不予公开1件、", "3个方面", "80%", "同比增长", "甲。\n\n乙", "- 甲\n", "> 甲\n", "### 甲\n", "| 甲 |\n", "：//", "<b>", "\u200b", "&#8203;",
	} {
		growth.Linear(t, fmt.Sprintf("%q again and again", unit), 24_000, func(size int) func() {
			body := []byte("---\nyear: 2023\n---\n## 一、总体情况\n\n" + strings.Repeat(unit, size/len(unit)) + "\n")
			doc := source.Parse("content/a/reports/2023.md", body)
			r, _ := report.Bind(doc, forms, "reports", "a")
			h := NewRegistry(&Input{Reports: []*report.Report{r}})
			return func() {
				for _, x := range All() {
					if x.report != nil {
						x.report(&pass{rule: x, registry: h, claimed: &claimed{}}, r)
					}
				}
				privacy.ScanFile(body)
				(&Text{File: "content/a/reports/2023.md", Data: body, Body: r.Body, Report: r}).Check()
			}
		})
	}
}
