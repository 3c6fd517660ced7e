package filetext

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// office reads a document of XML files in an archive, and what it says of its author.
func office(data []byte) (out []string) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil
	}
	left := int64(limit)
	open := func(f *zip.File) io.Reader {
		r, err := f.Open()
		if err != nil {
			return strings.NewReader("")
		}
		return &io.LimitedReader{R: r, N: left} // closing does nothing to a file in memory
	}
	var shared []string
	for _, f := range z.File {
		if f.Name == "xl/sharedStrings.xml" {
			shared = items(open(f))
		}
	}
	for _, f := range z.File {
		if !shown(f.Name) || left <= 0 {
			continue
		}
		r := open(f)
		if strings.HasPrefix(f.Name, "xl/worksheets/") {
			out = append(out, sheet(r, shared))
		} else {
			out = append(out, paragraphs(r))
		}
		if l, ok := r.(*io.LimitedReader); ok {
			left = l.N
		}
	}
	return out
}

// hidden are parts of a document that are not text.
var hidden = []string{"styles.xml", "settings.xml", "fontTable.xml", "numbering.xml", "webSettings.xml", "sharedStrings.xml", "calcChain.xml", "manifest.xml"}

// shown reports whether a file in an archive holds text that a reader sees, or describes the document.
func shown(name string) bool {
	if !strings.HasSuffix(name, ".xml") || slices.Contains(hidden, path.Base(name)) || strings.Contains(name, "theme/") {
		return false
	}
	top, _, deeper := strings.Cut(name, "/")
	return !deeper && (top == "content.xml" || top == "meta.xml") || deeper && slices.Contains([]string{"word", "xl", "ppt", "docProps", "Doc_0"}, top)
}

// breaks are elements after which a line ends.
var breaks = []string{"p", "br", "tab", "tc", "si", "row", "table-cell", "creator", "lastModifiedBy", "title", "subject", "description", "keywords", "Company", "Manager",
	"author", "TextCode", "initial-creator", "category", "lpwstr"}

// paragraphs reads the characters of an XML file, a line for each paragraph.
func paragraphs(r io.Reader) string {
	var b strings.Builder
	d := xml.NewDecoder(r)
	d.Strict = false
	for {
		t, err := d.RawToken()
		if err != nil {
			return b.String()
		}
		switch t := t.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.EndElement:
			if slices.Contains(breaks, t.Name.Local) {
				b.WriteByte('\n')
			}
		}
	}
}

// items reads the strings that the cells of a workbook share.
func items(r io.Reader) (out []string) {
	var b strings.Builder
	d := xml.NewDecoder(r)
	d.Strict = false
	for {
		t, err := d.RawToken()
		if err != nil {
			return out
		}
		switch t := t.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.EndElement:
			if t.Name.Local == "si" {
				out = append(out, b.String())
				b.Reset()
			}
		}
	}
}

// sheet reads the cells of a sheet.
func sheet(r io.Reader, shared []string) string {
	var c cells
	var text strings.Builder
	column, kind := "", ""
	d := xml.NewDecoder(r)
	d.Strict = false
	for {
		t, err := d.RawToken()
		if err != nil {
			return c.out.String()
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local == "c" {
				column, kind = "", ""
				for _, a := range t.Attr {
					switch a.Name.Local {
					case "r":
						column = strings.TrimRight(a.Value, "0123456789")
					case "t":
						kind = a.Value
					}
				}
			}
			if t.Name.Local == "c" || t.Name.Local == "f" {
				text.Reset()
			}
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			switch t.Name.Local {
			case "f": // a formula
				text.Reset()
			case "c":
				value := text.String()
				if kind == "s" {
					i, err := strconv.Atoi(strings.TrimSpace(value))
					if value = ""; err == nil && i >= 0 && i < len(shared) {
						value = shared[i]
					}
				}
				c.add(column, value)
			}
		}
	}
}
