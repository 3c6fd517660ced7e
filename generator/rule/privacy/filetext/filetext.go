// Package filetext takes the text out of documents that are published beside pages: those of word
// processors, spreadsheets and slides in XML (docx, xlsx, pptx, odt, ods, odp), tables in CSV, web
// pages and PDF, with what they say of their authors. It is made for finding things in them and not for
// showing them: layout is lost.
//
// Of a PDF it reads the descriptions, and the text of fonts that say which characters their codes stand for, or
// use plain ASCII. Text in pictures, in encrypted files and in fonts without that table is not read, nor are
// the binary formats of old (doc, xls, ppt, wps).
package filetext

import (
	"bytes"
	"encoding/csv"
	"html"
	"path"
	"regexp"
	"strings"
)

// limit is how much is read of what a file unpacks to, in bytes.
const limit = 64 << 20

// Readable reports whether Text can read a file of a name.
func Readable(name string) bool { return readers[kind(name)] != nil }

// Text returns the text of a file, one string for each of its parts; nothing where the file is not what its name
// says. In tables a number that is under a heading for telephones has the heading's word before it, and other
// numbers are left out: an amount can look like a telephone number.
func Text(name string, data []byte) []string {
	read := readers[kind(name)]
	if read == nil {
		return nil
	}
	return read(data)
}

func kind(name string) string { return strings.ToLower(path.Ext(name)) }

var readers = map[string]func([]byte) []string{
	".docx": office, ".docm": office, ".xlsx": office, ".xlsm": office, ".pptx": office, ".odt": office, ".ods": office, ".odp": office, ".ofd": office,
	".pdf": pdf, ".csv": table, ".tsv": table, ".html": page, ".htm": page, ".txt": plain,
}

func plain(data []byte) []string { return []string{string(data)} }

// phones are words in the heading of a column of telephone numbers.
var phones = regexp.MustCompile(`手机|电话|联系方式|(?i)mobile|phone|\btel\b`)

// cells writes a table's cells, one a line.
type cells struct {
	out    strings.Builder
	phones map[string]bool // the columns with telephone numbers
}

var digits = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)

func (c *cells) add(column, text string) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return
	case !digits.MatchString(text) || len(text) == 18: // the length of an identity-card number, which has its check digit
		if phones.MatchString(text) {
			if c.phones == nil {
				c.phones = map[string]bool{}
			}
			c.phones[column] = true
		}
		c.out.WriteString(text + "\n")
	case c.phones[column]:
		c.out.WriteString("电话 " + text + "\n")
	}
}

// table reads values separated by commas or tabs.
func table(data []byte) []string {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	if first, _, _ := bytes.Cut(data, []byte("\n")); bytes.IndexByte(first, '\t') >= 0 && bytes.IndexByte(first, ',') < 0 {
		r.Comma = '\t'
	}
	var c cells
	for {
		row, err := r.Read()
		if err != nil {
			return []string{c.out.String()}
		}
		for i, text := range row {
			c.add(string(rune('A'+i)), text)
		}
	}
}

var (
	silent  = regexp.MustCompile(`(?is)<(script|style)\b.*?</(script|style)\s*>|<!--.*?-->`)
	blocks  = regexp.MustCompile(`(?i)</?(p|div|li|tr|td|th|h[1-6]|br|table|ul|ol|section|article)\b[^>]*>`)
	anyTag  = regexp.MustCompile(`<[^>]*>`)
	metaTag = regexp.MustCompile(`(?i)<meta\b[^>]*\bcontent\s*=\s*["']([^"']*)["']`)
)

// page reads a web page.
func page(data []byte) []string {
	text := silent.ReplaceAllString(string(data), "")
	var out []string
	for _, m := range metaTag.FindAllStringSubmatch(text, -1) {
		out = append(out, html.UnescapeString(m[1]))
	}
	text = anyTag.ReplaceAllString(blocks.ReplaceAllString(text, "\n"), "")
	return append(out, html.UnescapeString(text))
}
