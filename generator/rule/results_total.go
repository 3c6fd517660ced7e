package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
)

var resultsTotal = &Rule{
	ID: "results-total", Severity: diag.Error, relation: form.Sum,
	Title:   diag.Textf("办理结果总计不等于各行之和", "the total of results is not the sum of the result rows"),
	What:    diag.Textf("每一列里，办理结果的“总计”应等于其上各行之和。", "In every column the total of results equals the sum of the result rows above it."),
	Why:     diag.Textf("每件申请只计入一种办理结果。", "An application is counted under one result only."),
	Example: "results:\n  granted: [3, 0, 0, 0, 0, 0, 3]\n  total:   [4, 0, 0, 0, 0, 0, 4]",
	Legal:   "国办公开办函〔2021〕30号",
}
