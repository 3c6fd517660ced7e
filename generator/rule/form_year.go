package rule

import "gongkai/generator/diag"

var formYear = &Rule{
	ID: "form-year", Severity: diag.Error,
	Title:   diag.Textf("格式不适用于该年度", "the form is not in force for the year"),
	What:    diag.Textf("报告用的格式要在该年度有效。", "The form of a report is in force for its year."),
	Why:     diag.Textf("每年的报告用当年的格式，不同格式的数字不能相比。", "Each year is shown in the form of its own time; figures of different forms do not compare."),
	Example: "form: cn-2021\nyear: 2018",
	Legal:   "国办公开办函〔2021〕30号",
	FoundBy: "report.Bind",
}
