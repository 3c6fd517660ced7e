package rule

import "gongkai/generator/diag"

var nearDuplicate = &Rule{
	ID: "near-duplicate", Severity: diag.Warning,
	Title:   diag.Textf("正文与另一份报告雷同", "the prose is almost another report's"),
	What:    diag.Textf("正文不应与本机关往年的报告或其他机关同年的报告几乎相同；数字、机关名称和多数报告共有的套话不计。", "The prose is not almost that of the agency's earlier reports or of another agency's of the same year; figures, the agency's name and what many reports share do not count."),
	Why:     diag.Textf("照抄的报告没有说明本机关本年度的工作，是通报批评的常见原因。", "A copied report says nothing of the agency's year, and is a common reason for criticism."),
	Example: "两年的“存在的主要问题及改进情况”一字不差",
	FoundBy: "similarity.Index",
}
