package word

import (
	"bytes"
	"encoding/xml"
)

type part struct{ name, text string }

const (
	head      = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordNS    = `http://schemas.openxmlformats.org/wordprocessingml/2006/main`
	officeNS  = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	packageNS = `http://schemas.openxmlformats.org/package/2006/`
	contentCT = `application/vnd.openxmlformats-officedocument.wordprocessingml.`
)

func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

// parts are those of the file: A4 with the margins of an official document (GB/T 9704: 37 mm above,
// 35 below, 28 on the left, 26 on the right), the number of the page below.
func parts(title string, words Words, body string) []part {
	header := ""
	if words.Banner != "" {
		header = `<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>` + escaped(words.Banner) + `</w:t></w:r></w:p>`
	} else {
		header = `<w:p/>`
	}
	return []part{
		{"[Content_Types].xml", head + `<Types xmlns="` + packageNS + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="` + contentCT + `document.main+xml"/><Override PartName="/word/styles.xml" ContentType="` + contentCT + `styles+xml"/>` +
			`<Override PartName="/word/header.xml" ContentType="` + contentCT + `header+xml"/><Override PartName="/word/footer.xml" ContentType="` + contentCT + `footer+xml"/>` +
			`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`},
		{"_rels/.rels", head + `<Relationships xmlns="` + packageNS + `relationships"><Relationship Id="rId1" Type="` + officeNS + `/officeDocument" Target="word/document.xml"/>` +
			`<Relationship Id="rId2" Type="` + packageNS + `relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`},
		{"docProps/core.xml", head + `<cp:coreProperties xmlns:cp="` + packageNS + `metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + escaped(title) + `</dc:title><dc:language>zh-CN</dc:language></cp:coreProperties>`},
		{"word/document.xml", head + `<w:document xmlns:w="` + wordNS + `" xmlns:r="` + officeNS + `"><w:body>` + body +
			`<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/>` +
			`<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1417" w:gutter="0"/></w:sectPr></w:body></w:document>`},
		{"word/_rels/document.xml.rels", head + `<Relationships xmlns="` + packageNS + `relationships"><Relationship Id="rId1" Type="` + officeNS + `/styles" Target="styles.xml"/>` +
			`<Relationship Id="rId2" Type="` + officeNS + `/header" Target="header.xml"/><Relationship Id="rId3" Type="` + officeNS + `/footer" Target="footer.xml"/></Relationships>`},
		{"word/styles.xml", styles()},
		{"word/header.xml", head + `<w:hdr xmlns:w="` + wordNS + `">` + header + `</w:hdr>`},
		{"word/footer.xml", head + `<w:ftr xmlns:w="` + wordNS + `"><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>`},
	}
}

// styles are those of an official document: the title in 小标宋, headings in 黑体, text in 仿宋, three
// sizes (二号, 三号, 五号). Where a font is missing, Word takes the one that its name stands for.
func styles() string {
	const song, hei, fang = "宋体", "黑体", "仿宋"
	font := func(name string) string {
		return `<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="` + name + `" w:cs="Times New Roman"/>`
	}
	style := func(id, name, paragraph, run string) string {
		return `<w:style w:type="paragraph" w:styleId="` + id + `"><w:name w:val="` + name + `"/><w:qFormat/><w:pPr>` + paragraph + `</w:pPr><w:rPr>` + run + `</w:rPr></w:style>`
	}
	const indent = `<w:ind w:firstLineChars="200" w:firstLine="640"/>`
	const line = `<w:spacing w:line="580" w:lineRule="exact"/>`
	borders := ""
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		borders += `<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="000000"/>`
	}
	return head + `<w:styles xmlns:w="` + wordNS + `"><w:docDefaults><w:rPrDefault><w:rPr>` + font(fang) + `<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>` + line + indent + `<w:jc w:val="both"/></w:pPr></w:style>` +
		style("Title", "Title", `<w:keepNext/><w:spacing w:before="240" w:after="480"/><w:jc w:val="center"/>`, font("方正小标宋简体")+`<w:sz w:val="44"/><w:szCs w:val="44"/>`) +
		style("Heading1", "heading 1", `<w:keepNext/>`+line+indent+`<w:outlineLvl w:val="0"/>`, font(hei)) +
		style("Heading2", "heading 2", `<w:keepNext/>`+line+indent+`<w:outlineLvl w:val="1"/>`, font("楷体")) +
		style("ListItem", "List Item", line+`<w:ind w:left="640"/>`, "") +
		style("TableLabel", "Table Label", `<w:jc w:val="left"/>`, font(song)+`<w:sz w:val="21"/><w:szCs w:val="21"/>`) +
		style("TableFigure", "Table Figure", `<w:jc w:val="center"/>`, font(song)+`<w:sz w:val="21"/><w:szCs w:val="21"/>`) +
		style("TableEnd", "Table End", `<w:spacing w:line="240" w:lineRule="exact"/>`, `<w:sz w:val="12"/>`) +
		`<w:style w:type="table" w:styleId="Statutory"><w:name w:val="Statutory Table"/><w:tblPr><w:tblBorders>` + borders + `</w:tblBorders><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`
}
