package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
)

var carryOverColumn = &Rule{
	ID: "carry-over-column", Severity: diag.Warning, relation: form.Carry,
	Title:   diag.Textf("有的申请人类别，上年结转不等于上年报告的结转下年", "a kind of applicant is not carried in as it was carried out"),
	What:    diag.Textf("六类申请人的上年结转，应分别等于上一年报告中结转下年的数字。", "The six columns carried in equal those carried out in last year's report."),
	Why:     diag.Textf("申请人类别偶有更正，所以这里是警告；总计不等才是错误。", "An applicant is sometimes put into another class, so this is a warning; the total is an error."),
	Example: "2022: carried_out: [2, 0, 0, 0, 0, 0, 2]\n2023: carried_in:  [1, 1, 0, 0, 0, 0, 2]",
	Legal:   "国办公开办函〔2021〕30号",
}
