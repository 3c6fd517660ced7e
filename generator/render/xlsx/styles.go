package xlsx

import (
	"strconv"
	"strings"
)

// style is the number of a cell format in styles.xml.
type style int

// maxScale is how many digits after the point a number format is made for.
const maxScale = 6

// The cell formats, in the order of formats(). After each that is for numbers come
// those with one to maxScale digits after the point.
const (
	plain      style = iota
	title            // of the report
	caption          // of a table
	head             // of columns
	rowHead          // of rows
	wording          // words in a table
	signed           // a change, with its sign
	number           // and maxScale more
	recomputed = number + maxScale + 1
	differs    = recomputed + maxScale + 1 // a recomputed sum that is not what was published
	label      = differs + maxScale + 1    // of a fact about the report
	fact       = label + 1
	heading    = label + 2 // of a list of facts

	// Of a workbook that is to be filled in alone, whose other cells are locked.
	inputNumber = label + 3
	inputAmount = label + 4
	inputText   = label + 5
)

// format is one cell format: its parts by their numbers in styles.xml.
type format struct {
	number, font, fill, border int
	align                      string
	open                       bool // it can be changed where the sheet is locked
}

// firstNumberFormat is the first number that a file may give to a format of its own.
const firstNumberFormat = 164

func formats() []format {
	const center, left = `horizontal="center" vertical="center" wrapText="1"`, `horizontal="left" vertical="center" wrapText="1"`
	const middle = `horizontal="center" vertical="center"`
	out := []format{
		{},
		{font: 1, align: center},
		{font: 2, align: left},
		{font: 3, fill: 2, border: 1, align: center},
		{border: 1, align: left},
		{border: 1, align: left},
		{number: firstNumberFormat + maxScale + 1, border: 1, align: middle},
	}
	for _, f := range []format{{border: 1}, {font: 4, fill: 3, border: 1}, {font: 5, fill: 3, border: 1}} {
		for scale := range maxScale + 1 {
			f.number, f.align = firstNumberFormat+scale, middle
			out = append(out, f)
		}
	}
	const top = `horizontal="left" vertical="top" wrapText="1"`
	return append(out, format{font: 3, align: top}, format{align: top}, format{font: 2, align: left})
}

// styles is the part xl/styles.xml.
func styles() string { return stylesOf(formats(), []string{"FFE8EDF3", "FFF5F5F5"}, "") }

// blankStyles is that part of a workbook that is to be filled in.
func blankStyles() string {
	const middle, words = `horizontal="center" vertical="center"`, `horizontal="left" vertical="top" wrapText="1"`
	list := append(formats(), format{number: firstNumberFormat, fill: 4, border: 1, align: middle, open: true},
		format{fill: 4, border: 1, align: middle, open: true}, format{fill: 4, border: 1, align: words, open: true})
	return stylesOf(list, []string{"FFE8EDF3", "FFF5F5F5", "FFFFF9DB"},
		`<dxfs count="1"><dxf><font><b/><color rgb="FF9C0006"/></font><fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill></fill></dxf></dxfs>`)
}

func stylesOf(list []format, fills []string, more string) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<styleSheet xmlns="` + mainNS + `"><numFmts count="` + strconv.Itoa(maxScale+2) + `">`)
	code := "0"
	for scale := range maxScale + 1 {
		if scale > 0 {
			code = "0." + strings.Repeat("0", scale)
		}
		b.WriteString(`<numFmt numFmtId="` + strconv.Itoa(firstNumberFormat+scale) + `" formatCode="` + code + `"/>`)
	}
	b.WriteString(`<numFmt numFmtId="` + strconv.Itoa(firstNumberFormat+maxScale+1) + `" formatCode="+0;\-0;0"/></numFmts>`)
	const face = `<name val="宋体"/><family val="3"/><charset val="134"/>`
	b.WriteString(`<fonts count="6"><font><sz val="10.5"/>` + face + `</font><font><b/><sz val="16"/>` + face + `</font><font><b/><sz val="12"/>` + face +
		`</font><font><b/><sz val="10.5"/>` + face + `</font><font><i/><sz val="10.5"/><color rgb="FF404040"/>` + face +
		`</font><font><b/><i/><sz val="10.5"/><color rgb="FFB00020"/>` + face + `</font></fonts>`)
	b.WriteString(`<fills count="` + strconv.Itoa(len(fills)+2) + `"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>`)
	for _, c := range fills {
		b.WriteString(`<fill><patternFill patternType="solid"><fgColor rgb="` + c + `"/></patternFill></fill>`)
	}
	b.WriteString(`</fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>`)
	for _, side := range []string{"left", "right", "top", "bottom"} {
		b.WriteString(`<` + side + ` style="thin"><color rgb="FF000000"/></` + side + `>`)
	}
	b.WriteString(`<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>`)
	b.WriteString(`<cellXfs count="` + strconv.Itoa(len(list)) + `">`)
	for _, f := range list {
		b.WriteString(`<xf numFmtId="` + strconv.Itoa(f.number) + `" fontId="` + strconv.Itoa(f.font) + `" fillId="` + strconv.Itoa(f.fill) + `" borderId="` + strconv.Itoa(f.border) +
			`" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"`)
		switch {
		case f.align == "":
			b.WriteString(`/>`)
		case f.open:
			b.WriteString(` applyAlignment="1" applyProtection="1"><alignment ` + f.align + `/><protection locked="0"/></xf>`)
		default:
			b.WriteString(` applyAlignment="1"><alignment ` + f.align + `/></xf>`)
		}
	}
	b.WriteString(`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>` + more + `</styleSheet>`)
	return b.String()
}
