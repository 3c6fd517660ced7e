package round

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/render/xlsx"
)

// Text says in a few words how far a body is.
func (b *Body) Text() diag.Text {
	t := b.state()
	if b.Stays {
		t = diag.Textf("%s（网上仍是上次公布的）", "%s (what was published last is still there)", t)
	}
	return t
}

func (b *Body) state() diag.Text {
	switch b.State {
	case None:
		return diag.Textf("没有报告", "no report")
	case Draft:
		if b.Have == b.Want {
			return diag.Textf("草稿，已填完，%s 个错误", "draft, filled in, %s", diag.Count(len(b.Errors), "error"))
		}
		return diag.Textf("草稿，已填 %d/%d", "draft, %d of %d filled in", b.Have, b.Want)
	case Faulty:
		return diag.Textf("%s 个错误", "%s", diag.Count(len(b.Errors), "error"))
	case Ready:
		if b.Report.Draft {
			return diag.Textf("可以公布（还是草稿）", "ready (still a draft)")
		}
		return diag.Textf("可以公布", "ready")
	case Changed:
		return diag.Textf("公布以后改过", "changed since it was published")
	}
	return diag.Textf("已公布", "published")
}

// Due says when a body is to publish, from the day of the status on.
func (b *Body) Due() diag.Text {
	done := b.State == Published || b.State == Changed
	switch {
	case b.Deadline == "":
		return diag.Text{}
	case done && b.Late:
		return diag.Textf("%s，公布晚了", "%s, published late", b.Deadline)
	case done:
		return diag.Textf("%s", "%s", b.Deadline)
	case b.Days < 0:
		return diag.Textf("%s，已过 %d 天", "%s, %d days ago", b.Deadline, -b.Days)
	case b.Days == 0:
		return diag.Textf("%s，今天", "%s, today", b.Deadline)
	}
	return diag.Textf("%s，还有 %d 天", "%s, %d days left", b.Deadline, b.Days)
}

// Waits says whom an area total waits for; "" for nobody.
func (b *Body) Waits() diag.Text {
	if len(b.WaitsFor) == 0 {
		return diag.Text{}
	}
	const enough = 5
	first := b.WaitsFor[:min(len(b.WaitsFor), enough)]
	zh, en := strings.Join(first, "、"), strings.Join(first, ", ")
	if len(b.WaitsFor) > enough {
		zh, en = zh+" 等", en+" …"
	}
	return diag.Textf("汇总在等 %d 个机关：%s", "the total waits for %d: %s", len(b.WaitsFor), diag.Text{ZH: zh, EN: en})
}

// Summary counts the bodies by state.
func (st *Status) Summary() diag.Text {
	bodies := diag.Text{ZH: strconv.Itoa(len(st.Bodies)), EN: strconv.Itoa(len(st.Bodies)) + " bodies"}
	if len(st.Bodies) == 1 {
		bodies.EN = "1 body"
	}
	return diag.Textf("%d 年：%s 个机关，没有报告 %d，草稿 %d，有错误 %d，可以公布 %d，公布后改过 %d，已公布 %d；逾期 %d",
		"%d: %s; no report %d, draft %d, errors %d, ready %d, changed since %d, published %d; late %d",
		st.Year, bodies, st.Count(None), st.Count(Draft), st.Count(Faulty), st.Count(Ready), st.Count(Changed), st.Count(Published), st.Late())
}

// Heads are the columns of a list of bodies.
func Heads() []diag.Text {
	return []diag.Text{diag.Textf("文件夹", "folder"), diag.Textf("机关", "body"), diag.Textf("状态", "state"), diag.Textf("期限", "deadline"),
		diag.Textf("错误", "errors"), diag.Textf("第一个错误，或在等谁", "first error, or who is waited for")}
}

// Row is a body in such a list.
func (b *Body) Row(lang string) []string {
	first := b.Waits().In(lang)
	errors := ""
	if len(b.Errors) > 0 {
		errors = diag.Textf("%d", "%d", len(b.Errors)).In(lang)
		if first == "" && b.State == Faulty || b.State == Draft && b.Have == b.Want {
			first = b.Errors[0].Message.In(lang)
		}
	}
	return []string{b.Agency.Slug, b.Name, b.Text().In(lang), b.Due().In(lang), errors, first}
}

// Sheet is the status as a spreadsheet.
func (st *Status) Sheet(lang string) xlsx.Sheet {
	var heads []string
	for _, h := range Heads() {
		heads = append(heads, h.In(lang))
	}
	var rows [][]xlsx.Cell
	for i := range st.Bodies {
		var row []xlsx.Cell
		for n, text := range st.Bodies[i].Row(lang) {
			row = append(row, xlsx.Cell{Text: text, Number: n == 4})
		}
		rows = append(rows, row)
	}
	return xlsx.Sheet{Name: diag.Textf("%d 年", "%d", st.Year).In(lang), Heads: heads, Lead: 2, Count: len(rows), Rows: slices.Values(rows)}
}
