package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
)

var rowTotal = &Rule{
	ID: "row-total", Severity: diag.Error, relation: form.Sum,
	Title:   diag.Textf("一行的总计不等于各列之和", "a row's total is not the sum of its columns"),
	What:    diag.Textf("依申请公开表的每一行，“总计”一列应等于各类申请人的数字相加。", "In every row of the table of applications the last column equals the sum of the kinds of applicant."),
	Why:     diag.Textf("每件申请只有一个申请人类别，分项与总计不等，说明有一个数填错了。", "An application has one kind of applicant, so a total that differs means that a figure is wrong."),
	Example: "new: [1, 0, 0, 0, 0, 0, 2]",
	Legal:   "国办公开办函〔2021〕30号",
}
