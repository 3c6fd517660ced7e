package plaintext

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/generator/importer/grid/gridtest"
)

func TestRead(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"paragraphs":          {"　甲局\r\n\r\n# 题\n", "0 \"甲局\"\n1 \"题\"\n"},
		"a cell a line":       {"表\n\n\t角\n\t商业\n企业\n\n\t一、新收\n\t \n1\n\t\n\n文\n", "0 \"表\"\ntable\n 0,0 \"角\"\n 0,1 \"商业\\n企业\"\n 1,0 \"一、新收\"\n 1,1 \"1\"\n 1,2 \"\"\n0 \"文\"\n"},
		"two cells on a line": {"\t甲\n\t\t1\n", "table\n 0,0 \"甲\"\n 0,1 \"\"\n 0,2 \"1\"\n"},
		"cells between tabs":  {"甲\t1\t2\n乙\t3\t4\n", "table\n 0,0 \"甲\"\n 0,1 \"1\"\n 0,2 \"2\"\n 1,0 \"乙\"\n 1,1 \"3\"\n 1,2 \"4\"\n"},
		"a table of Markdown": {"| 甲 | 1 |\n|---|---|\n| 乙 | 2 |\n文\n", "table\n 0,0 \"甲\"\n 0,1 \"1\"\n 1,0 \"乙\"\n 1,1 \"2\"\n0 \"文\"\n"},
		"GB18030":             {"\xbc\xd7\xbe\xd6\xc4\xea\xb6\xc8\xb1\xa8\xb8\xe6", "0 \"甲局年度报告\"\n"},
		"far apart are two":   {"\t甲\n\t1\n\n\n\n\n\t乙\n\t2\n", "table\n 0,0 \"甲\"\n 0,1 \"1\"\ntable\n 0,0 \"乙\"\n 0,1 \"2\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Read([]byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			for _, block := range d.Blocks {
				if p := block.Paragraph; p != nil {
					fmt.Fprintf(&b, "%d %q\n", p.Level, p.Text)
					continue
				}
				b.WriteString("table\n")
				for _, c := range block.Table.Cells {
					fmt.Fprintf(&b, " %d,%d %q\n", c.Row, c.Column, c.Text)
				}
			}
			if b.String() != c.want {
				t.Errorf("got\n%s\nwant\n%s", b.String(), c.want)
			}
		})
	}
	if _, err := Read([]byte(" \n")); err == nil {
		t.Error("an empty file is read, want an error")
	}
}

// Whatever a text holds, it is read or refused.
// A cell a line without a mark: labels, then their figures, a blank one as an empty line; what no figure follows is text.
func TestUnmarked(t *testing.T) {
	d, err := Read([]byte("甲局报告\n\n一、概况\n写了一句。\n二、情况\n信息内容\n数量\n金额\n许可\n1\n\n2\n（一）其他\n甲类\n3\n4\n万元\n\n三、结尾\n完\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range d.Blocks {
		if b.Paragraph != nil {
			got = append(got, b.Paragraph.Text)
			continue
		}
		for r := range b.Table.Rows {
			var cells []string
			for _, c := range b.Table.Cells {
				if c.Row == r {
					cells = append(cells, c.Text)
				}
			}
			got = append(got, strings.Join(cells, "|"))
		}
	}
	want := "甲局报告 一、概况 写了一句。 二、情况 信息内容 数量 金额 许可|1||2 （一）其他|甲类|3|4|万元 三、结尾 完"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{"表\n\n\t角\n\t商业\n企业\n\n\t一、新收\n\t \n1\n\t\n\n文\n", "| 甲 | 1 |\n|---|---|\n| 乙 | 2 |\n", "甲\t1\t2\n乙\t3\t4\n", "\xbc\xd7\xbe\xd6"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := Read(text)
		if err != nil {
			return
		}
		if err := gridtest.Inside(d); err != nil {
			t.Error(err)
		}
	})
}
