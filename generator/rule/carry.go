package rule

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
)

var carry = &Rule{
	ID: "carry", Severity: diag.Error, relation: form.Carry,
	Title:   diag.Textf("本年的起点不等于上年的终点", "a year does not begin with what the last one ended with"),
	What:    diag.Textf("格式声明为年初的数，应等于上一年报告中声明为年末的数，或那几个数之和。", "A figure that the form declares to be that of the year's beginning equals last year's at its end, or the sum of those declared."),
	Why:     diag.Textf("两年之间没有别的日子，数字不会自己变化。", "There is no day between two years on which it could have changed."),
	Example: "2022: pending_end: 5\n2023: pending_start: 4",
}

// checkCarry checks the relations of the kind carry, for every rule that is bound to such, as carry-over is. It
// compares a figure with last year's of the same agency and of those
// merged into it this year. Where a report is not at hand the rule is silent.
func checkCarry(p *pass, r *report.Report) {
	p.lines(r, func(rel *form.Relation, l form.Line) {
		now := r.Value(l.Total)
		if now.State != report.Valid {
			return
		}
		from, ok := p.carried(r, l.Plus)
		if !ok {
			return
		}
		before := total(from)
		if now.Cmp(before) == 0 {
			return
		}
		p.unequal(r, rel, l, before.String(), from,
			diag.Textf("%s填 %s，上年报告的%s为 %s（%s），%s",
				"%s is %s, but last year's %s is %s (%s): %s",
				naming(l.Total), now.Text, namings(l.Plus), before, sources(from), difference(now.Number, before)),
			diag.Textf("请核对两年的报告；因机构改革等原因不一致的，用 waive 写明理由", "check both reports; if the difference is right, say why under waive"))
	})
}

// carried returns the figures of last year's reports that were carried over to r; ok is
// false where one of them is not at hand.
func (p *pass) carried(r *report.Report, cells []*form.Cell) (figures []figure, ok bool) {
	var from []*report.Report
	agency := p.agency(r.Agency)
	last := p.last(r)
	if last != nil && last.Scope != r.Scope {
		return nil, false // an area's figures and the body's own are not the same figures
	}
	if last != nil {
		from = append(from, last)
	}
	founded := agency != nil && agency.Since == r.Year
	if last == nil && !founded {
		return nil, false
	}
	if agency != nil {
		for i, m := range agency.Predecessors {
			if m.Year != r.Year || m.Agency == r.Agency ||
				slices.ContainsFunc(agency.Predecessors[:i], func(x register.Predecessor) bool { return x.Agency == m.Agency && x.Year == m.Year }) {
				continue // the last two are faults of the register, where they are told
			}
			old := p.of(r.Form.Family, m.Agency, r.Year-1)
			if old == nil || old.Scope != r.Scope || p.divided(m.Agency, r.Year) {
				return nil, false
			}
			from = append(from, old)
		}
	}
	for _, old := range from {
		for _, c := range cells {
			f, ok := inForm(old, r, c)
			if !ok {
				return nil, false
			}
			figures = append(figures, f)
		}
	}
	return figures, len(figures) > 0
}

// total adds up figures.
func total(figures []figure) (n report.Number) {
	for _, f := range figures {
		n = n.Plus(f.value().Number)
	}
	return n
}

// sources names the reports that figures, which are in the order of their reports, are from.
func sources(figures []figure) diag.Text {
	var zh, en strings.Builder
	for i, f := range figures {
		switch {
		case i == 0:
			zh.WriteString(f.r.File + "：")
			en.WriteString(f.r.File + " ")
		case f.r != figures[i-1].r:
			zh.WriteString("；" + f.r.File + "：")
			en.WriteString(", " + f.r.File + " ")
		default:
			zh.WriteString("、")
			en.WriteString(" ")
		}
		zh.WriteString(f.value().Text)
		en.WriteString(f.value().Text)
	}
	return diag.Text{ZH: zh.String(), EN: en.String()}
}

// divided reports whether more than one agency took over another's work in a year: how
// its figures were shared out is not known.
func (p *pass) divided(slug string, year int) bool {
	n := 0
	for _, a := range p.followers(slug) {
		if slices.ContainsFunc(a.Predecessors, func(m register.Predecessor) bool { return m.Agency == slug && m.Year == year }) {
			n++
		}
	}
	return n > 1
}
