package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
)

var inForce = &Rule{
	ID: "in-force", Severity: diag.Warning, relation: form.Stock,
	Title:   diag.Textf("现行有效不等于上年现行有效加制发减废止", "documents in force do not follow from last year's"),
	What:    diag.Textf("现行有效的文件数，应等于上一年的件数加本年制发减本年废止。有机关并入的年度不看。", "The number in force equals last year's plus those issued less those repealed. The year of a merger is left alone."),
	Why:     diag.Textf("清理、修改会改变件数，所以这里是警告；没有原因的差额多半是漏填。", "A review of old documents may change the number, so this is a warning; a difference without a reason is mostly an omission."),
	Example: "2022: {issued: 1, repealed: 0, in_force: 5}\n2023: {issued: 2, repealed: 0, in_force: 6}",
}
