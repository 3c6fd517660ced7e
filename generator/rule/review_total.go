package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
)

var reviewTotal = &Rule{
	ID: "review-total", Severity: diag.Error, relation: form.Sum,
	Title:   diag.Textf("复议、诉讼的总计不等于四种结果之和", "the total of a review is not the sum of its four outcomes"),
	What:    diag.Textf("复议和两类诉讼的“总计”应等于它前面的四个数之和。", "Each of the three totals equals the sum of the four figures before it."),
	Why:     diag.Textf("每一案件只计入一种结果，没有审结的也有自己的一列。", "A case has one outcome, and pending is one of them."),
	Example: "reconsideration: [10, 1, 0, 0, 0]",
	Legal:   "国办公开办函〔2021〕30号",
}
