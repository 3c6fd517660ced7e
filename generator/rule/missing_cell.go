package rule

import "gongkai/generator/diag"

var missingCell = &Rule{
	ID: "missing-cell", Severity: diag.Error,
	Title:   diag.Textf("单元格没有填写", "a cell is not filled in"),
	What:    diag.Textf("格式里的每个单元格都要填数，没有的填 0。", "Every cell of the form holds a number; 0 where there was none."),
	Why:     diag.Textf("空白不等于 0：读者无法知道是没有，还是漏填。", "Blank is not 0: a reader cannot tell nothing from forgotten."),
	Example: "new: [1, , 0, 0, 0, 0, 1]",
	Legal:   "国办公开办函〔2021〕30号",
	FoundBy: "report.Bind",
}
