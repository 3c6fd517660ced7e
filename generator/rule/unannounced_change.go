package rule

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

var unannouncedChange = &Rule{
	ID: "unannounced-change", Severity: diag.Error, Compares: true,
	Title:   diag.Textf("公布过的数改了，没有写更正", "a published figure changed without a correction"),
	What:    diag.Textf("与已经公布的网站相比，报告里的每个数要么不变，要么在 revisions 里有一条写明这个单元格的更正，公布它时数还没有改，且更正后的数与表中的一致。build 与输出文件夹里的上一次网站比较，check --against 与指定的网站比较。", "Compared with the published site, each figure of a report is as it was, or an entry in revisions names its cell, newer than the figure was published, and with the figure that the table has now. build compares with the last site in the output folder, check --against with the one that is named."),
	Why:     diag.Textf("引用过旧数的人要能知道数改了、何时改、为什么改；悄悄改数会让人怀疑全部数字。", "Who quoted the figure must be able to see that it changed, when and why; figures that change silently make all of them doubtful."),
	Example: "已公布: new: [1, 0, 0, 0, 0, 0, 1]\n现在:   new: [2, 0, 0, 0, 0, 0, 2]   # 没有 revisions",
	Legal:   "《中华人民共和国政府信息公开条例》第六条",
	report: func(p *pass, r *report.Report) {
		was := p.publishedAs(r)
		if was == nil {
			return
		}
		var changed, entries []changedFigure // those that are not announced, and of these those that lack an entry
		now := r.Corrections()
		for _, f := range was.Figures {
			c := r.Form.Cell(f.Cell)
			if c == nil || f.Label != "" && f.Label != c.RowName {
				continue // it is not the same cell
			}
			v := r.Value(c)
			if v.State == report.Faulty || sameFigure(f.Text, v, c) {
				continue
			}
			x := changedFigure{c, f.Text, v, report.Announced(was.Revisions, now, c.Path, v.Text)}
			if !x.said.Holds() {
				changed = append(changed, x)
			}
			if !x.said.Found || x.said.Old {
				entries = append(entries, x)
			}
		}
		for _, x := range changed {
			p.add(r, x.at(r), x.finding(entries))
		}
	},
}

// changedFigure is a figure that differs from the published one. It is absent if there is none now.
type changedFigure struct {
	cell *form.Cell
	was  string
	now  report.Value
	said report.Announcement // by the revisions
}

// at is the place of the figure, or of its report's year where it is gone.
func (x *changedFigure) at(r *report.Report) diag.Span {
	if x.now.State == report.Absent {
		return r.YearSpan
	}
	return x.now.Span
}

// publishedAs is a report as it was published; nil where there is nothing to compare it with. A report of another
// form is not compared: cells of one name may count different things.
func (p *pass) publishedAs(r *report.Report) *report.Publication {
	earlier := p.registry.earlier
	if earlier == nil || r.Draft || r.FileYear != 0 || p.of(r.Form.Family, r.Agency, r.Year) != r ||
		slices.ContainsFunc(r.Revisions, func(x report.Revision) bool {
			return slices.ContainsFunc(x.Changes, func(c report.Change) bool { return c.Slot == nil })
		}) { // an entry that names no cell of the form was reported, and may be meant
		return nil
	}
	slugs := []string{r.Agency}
	if a := p.agency(r.Agency); a != nil {
		slugs = append(slugs, formerSlugs(a)...)
	}
	for _, slug := range slugs {
		was := earlier(slug, r.Form.Family, r.Year)
		if was == nil {
			continue
		}
		other := was.Form != r.Form.ID
		if was.Form == "" { // its page says nothing of the form but the cells
			other = slices.ContainsFunc(was.Figures, func(f report.Figure) bool { return r.Form.Cell(f.Cell) == nil })
		}
		if was.Draft || other {
			return nil
		}
		return was
	}
	return nil
}

// sameFigure reports whether a figure is what was published.
func sameFigure(was string, now report.Value, c *form.Cell) bool {
	if c.Kind == form.YesNo && now.State == report.Valid && (was == "true" || was == "false") {
		return (was == "true") == (now.Int != 0)
	}
	return report.SameFigure(was, now.Text)
}

// mostInEntry is how many cells the entry of a hint has.
const mostInEntry = 8

// finding says what changed. The first of a report's changes that lack an entry shows one with all of them.
func (x *changedFigure) finding(entries []changedFigure) diag.Finding {
	now := diag.Textf("现在是 %s", "now %s", x.now.Text)
	if x.now.State == report.Absent {
		now = diag.Textf("现在没有这个数", "now there is no figure")
	}
	date := cmp.Or(x.said.Date, "–")
	f := diag.Finding{Cells: []string{x.cell.Path}, Expected: x.was, Actual: x.now.Text}
	switch {
	case x.said.Found && !x.said.Old:
		f.Message = diag.Textf("“%[1]s”公布的数是 %[2]s，%[3]s；%[4]s 的更正却写更正后是 %[5]s", "%[1]s: published as %[2]s, %[3]s; the correction of %[4]s says that it is %[5]s", x.cell.Label, x.was, now, date, x.said.To)
		f.Hint = diag.Textf("请核对表中的数和这条更正的 to", "compare the figure with to of that correction")
		return f
	case x.said.Found:
		f.Message = diag.Textf("“%[1]s”公布的数是 %[2]s，%[3]s；%[4]s 的更正公布在先，说的是以前的更改", "%[1]s: published as %[2]s, %[3]s; the correction of %[4]s was published before and speaks of an earlier change", x.cell.Label, x.was, now, date)
	default:
		f.Message = diag.Textf("“%[1]s”公布的数是 %[2]s，%[3]s，没有写更正", "%[1]s: published as %[2]s, %[3]s, without a correction", x.cell.Label, x.was, now)
	}
	if x.cell != entries[0].cell {
		f.Hint = diag.Textf("同一次更正的，写进同一条的 cells：%s", "what was corrected together goes into cells of one entry: %s", x.entry())
		return f
	}
	var cells []string
	for i := range entries[:min(len(entries), mostInEntry)] {
		cells = append(cells, entries[i].entry())
	}
	if len(entries) > mostInEntry {
		cells = append(cells, "…")
	}
	f.Hint = diag.Textf("改错了的，请改回；更正的，在 revisions 里加上 - {date: 更正日期, note: 更正的原因, cells: [%s]}", "if it is a slip put the figure back; for a correction add to revisions: - {date: its date, note: its reason, cells: [%s]}", strings.Join(cells, ", "))
	return f
}

// entry is the change as revisions have it.
func (x *changedFigure) entry() string {
	s := "{cell: " + x.cell.Path + ", from: " + scalar(x.was)
	if x.now.State == report.Valid {
		s += ", to: " + scalar(x.now.Text)
	}
	return s + "}"
}

// scalar is a text as a value of front matter.
func scalar(s string) string {
	if s == "" || strings.ContainsAny(s, ",[]{}:#\"'&*!|>%@`\\") {
		return strconv.Quote(s)
	}
	return s
}
