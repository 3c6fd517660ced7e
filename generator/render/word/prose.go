package word

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/internal/htmltree"
)

// html writes converted text: paragraphs, headings, lists, quotations and tables.
func (d *document) html(markup string) error {
	nodes, err := html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, DataAtom: atom.Div, Data: "div"})
	if err != nil {
		return fmt.Errorf("read the text: %w", err)
	}
	for _, n := range nodes {
		d.block(n, "Normal", "")
	}
	return nil
}

// block writes an element with what is in it. lead is what a line of a list begins with.
func (d *document) block(n *html.Node, style, lead string) {
	if n.Type == html.TextNode {
		if strings.TrimSpace(n.Data) != "" {
			d.paragraph(style, lead, []*html.Node{n})
		}
		return
	}
	switch n.DataAtom {
	case atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		d.paragraph("Heading2", "", children(n))
	case atom.Ul, atom.Ol:
		number, err := strconv.Atoi(htmltree.Value(n, "start"))
		if err != nil {
			number = 1
		}
		for li := range n.ChildNodes() {
			if li.DataAtom != atom.Li {
				continue
			}
			lead := "• "
			if n.DataAtom == atom.Ol {
				lead = strconv.Itoa(number) + ". "
				number++
			}
			d.item(li, lead)
		}
	case atom.Table:
		d.simpleTable(n)
	case atom.Blockquote, atom.Div, atom.Section, atom.Figure:
		for c := range n.ChildNodes() {
			d.block(c, style, "")
		}
	case atom.Hr:
	case atom.Pre:
		for line := range strings.Lines(strings.TrimRight(htmltree.Text(n), "\n")) {
			d.styled("ListItem", strings.TrimRight(line, "\n"))
		}
	default:
		d.paragraph(style, lead, children(n))
	}
}

// item writes an item of a list: its own text in one paragraph, what is below it after that.
func (d *document) item(li *html.Node, lead string) {
	var line []*html.Node
	flush := func() {
		if len(line) > 0 {
			d.paragraph("ListItem", lead, line)
			line, lead = nil, ""
		}
	}
	for c := range li.ChildNodes() {
		switch c.DataAtom {
		case atom.P, atom.Ul, atom.Ol, atom.Table, atom.Blockquote, atom.Pre:
			flush()
			d.block(c, "ListItem", lead)
			lead = ""
		default:
			if c.Type != html.TextNode || strings.TrimSpace(c.Data) != "" || len(line) > 0 {
				line = append(line, c)
			}
		}
	}
	flush()
}

func children(n *html.Node) (out []*html.Node) {
	for c := range n.ChildNodes() {
		out = append(out, c)
	}
	return out
}

func (d *document) paragraph(style, lead string, content []*html.Node) {
	d.write(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`)
	if lead != "" {
		d.run(lead, "")
	}
	for _, n := range content {
		d.inline(n, "")
	}
	d.write(`</w:p>`)
}

// inline writes text with its properties.
func (d *document) inline(n *html.Node, properties string) {
	if n.Type == html.TextNode {
		d.run(strings.ReplaceAll(n.Data, "\n", ""), properties)
		return
	}
	switch n.DataAtom {
	case atom.Strong, atom.B:
		properties += `<w:b/>`
	case atom.Em, atom.I:
		properties += `<w:i/>`
	case atom.Del, atom.S:
		properties += `<w:strike/>`
	case atom.Br:
		d.write(`<w:r><w:br/></w:r>`)
		return
	case atom.Img:
		d.run(htmltree.Value(n, "alt"), properties)
		return
	case atom.A:
		if address := htmltree.Value(n, "href"); strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://") {
			d.write(`<w:fldSimple w:instr=" HYPERLINK &quot;`)
			d.words(strings.ReplaceAll(address, `"`, "%22"))
			d.write(`&quot; ">`)
			defer d.write(`</w:fldSimple>`)
		}
	}
	for c := range n.ChildNodes() {
		d.inline(c, properties)
	}
}

func (d *document) run(text, properties string) {
	if text == "" {
		return
	}
	d.write(`<w:r>`)
	if properties != "" {
		d.write(`<w:rPr>` + properties + `</w:rPr>`)
	}
	d.write(`<w:t xml:space="preserve">`)
	d.words(text)
	d.write(`</w:t></w:r>`)
}

// simpleTable writes a table of the text.
func (d *document) simpleTable(n *html.Node) {
	columns := 0
	for tr := range n.Descendants() {
		if tr.DataAtom == atom.Tr {
			k := 0
			for c := range tr.ChildNodes() {
				if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
					k++
				}
			}
			columns = max(columns, k)
		}
	}
	if columns == 0 {
		return
	}
	d.write(`<w:tbl><w:tblPr><w:tblStyle w:val="Statutory"/><w:tblW w:w="` + strconv.Itoa(textWidth) + `" w:type="dxa"/></w:tblPr><w:tblGrid>` +
		strings.Repeat(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, textWidth/columns), columns) + `</w:tblGrid>`)
	for tr := range n.Descendants() {
		if tr.DataAtom != atom.Tr {
			continue
		}
		d.write(`<w:tr>`)
		for c := range tr.ChildNodes() {
			if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
				fmt.Fprintf(&d.text, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, textWidth/columns)
				d.paragraph("TableLabel", "", children(c))
				d.write(`</w:tc>`)
			}
		}
		d.write(`</w:tr>`)
	}
	d.write(`</w:tbl>`)
	d.styled("TableEnd", "")
}
