package source

import (
	"bytes"

	"gongkai/generator/diag"
)

// encoded reports a file whose encoding, or line ends, its first bytes tell: UTF-16,
// as the editors of Windows write it under the name of Unicode, or line ends of CR
// alone, as spreadsheets of old wrote them.
func encoded(file string, data []byte) *diag.Finding {
	at := point(1, 1)
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
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
