package form

import (
	"gongkai/generator/diag"
	"gongkai/generator/source"
)

func (l *loader) table(n *source.Node) *Table {
	d := l.Named(n, nil)
	d.Need("id")
	d.Need("caption")
	t := &Table{at: n, ID: l.id(d), Key: d.Text("key"), Caption: d.Text("caption"), Corner: d.Text("corner"),
		Across: d.Bool("across", false), concept: d.Text("concept")}
	l.unit = usualUnit
	if d.Get("unit") != nil {
		l.unit = d.Text("unit")
	}
	if n := d.Get("list"); !n.IsNull() {
		t.List = l.list(n)
		if l.f.ListTable() != nil {
			l.fault(n, diag.Textf("一个格式只能有一张表用 list", "a form has one table with a list at most"))
		}
	} else if blocks := d.List("blocks"); blocks != nil {
		headers := map[string]bool{}
		for _, bn := range blocks {
			b := l.Named(bn, nil)
			b.Need("header")
			b.Need("corner")
			t.Blocks = append(t.Blocks, l.block(b, &Block{Header: b.Text("header"), Corner: b.Text("corner")}))
			l.unique(headers, bn.Get("header"), b.Text("header"), diag.Textf("块", "block"))
			b.Done()
		}
	} else {
		t.Blocks = []*Block{l.block(d, &Block{Corner: d.Text("row_header")})}
	}
	d.Done()
	return t
}

// evenBlocks reports blocks that are printed narrower or wider than most: they are parts of one table.
func (l *loader) evenBlocks(t *Table) {
	often := map[int]int{}
	usual := 0
	for _, b := range t.Blocks {
		w := width(b.Cols)
		if often[w]++; often[w] > often[usual] {
			usual = w
		}
	}
	for i, b := range t.Blocks {
		if w := width(b.Cols); w != usual {
			at, _ := l.def.position(t.at.Get("blocks").Items[i].Get("columns"))
			l.Report("form", at, diag.Textf("块“%s”印出 %d 栏，别的块印出 %d 栏", "the block %q is printed %d columns wide, others %d", b.Header, w, usual),
				diag.Textf("各块在同一张表里，栏数要相同：用 span 写明一列占几栏", "blocks are parts of one table and equally wide: span says how many printed columns a column takes"))
		}
	}
}

func (l *loader) block(d *source.Fields, b *Block) *Block {
	for _, key := range []string{"columns", "rows"} {
		if n := d.Get(key); n != nil && n.Kind == source.Sequence && len(n.Items) == 0 {
			l.fault(n, diag.Textf("%s 是空的", "%s is empty", key))
		}
		d.Need(key)
	}
	for _, n := range d.List("columns") {
		b.Cols = append(b.Cols, l.column(n))
	}
	b.Rows = l.rows(d.List("rows"), &Row{})
	l.uniqueColumns(b.Cols)
	return b
}

func (l *loader) column(n *source.Node) *Column {
	d := l.Named(n, nil)
	d.Need("label")
	c := &Column{at: n, ID: l.id(d), Key: d.Text("key"), Label: d.Text("label"), Span: d.Int("span", 1)}
	for _, child := range d.List("columns") {
		c.Cols = append(c.Cols, l.column(child))
	}
	c.Kind, c.Unit = l.kind(d, Count, l.unit)
	c.Optional, c.Default = l.optional(d, c.Kind)
	d.Done()
	return c
}

// uniqueColumns reports columns that would fill the same cell.
func (l *loader) uniqueColumns(cols []*Column) {
	ids, keys := map[string]bool{}, map[string]bool{}
	leaves := leafCols(cols)
	for _, c := range leaves {
		if c.ID == "" && len(leaves) > 1 {
			l.fault(c.at, diag.Textf("不止一列时，每列都要有 id", "each of several columns needs an id"))
		}
		l.unique(ids, c.at, c.ID, diag.Textf("列", "column"))
		l.unique(keys, c.at, c.Key, diag.Textf("列的 key", "key of a column"))
	}
}
