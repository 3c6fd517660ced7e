package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/report"
)

var unusedWaiver = &Rule{
	ID: "unused-waiver", Severity: diag.Warning,
	Title:   diag.Textf("说明（waive）没有对应的问题，或没有理由", "a waiver matches no finding, or has no reason"),
	What:    diag.Textf("每条 waive 都要写理由，并对应一个真实的问题。", "Every waiver has a reason and matches a finding."),
	Why:     diag.Textf("理由会公开；过时的说明会误导读者，也会掩盖以后的错误。", "The reason is published; one that is out of date misleads readers and hides later faults."),
	Example: "waive:\n  - {rule: carry-over, reason: 机构改革}   # 两年的数字其实相等",
	direct:  "unused",
}

// unused is the finding for a waiver without a reason, of a rule that cannot be
// waived or does not exist, or that matched nothing.
func unused(w report.Waiver, used bool) (diag.Finding, bool) {
	f := diag.Finding{Rule: unusedWaiver.ID, Hint: diag.Textf("请更正或删除这条 waive", "correct or delete the waiver")}
	switch r := ByID(w.Rule); {
	case r == nil:
		f.Message, f.Hint = diag.Textf("没有规则“%s”", "unknown rule %q", w.Rule), Meant(w.Rule)
	case r.Locked:
		f.Message = diag.Textf("规则 %s 的问题不能用 waive 说明，只能更正", "findings of %s cannot be waived, only corrected", w.Rule)
	case w.Reason == "":
		f.Message = diag.Textf("waive 没有写理由（reason）", "the waiver has no reason")
	case !used && !r.Compares:
		f.Message = diag.Textf("没有 %s 的问题需要说明", "the waiver for %s matches no finding", w.Rule)
	default:
		return f, false
	}
	return f, true
}
