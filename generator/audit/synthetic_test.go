package audit

import (
	"fmt"
	"strings"
)

// report is a page of the size and shape of a published report, 25 rows of 7
// data cells, each of which names its headers.
func report() string {
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>年报</title><link rel="stylesheet" href="../../../assets/site.css"></head><body><nav>`)
	for i := range 20 {
		fmt.Fprintf(&b, `<a href="../%d/index.html">%d</a>`, 2000+i, 2000+i)
	}
	b.WriteString(`</nav><main id="main"><h1>年报</h1><h2 id="s1">一、总体情况</h2><p>` + strings.Repeat("本机关依照条例公开政府信息，", 60) + `</p><a href="#s1">回到</a>`)
	b.WriteString(`<table><caption>表三</caption><thead><tr><td colspan="3">说明</td>`)
	for i := range 7 {
		fmt.Fprintf(&b, `<th id="applications-c%d" scope="col">列%d</th>`, i, i)
	}
	b.WriteString(`</tr></thead><tbody>`)
	for r := range 25 {
		b.WriteString("<tr>")
		if r%5 == 0 {
			fmt.Fprintf(&b, `<th id="applications-b%d" scope="rowgroup" rowspan="5">块%d</th>`, r, r)
		}
		fmt.Fprintf(&b, `<th id="applications-r%d" scope="row" colspan="2">行%d</th>`, r, r)
		for c := range 7 {
			fmt.Fprintf(&b, `<td data-cell="applications.r%d.c%d" headers="applications-b%d applications-r%d applications-c%d">%d</td>`, r, c, r/5*5, r, c, r*c)
		}
		b.WriteString("</tr>")
	}
	b.WriteString(`</tbody></table></main></body></html>`)
	return b.String()
}
