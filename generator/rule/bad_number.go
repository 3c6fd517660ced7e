package rule

import "gongkai/generator/diag"

var badNumber = &Rule{
	ID: "bad-number", Severity: diag.Error,
	Title:   diag.Textf("不是规范的数字", "not a plain number"),
	What:    diag.Textf("件数写 0 或不带前导零的整数；金额可带小数；增减数带正负号。不写千分位、单位、引号和全角数字。填是否的，写表上印的两个词之一，或 true、false。", "A count is 0 or a whole number without leading zeros, an amount may have decimals, a change has its sign; no separators, units, quotation marks or full-width digits. A yes or no is one of the two words that the form prints, or true or false."),
	Why:     diag.Textf("数字原样印在表里、写进数据；任何猜测都可能猜错。", "The number is printed and published as it stands; any guess may be wrong."),
	Example: "new: [0012, -, １２, 0, 0, 0, 12件]",
	FoundBy: "report.Bind",
}
