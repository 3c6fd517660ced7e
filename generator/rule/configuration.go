package rule

import "gongkai/generator/diag"

var configuration = &Rule{
	ID: "config", Severity: diag.Error,
	Title:   diag.Textf("网站配置有误", "a fault in the configuration"),
	What:    diag.Textf("gongkai.yaml 的键和值要在允许的范围内；非政府网站不能使用标识码等官方标志。", "The keys and values of gongkai.yaml are known ones; a site that is not official carries no official marks."),
	Why:     diag.Textf("配置决定每一页的抬头和页脚。", "The configuration is on every page."),
	Example: "site: {nmae: 示例市政府信息公开}",
	Legal:   "国办发〔2017〕47号",
	FoundBy: "config.Parse",
}
