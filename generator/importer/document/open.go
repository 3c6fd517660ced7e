// Package document opens a file by what it holds, whatever its name, with the reader of its kind.
package document

import (
	"bytes"
	"errors"
	"net/http"
	"regexp"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/importer/docx"
	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/msdoc"
	"gongkai/generator/importer/ofd"
	"gongkai/generator/importer/pdf"
	"gongkai/generator/importer/plaintext"
	"gongkai/generator/importer/spreadsheet"
	"gongkai/generator/importer/webpage"
)

// ErrKind says that there is no reader for a kind of file.
var ErrKind = errors.New("the kind of file is not read")

// ErrPicture says that a file is a picture, a film or a sound.
var ErrPicture = errors.New("the file is a picture")

// tag is one of the elements that web pages, and parts of them that editors save, are made of.
var tag = regexp.MustCompile(`<(?:!doctype html|html|head|body|table|div|p|section|article|meta)[\s>]`)

// Open reads a file by what it holds.
func Open(data []byte) (*grid.Document, error) {
	start := bytes.ToLower(bytes.TrimSpace(data[:min(len(data), 1024)]))
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		start = bytes.ReplaceAll(start[2:], []byte{0}, nil) // UTF-16: the letters of its tags
	}
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		doc, err := docx.Read(data)
		if errors.Is(err, docx.ErrNotWord) {
			if sheets, err := spreadsheet.Read(data); !errors.Is(err, spreadsheet.ErrNotExcel) {
				return sheets, err
			}
			if bytes.Contains(data, []byte("OFD.xml")) { // its first part, named in the archive
				return ofd.Read(data)
			}
		}
		return doc, err
	case bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")):
		return pdf.Read(data)
	case bytes.HasPrefix(data, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return msdoc.Read(data)
	case bytes.HasPrefix(start, []byte(`{\rtf`)):
		return nil, ErrKind
	case docx.IsXML(data):
		return docx.ReadXML(data)
	case webpage.IsSaved(data):
		return webpage.ReadSaved(data)
	case tag.Match(start):
		return webpage.Read(data)
	case bytes.HasPrefix(bytes.TrimPrefix(start, []byte("\ufeff")), []byte("<?xml")):
		return nil, ErrKind
	case media(data):
		return nil, ErrPicture
	}
	return plaintext.Read(data)
}

// media reports whether a file is seen or heard, not read.
func media(data []byte) bool {
	kind, _, _ := strings.Cut(http.DetectContentType(data), "/")
	return kind == "image" || kind == "audio" || kind == "video"
}

// Text tells in both languages why a file could not be opened, and what to do; ok is false for an
// error of another kind.
func Text(err error) (t, hint diag.Text, ok bool) {
	switch {
	case errors.Is(err, grid.ErrTooMuch):
		return diag.Textf("文件里的内容比任何一份报告都多", "the file holds more than any report does"), diag.Textf("请只保留报告本身，另存后再导入", "save the report alone, and import that"), true
	case errors.Is(err, grid.ErrDoctype):
		return diag.Textf("文件里声明了文档类型（DOCTYPE），Word 和 Excel 不会这样写", "the file declares a document type, which neither Word nor Excel writes"), diag.Textf("请用 Word、Excel 或 WPS 打开后另存一次", "open it in Word, Excel or WPS and save it again"), true
	case errors.Is(err, grid.ErrDeep):
		return diag.Textf("文件里的元素嵌套得太深，没有哪份报告是这样的", "elements of the file nest deeper than those of any report"), diag.Textf("请在浏览器或 Word 里打开，只复制报告本身，另存后再导入", "open it in a browser or in Word, copy the report alone, save and import that"), true
	case errors.Is(err, grid.ErrEmpty):
		return diag.Textf("文件是空的", "the file is empty"), diag.Textf("请重新下载，或者换成有内容的文件", "download it again, or name a file that holds something"), true
	case errors.Is(err, ErrPicture):
		return diag.Textf("是图片或者音像，不是文字", "is a picture, a film or a sound, not text"), diag.Textf("请找到原来的 Word 文件或网页", "find the Word file or the web page that it was made from"), true
	case errors.Is(err, ofd.ErrNotOFD):
		return diag.Textf("不是 OFD 版式文件，或者已经损坏、加了密", "is not an OFD file, or is damaged or encrypted"), diag.Textf("请用 OFD 阅读器另存或打印为 PDF，或者找到原来的 Word 文件", "save or print it as PDF in a reader of OFD, or find the Word file that it was made from"), true
	case errors.Is(err, ofd.ErrPicture):
		return diag.Textf("OFD 里只有页面的图片，没有文字", "the OFD has only pictures of pages, no text"), diag.Textf("请找到原来的 Word 文件或网页", "find the Word file or the web page that it was made from"), true
	case errors.Is(err, ErrKind):
		return diag.Textf("还不能读这种文件", "this kind of file cannot be read yet"), diag.Textf("请另存为 Word（.docx）、Excel（.xlsx）或网页（.html）", "save it as a Word file (.docx), a workbook (.xlsx) or a web page (.html)"), true
	case errors.Is(err, webpage.ErrNotSaved):
		return diag.Textf("不是浏览器存成一个文件的网页（.mhtml），或者已经损坏", "is not a page that a browser saved as one file (.mhtml), or is damaged"), diag.Textf("请在浏览器里打开网页，重新另存一次", "open the page in a browser and save it again"), true
	case errors.Is(err, msdoc.ErrNotDoc):
		return diag.Textf("不是 Word 97–2003 的文件，或者已经损坏", "is not a Word file of 97 to 2003, or is damaged"), diag.Textf("请用 Word 或 WPS 打开后另存为 .docx", "open it in Word or WPS and save it as .docx"), true
	case errors.Is(err, msdoc.ErrEncrypted):
		return diag.Textf("文件加了密", "the file is encrypted"), diag.Textf("请用密码打开，去掉密码后另存一次", "open it with its password and save it again without one"), true
	case errors.Is(err, msdoc.ErrSheets):
		return diag.Textf("是 Excel 97–2003 或 WPS 表格的文件（.xls、.et），还不能读", "is a workbook of Excel 97 to 2003 or of WPS (.xls, .et), which is not read yet"), diag.Textf("请用 Excel 或 WPS 打开后另存为 .xlsx", "open it in Excel or WPS and save it as .xlsx"), true
	case errors.Is(err, pdf.ErrEncrypted):
		return diag.Textf("PDF 加了密", "the PDF is encrypted"), diag.Textf("请用能打开它的程序另存为不加密的文件", "save it without a password in a program that opens it"), true
	case errors.Is(err, pdf.ErrPicture):
		return diag.Textf("PDF 里只有页面的图片，没有文字", "the PDF has only pictures of pages, no text"), diag.Textf("请找到原来的 Word 文件或网页", "find the Word file or the web page that it was made from"), true
	case errors.Is(err, pdf.ErrNotPDF):
		return diag.Textf("不是 PDF，或者已经损坏", "is not a PDF, or is damaged"), diag.Textf("请重新下载或另存一次", "download it again, or save it again"), true
	case errors.Is(err, docx.ErrNotWord):
		return diag.Textf("不是 Word 文件，也不是 Excel 文件，或者已经损坏", "is neither a Word file nor a workbook, or is damaged"), diag.Textf("请用 Word、Excel 或 WPS 打开后另存一次", "open it in Word, Excel or WPS and save it again"), true
	}
	return diag.Text{}, diag.Text{}, false
}
