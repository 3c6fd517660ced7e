package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

var rulemakingPower = &Rule{
	ID: "rulemaking-power", Severity: diag.Warning,
	Title:   diag.Textf("没有规章制定权的机关填了规章", "regulations of a body that cannot make them"),
	What:    diag.Textf("地方政府的部门和县、乡镇人民政府，规章各项应为 0。", "Local departments, and the governments of counties and towns, have no regulations of their own."),
	Why:     diag.Textf("规章由国务院部门、省级政府、设区的市和自治州的政府制定；其他机关填了的，多半是应填下一行而填错了行。", "Regulations are made by the State Council's departments and by governments of provinces and cities; what others enter mostly belongs in the row below."),
	Example: "# 镇人民政府\nregulations: {issued: 0, repealed: 0, in_force: 6}",
	Legal:   "《中华人民共和国立法法》",
	report: func(p *pass, r *report.Report) {
		power, a := r.Form.Checks.Rulemaking, p.agency(r.Agency)
		if power == nil || a == nil {
			return
		}
		kind := a.Kind
		if r.Scope == "government" {
			kind = "government"
		}
		for _, b := range power.Without {
			if !b.Has(kind, a.Level) {
				continue
			}
			var found []*form.Cell
			for _, c := range power.Cells {
				if v := r.Value(c); v.State == report.Valid && v.Int > 0 {
					found = append(found, c)
				}
			}
			if len(found) > 0 {
				v := r.Value(found[0])
				p.add(r, v.Span, diag.Finding{Cells: cellPaths(found[0], found[1:]), Expected: "0", Actual: v.Text,
					Message: diag.Textf("%s填 %s，这一级机关没有规章制定权", "%s is %s, but a body of this kind and level makes no regulations", naming(found[0]), v.Text),
					Hint:    diag.Textf("请核对是否应填入下一行", "check whether it belongs in the row below")})
			}
			return
		}
	},
}
