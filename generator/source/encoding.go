package source

import (
	"bytes"

	"gongkai/generator/diag"
)

// encoded reports a file whose encoding, or line ends, its bytes tell: UTF-16, as the
// editors of Windows write it under the name of Unicode, with its mark or without; a
// document of a word processor under the name of a text; line ends of CR alone, as
// spreadsheets of old wrote them.
func encoded(file string, data []byte) *diag.Finding {
	at := point(1, 1)
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")), bytes.HasPrefix(data, []byte("{\\rtf")):
		f := syntax(file, at, diag.Textf("文件是 Word、WPS 一类软件的文档，不是文本", "the file is a document of a word processor and not a text"),
			diag.Textf("请把内容复制到文本编辑器里，保存为 UTF-8 的 .md 文件", "copy what it says into a text editor, and save it as a .md file in UTF-8"))
		return &f
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")),
		len(data) > 1 && (data[0] == 0) != (data[1] == 0): // half of a character of two bytes
		f := syntax(file, at, diag.Textf("文件是 UTF-16 编码，不是 UTF-8", "the file is UTF-16 and not UTF-8"),
			diag.Textf("请用编辑器另存为 UTF-8（不要选“Unicode”）", "save it as UTF-8 in your editor (and not as Unicode)"))
		return &f
	case bytes.IndexByte(data, '\r') >= 0 && bytes.IndexByte(data, '\n') < 0 && bytes.IndexByte(data, '\r') < len(data)-1:
		f := syntax(file, at, diag.Textf("换行符是单独的 CR，整个文件被当成一行", "the lines end in CR alone: the whole file is one line"),
			diag.Textf("请用编辑器把换行符改为 LF 或 CRLF 后保存", "save it with line ends of LF or CRLF in your editor"))
		return &f
	}
	return nil
}
