package rule

import (
	"cmp"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/report"
	"gongkai/generator/rule/localize"
)

var wrongCell = &Rule{
	ID: "wrong-cell", Severity: diag.Error,
	Title: diag.Textf("几处不符出于同一格", "one wrong figure explains several findings"),
	What: diag.Textf("几处数量关系都不成立，而只改一格就都能成立，又不破坏别的关系时，指出这一格和应填的数；一格不够时找两格，或找整段错了一格的一行、一列；两格都说得通时，两格都指出。找不到比问题个数更少的格时不作判断。上下年之间的关系也算在内；用 waive 说明了的关系不算。级别不低于它所解释的问题。",
		"Where several relations do not hold and the change of one figure would satisfy them all without breaking another, that figure and what it should be; two figures where one is not enough, or a run of figures typed one place off along a row or down a column; both where either would do. Where it takes as many figures as there are findings, nothing. Relations between years count, waived ones do not. It is no milder than what it explains."),
	Why:     diag.Textf("一个数填错，它所在的行、列和上下年都会对不上；先改这一格，别处不必动。", "A figure that is wrong leaves its row, its column and the next year wrong; when it is right nothing else needs to be touched."),
	Example: "new:            [5, 0, 0, 0, 0, 0, 2]   # 2\nresults.granted: [2, 0, 0, 0, 0, 0, 2]\ncarried_in.total, carried_out.total: 0",
	direct:  "Registry.Localize",
}

// Localize explains findings of one agency by the cells that are wrong: it adds a finding
// for each such cell, and names it as the cause of those that it explains. What is waived,
// or switched off by the settings, is not evidence. track is called as asked is by Check.
func (h *Registry) Localize(slug string, findings []diag.Finding, set Settings, track func(Dependency)) []diag.Finding {
	m := h.members[slug]
	if s, ok := set[wrongCell.ID]; m == nil || ok && s == diag.Off {
		return findings
	}
	e := newEvidence(&pass{rule: wrongCell, slug: slug, registry: h, track: track}, m.reports, findings, set)
	if e == nil {
		return findings
	}
	for _, a := range e.answers() {
		e.tell(a)
	}
	return append(findings, e.pass.findings...)
}

// tell adds the findings of an answer, unless what it explains is no more than one finding.
func (e *evidence) tell(a localize.Answer) {
	explained := e.explained(a)
	if len(explained) <= len(a.Changes) && a.Kind == localize.Wrong || len(explained) < 2 {
		return
	}
	slices.SortFunc(a.Changes, func(x, y localize.Change) int { return e.order(x.Cell, y.Cell) })
	if a.Kind != localize.Wrong {
		e.lead(a, a.Changes, explained, explained)
		return
	}
	for _, c := range a.Changes {
		var about, own []int
		for _, f := range explained {
			if e.concerns(f, c.Cell) {
				about = append(about, f)
				if e.findings[f].Cause == (diag.Cause{}) {
					own = append(own, f)
				}
			}
		}
		e.lead(a, []localize.Change{c}, about, own)
	}
}

// lead adds the finding about changes of cells: about are the findings that they explain,
// own those of which it becomes the cause.
func (e *evidence) lead(a localize.Answer, changes []localize.Change, about, own []int) {
	figures, typed, meant := make([]figure, len(changes)), make([]string, len(changes)), make([]string, len(changes))
	for i, c := range changes {
		figures[i] = e.figures[c.Cell]
		typed[i], meant[i] = figures[i].value().Text, e.text(c)
	}
	first := figures[0]
	f := diag.Finding{Actual: typed[0], Expected: meant[0], Hint: diag.Textf("请先核对这一格，改为 %s 就都相符", "check it first; with %s all of them hold", meant[0])}
	for i := range figures {
		f.Cells = append(f.Cells, figures[i].c.Path)
	}
	f.Proposal = proposal(figures, meant)
	switch {
	case a.Kind == localize.Either:
		f.Expected, f.Proposal = "", nil
		f.Message = diag.Textf("%s不符，出在%s（填 %s，应为 %s）或%s（填 %s，应为 %s）", "%s: either %s is %s and should be %s, or %s is %s and should be %s",
			relations(len(about)), naming(first.c), typed[0], meant[0], naming(figures[1].c), typed[1], meant[1])
		f.Hint = diag.Textf("请核对这两格，改对其中一格就都相符", "check the two; when the wrong one is corrected all of them hold")
	case a.Kind == localize.Shifted:
		where := diag.Textf("“%s”一行", "row %q", first.c.RowName)
		if first.c.Row != figures[1].c.Row {
			where = diag.Textf("“%s”一列", "column %q", first.c.Column)
		}
		f.Message = diag.Textf("%s不符，都因%s有一段数错了一格：填 %s，应为 %s", "%s because figures of %s are one place off: they are %s and should be %s",
			relations(len(about)), where, diag.Listed(typed), diag.Listed(meant))
		f.Hint = diag.Textf("请对照原表核对这一段，改正后就都相符", "compare them with the source; when they are in their places all of them hold")
	default:
		slip := slipText(localize.SlipOf(typed[0], meant[0]), typed[0], meant[0])
		f.Message = diag.Textf("%s不符，都因%s：填 %s，应为 %s%s", "%s because of one figure: %s is %s and should be %s%s",
			relations(len(about)), naming(first.c), typed[0], meant[0], slip)
		if len(about) == 1 {
			f.Message = diag.Textf("%s填 %s，应为 %s%s", "%s is %s and should be %s%s", naming(first.c), typed[0], meant[0], slip)
		}
		for _, other := range a.Changes {
			if o := e.figures[other.Cell]; o != first {
				f.Hint = diag.Textf("请先核对这一格和%s，两格都改对就都相符", "check it and %s first; when both are corrected all of them hold", naming(o.c))
			}
		}
	}
	if a.Kind == localize.Either {
		f.Related = places(figures[1:])
	}
	e.fold(&f, first.r, own)
	for _, i := range about {
		x := &e.findings[i]
		f.Severity = max(f.Severity, severity(*x, e.set))
		f.Related = append(f.Related, diag.Related{Rule: x.Rule, File: x.File, Span: x.Span, Message: e.brief(x)})
	}
	e.pass.add(first.r, first.value().Span, f)
}

// fold makes a finding the cause of others, unless it will be waived: then they speak for
// themselves.
func (e *evidence) fold(f *diag.Finding, r *report.Report, own []int) {
	f.Rule, f.File = wrongCell.ID, r.File
	if slices.ContainsFunc(r.Waivers, func(w report.Waiver) bool { return waives(w, f) }) {
		return
	}
	f.Explains = len(own)
	for _, i := range own {
		e.findings[i].Cause = diag.Cause{File: r.File, Cell: f.Cells[0]}
	}
}

// brief is the cell of a finding and what it says of it.
func (e *evidence) brief(f *diag.Finding) diag.Text {
	r := e.reports[f.File]
	t := naming(r.Form.Cell(f.Cells[0]))
	if f.Expected == "" {
		return diag.Textf("%s %s", "%s %s", t, f.Actual)
	}
	return diag.Textf("%s %s，按其他各格为 %s", "%s %s, by the other figures %s", t, f.Actual, f.Expected)
}

// proposal writes what figures should be where they are.
func proposal(figures []figure, meant []string) *diag.Fix {
	fix := &diag.Fix{Title: diag.Textf("改为 %s", "change it to %s", meant[0])}
	if len(figures) > 1 {
		fix.Title = diag.Textf("改为 %s", "change them to %s", diag.Listed(meant))
	}
	for i, f := range figures {
		fix.Edits = append(fix.Edits, diag.Edit{Span: f.value().Span, Text: meant[i]})
	}
	return fix
}

// relations is how many findings there are, in words.
func relations(n int) diag.Text {
	numerals := []rune("零一两三四五六七八九十")
	zh := itoa(n) + " "
	if n < len(numerals) {
		zh = string(numerals[n])
	}
	return diag.Textf("%[1]s处", "%[2]s do not hold", zh, diag.Count(n, "relation"))
}

// slipText names the slip that may have made one number of another, in brackets.
func slipText(s localize.Slip, typed, meant string) diag.Text {
	switch s {
	case localize.Sign:
		return diag.Textf("（正负号错）", " (the sign is wrong)")
	case localize.Point:
		switch {
		case strings.Contains(typed+meant, "."):
			return diag.Textf("（小数点错位）", " (the point is misplaced)")
		case len(typed) > len(meant):
			return diag.Textf("（末尾多了 0）", " (a 0 too many at the end)")
		}
		return diag.Textf("（末尾少了 0）", " (a 0 is missing at the end)")
	case localize.Swapped:
		return diag.Textf("（两位数字颠倒）", " (two digits swapped)")
	case localize.Digit:
		return diag.Textf("（一位数字不同）", " (one digit differs)")
	case localize.Missing:
		return diag.Textf("（少了一位）", " (a digit is missing)")
	case localize.Extra:
		return diag.Textf("（多了一位）", " (a digit too many)")
	}
	return diag.Text{}
}

// order compares cells by the place of their report in the agency's, then by the form.
func (e *evidence) order(x, y int) int {
	a, b := e.figures[x], e.figures[y]
	return cmp.Or(cmp.Compare(a.r.File, b.r.File), cmp.Compare(a.c.Index, b.c.Index))
}
