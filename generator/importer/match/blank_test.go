package match

import (
	"testing"

	"gongkai/generator/importer/grid"
)

// A table that is printed as one row is blank where its heads are there and nothing is below them, whether or not the
// file has the row. Where something else is below them, or a head is missing, its cells were not found.
func TestBlankTable(t *testing.T) {
	f := cn2021(t)
	table := f.Tables[2]
	head := table.Layout(3).Head
	for name, c := range map[string]struct {
		heads, last int // rows of heads, and cells of the last one
		below       func(*grid.Builder)
		blank       bool
	}{
		"no row":          {3, 15, func(*grid.Builder) {}, true},
		"a blank row":     {3, 15, func(b *grid.Builder) { b.NextRow(); b.Add("", nil, 1, 1); b.Add(" ", nil, 1, 14) }, true},
		"words below":     {3, 15, func(b *grid.Builder) { b.NextRow(); b.Add("本机关未收到", nil, 1, 15) }, false},
		"a head too few":  {3, 9, func(*grid.Builder) {}, false},
		"the first heads": {1, 15, func(*grid.Builder) {}, false},
	} {
		b := grid.NewBuilder(grid.Place{Table: 1})
		for _, row := range head[:c.heads] {
			b.NextRow()
			for i, h := range row {
				if i < c.last {
					b.Add(h.Text, nil, h.Rowspan, h.Colspan)
				}
			}
		}
		c.below(b)
		m := Read(&grid.Document{Blocks: []grid.Block{{Table: b.Table()}}}, f)
		blank := 0
		for cell := range table.Cells() {
			if x, ok := m.Readings[cell]; ok && x.Text == "" {
				blank++
			}
		}
		want := 0
		if c.blank {
			want = 15
		}
		if blank != want || len(m.Absent) != 200-want {
			t.Errorf("%s: got %d blank cells, %d that were not found, %v; want %d blank", name, blank, len(m.Absent), m.Unread, want)
		}
	}
}

// What a draft has in place of a figure is a blank, wherever the draft is printed: its row is there.
func TestPlaceholder(t *testing.T) {
	f := cn2021(t)
	m := Read(tables("信息内容|本年处理决定数量\n行政许可|待填"), f)
	if x, ok := m.Readings[f.Cell("proactive.licensing")]; !ok || x.Text != "" || len(m.LeftOver)+len(m.Unread) > 0 {
		t.Errorf("got %+v %v, left over %v, want a blank", x, ok, m.LeftOver)
	}
}
