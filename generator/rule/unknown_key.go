package rule

import "gongkai/generator/diag"

var unknownKey = &Rule{
	ID: "unknown-key", Severity: diag.Error,
	Title:   diag.Textf("多余的键或值", "an unknown key or a surplus value"),
	What:    diag.Textf("数据里的每个键、每行的每个值都要在格式里有位置。", "Every key, and every value of a row, has a place in the form."),
	Why:     diag.Textf("拼错的键等于没有填；多出的值说明整行可能错了位。", "A misspelt key is a figure not given; a surplus value means that the row has shifted."),
	Example: "granded: [1, 0, 0, 0, 0, 0, 1]",
	FoundBy: "report.Bind",
}
