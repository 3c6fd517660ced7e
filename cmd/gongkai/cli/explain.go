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
		Use:     a.text("explain [规则]", "explain [RULE]"),
		Short:   a.text("说明校验规则", "explain the rules"),
		Example: "  gongkai explain\n  gongkai explain balance",
		Args:    a.arguments(0, 1),
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
					diag.WriteMarkdown(a.data, rules, a.lang)
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
					r.WriteMarkdown(a.data, a.lang)
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

func (a *app) explainRule(r diag.Description) {
	fmt.Fprintf(a.out, "%s\n%s\n", a.text("%s（%s）", "%s (%s)", r.ID, r.Severity.Name(a.lang)), r.Title.In(a.lang))
	for _, e := range r.Explanations(a.lang) {
		fmt.Fprintf(a.out, "\n%s\n  %s\n", e.Label, strings.ReplaceAll(e.Text, "\n", "\n  "))
	}
}
