// Package webpage reads the report out of a web page, as editors and content management systems
// leave it: with debris of word processors, layout tables, and navigation around it.
package webpage

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/generator/importer/grid"
	"gongkai/internal/htmltree"
)

// mostSpan is how far a cell may reach; browsers stop at 1000 columns and 65534 rows.
const mostSpan = 1000

// Read reads a page. An error says that it is none.
func Read(data []byte) (*grid.Document, error) { return read(data, "") }

// read reads a page of which something else may say what it is.
func read(data []byte, contentType string) (*grid.Document, error) {
	root, err := parse(data, contentType)
	if err != nil {
		return nil, err
	}
	d := &grid.Document{Kind: "html", Meta: map[string]string{}}
	r := &reader{doc: d}
	r.head(root)
	if body := find(root, atom.Body); body != nil {
		r.block(body)
	}
	r.flush()
	if len(d.Blocks) == 0 {
		return nil, grid.ErrEmpty
	}
	return d, nil
}

// mostTags is how many tags a page may have.
const mostTags = 400_000

// tooMuch reports whether a page has more tags than any report has; their tree would take two hundred
// times their bytes.
func tooMuch(text []byte) bool { return bytes.Count(text, []byte("<")) > mostTags }

// decoded is a page in UTF-8: by its byte order mark, then by what it says of itself. Pages that say gb2312 or gbk are
// read as GB18030, which has both. One that says nothing, or something that its bytes are not, is what they are.
func decoded(data []byte, contentType string) ([]byte, error) {
	e, name, certain := charset.DetermineEncoding(data, contentType)
	if !certain && name == "windows-1252" {
		e, name = charset.Lookup("utf-8")
	}
	if name == "gbk" || name == "gb2312" {
		e, name = charset.Lookup("gb18030")
	}
	if name == "gb18030" && utf8.Valid(data) {
		return data, nil
	}
	if name == "utf-8" && !utf8.Valid(data) {
		if text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data); err == nil && !bytes.Contains(text, []byte("\ufffd")) {
			return text, nil
		}
	}
	text, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return nil, fmt.Errorf("decode the page: %w", err)
	}
	return text, nil
}

// parse reads a page.
func parse(data []byte, contentType string) (*html.Node, error) {
	text, err := decoded(data, contentType)
	if err != nil {
		return nil, err
	}
	if tooMuch(text) {
		return nil, grid.ErrTooMuch
	}
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", grid.ErrDeep, err) // of a text in memory the parser has no other
	}
	return root, nil
}

// reader walks a page and collects its blocks.
type reader struct {
	doc     *grid.Document
	text    strings.Builder // of the paragraph that is being read
	level   int
	list    string
	tables  int
	marks   []grid.Mark // of the paragraph, by places in text as the page has it
	inCells int         // marks in the cells of the page
	bold    bool        // what is being read
	link    string
	look    look

	position grid.Position
}

// head reads the title and the meta elements.
func (r *reader) head(n *html.Node) {
	for c := range n.Descendants() {
		switch c.DataAtom {
		case atom.Title:
			if r.doc.Title == "" {
				r.doc.Title = squeeze(htmltree.Text(c))
			}
		case atom.Meta:
			if name, content := strings.ToLower(htmltree.Value(c, "name")), htmltree.Value(c, "content"); name != "" && content != "" {
				r.doc.Meta[name] = strings.TrimSpace(content)
			}
		}
	}
}

func (r *reader) flush() {
	var places []int
	for _, m := range r.marks {
		places = append(places, m.From, m.To)
	}
	text, at := collapseAt(r.text.String(), places)
	p := &grid.Paragraph{Text: text, Level: r.level, List: r.list, Marks: r.marks, Position: r.position}
	for i := range p.Marks {
		p.Marks[i].From, p.Marks[i].To = at[2*i], at[2*i+1]
	}
	p.Trim(blank)
	r.text.Reset()
	r.marks = nil
	if !p.Empty() {
		r.doc.Blocks = append(r.doc.Blocks, grid.Block{Paragraph: p})
	}
}

// block reads an element with what is in it.
func (r *reader) block(n *html.Node) {
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode:
			from := r.text.Len()
			r.text.WriteString(shown(c.Data, r.look))
			if r.bold || r.link != "" {
				r.mark(grid.Mark{From: from, To: r.text.Len(), Bold: r.bold, Link: r.link})
			}
		case c.Type != html.ElementNode || hidden(c):
		case c.DataAtom == atom.Br:
			r.flush()
		case c.DataAtom == atom.Img:
			r.mark(grid.Mark{From: r.text.Len(), To: r.text.Len(), Picture: pictureOf(c)})
		case c.DataAtom == atom.A && htmltree.Value(c, "href") != "":
			outer := r.link
			r.link = strings.TrimSpace(htmltree.Value(c, "href"))
			r.block(c)
			r.link = outer
		case isBold(c):
			outer := r.bold
			r.bold = true
			r.block(c)
			r.bold = outer
		case c.DataAtom == atom.Table:
			r.flush()
			r.table(c)
		case heading(c) > 0:
			r.flush()
			r.level = heading(c)
			r.block(c)
			r.flush()
			r.level = 0
		case c.DataAtom == atom.Li:
			r.flush()
			r.list = "-"
			if n.DataAtom == atom.Ol {
				r.list = "1."
			}
			r.block(c)
			r.flush()
			r.list = ""
		case breaks(c):
			r.flush()
			outer := r.position
			r.position = max(outer, position(c))
			r.block(c)
			r.flush()
			r.position = outer
		default:
			outer := r.look
			r.look = r.look.in(c)
			r.block(c)
			r.look = outer
		}
	}
}

// table reads a table. One that only arranges others is read through.
func (r *reader) table(n *html.Node) {
	if nested := find(n, atom.Table); nested != nil {
		for c := range n.Descendants() {
			if (c.DataAtom == atom.Td || c.DataAtom == atom.Th) && nearest(c) == n {
				r.block(c)
				r.flush()
			}
		}
		return
	}
	r.tables++
	b := grid.NewBuilder(grid.Place{Table: r.tables})
	for c := range n.Descendants() {
		switch {
		case c.DataAtom == atom.Caption:
			r.text.WriteString(htmltree.Text(c))
			r.flush()
		case c.DataAtom == atom.Tr && !hidden(c):
			b.NextRow()
			for cell := range c.ChildNodes() {
				if (cell.DataAtom == atom.Td || cell.DataAtom == atom.Th) && !hidden(cell) {
					text, marks := r.cell(cell)
					b.Add(text, marks, span(cell, "rowspan"), span(cell, "colspan"))
				}
			}
		}
	}
	if t := b.Table(); len(t.Cells) > 0 {
		r.doc.Blocks = append(r.doc.Blocks, grid.Block{Table: t})
	}
	for c := range n.Descendants() {
		if c.DataAtom == atom.Img && !concealed(c, n) {
			r.mark(grid.Mark{Picture: pictureOf(c)})
		}
	}
	r.flush()
}
