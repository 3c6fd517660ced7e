package cli

import (
	"fmt"
	"regexp"

	"github.com/spf13/cobra"

	"gongkai/generator/diag"
)

// released is a version that a tag names, as the Go command notes it in a program: v1.2.0, not one with a commit's time, or +dirty.
var released = regexp.MustCompile(`^v([0-9]+\.[0-9]+\.[0-9]+(-(alpha|beta|rc)\.?[0-9]+)?)$`)

// VersionOf is the version of a program whose main module has a version, such as one that `go install` built: the module's, where
// that is a release and nothing else was set.
func VersionOf(module string) string {
	if m := released.FindStringSubmatch(module); m != nil && Version == unreleased {
		return m[1]
	}
	return Version
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   a.text("显示版本", "print the version"),
		Example: "  gongkai version\n  gongkai --version",
		Args:    a.arguments(0, 0),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(a.out, versionLine())
			return err
		},
	}
}

func (a *app) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:       "completion bash|zsh|fish|powershell",
		Short:     a.text("生成命令补全脚本", "print a completion script for a shell"),
		Example:   "  gongkai completion bash\n  gongkai completion powershell",
		Args:      a.arguments(1, 1),
		ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		RunE: func(c *cobra.Command, args []string) error {
			switch args[0] {
			case "bash":
				return c.Root().GenBashCompletionV2(a.data, true)
			case "zsh":
				return c.Root().GenZshCompletion(a.data)
			case "fish":
				return c.Root().GenFishCompletion(a.data, true)
			case "powershell":
				return c.Root().GenPowerShellCompletionWithDesc(a.data)
			}
			return &userError{diag.Textf("没有 %s 的补全脚本", "no completion script for %q", args[0]), suggest(args[0], c.ValidArgs, diag.Textf("可选 bash、zsh、fish、powershell", "there are bash, zsh, fish and powershell"))}
		},
	}
}
