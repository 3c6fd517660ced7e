package rule

import "gongkai/generator/diag"

var formRule = &Rule{
	ID: "form", Severity: diag.Error,
	Title:   diag.Textf("格式文件有误", "a fault in a form's definition"),
	What:    diag.Textf("forms/*.yaml 里的键、行、列和关系要互相对应；一类报告一年只有一种默认格式。", "Keys, rows, columns and relations of forms/*.yaml fit together; a family has one default a year."),
	Why:     diag.Textf("格式文件决定填什么、怎么核对。", "The definition decides what is filled in and how it is checked."),
	Example: "relations: [{rule: row-total, table: aplications}]",
	FoundBy: "form.Catalogue.Load",
}
