package importer

import (
	"encoding/base64"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/form"
)

// Bold text, links, pictures and attachments of a page are in the report; nothing outside the page's folder is taken,
// and nothing is fetched.
func TestInline(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	const png = "\x89PNG\r\n\x1a\nx"
	page := `<meta charset="utf-8"><meta name="Url" content="https://www.example.gov.cn/zwgk/2023/a.html"><p><img src="a.files/1.png"></p>
<h1>甲局2023年政府信息公开工作年度报告</h1><ul><li><a href="#1">一、总体情况</a><li><a href="#6">六、其他需要报告的事项</a></ul><h2><b>一、总体情况</b></h2>
<p><b>（一）主动公开。</b>公开<strong> 16 </strong>件，<b>两</b><strong>处</strong>，见<a href="a.files/附件.docx">附件[一]</a>、<a href="/list.html">目录</a>、<a href="https://example.org/a (1).pdf"><b>外部</b></a>、<a href="javascript:x()">不去</a>、<a href="#a">本页</a>。</p>
<p><b>- 一</b>、*星*</p><h3><b>小标题</b></h3><p>前<span style="FONT-WEIGHT: bold">粗<i>体</i></span>后<img src="a.files/1.png" alt="公开[渠道]"></p>
<p><img src="data:image/gif;base64,` + base64.StdEncoding.EncodeToString([]byte("GIF89a")) + `"><img src="https://example.org/y.png"><img src="../secret.png"><img src="a.files/1.svg"></p>
<table><tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数<tr><td>规章<td>1<td>0<td>2<img src="a.files/1.png"></table>`
	files := fstest.MapFS{"a.files/1.png": {Data: []byte(png)}, "a.files/附件.docx": {Data: []byte("PK")}, "a.files/1.svg": {Data: []byte("<svg/>")}}
	r, err := Read("a.html", []byte(page), Options{Forms: forms, Agency: "a", Files: files})
	if err != nil {
		t.Fatal(err)
	}
	want := `## 一、总体情况

**（一）主动公开。**公开 **16** 件，**两处**，见[附件\[一\]](2023-1.docx)、[目录](https://www.example.gov.cn/list.html)、**[外部](https://example.org/a%20%281%29.pdf)**、不去、本页。

**- 一**、\*星\*

### 小标题

前**粗体**后![公开\[渠道\]](2023-2.png)

![图片](2023-3.gif)

## 二、主动公开政府信息情况

![图片](2023-2.png)
`
	if got := r.Body; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	var names, lost []string
	for _, a := range r.Attachments {
		names = append(names, a.Name+" "+string(a.Data))
	}
	for _, p := range r.NotTaken {
		lost = append(lost, p.Address+": "+p.Why.EN)
	}
	if got, want := strings.Join(names, "|"), "2023-1.docx PK|2023-2.png "+png+"|2023-3.gif GIF89a"; got != want {
		t.Errorf("attachments: got %q, want %q", got, want)
	}
	if got, want := strings.Join(lost, "|"), "https://example.org/y.png: it is neither in the file nor beside it; nothing is fetched|"+
		"../secret.png: it is neither in the file nor beside it; nothing is fetched|a.files/1.svg: pages do not show pictures of this kind"; got != want {
		t.Errorf("not taken: got %q, want %q", got, want)
	}
}

// In what stays in the text of tables, rows that the form has no place for and tables of other kinds, bold text and
// links go along.
func TestInlineInTables(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	page := `<meta charset="utf-8"><h1>甲局2023年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><table><tr><th><b>渠道</b><th>数量<tr><td>网站<br><b>两微</b><td><a href="https://example.org/a|b">5</a></table>
<h2>二、主动公开政府信息情况</h2><table><tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数<tr><td>规章<td><b>1</b><td>0<td>2<tr><td><b>其他</b>文件<td>7<td>见<a href="https://example.org/">说明</a><td>9</table>`
	r, err := Read("a.html", []byte(page), Options{Forms: forms, Agency: "a"})
	if err != nil {
		t.Fatal(err)
	}
	want := `## 一、总体情况

| 渠道 | 数量 |
| --- | --- |
| 网站 **两微** | [5](https://example.org/a\|b) |

## 二、主动公开政府信息情况

原表附注：

- **其他**文件，7，见[说明](https://example.org/)，9
`
	if got := r.Body; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := len(r.Values()); got != 3 {
		t.Errorf("%d figures were read, want 3", got)
	}
}
