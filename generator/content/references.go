package content

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// references finds `{{ cells }}` in texts of the front matter, where none is printed.
func references(doc *source.Document, agency string) []diag.Finding {
	var out []diag.Finding
	var walk func(*source.Node)
	walk = func(n *source.Node) {
		for _, item := range n.Items {
			walk(item)
		}
		if n.Kind != source.Scalar || n.Broken || !strings.Contains(n.Value, "{{") && !strings.Contains(n.Value, "｛｛") {
			return
		}
		out = append(out, diag.Finding{Rule: "unknown-cell", File: doc.File, Span: n.Span, Agency: agency,
			Message: diag.Textf("“%s”会照原样印出：数据部分的文字不能引用单元格", "%q is printed as it is: texts of the front matter cannot refer to cells", n.Value),
			Hint:    diag.Textf("请直接写数字", "write the figure")})
	}
	walk(doc.Front)
	return out
}
