package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form/narrative"
	"gongkai/generator/report"
)

var narrativeSum = &Rule{
	ID: "narrative-sum", Severity: diag.Warning,
	Title:   diag.Textf("正文里分项之和与总数不符", "the parts of a list in the prose do not make its whole"),
	What:    diag.Textf("正文先说总数、再列分项的地方（“共 38 条，其中……”“……，共计 13 件”），分项之和不应大于总数；写明列全了的（“包括……”到句末，或最后一项是“其他”），也不应小于总数。有“等”“约”“余”的、分项可能重复计算的、说法不能确定的，都不看。", "Where the prose gives a whole and then its parts (“38 items, of which …”, “…, 13 in all”), the parts are never more than the whole; where the list says that it is complete (“包括” up to the full stop, or a last part “other”) they are not less either. Lists with 等 or round numbers, parts that may be counted twice, and wordings that are not plain are left alone."),
	Why:     diag.Textf("改了总数忘改分项，或分项抄错，读者一加就知道。", "A total is corrected and its parts are not; any reader can add them up."),
	Example: "主动公开信息38条，其中公文类8条、非公文类66条。",
	report: func(p *pass, r *report.Report) {
		p.claims(r, func(t passage, c *narrative.Claim) {
			if c.Kind != narrative.Sum {
				return
			}
			n, _ := written(c)
			parts := shifted(report.Number{Int: c.Parts.Int, Scale: c.Parts.Scale}, c.Parts.Exp)
			said := diag.Textf("分项相加为 %s，总数写的是 %s", "the parts come to %s, the whole is given as %s", parts, n)
			if n.Cmp(parts) < 0 {
				said = diag.Textf("%s，分项之和大于总数", "%s: the parts are more than the whole", said)
			} else {
				said = diag.Textf("%s，分项之和小于总数", "%s: the parts are less than the whole", said)
			}
			p.add(r, t.span(c.At, c.To), diag.Finding{Expected: parts.String(), Actual: n.String(),
				Message: diag.Textf("正文写“%s”，%s", "the text says “%s”; %s", t.quote(c), said),
				Hint:    diag.Textf("请核对总数和各分项", "check the whole and its parts")})
		})
	},
}
