package rule

import (
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/register"
	"gongkai/generator/report"
)

var registration = &Rule{
	ID: "register", Severity: diag.Error, Locked: true,
	Title:   diag.Textf("机关登记信息有误", "a fault in an agency's register entry"),
	What:    diag.Textf("机关全称必填；统一社会信用代码要通过校验；上级机关要存在且不成环；同时存在的两个机关名称不能相同；文件夹名和以前的地址要能作网址，一个地址只属于一个机关。", "The name is required, the credit code passes its check digit, parents exist and form no circle, no two agencies of one time have one name, the folder's name and former ones can be addresses, and each belongs to one agency."),
	Why:     diag.Textf("报告归在机关名下，登记错了，页面、数据和合计都会错。", "Reports hang on the agency; with a wrong entry pages, data and totals are wrong."),
	Example: "credit_code: 110000000000000000",
	agency: func(p *pass, a *register.Agency, _ []*report.Report) {
		fault := func(at diag.Span, m, hint diag.Text) {
			p.findings = append(p.findings, diag.Finding{Rule: p.rule.ID, File: a.File, Span: at, Agency: a.Slug, Message: m, Hint: hint})
		}
		if a.Parent != "" && p.agency(a.Parent) == nil {
			fault(a.ParentSpan, diag.Textf("站点里没有上级机关“%s”", "there is no parent agency %q", a.Parent), p.folderHint(a.Parent))
		}
		if p.circle(a.Slug) {
			fault(a.ParentSpan, diag.Textf("上级机关形成循环", "the parents form a circle"), diag.Textf("请更正 parent", "correct parent"))
		}
		seen := map[string]bool{}
		for _, m := range a.Predecessors {
			switch {
			case m.Agency == a.Slug:
				fault(m.Span, diag.Textf("并入的机关就是本机关", "the agency is its own predecessor"),
					diag.Textf("请填写另一个机关的文件夹名；改名请写 former_names", "write the folder of another agency; for a change of name use former_names"))
				continue
			case seen[m.Agency] && m.Agency != "":
				fault(m.Span, diag.Textf("并入的机关“%s”写了两次", "the predecessor %q is there twice", m.Agency),
					diag.Textf("请只保留一次，否则结转数会加两遍", "keep it once, or its figures count twice"))
				continue
			}
			seen[m.Agency] = true
			if other := p.agency(m.Agency); other != nil && m.Agency < a.Slug && slices.ContainsFunc(other.Predecessors, func(x register.Predecessor) bool { return x.Agency == a.Slug && x.Year == m.Year }) {
				fault(m.Span, diag.Textf("“%s”与本机关在同一年互相并入", "%q and this agency are merged into each other in one year", m.Agency),
					diag.Textf("请只在留下来的机关写 predecessors", "list it with the agency that remains, and only there"))
			}
			if p.agency(m.Agency) == nil && m.Agency != "" {
				fault(m.Span, diag.Textf("没有并入的机关“%s”", "there is no predecessor %q", m.Agency), p.folderHint(m.Agency))
			}
		}
		for i, x := range a.Aliases {
			if m, hint := p.wrongAlias(a, i); !m.IsZero() {
				fault(x.Span, m, hint)
			}
		}
	},
}

// circle reports whether an agency is its own ancestor.
func (p *pass) circle(slug string) bool {
	at := p.agency(slug).Parent
	for range len(p.registry.members) {
		if at == slug {
			return true
		}
		a := p.agency(at)
		if a == nil {
			return false
		}
		at = a.Parent
	}
	return false
}

// folderHint says what to write in place of the name of a folder that does not exist.
func (p *pass) folderHint(slug string) diag.Text {
	if now := p.renamedFrom(slug); len(now) == 1 {
		return diag.Textf("文件夹已改名，请写“%s”", "the folder was renamed: write %s", now[0].Slug)
	}
	return diag.Textf("请填写 content 下的文件夹名", "write the name of a folder in content")
}

// wrongAlias says what is wrong with an agency's former slug, if anything is.
func (p *pass) wrongAlias(a *register.Agency, i int) (message, hint diag.Text) {
	slug := a.Aliases[i].Slug
	if f := register.CheckSlug(slug, a.File); f != nil {
		return f.Message, diag.Textf("请填写机关文件夹以前的名称", "write what the agency's folder was called before")
	}
	remove := diag.Textf("请删去这一项", "delete it")
	switch {
	case slug == a.Slug:
		return diag.Textf("以前的地址“%s”就是现在的地址", "the former address %q is that of today", slug), remove
	case slices.ContainsFunc(a.Aliases[:i], func(x register.Alias) bool { return x.Slug == slug }):
		return diag.Textf("以前的地址“%s”写了两次", "the former address %q is there twice", slug), remove
	}
	if other := p.agency(slug); other != nil {
		return diag.Textf("以前的地址“%s”现在是 %s 的地址", "the former address %q is now that of %s", slug, other.File),
			diag.Textf("一个地址只能属于一个机关，请删去这一项，或给那个文件夹改名", "an address belongs to one agency: delete it, or rename that folder")
	}
	if first := p.renamedFrom(slug)[0]; first.Slug != a.Slug {
		return diag.Textf("以前的地址“%s”也写在 %s 里", "the former address %q is listed in %s too", slug, first.File),
			diag.Textf("请只写在承接原机关的一处", "keep it with the agency that took its place")
	}
	return diag.Text{}, diag.Text{}
}
