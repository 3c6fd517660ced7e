package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator/diag"
)

// arguments checks how many arguments there are, and says how the command is used.
func (a *app) arguments(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		hint := diag.Textf("用法：%s", "usage: %s", strings.TrimSuffix(c.CommandPath(), c.Name())+c.Use)
		switch {
		case len(args) > most:
			return &userError{diag.Textf("多余的参数“%s”", "one argument too many: %q", args[most]), hint}
		case len(args) < least:
			return &userError{diag.Textf("参数个数不对：需要 %d 个，给出 %d 个", "wrong number of arguments: %d wanted, %d given", least, len(args)), hint}
		}
		return nil
	}
}

// textFlag adds a flag whose default is named in the language of the usage.
func (a *app) textFlag(c *cobra.Command, p *string, name, usual, usage string) {
	c.Flags().StringVar(p, name, usual, usage+a.text("（默认 %s）", " (default %s)", usual))
	c.Flags().Lookup(name).DefValue = ""
}

// inChinese has the usage of a command and of those below it printed in Chinese.
func inChinese(c *cobra.Command) {
	c.SetUsageTemplate(usageZH)
	c.DisableFlagsInUseLine = true
	for _, below := range c.Commands() {
		inChinese(below)
	}
}

// usageZH is cobra's usage text in Chinese.
const usageZH = `用法：{{if .Runnable}}
  {{.UseLine}} [选项]{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [命令]{{end}}{{if .HasExample}}

示例：
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

命令：{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

选项：
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

通用选项：
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

“{{.CommandPath}} [命令] --help”说明一个命令的用法{{end}}
`
