package importer

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gongkai/generator/importer/grid"
)

// ErrNoTable says that a file has no table with figures.
var ErrNoTable = errors.New("no table with figures")

// DraftForm writes the definition of a form of which a file is a filled example: its tables, with the labels as they are
// printed, and the headings of its parts. What a filled table cannot say — names for programs, what must add up, the document
// that fixed it, the years — is marked by 待补; the draft can be loaded as it is.
func DraftForm(doc *grid.Document, id, family string, year int) ([]byte, error) {
	d := &formDraft{}
	title := doc.Title
	for _, b := range doc.Blocks {
		switch {
		case b.Paragraph != nil && title == "" && b.Paragraph.Text != "":
			title = b.Paragraph.Text
		case b.Paragraph != nil && (b.Paragraph.Level > 1 || numbered.MatchString(b.Paragraph.Text)) && len([]rune(b.Paragraph.Text)) <= 40:
			d.sections = append(d.sections, draftSection{heading: b.Paragraph.Text})
		case b.Table != nil:
			d.table(b.Table)
		}
	}
	if d.tables == 0 {
		return nil, ErrNoTable
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# 由一份填好的报告起草，请逐项核对。标有“待补”的，表格里看不出来。\nid: %s\nfamily: %s\ntitle: %s # 待补：格式的名称\nsource: {title: 待补, number: 待补} # 待补：规定这个格式的文件\n", id, family, strconv.Quote(title))
	fmt.Fprintf(&b, "years: {from: %d} # 待补：适用的年度\ndefault: {from: %d}\nreport_title: \"{name}{year}年%s\" # 待补\n\ntables:\n%s\nsections:\n", year, year, strings.ReplaceAll(family, `"`, ""), d.out.String())
	if len(d.sections) == 0 || d.loose != "" {
		d.sections = append(d.sections, draftSection{heading: title, tables: d.looseTables()})
	}
	n := 0
	for _, s := range d.sections {
		for i := range max(1, len(s.tables)) { // a section has one table
			n++
			heading := s.heading
			if i > 0 {
				heading = fmt.Sprintf("%s（%d）", s.heading, i+1)
			}
			fmt.Fprintf(&b, "  - {id: s%d, heading: %s", n, strconv.Quote(heading))
			if len(s.tables) > 0 {
				fmt.Fprintf(&b, ", table: %s", s.tables[i])
			}
			b.WriteString("}\n")
		}
	}
	b.WriteString("\n# 待补：relations，哪些数相加等于哪个数，如\n# relations:\n#   - {rule: sum, kind: sum, table: t1, each: column, total: r9, parts: [r1, r2]}\n")
	return []byte(b.String()), nil
}

// numbered is a heading of a part.
var numbered = regexp.MustCompile(`^[一二三四五六七八九十]+、`)

// figureText is what is in a cell for a figure.
var figureText = regexp.MustCompile(`^([0-9][0-9,]*(\.[0-9]+)?|[-—/]|无)$`)

type formDraft struct {
	out      strings.Builder
	tables   int
	sections []draftSection
	loose    string // tables before the first section, with blanks between
}

type draftSection struct {
	heading string
	tables  []string
}

func (d *formDraft) looseTables() []string { return strings.Fields(d.loose) }

// label is a node of the headers of a table.
type label struct {
	cell  *grid.Cell
	below []*label
	at    int  // the row or column of a leaf
	bare  bool // a row without figures
}

// table writes one table, where there are figures in it.
func (d *formDraft) table(t *grid.Table) {
	cells := make([][]*grid.Cell, t.Rows)
	for r := range cells {
		cells[r] = make([]*grid.Cell, t.Columns)
	}
	for i := range t.Cells {
		c := &t.Cells[i]
		for r := c.Row; r < min(c.Row+c.Rows, t.Rows); r++ {
			for k := c.Column; k < min(c.Column+c.Columns, t.Columns); k++ {
				cells[r][k] = c
			}
		}
	}
	figure := func(r, c int) bool {
		return cells[r][c] != nil && figureText.MatchString(strings.TrimSpace(cells[r][c].Text))
	}
	top, left := t.Rows, t.Columns // where figures begin
	for r := range t.Rows {
		for c := range t.Columns {
			if figure(r, c) {
				top, left = min(top, r), min(left, c)
			}
		}
	}
	if top == t.Rows {
		return
	}
	d.tables++
	id := fmt.Sprintf("t%d", d.tables)
	if n := len(d.sections); n > 0 {
		d.sections[n-1].tables = append(d.sections[n-1].tables, id)
	} else {
		d.loose += " " + id
	}
	var columns, rows []*label
	for c := left; c < t.Columns; c++ {
		var path []*grid.Cell
		for r := range top {
			path = append(path, cells[r][c])
		}
		columns = place(columns, path, c)
	}
	for r := top; r < t.Rows; r++ {
		bare := true
		for c := left; c < t.Columns; c++ {
			bare = bare && !figure(r, c)
		}
		rows = place(rows, cells[r][:left], r)
		last := rows[len(rows)-1]
		for len(last.below) > 0 {
			last = last.below[len(last.below)-1]
		}
		last.bare = bare
	}
	fmt.Fprintf(&d.out, "  - id: %s # 待补：给程序用的名称，下面的 c1、r1 等也一样\n    caption: %s # 待补\n    columns:\n", id, strconv.Quote(fmt.Sprintf("表%d", d.tables)))
	n := 0
	d.labels(columns, "columns", "c", "      ", &n)
	d.out.WriteString("    rows:\n")
	n = 0
	d.labels(rows, "rows", "r", "      ", &n)
}

// place puts a leaf below the labels that lead to it; a cell that reaches over several is one label.
func place(nodes []*label, path []*grid.Cell, at int) []*label {
	var distinct []*grid.Cell
	for _, c := range path {
		if c != nil && strings.TrimSpace(c.Text) != "" && (len(distinct) == 0 || distinct[len(distinct)-1] != c) {
			distinct = append(distinct, c)
		}
	}
	if len(distinct) == 0 {
		return append(nodes, &label{at: at})
	}
	top := &nodes
	for i, c := range distinct {
		last := i == len(distinct)-1
		if n := len(*top); !last && n > 0 && (*top)[n-1].cell == c {
			top = &(*top)[n-1].below
			continue
		}
		node := &label{cell: c, at: at}
		*top = append(*top, node)
		top = &node.below
	}
	return nodes
}

// labels writes nodes and those below them.
func (d *formDraft) labels(nodes []*label, key, letter, indent string, n *int) {
	for _, x := range nodes {
		*n++
		text := ""
		if x.cell != nil {
			text = strings.Join(strings.Fields(x.cell.Text), " ")
		}
		gap := ""
		if text == "" {
			text, gap = fmt.Sprintf("待补%d", x.at+1), " # 待补：表格里没有名称"
		}
		if x.bare {
			gap += " # 待补：这一行没有数，也许是另一段的表头"
		}
		fmt.Fprintf(&d.out, "%s- id: %s%d\n%s  label: %s%s\n", indent, letter, *n, indent, strconv.Quote(text), gap)
		if len(x.below) > 0 {
			fmt.Fprintf(&d.out, "%s  %s:\n", indent, key)
			d.labels(x.below, key, letter, indent+"    ", n)
		}
	}
}
