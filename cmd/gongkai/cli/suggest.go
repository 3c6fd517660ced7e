package cli

import (
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gongkai/generator/diag"
)

// suggest is the hint for a name that is not known: the known one that it begins or is nearest to, or else
// otherwise.
func suggest(name string, known []string, otherwise diag.Text) diag.Text {
	var begun []string
	for _, k := range known {
		if name != "" && strings.HasPrefix(k, name) {
			begun = append(begun, k)
		}
	}
	if len(begun) == 1 {
		return diag.Textf("是不是“%s”？", "did you mean %q?", begun[0])
	}
	return diag.SuggestOr(name, known, otherwise)
}

// unknownCommand is the error for a command that the one above it does not have.
func unknownCommand(above *cobra.Command, name string) *userError {
	var names []string
	for _, c := range above.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	_, whole, _ := strings.Cut(above.CommandPath()+" "+name, " ")
	return &userError{diag.Textf("没有命令“%s”", "unknown command %q", whole),
		suggest(name, names, diag.Textf("%s --help 列出所有命令", "%s --help lists the commands", above.CommandPath()))}
}

// unknownFlag gives the error for a flag that a command does not have a hint; other errors stay as they are.
func unknownFlag(c *cobra.Command, err error) error {
	name, unknown := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !unknown {
		return err
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, "--"+f.Name)
		}
	})
	return &userError{diag.Textf("没有选项 --%s", "unknown flag --%s", name),
		suggest("--"+name, names, diag.Textf("加上 --help 查看可用的选项", "--help lists the flags"))}
}

// suggestFile is the hint for a path that is not in a site: a neighbour of that name, or the folder of an agency.
func suggestFile(base, arg string) diag.Text {
	folder, name := path.Split(filepath.ToSlash(filepath.Clean(arg)))
	if folder == "" {
		folder = "content/"
	}
	var known []string
	entries, _ := os.ReadDir(filepath.Join(base, filepath.FromSlash(folder))) // none where there is no such folder
	for _, e := range entries {
		known = append(known, folder+e.Name())
	}
	return suggest(folder+name, known, diag.Textf("请给出站点里的文件或文件夹", "name a file or a folder of the site"))
}
