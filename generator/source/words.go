package source

import "gongkai/generator/diag"

// libraryWords are what the YAML library says of what it cannot read, in Chinese.
var libraryWords = map[string]string{
	"did not find expected ',' or ']'":                             "方括号里的列表没有写完，缺少“,”或“]”",
	"did not find expected ',' or '}'":                             "花括号里的内容没有写完，缺少“,”或“}”",
	"did not find expected key":                                    "这里应是一个键",
	"did not find expected '-' indicator":                          "这里应是以“- ”开头的一项",
	"did not find expected node content":                           "这里应有一个值",
	"did not find expected whitespace or line break":               "这里应有空格或换行",
	"did not find expected comment or line break":                  "这一行后面有多余的内容",
	"did not find expected hexadecimal number":                     "反斜杠和 x、u 后面应是十六进制数",
	"could not find expected ':'":                                  "键后面没有冒号",
	"mapping values are not allowed in this context":               "这里不能写“键: 值”",
	"mapping keys are not allowed in this context":                 "这里不能写键",
	"block sequence entries are not allowed in this context":       "这里不能写以“- ”开头的列表",
	"found character that cannot start any token":                  "值不能以这个字符开头",
	"found unknown escape character":                               "反斜杠后面的字符没有这种用法",
	"found unexpected end of stream":                               "引号没有闭合",
	"found unexpected document indicator":                          "引号里有单独一行的“---”或“...”",
	"found a tab character that violates indentation":              "缩进里有制表符",
	"found a tab character where an indentation space is expected": "缩进里有制表符",
	"found a comment without preceding whitespace":                 "“#”前面应有空格",
}

// said is what the YAML library says, in both languages.
func said(message string) diag.Text {
	if zh := libraryWords[message]; zh != "" {
		return diag.Text{ZH: zh, EN: message}
	}
	return diag.Text{ZH: "不合 YAML 的写法（" + message + "）", EN: message}
}
