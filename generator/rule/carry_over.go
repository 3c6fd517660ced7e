package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
)

var carryOver = &Rule{
	ID: "carry-over", Severity: diag.Error, relation: form.Carry,
	Title:   diag.Textf("上年结转不等于上年报告的结转下年", "what is carried in is not what last year carried out"),
	What:    diag.Textf("上年结转的总计应等于本机关上一年报告中结转下年的总计；有机关并入的年度，加上并入机关的结转。", "The total carried in equals the total carried out in last year's report; in the year of a merger the merged agencies' figures are added."),
	Why:     diag.Textf("没有办结的申请不会在年底消失。", "An open application does not vanish at the end of the year."),
	Example: "2022: carried_out: [2, 0, 0, 0, 0, 0, 2]\n2023: carried_in:  [1, 0, 0, 0, 0, 0, 1]",
	Legal:   "国办公开办函〔2021〕30号",
}
