package rule

import "gongkai/generator/diag"

var siteCode = &Rule{
	ID: "site-code", Severity: diag.Error,
	Title:   diag.Textf("政府网站标识码格式不对", "the site's identification code is malformed"),
	What:    diag.Textf("标识码是 10 位数字，或 bm 加 8 位数字。", "The code is 10 digits, or bm and 8 digits."),
	Why:     diag.Textf("每一页都要标注，监测按它识别网站。", "Every page carries it, and monitoring knows the site by it."),
	Example: "id_code: \"12345\"",
	Legal:   "国办发〔2017〕47号",
	FoundBy: "config.Parse",
}
