package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator/diag"
	"gongkai/generator/rule"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [RULE]",
		Short: a.text("说明校验规则", "explain the rules"),
		Args:  cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var ids []string
			for _, r := range rule.All() {
				ids = append(ids, r.ID+"\t"+r.Title.In(a.lang))
			}
			return ids, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				for _, r := range rule.All() {
					fmt.Fprintf(a.out, "%-18s %-8s %s\n", r.ID, r.Severity, r.Title.In(a.lang))
				}
				return nil
			}
			r := rule.ByID(args[0])
			if r == nil {
				return &problem{diag.Textf("没有规则“%s”", "unknown rule %q", args[0]), diag.Textf("gongkai explain 列出所有规则", "gongkai explain lists all rules")}
			}
			a.explainRule(r)
			return nil
		},
	}
}

func (a *app) explainRule(r *rule.Rule) {
	severity := map[diag.Severity]diag.Text{diag.Error: {ZH: "错误", EN: "error"}, diag.Warning: {ZH: "警告", EN: "warning"}}[r.Severity]
	fmt.Fprintf(a.out, "%s（%s）\n", r.ID, severity.In(a.lang))
	part := func(zh, en, text string) {
		if text != "" {
			fmt.Fprintf(a.out, "\n%s\n  %s\n", a.text(zh, en), strings.ReplaceAll(text, "\n", "\n  "))
		}
	}
	fmt.Fprintf(a.out, "%s\n", r.Title.In(a.lang))
	part("检查什么", "what it checks", r.What.In(a.lang))
	part("为什么", "why", r.Why.In(a.lang))
	part("错误的例子", "an example of what is wrong", r.Example)
	part("依据", "legal source", r.Legal)
	if r.Fixed {
		part("说明", "note", a.text("不能用 waive 说明，也不能降低级别", "it can be neither waived nor lowered"))
	}
}
