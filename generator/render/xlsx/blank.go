package xlsx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

// Blank is a workbook that a body fills in and sends back: a sheet a part of the report, the tables as printed, all
// locked but the cells to fill in. What must add up is checked while it is filled in. The importer reads it.
type Blank struct {
	Form                        *form.Form
	Title                       string // of the report, with the body's name and the year
	Name, CreditCode, DueBefore string // of the body; "" where there is none
	Given                       map[*form.Cell]string
	Last                        *report.Report // last year's, which relations between years compare with; nil for none
	Language                    string         // of what the form does not print, zh or en
}

// textRows is how many paragraphs a part of prose has room for, each in a row of its own.
const textRows = 24

// blank is a Blank while it is written.
type blank struct {
	Blank
	book   workbook
	names  sheetNames
	sheets []string              // in their order
	at     map[*form.Cell]string // where each cell is, with its sheet
	inputs []string              // a formula for each sheet with figures: how many are missing
	where  []string              // and its heading
	fees   []*form.Cell          // of statements, which are filled in on the first sheet
}

// Bytes makes the workbook. Its bytes depend on the Blank alone.
func (b Blank) Bytes() ([]byte, error) {
	w := &blank{Blank: b, names: sheetNames{taken: map[string]bool{}}, at: map[*form.Cell]string{}}
	first := w.names.of(w.text("填报说明", "Read me"))
	w.book.add(first, "")
	for _, s := range b.Form.Statements {
		for _, c := range s.Cells {
			w.at[c] = quotedSheet(first) + ref(feesRow+len(w.fees), 1)
			w.fees = append(w.fees, c)
		}
	}
	var layouts []*layout
	for i, s := range b.Form.Sections {
		name := w.names.of(shortName(s.Heading, i))
		w.book.add(name, "")
		var l *layout
		if s.Table != nil {
			l = arrange(b.Form, s.Table.Layout(i+1))
			for c, p := range l.at {
				w.at[c] = quotedSheet(name) + ref(top+p.row, p.col)
			}
		}
		layouts = append(layouts, l)
	}
	for i, s := range b.Form.Sections {
		if layouts[i] != nil {
			w.sheets = append(w.sheets, w.tableSheet(s, layouts[i], i == 0))
		} else {
			w.sheets = append(w.sheets, w.textSheet(s, i == 0))
		}
	}
	w.sheets = slices.Insert(w.sheets, 0, w.readMe())
	return w.pack()
}

func (w *blank) text(zh, en string, args ...any) string {
	return diag.Textf(zh, en, args...).In(w.Language)
}

// shortName is what a part is called on its tab: what is before the first mark of its heading.
func shortName(heading string, i int) string {
	if n := strings.IndexAny(heading, "、．. "); n > 0 {
		return heading[:n]
	}
	return strconv.Itoa(i + 1)
}

func quotedSheet(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'!" }

// pack writes the parts of the file.
func (w *blank) pack() ([]byte, error) {
	a := newArchive(nil)
	defer a.free()
	for _, p := range w.book.parts() {
		switch p.name {
		case "xl/styles.xml":
			p.text = blankStyles()
		case "xl/workbook.xml":
			p.text = strings.Replace(p.text, "<sheets>", `<workbookProtection lockStructure="1"/><sheets>`, 1)
			p.text = strings.Replace(p.text, "</workbook>", `<calcPr calcId="0" fullCalcOnLoad="1"/></workbook>`, 1)
		}
		a.text = append(a.text[:0], p.text...)
		if err := a.add(p.name); err != nil {
			return nil, err
		}
	}
	for i, s := range w.sheets {
		a.text = append(a.text[:0], s...)
		if err := a.add("xl/worksheets/sheet" + strconv.Itoa(i+1) + ".xml"); err != nil {
			return nil, err
		}
	}
	return a.close()
}

// begin begins a sheet whose columns have widths.
func begin(c *compiler, widths []int, rows, cols int) {
	c.write(xmlHead + `<worksheet xmlns="` + mainNS + `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">`)
	if rows > 0 {
		c.freeze(rows, cols)
	}
	c.write(`</sheetView></sheetViews><sheetFormatPr defaultRowHeight="` + strconv.Itoa(lineHeight) + `"/><cols>`)
	for i, n := range widths {
		at := strconv.Itoa(i + 1)
		c.write(`<col min="` + at + `" max="` + at + `" width="` + strconv.Itoa(n) + `" customWidth="1"/>`)
	}
	c.write(`</cols><sheetData>`)
}

// end ends a sheet: it is locked, without a password, so that a cell that is not an input cannot be changed by mistake.
func end(c *compiler, more string, landscape bool) string {
	c.write(`</sheetData><sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0"/>`)
	if len(c.merged) > 0 {
		c.write(`<mergeCells count="` + strconv.Itoa(len(c.merged)) + `">`)
		for _, m := range c.merged {
			c.write(`<mergeCell ref="` + m + `"/>`)
		}
		c.write(`</mergeCells>`)
	}
	orientation := "portrait"
	if landscape {
		orientation = "landscape"
	}
	c.write(more + `<printOptions horizontalCentered="1"/><pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>` +
		`<pageSetup paperSize="9" orientation="` + orientation + `" fitToWidth="1" fitToHeight="0"/></worksheet>`)
	return string(c.text)
}

// formula writes a cell that the spreadsheet computes.
func (c *compiler) formula(row, col int, s style, f string, words bool) {
	c.open(row, col)
	c.text = appendStyle(c.text, s)
	if words {
		c.write(`" t="str`)
	}
	c.write(`"><f>`)
	c.text = appendEscaped(c.text, f)
	c.write(`</f></c>`)
}

// wide is a row of one text over some columns.
func (c *compiler) wide(row, cols, height int, s style, text string) {
	c.row(row, height)
	c.words(row, 0, s, text)
	for col := 1; col < cols; col++ {
		c.empty(row, col, s)
	}
	c.write(`</row>`)
	c.merge(row, 0, 1, cols)
}

// tableSheet is a part with a table.
func (w *blank) tableSheet(s *form.Section, l *layout, first bool) string {
	c := &compiler{}
	widths := make([]int, l.width)
	for col := range widths {
		widths[col] = l.columnWidth(col)
	}
	begin(c, widths, top+len(l.grid.Head), l.side)
	w.heads(c, s, l.width, first)
	byKind := map[form.Kind][]string{}
	var figures []string
	for r := range l.cells {
		c.row(top+r, l.height(r))
		for col := range l.width {
			p := l.cell(r, col)
			if p == nil || p.Cell == nil || p.row != r || p.col != col {
				l.compileCell(c, r, col)
				continue
			}
			w.input(c, top+r, col, p.Cell)
			c.merge(top+r, col, p.rows, p.cols)
			byKind[p.Cell.Kind] = append(byKind[p.Cell.Kind], ref(top+r, col))
			if p.Cell.Kind.Numeric() {
				figures = append(figures, w.at[p.Cell])
			}
		}
		c.write(`</row>`)
	}
	w.inputs, w.where = append(w.inputs, missing(figures)), append(w.where, s.Heading)
	var here []*form.Cell
	for cell := range l.at {
		here = append(here, cell)
	}
	slices.SortFunc(here, func(a, b *form.Cell) int { return a.Index - b.Index })
	return end(c, w.marks(here)+w.validations(byKind), l.grid.Wide)
}

// heads are the first rows of a part: the report's title on the first of them, and the heading.
func (w *blank) heads(c *compiler, s *form.Section, cols int, first bool) {
	if first {
		c.wide(0, cols, 30, title, w.Title)
	}
	c.wide(1, cols, 21, caption, s.Heading)
}

// textSheet is a part of prose: a row a paragraph.
func (w *blank) textSheet(s *form.Section, first bool) string {
	c := &compiler{}
	begin(c, []int{20, 80}, 0, 0)
	w.heads(c, s, 2, first)
	for i := range textRows {
		c.row(top+i, 48)
		c.empty(top+i, 0, inputText)
		c.empty(top+i, 1, inputText)
		c.write(`</row>`)
		c.merge(top+i, 0, 1, 2)
	}
	for i, st := range s.Statements {
		c.row(top+textRows+i, 48)
		c.formula(top+textRows+i, 0, wording, w.sentence(st), true)
		c.empty(top+textRows+i, 1, wording)
		c.write(`</row>`)
		c.merge(top+textRows+i, 0, 1, 2)
	}
	prompt := w.text("一行写一段。", "One paragraph a row. ") + s.Prompt
	return end(c, `<dataValidations count="1"><dataValidation allowBlank="1" showInputMessage="1" promptTitle="`+escapedText(shorten(s.Heading, 30))+`" prompt="`+
		escapedText(shorten(prompt, 250))+`" sqref="`+ref(top, 0)+":"+ref(top+textRows-1, 0)+`"/></dataValidations>`, false)
}

func escapedText(s string) string { return string(appendEscaped(nil, s)) }

// sentence is the formula of a statement: nothing as long as one of its figures is missing.
func (w *blank) sentence(s *form.Statement) string {
	var refs []string
	text := literal(s.Text)
	for _, c := range s.Cells {
		refs = append(refs, w.at[c])
		text = strings.ReplaceAll(text, "{"+c.Path[strings.LastIndexByte(c.Path, '.')+1:]+"}", `"&`+w.at[c]+`&"`)
	}
	return fmt.Sprintf(`IF(COUNT(%s)=%d,%s,"")`, strings.Join(refs, ","), len(refs), text)
}

// literal is a text in a formula.
func literal(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// input writes a cell that is to be filled in, with what it is given.
func (w *blank) input(c *compiler, row, col int, cell *form.Cell) {
	s := inputNumber
	switch {
	case !cell.Kind.Numeric():
		s = inputText
	case cell.Kind != form.Count:
		s = inputAmount
	}
	c.open(row, col)
	switch text := w.Given[cell]; {
	case text == "":
		c.text = append(appendStyle(c.text, s), `"/>`...)
	case s == inputText:
		c.text = appendWords(c.text, s, text)
	default:
		c.text = appendDigits(c.text, s, strings.TrimPrefix(text, "+"))
	}
}
