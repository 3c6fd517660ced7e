package xlsx

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// workbook collects the names of sheets and makes the parts that hold them together.
type workbook struct{ sheets []sheetEntry }

type sheetEntry struct{ name, repeated string }

type textPart struct{ name, text string }

// add takes a sheet in and returns the name of its part. repeated are the rows that
// every printed page begins with, such as $3:$5; "" for none.
func (w *workbook) add(name, repeated string) string {
	w.sheets = append(w.sheets, sheetEntry{name, repeated})
	return "xl/worksheets/sheet" + strconv.Itoa(len(w.sheets)) + ".xml"
}

const (
	xmlHead       = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainNS        = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	relationNS    = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	packageNS     = `http://schemas.openxmlformats.org/package/2006/`
	spreadsheetCT = `application/vnd.openxmlformats-officedocument.spreadsheetml.`
)

// parts are the parts that are the same for every report, in their order in
// the archive.
func (w *workbook) parts() []textPart {
	var types, book, names, rels strings.Builder
	types.WriteString(xmlHead + `<Types xmlns="` + packageNS + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + spreadsheetCT + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + spreadsheetCT + `styles+xml"/>`)
	book.WriteString(xmlHead + `<workbook xmlns="` + mainNS + `" xmlns:r="` + relationNS + `"><sheets>`)
	rels.WriteString(xmlHead + `<Relationships xmlns="` + packageNS + `relationships">`)
	for i, s := range w.sheets {
		n := strconv.Itoa(i + 1)
		types.WriteString(`<Override PartName="/xl/worksheets/sheet` + n + `.xml" ContentType="` + spreadsheetCT + `worksheet+xml"/>`)
		book.WriteString(`<sheet name="` + string(appendEscaped(nil, s.name)) + `" sheetId="` + n + `" r:id="rId` + n + `"/>`)
		rels.WriteString(`<Relationship Id="rId` + n + `" Type="` + relationNS + `/worksheet" Target="worksheets/sheet` + n + `.xml"/>`)
		if s.repeated != "" {
			quoted := "'" + strings.ReplaceAll(s.name, "'", "''") + "'!" + s.repeated
			names.WriteString(`<definedName name="_xlnm.Print_Titles" localSheetId="` + strconv.Itoa(i) + `">` + string(appendEscaped(nil, quoted)) + `</definedName>`)
		}
	}
	book.WriteString(`</sheets>`)
	if names.Len() > 0 {
		book.WriteString(`<definedNames>` + names.String() + `</definedNames>`)
	}
	book.WriteString(`</workbook>`)
	n := strconv.Itoa(len(w.sheets) + 1)
	rels.WriteString(`<Relationship Id="rId` + n + `" Type="` + relationNS + `/styles" Target="styles.xml"/></Relationships>`)
	types.WriteString(`</Types>`)
	return []textPart{
		{"[Content_Types].xml", types.String()},
		{"_rels/.rels", xmlHead + `<Relationships xmlns="` + packageNS + `relationships"><Relationship Id="rId1" Type="` + relationNS + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", book.String()},
		{"xl/_rels/workbook.xml.rels", rels.String()},
		{"xl/styles.xml", styles()},
	}
}

// sheetNames makes names that a workbook may have: at most 31 letters, without seven of
// them, each once whatever its case.
type sheetNames struct{ taken map[string]bool }

func (s *sheetNames) of(text string) string {
	const most = 31
	clean := strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' {
			return ' '
		}
		return r
	}, text), "' ")
	if clean == "" {
		clean = "-"
	}
	for n := 1; ; n++ {
		end := ""
		if n > 1 {
			end = fmt.Sprintf(" (%d)", n)
		}
		name := shorten(clean, most-len(end)) + end
		if key := strings.ToLower(name); !s.taken[key] {
			s.taken[key] = true
			return name
		}
	}
}

// shorten cuts a text to a number of UTF-16 units, the measure of spreadsheets.
func shorten(s string, most int) string {
	n := 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > most {
			return strings.TrimRight(s[:i], "' ")
		}
	}
	return s
}
