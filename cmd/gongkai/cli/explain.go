package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator/diag"
	"gongkai/generator/rule"
)

func (a *app) explainCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   a.text("explain [规则]", "explain [RULE]"),
		Short: a.text("说明校验规则", "explain the rules"),
		Args:  a.arguments(0, 1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var ids []string
			for _, r := range rule.All() {
				ids = append(ids, r.ID+"\t"+r.Title.In(a.lang))
			}
			return ids, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if format != "text" && format != "markdown" {
				return &userError{diag.Textf("没有格式“%s”", "unknown format %q", format), diag.Textf("--format 可选 text 或 markdown", "--format takes text or markdown")}
			}
			rules := rule.Describe(nil)
			if len(args) == 0 {
				if format == "markdown" {
					a.rulesMarkdown(rules)
					return nil
				}
				for _, r := range rules {
					fmt.Fprintf(a.out, "%-18s %-8s %s\n", r.ID, r.Severity, r.Title.In(a.lang))
				}
				return nil
			}
			for _, r := range rules {
				switch {
				case r.ID != args[0]:
				case format == "markdown":
					a.ruleMarkdown(r)
					return nil
				default:
					a.explainRule(r)
					return nil
				}
			}
			return unknownRule(args[0])
		},
	}
	a.textFlag(c, &format, "format", "text", a.text("格式：text 或 markdown", "format: text or markdown"))
	return c
}

// unknownRule is the error for an id that no rule has.
func unknownRule(id string) *userError {
	var ids []string
	for _, r := range rule.All() {
		ids = append(ids, r.ID)
	}
	return &userError{diag.Textf("没有规则“%s”", "unknown rule %q", id),
		suggest(id, ids, diag.Textf("gongkai explain 列出所有规则", "gongkai explain lists all rules"))}
}

// explanation is one part of what is said of a rule.
type explanation struct {
	label, text string
	code        bool
}

// explanations lists what is said of a rule.
func (a *app) explanations(r diag.Description) []explanation {
	all := []explanation{
		{a.text("检查什么", "what it checks"), r.What.In(a.lang), false},
		{a.text("为什么", "why"), r.Why.In(a.lang), false},
		{a.text("错误的例子", "an example of what is wrong"), r.Example, true},
	}
	if r.Legal != "" {
		all = append(all, explanation{a.text("依据", "legal source"), r.Legal, false})
	}
	if r.Fixed {
		all = append(all, explanation{a.text("说明", "note"), a.text("不能用 waive 说明，也不能降低级别", "it can be neither waived nor lowered"), false})
	}
	return all
}

func (a *app) severity(s diag.Severity) string {
	if s == diag.Warning {
		return a.text("警告", "warning")
	}
	return a.text("错误", "error")
}

func (a *app) explainRule(r diag.Description) {
	fmt.Fprintf(a.out, "%s\n%s\n", a.text("%s（%s）", "%s (%s)", r.ID, a.severity(r.Severity)), r.Title.In(a.lang))
	for _, e := range a.explanations(r) {
		fmt.Fprintf(a.out, "\n%s\n  %s\n", e.label, strings.ReplaceAll(e.text, "\n", "\n  "))
	}
}

// rulesMarkdown prints the whole catalogue as a document.
func (a *app) rulesMarkdown(rules []diag.Description) {
	fmt.Fprintf(a.out, "# %s\n\n%s\n\n", a.text("校验规则", "Rules"),
		a.text("`gongkai check` 检查的规则。本文由程序中的说明生成（`make docs`），请勿直接修改。", "What `gongkai check` checks. This file is made from the rules' own descriptions (`make docs`); do not edit it."))
	fmt.Fprintf(a.out, "| %s | %s | |\n|---|---|---|\n", a.text("规则", "rule"), a.text("级别", "severity"))
	for _, r := range rules {
		fmt.Fprintf(a.out, "| [`%s`](#%[1]s) | %s | %s |\n", r.ID, a.severity(r.Severity), r.Title.In(a.lang))
	}
	for _, r := range rules {
		fmt.Fprintln(a.out)
		a.ruleMarkdown(r)
	}
}

// ruleMarkdown prints one rule as a section of a document.
func (a *app) ruleMarkdown(r diag.Description) {
	fmt.Fprintf(a.out, "## %s\n\n**%s**%s\n", r.ID, r.Title.In(a.lang), a.text("（"+a.severity(r.Severity)+"）", " ("+a.severity(r.Severity)+")"))
	for _, e := range a.explanations(r) {
		if e.code {
			fmt.Fprintf(a.out, "\n**%s**\n\n```\n%s\n```\n", e.label, e.text)
		} else {
			fmt.Fprintf(a.out, "\n**%s**%s%s\n", e.label, a.text("：", ": "), e.text)
		}
	}
}
