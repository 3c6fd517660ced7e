package rule

import (
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

// evaluation is the check of a kind of relation: one for all rules that are bound to
// relations of the kind. Each kind has a file of its own.
func evaluation(k form.RelationKind) func(*pass, *report.Report) {
	switch k {
	case form.Sum:
		return checkSums
	case form.Balance:
		return checkBalance
	case form.Carry:
		return checkCarry
	case form.Stock:
		return checkStock
	case form.AtMost:
		return checkLimits
	case form.PresentIf:
		return checkPresence
	case form.Aggregate:
		return checkArea
	}
	return nil
}

// check is what a rule does with a report; nil for one that does not look at single reports.
func (r *Rule) check() func(*pass, *report.Report) {
	if r.Relational() {
		return evaluation(r.relation)
	}
	return r.report
}

// Relational reports whether forms declare the rule's operands.
func (r *Rule) Relational() bool { return r.relation != "" }

// CheckForm reports relations of a form that name no rule, one that has no operands, or
// one that checks relations of another kind.
func CheckForm(f *form.Form) []diag.Finding {
	var out []diag.Finding
	fault := func(rel *form.Relation, message, hint diag.Text) {
		out = append(out, diag.Finding{Rule: formRule.ID, File: f.File, Span: rel.Span, Message: message, Hint: hint})
	}
	relations := f.Relations
	if t := f.ListTable(); t != nil { // which a report's own rows will have
		relations = append(slices.Clone(relations), &form.Relation{Rule: t.List.Rule, Kind: form.Sum})
	}
	for _, rel := range relations {
		switch r := ByID(rel.Rule); {
		case r == nil:
			fault(rel, diag.Textf("关系使用了不存在的规则“%s”", "a relation names the unknown rule %q", rel.Rule), diag.Choose(rel.Rule, idsOf(rel.Kind)))
		case !r.Relational():
			fault(rel, diag.Textf("规则 %s 不用于关系", "the rule %s checks no relations", r.ID), diag.Choose("", idsOf(rel.Kind)))
		case r.relation != rel.Kind:
			fault(rel, diag.Textf("规则 %s 用于 %s 类的关系，不能用于 %s 类", "the rule %s checks relations of kind %s, not %s", r.ID, r.relation, rel.Kind),
				diag.Textf("请改 kind，或换一条规则", "change the kind, or name another rule"))
		}
	}
	return out
}

// idsOf lists the rules that check relations of a kind.
func idsOf(kind form.RelationKind) (ids []string) {
	for _, r := range all {
		if r.relation == kind {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// lines calls do for every line of the rule's relations in the report's form.
func (p *pass) lines(r *report.Report, do func(*form.Relation, form.Line)) {
	for _, rel := range r.Form.Relations {
		if rel.Rule == p.rule.ID {
			for _, l := range rel.Lines {
				do(rel, l)
			}
		}
	}
}

// unequal reports that the total of a line is not what it should be, at that figure. The
// operands are where it should follow from.
func (p *pass) unequal(r *report.Report, rel *form.Relation, l form.Line, expected string, operands []figure, message, hint diag.Text) {
	v := r.Value(l.Total)
	p.add(r, v.Span, diag.Finding{Severity: rel.Severity, Cells: cellPaths(l.Total, l.Plus, l.Minus), Related: places(operands),
		Expected: expected, Actual: v.Text, Message: message, Hint: hint})
}

// places are where figures are.
func places(figures []figure) (out []diag.Related) {
	for _, f := range figures {
		if v := f.value(); v.State == report.Valid {
			out = append(out, diag.Related{File: f.r.File, Span: v.Span, Message: diag.Textf("%s %s", "%s %s", naming(f.c), v.Text)})
		}
	}
	return out
}
