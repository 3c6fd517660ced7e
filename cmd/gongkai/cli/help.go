package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"gongkai/generator/diag"
	"gongkai/generator/editing/help"
)

func (a *app) helpCommand() *cobra.Command {
	open := true
	c := &cobra.Command{
		Use:     a.text("help [命令…]", "help [COMMAND…]"),
		Short:   a.text("说明一个命令的用法；打开手册", "show how to use a command; open the manual"),
		Example: "  gongkai help\n  gongkai help build\n  gongkai help theme eject",
		Long: a.text("说明一个命令的用法。不写命令时列出全部命令，并在浏览器里打开程序自带的手册（不需要网络）。\n手册只在终端里运行时打开，页面写在用户的缓存文件夹里；--open 总是打开，--open=false 不打开。",
			"Show how to use a command. Without one, list all commands and open the manual that is inside the program in a browser; no network is needed.\nIt is opened only from a terminal, as pages in the user's folder for caches; --open opens it in any case, --open=false does not."),
		RunE: func(c *cobra.Command, args []string) error {
			found := c.Root()
			for _, name := range args {
				below, rest, err := found.Find([]string{name})
				if err != nil || below == found || len(rest) > 0 {
					return unknownCommand(found, name)
				}
				found = below
			}
			found.InitDefaultHelpFlag()
			if err := found.Help(); err != nil || len(args) > 0 {
				return err
			}
			return a.manual(open, c.Flags().Changed("open"))
		},
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) (names []string, _ cobra.ShellCompDirective) {
			found, _, err := c.Root().Find(args)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			for _, below := range found.Commands() {
				if below.IsAvailableCommand() {
					names = append(names, below.Name()+"\t"+below.Short)
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
	c.Flags().BoolVar(&open, "open", true, a.text("不写命令时，在浏览器里打开手册", "without a command, open the manual in a browser"))
	return c
}

// manual opens the manual, and says where it is. Unasked it is for people alone: not where the help goes into a file or to another program.
func (a *app) manual(open, asked bool) error {
	if !open || !asked && !terminal(a.out) {
		_, err := fmt.Fprintln(a.out, a.text("\n手册：gongkai help --open", "\nManual: gongkai help --open"))
		return err
	}
	dir, err := os.UserCacheDir()
	if err == nil {
		dir = filepath.Join(dir, "gongkai", "help")
		err = unpack(dir)
	}
	if err != nil {
		return &userError{diag.Textf("手册写不出来：%v", "the manual cannot be written: %v", err), diag.Textf("工作台里也有手册：gongkai desk", "the desk has it too: gongkai desk")}
	}
	at := filepath.Join(dir, filepath.FromSlash(help.Start(a.lang)))
	fmt.Fprintln(a.out, a.text("\n手册：%s", "\nManual: %s", at))
	if asked || desktop(a.env) {
		if err := browse(at); err != nil {
			fmt.Fprintln(a.err, a.text("无法打开浏览器：%v；请在浏览器里打开上面的文件", "cannot open a browser: %v; open the file above in one", err))
		}
	}
	return nil
}

// desktop reports whether a browser would have a window to open in.
func desktop(env func(string) string) bool {
	return runtime.GOOS == "windows" || runtime.GOOS == "darwin" || env("DISPLAY") != "" || env("WAYLAND_DISPLAY") != ""
}

// unpack writes the pages of the manual into a folder, where they are not there already.
func unpack(dir string) error {
	files, err := help.Files("")
	if err != nil {
		return err
	}
	for name, data := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if now, err := os.ReadFile(at); err == nil && bytes.Equal(now, data) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(at, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
