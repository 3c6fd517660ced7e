package acceptance

import (
	"bytes"
	"strings"
	"testing"

	"gongkai/generator/site/difference"
)

// The page of a comparison, in both languages, is as sound and as accessible as the pages of a site, and no wider than
// a telephone.
func TestDifferencePage(t *testing.T) {
	long := strings.Repeat("三、本年度办理结果 · （三）不予公开 · ", 3) + "总计"
	d := &difference.Difference{Old: "public", New: "/srv/" + strings.Repeat("x", 200),
		Agencies: []difference.AgencyChange{{Change: difference.Renamed, Agency: "b", Name: "示例市乙局", Was: "a", Former: "示例市甲局", By: "aliases"}},
		Reports: []difference.ReportChange{{Change: difference.Added, Agency: "b", Name: "示例市乙局", Family: "reports", Year: 2024, Title: "示例市乙局2024年政府信息公开工作年度报告"},
			{Change: difference.Changed, Agency: "b", Name: "示例市乙局", Family: "reports", Year: 2023, Fields: []difference.FieldChange{{Field: "title", From: "甲", To: "乙"}},
				Sections: []difference.SectionChange{{Change: difference.Changed, Heading: "一、总体情况"}},
				Figures:  []difference.FigureChange{{Cell: "a.b", Label: long, Unit: "件", From: "123456789", To: "123456789012345", Announced: "2024-03-01"}, {Cell: "a.c", Label: "行 · 列", From: "1"}}}},
		Summary: difference.Summary{Agencies: 1, Added: 1, Changed: 1, Figures: 2, Sections: 1}}
	tab := newTab(t)
	for _, lang := range []string{"zh", "en"} {
		var b bytes.Buffer
		if err := d.WriteHTML(&b, lang); err != nil {
			t.Fatal(err)
		}
		singlePage(t, tab, lang, b.Bytes())
	}
}
