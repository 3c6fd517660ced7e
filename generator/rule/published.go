package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/report"
)

var published = &Rule{
	ID: "published", Severity: diag.Error,
	Title:   diag.Textf("政府网站上的报告没有公布日期", "a report on an official site has no publication date"),
	What:    diag.Textf("政府网站（official: true）的报告都要写公布日期。", "Every report of an official site says when it was published."),
	Why:     diag.Textf("公布日期是法定时限的依据，也是内容页的必备信息。", "The date shows that the legal deadline was kept, and a content page must carry it."),
	Example: "year: 2023   # 没有 published",
	Legal:   "《中华人民共和国政府信息公开条例》第四十九条；国办发〔2017〕47号",
	report: func(p *pass, r *report.Report) {
		if p.registry.official && r.NoDate {
			p.add(r, r.PublishedSpan, diag.Finding{
				Message: diag.Textf("没有公布日期（published）", "the publication date is missing"),
				Hint:    diag.Textf("请在数据部分写上一行，如 公布日期: %d-01-31（英文的键是 published）", "add a date such as published: %d-01-31", r.Year+1)})
		}
	},
}
