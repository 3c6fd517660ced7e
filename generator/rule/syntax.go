package rule

import "gongkai/generator/diag"

var syntaxRule = &Rule{
	ID: "syntax", Severity: diag.Error, Locked: true,
	Title:   diag.Textf("文件无法读取", "a file cannot be read"),
	What:    diag.Textf("数据部分应是 UTF-8 编码的“键: 值”，放在两行 --- 之间；不能有重复的键、锚点和别名；标点用半角。", "The front matter is UTF-8, keys and values between two lines of ---, without duplicate keys, anchors and aliases, in plain punctuation."),
	Why:     diag.Textf("读不准的数据不能公开。", "What cannot be read with certainty must not be published."),
	Example: "新收：1",
	FoundBy: "source.Parse",
}
