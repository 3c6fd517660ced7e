package source

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/generator/diag"
)

// The encodings that are told apart from UTF-8, by their names.
const (
	utf16Name   = "UTF-16"
	gb18030Name = "GB18030"
)

// Decode returns a file's text in UTF-8 and the name of the encoding that the file is
// written in: UTF-16, or GB18030 and GBK, in which editors of Windows save Chinese text.
// The name is empty, and the file as it is, where it is UTF-8 or it cannot be said for
// certain what it is: whatever is decoded is the same bytes again when it is encoded.
func Decode(data []byte) (text []byte, name string) {
	if order, start := utf16Order(data); order != nil {
		if text := fromUTF16(data[start:], order); text != nil {
			return text, utf16Name
		}
		return data, ""
	}
	if !utf8.Valid(data) {
		if text := fromGB18030(data); text != nil {
			return text, gb18030Name
		}
	}
	return data, ""
}

// utf16Order is the order of bytes of a text in UTF-16, and where it begins after its
// mark: nil for another text. Without a mark, half of its first character is zero.
func utf16Order(data []byte) (order binary.ByteOrder, start int) {
	switch {
	case len(data) < 2:
	case data[0] == 0xff && data[1] == 0xfe:
		return binary.LittleEndian, 2
	case data[0] == 0xfe && data[1] == 0xff:
		return binary.BigEndian, 2
	case data[0] != 0 && data[1] == 0:
		return binary.LittleEndian, 0
	case data[0] == 0 && data[1] != 0:
		return binary.BigEndian, 0
	}
	return nil, 0
}

// fromUTF16 decodes a text, nil where it is not a sound one.
func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	if len(data)%2 != 0 {
		return nil
	}
	out := make([]byte, 0, len(data)*3/2)
	for i := 0; i < len(data); i += 2 {
		c := rune(order.Uint16(data[i:]))
		if utf16.IsSurrogate(c) {
			if i += 2; i >= len(data) {
				return nil
			}
			if c = utf16.DecodeRune(c, rune(order.Uint16(data[i:]))); c == utf8.RuneError {
				return nil
			}
		}
		out = utf8.AppendRune(out, c)
	}
	return out
}

// fromGB18030 decodes a text that is Chinese for the most part, nil for another: what is
// left of a damaged text in UTF-8 can be decoded too, but to characters that nobody writes.
func fromGB18030(data []byte) []byte {
	if !mostlyHan(data) {
		return nil
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return nil
	}
	if again, err := simplifiedchinese.GB18030.NewEncoder().Bytes(text); err != nil || !bytes.Equal(again, data) {
		return nil
	}
	return bytes.TrimPrefix(text, bom)
}

// mostlyHan reports whether, of the characters beyond ASCII that a text in GB18030 holds,
// punctuation aside, three in four are of the first level of GB 2312: its 3,755 most
// common characters, two bytes from B0A1 to D7F9.
func mostlyHan(data []byte) bool {
	common, rare := 0, 0
	for i := 0; i < len(data); i++ {
		c := data[i]
		if c < utf8.RuneSelf {
			continue
		}
		if i++; i == len(data) {
			return false
		}
		switch next := data[i]; {
		case next >= '0' && next <= '9': // a character of four bytes
			i += 2
			rare++
		case next >= 0xa1 && c >= 0xb0 && c <= 0xd7:
			common++
		case next >= 0xa1 && c >= 0xa1 && c <= 0xa9: // punctuation, full-width letters
		default:
			rare++
		}
	}
	return common > 0 && common >= 3*rare
}

// converted reports a file in another encoding, whose text is read all the same.
func converted(file, name string) diag.Finding {
	f := syntax(file, point(1, 1), diag.Textf("文件是 %s 编码，不是 UTF-8", "the file is %s and not UTF-8", name),
		diag.Textf("请用编辑器另存为 UTF-8（不要选“Unicode”）", "save it as UTF-8 in your editor (and not as Unicode)"))
	if name == gb18030Name {
		f.Message = diag.Textf("文件是 GBK（GB18030）编码，不是 UTF-8", "the file is GBK (GB18030) and not UTF-8")
		f.Hint = diag.Textf("请用编辑器另存为 UTF-8（不要选“ANSI”）", "save it as UTF-8 in your editor (and not as ANSI)")
	}
	f.Fix = &diag.Fix{Title: diag.Textf("把文件转换为 UTF-8", "convert the file to UTF-8"), ToUTF8: true}
	return f
}

// encoded reports a file that is not a text in UTF-8, or of one line, as its bytes tell:
// UTF-16, as the editors of Windows write it under the name of Unicode; a document of a
// word processor under the name of a text; line ends of CR alone, as spreadsheets of old
// wrote them.
func encoded(file string, data []byte) *diag.Finding {
	at := point(1, 1)
	switch order, _ := utf16Order(data); {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")), bytes.HasPrefix(data, []byte("{\\rtf")):
		f := syntax(file, at, diag.Textf("文件是 Word、WPS 一类软件的文档，不是文本", "the file is a document of a word processor and not a text"),
			diag.Textf("请把内容复制到文本编辑器里，保存为 UTF-8 的 .md 文件", "copy what it says into a text editor, and save it as a .md file in UTF-8"))
		return &f
	case order != nil:
		f := converted(file, utf16Name)
		f.Fix = nil
		return &f
	case bytes.IndexByte(data, '\r') >= 0 && bytes.IndexByte(data, '\n') < 0 && bytes.IndexByte(data, '\r') < len(data)-1:
		f := syntax(file, at, diag.Textf("换行符是单独的 CR，整个文件被当成一行", "the lines end in CR alone: the whole file is one line"),
			diag.Textf("请用编辑器把换行符改为 LF 或 CRLF 后保存", "save it with line ends of LF or CRLF in your editor"))
		return &f
	}
	return nil
}
