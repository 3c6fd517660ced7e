package rule

import "gongkai/generator/diag"

var fileYear = &Rule{
	ID: "file-year", Severity: diag.Error,
	Title:   diag.Textf("文件名与年度不一致", "the file's name is not its year"),
	What:    diag.Textf("reports/2023.md 的年度应是 2023。", "The year of reports/2023.md is 2023."),
	Why:     diag.Textf("网址来自文件名，年度来自数据，两者不同必有一错。", "The address comes from the name and the year from the data; if they differ one is wrong."),
	Example: "reports/2023.md: year: 2022",
	FoundBy: "report.Bind",
}
