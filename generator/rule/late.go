package rule

import (
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/report"
)

var late = &Rule{
	ID: "late", Severity: diag.Warning,
	Title:   diag.Textf("公布晚于规定的日期", "published after the deadline"),
	What:    diag.Textf("首次公布的日期，不应晚于格式对这类、这级机关规定的日期；没有规定的不看。", "The day of first publication is not after the form's deadline for agencies of this kind and level; others have none."),
	Why:     diag.Textf("条例规定，县级以上人民政府部门的报告每年1月31日前公布，本级政府的每年3月31日前公布。", "Departments at county level and above publish by 31 January, their governments by 31 March."),
	Example: "year: 2023\npublished: 2024-02-05   # 县级部门",
	Legal:   "《中华人民共和国政府信息公开条例》第四十九条",
	report: func(p *pass, r *report.Report) {
		a := p.agency(r.Agency)
		if a == nil || r.Published == "" || r.FileYear != 0 {
			return
		}
		day, err := time.Parse(time.DateOnly, r.Published[:min(len(r.Published), len(time.DateOnly))])
		if err != nil {
			return
		}
		by, err := time.Parse(time.DateOnly, r.Deadline(a.Kind, a.Level))
		if err != nil || !day.After(by) {
			return // there may be none
		}
		p.add(r, r.PublishedSpan, diag.Finding{Expected: by.Format(time.DateOnly), Actual: day.Format(time.DateOnly),
			Message: diag.Textf("%s 公布，晚于规定的 %s，晚了 %d 天", "published on %s, after the deadline of %s; days late: %d",
				day.Format(time.DateOnly), by.Format(time.DateOnly), int(day.Sub(by).Hours()/24)),
			Hint: diag.Textf("请核对首次公布的日期；修改后重新公布的，写首次的日期，修改写入 revisions", "check it: the date is that of first publication, later changes belong under revisions")})
	},
}
