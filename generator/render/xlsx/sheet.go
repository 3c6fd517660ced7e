package xlsx

import (
	"strconv"
	"strings"

	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

// table is the sheet of one statutory table, cut into constant text and holes.
type table struct {
	part  string // its name in the archive
	parts []part
	tail  string
}

// part is constant text and the hole after it.
type part struct {
	text string
	cell *form.Cell // whose value is put in
	sum  *form.Line // or the sum of its parts
	// Neither: the report's title.

	formula string // of the sum, over the cells of its parts
}

// compiler writes a sheet's text and leaves holes in it.
type compiler struct {
	text   []byte
	parts  []part
	merged []string
}

func (c *compiler) write(s string) { c.text = append(c.text, s...) }

func (c *compiler) reserve(p part) {
	p.text = string(c.text)
	c.parts, c.text = append(c.parts, p), c.text[:0]
}

// open begins a cell, up to its style.
func (c *compiler) open(row, col int) { c.write(`<c r="` + ref(row, col) + `" s="`) }

func (c *compiler) words(row, col int, s style, text string) {
	c.open(row, col)
	c.text = appendWords(c.text, s, text)
}

func (c *compiler) empty(row, col int, s style) {
	c.open(row, col)
	c.text = append(appendStyle(c.text, s), `"/>`...)
}

func (c *compiler) merge(row, col, rows, cols int) {
	if rows > 1 || cols > 1 {
		c.merged = append(c.merged, ref(row, col)+":"+ref(row+rows-1, col+cols-1))
	}
}

func (c *compiler) row(row, height int) {
	c.write(`<row r="` + strconv.Itoa(row+1) + `"`)
	if height > 0 {
		c.write(` ht="` + strconv.Itoa(height) + `" customHeight="1"`)
	}
	c.write(`>`)
}

// compile writes the sheet.
func (l *layout) compile(w *words) *table {
	c := &compiler{}
	all := l.width + l.columns
	rows := top + len(l.cells) + len(l.below)
	landscape := l.grid.Wide
	c.write(xmlHead + `<worksheet xmlns="` + mainNS + `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:` + ref(rows-1, all-1) + `"/><sheetViews><sheetView workbookViewId="0">`)
	if n := len(l.grid.Head); n > 0 {
		c.freeze(top+n, l.side)
	}
	c.write(`</sheetView></sheetViews><sheetFormatPr defaultRowHeight="` + strconv.Itoa(lineHeight) + `"/><cols>`)
	for col := range all {
		n := strconv.Itoa(col + 1)
		c.write(`<col min="` + n + `" max="` + n + `" width="` + strconv.Itoa(l.columnWidth(col)) + `" customWidth="1"/>`)
	}
	c.write(`</cols><sheetData>`)
	c.row(0, 30)
	c.write(`<c r="A1" s="` + strconv.Itoa(int(title)) + `" t="inlineStr"><is><t xml:space="preserve">`)
	c.reserve(part{})
	c.write(`</t></is></c></row>`)
	c.merge(0, 0, 1, all)
	c.row(1, 21)
	c.words(1, 0, caption, l.grid.Table.Caption)
	c.write(`</row>`)
	c.merge(1, 0, 1, all)
	for r := range l.cells {
		c.row(top+r, l.height(r))
		for col := range l.width {
			l.compileCell(c, r, col)
		}
		l.compileBeside(c, w, r)
		c.write(`</row>`)
	}
	for i, s := range l.below {
		l.compileBelow(c, w, top+len(l.cells)+i, s)
	}
	c.write(`</sheetData><mergeCells count="` + strconv.Itoa(len(c.merged)) + `">`)
	for _, m := range c.merged {
		c.write(`<mergeCell ref="` + m + `"/>`)
	}
	c.write(`</mergeCells>` + pageSetup(landscape, w))
	return &table{parts: c.parts, tail: string(c.text)}
}

// freeze keeps the headers in sight.
func (c *compiler) freeze(rows, cols int) {
	pane := "bottomRight"
	c.write(`<pane `)
	if cols > 0 {
		c.write(`xSplit="` + strconv.Itoa(cols) + `" `)
	} else {
		pane = "bottomLeft"
	}
	c.write(`ySplit="` + strconv.Itoa(rows) + `" topLeftCell="` + ref(rows, cols) + `" activePane="` + pane + `" state="frozen"/>`)
}

// compileCell writes what is in a row and column of the printed table. A cell that
// reaches over several is written in each, for its border.
func (l *layout) compileCell(c *compiler, r, col int) {
	p := l.cell(r, col)
	if p == nil {
		return
	}
	s := wording
	switch {
	case p.Corner, p.Header && p.Scope != "row" && p.Scope != "rowgroup":
		s = head
	case p.Header:
		s = rowHead
	}
	switch {
	case p.row != r || p.col != col:
		c.empty(top+r, col, s)
		return
	case p.Cell == nil:
		c.words(top+r, col, s, p.Text)
	default:
		c.open(top+r, col)
		c.reserve(part{cell: p.Cell})
	}
	c.merge(top+r, col, p.rows, p.cols)
}

// compileBeside writes the recomputed sums of a row, or the headers over them.
func (l *layout) compileBeside(c *compiler, w *words, r int) {
	for i := range l.beside[r] {
		c.open(top+r, l.width+i)
		c.reserve(part{sum: &l.beside[r][i], formula: l.formula(&l.beside[r][i])})
	}
	first, n := l.headRows(r)
	if n == 0 {
		return
	}
	for i := range l.columns {
		if r > first {
			c.empty(top+r, l.width+i, head)
			continue
		}
		c.words(top+r, l.width+i, head, l.sumName(w, i))
		c.merge(top+r, l.width+i, n, 1)
	}
}

// headRows are the rows of column headers that a row is one of: the table's, or those of
// a block with sums.
func (l *layout) headRows(r int) (first, n int) {
	if h := len(l.grid.Head); h > 0 {
		if r < h {
			return 0, h
		}
		return 0, 0
	}
	at := 0
	for _, body := range l.grid.Bodies {
		if r >= at+len(body) {
			at += len(body)
			continue
		}
		sums := false
		for i := range body {
			sums = sums || len(l.beside[at+i]) > 0
		}
		heads := 0
		for heads < len(body) && body[heads][len(body[heads])-1].Cell == nil {
			heads++
		}
		if sums && r < at+heads {
			return at, heads
		}
		break
	}
	return 0, 0
}

// sumName is the header over a column of recomputed sums: which total it is of, where a
// row has several.
func (l *layout) sumName(w *words, i int) string {
	if l.columns > 1 {
		for r := range l.cells {
			if len(l.beside[r]) <= i {
				continue
			}
			total := l.beside[r][i].Total
			if l.grid.Table.Across {
				return w.text("sheet.recomputed_of", total.Label)
			}
			return w.text("sheet.recomputed_of", total.Column)
		}
	}
	return w.text("sheet.recomputed")
}

// compileBelow writes the recomputed sums of columns for one printed row.
func (l *layout) compileBelow(c *compiler, w *words, row int, s sumRow) {
	name := w.text("sheet.recomputed_of", s.name)
	side := max(l.side, 1)
	c.row(row, l.lines(name, 0, side)*lineHeight+3)
	c.words(row, 0, rowHead, name)
	for col := 1; col < side; col++ {
		c.empty(row, col, rowHead)
	}
	c.merge(row, 0, 1, side)
	byColumn := map[int]*form.Line{}
	for i := range s.sums {
		byColumn[l.at[s.sums[i].Total].col] = &s.sums[i]
	}
	for col := side; col < l.width; col++ {
		if x := byColumn[col]; x != nil {
			c.open(row, col)
			c.reserve(part{sum: x, formula: l.formula(x)})
		}
	}
	c.write(`</row>`)
}

// pageSetup ends a sheet: A4, as wide as the paper and as long as need be.
func pageSetup(landscape bool, w *words) string {
	orientation := "portrait"
	if landscape {
		orientation = "landscape"
	}
	s := `<printOptions horizontalCentered="1"/><pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>` +
		`<pageSetup paperSize="9" orientation="` + orientation + `" fitToWidth="1" fitToHeight="0"/><headerFooter>`
	if !w.Official {
		s += `<oddHeader>&amp;C` + string(appendEscaped(nil, strings.ReplaceAll(w.text("banner"), "&", "&&"))) + `</oddHeader>`
	}
	return s + `<oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>`
}

// append fills the holes.
func (t *table) append(dst []byte, p *site.Page) []byte {
	r := p.Report
	for i := range t.parts {
		h := &t.parts[i]
		dst = append(dst, h.text...)
		switch {
		case h.cell != nil:
			dst = appendValue(dst, r.Value(h.cell), h.cell.Kind)
		case h.sum != nil:
			dst = appendSum(dst, r, h)
		default:
			dst = appendEscaped(dst, p.Title)
		}
	}
	return append(dst, t.tail...)
}

// formula adds up the cells of a sum's parts.
func (l *layout) formula(s *form.Line) string {
	var refs []string
	for _, c := range s.Plus {
		at := l.at[c]
		refs = append(refs, ref(top+at.row, at.col))
	}
	return strings.Join(refs, "+")
}

// appendSum appends what a total should be, as a formula with its result; nothing where a part is not
// known.
func appendSum(dst []byte, r *report.Report, h *part) []byte {
	var n report.Number
	s := h.sum
	for _, c := range s.Plus {
		v := r.Value(c)
		if v.State != report.Valid {
			return append(appendStyle(dst, recomputed), `"/>`...)
		}
		n = n.Plus(v.Number)
	}
	first := recomputed
	if total := r.Value(s.Total); total.State != report.Valid || total.Cmp(n) != 0 {
		first = differs
	}
	return appendComputed(dst, first, h.formula, n)
}
