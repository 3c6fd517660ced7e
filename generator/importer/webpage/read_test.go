package webpage

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/grid/gridtest"
)

func told(d *grid.Document) string {
	return gridtest.Text(d, func(p *grid.Paragraph) string { return fmt.Sprintf("%d%s %q", p.Level, p.List, p.Text) })
}

// A page is read as a browser shows it.
func TestRead(t *testing.T) {
	for name, c := range map[string]struct{ page, want string }{
		"spans cut a label":     {`<p><span>政府</span><span style="x">信息<o:p></o:p></span>&nbsp;</p>`, "0 \"政府信息\"\n"},
		"what is not seen":      {`<p>1<span style="DISPLAY: none">2</span><span hidden>3</span><span style="mso-hide:all">4</span></p><script>5</script><style>6</style>`, "0 \"1\"\n"},
		"breaks":                {`一<br>二<div>三</div>四`, "0 \"一\"\n0 \"二\"\n0 \"三\"\n0 \"四\"\n"},
		"headings and lists":    {`<h2>题</h2><ol><li>甲<li>乙</ol><ul><li>丙</ul>`, "2 \"题\"\n01. \"甲\"\n01. \"乙\"\n0- \"丙\"\n"},
		"no end tags, capitals": {`<TABLE><TR><TD>a<TD>b<TR><TD>c`, "table 2×2\n 0,0 1×1 \"a\"\n 0,1 1×1 \"b\"\n 1,0 1×1 \"c\"\n"},
		"spans that reach too far": {`<table><tr><td rowspan=9>a<td colspan=2>b<tr><td rowspan=0>c<td>d</table>`,
			"table 2×3\n 0,0 2×1 \"a\"\n 0,1 1×2 \"b\"\n 1,1 1×1 \"c\"\n 1,2 1×1 \"d\"\n"},
		"a cell of lines":              {`<table><tr><td><p>商业</p><p>企业</p><td>1<br>2</table>`, "table 1×2\n 0,0 1×1 \"商业\\n企业\"\n 0,1 1×1 \"1\\n2\"\n"},
		"a layout table around a data": {`<table><tr><td>导航<td><p>文</p><table><tr><td>1</table></table>`, "0 \"导航\"\n0 \"文\"\ntable 1×1\n 0,0 1×1 \"1\"\n"},
		"digits above the line, below it and struck out": {`<table><tr><td>12<sup><a href="#n">1</a></sup><td><span style="vertical-align: sub">3</span>4<td><s>9</s>3<td><span style="text-decoration:line-through">5</span></table><p>m<sup>2</sup><del>去</del>`,
			"table 1×4\n 0,0 1×1 \"12¹\"\n 0,1 1×1 \"₃4\"\n 0,2 1×1 \"9\u03363\"\n 0,3 1×1 \"5\u0336\"\n0 \"m²去\"\n"},
		"controls of forms": {`<table><tr><td><input value="12"><td><input type=hidden value=9><td><textarea>3</textarea><td><select><option>4<option selected>5</select></table>`,
			"table 1×4\n 0,0 1×1 \"12\"\n 0,1 1×1 \"\"\n 0,2 1×1 \"3\"\n 0,3 1×1 \"5\"\n"},
		"pictures in cells":          {`<table><tr><td><img src=a.png><td>1<img src=a.png><td><img src=a.gif width=1></table>`, "table 1×3\n 0,0 1×1 \"\ufffc\"\n 0,1 1×1 \"1\"\n 0,2 1×1 \"\"\n0 \"\"\n"},
		"what leaves nothing to see": {`<p>1<span style="font-size: 0px">2</span><span style="opacity:0">3</span><span style="position:absolute;left:-9999px">4</span><span style="font-size:0.8em;opacity:0.5">5</span>`, "0 \"15\"\n"},
		"a caption":                  {`<table><caption>表一</caption><tr><td>1</table>`, "0 \"表一\"\ntable 1×1\n 0,0 1×1 \"1\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Read([]byte("<meta charset=utf-8>" + c.page))
			if err != nil {
				t.Fatal(err)
			}
			if got := told(d); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// The encoding is that of the mark, of the page's own word, or what its bytes are.
func TestEncodings(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("镕㐂")
	if err != nil {
		t.Fatal(err)
	}
	for name, page := range map[string]string{
		"gb2312 with characters of GB18030": `<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>` + gbk,
		"GB18030 that says UTF-8":           `<meta charset="utf-8"><p>` + gbk,
		"GB18030 without a word":            `<p>` + gbk,
		"UTF-8 that says gbk":               `<meta charset="gbk"><p>镕㐂`,
		"a mark of UTF-8":                   "\ufeff<meta charset=gbk><p>镕㐂",
		"UTF-8 without a word":              "<p>镕㐂",
		"UTF-16":                            "\xff\xfe<\x00p\x00>\x00\x55\x95\x02\x34",
	} {
		d, err := Read([]byte(page))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := told(d); got != "0 \"镕㐂\"\n" {
			t.Errorf("%s: got %s, want 镕㐂", name, got)
		}
	}
}

func TestMeta(t *testing.T) {
	d, err := Read([]byte(`<meta charset=utf-8><title> 甲
 乙</title><meta name=PubDate content="2024-01-31 10:00"><p>x`))
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "甲 乙" || d.Meta["pubdate"] != "2024-01-31 10:00" {
		t.Errorf("got %q and %v, want 甲 乙 and the date", d.Title, d.Meta)
	}
	if _, err := Read([]byte("<html></html>")); err == nil {
		t.Error("a page without text is read, want an error")
	}
}

// What is bold in a cell or leads somewhere is marked at its place in the lines that a reader sees.
func TestMarksInCells(t *testing.T) {
	d, err := Read([]byte("<meta charset=utf-8><table><tr><td> 前 <b>粗\n 体</b><br><p>二 <a href=' a.pdf '>附<strong>件</strong></a>尾</p><td style='font-weight:bold'>3</table>"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range d.Blocks[0].Table.Cells {
		line := fmt.Sprintf("%q", c.Text)
		for _, m := range c.Marks {
			line += fmt.Sprintf(" %q bold %v %s", c.Text[m.From:m.To], m.Bold, m.Link)
		}
		got = append(got, line)
	}
	want := `"前 粗 体\n二 附件尾" " 粗 体" bold true  " 附" bold false a.pdf "件" bold true a.pdf|"3"`
	if got := strings.Join(got, "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Whatever a page holds, it is read or refused.
func FuzzRead(f *testing.F) {
	for _, page := range []string{`<table><tr><td rowspan=9>a<td colspan=2>b<tr><td rowspan=0>c<table><tr><td>d</table></table>`, "<meta charset=gb2312><ol><li>\xbc\xd7<h2>1<p hidden>2", "\xff\xfe<\x00p\x00>\x001\x00"} {
		f.Add([]byte(page))
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		d, err := Read(page)
		if err != nil {
			return
		}
		if err := gridtest.Inside(d); err != nil {
			t.Error(err)
		}
	})
}
