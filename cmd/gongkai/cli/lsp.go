package cli

import (
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/editing/lsp"
)

// typingPause is how long a text must be left alone before it is checked.
const typingPause = 100 * time.Millisecond

func (a *app) lspCommand() *cobra.Command {
	var stdio bool
	c := &cobra.Command{
		Use:     "lsp",
		Short:   a.text("语言服务器，供编辑器使用", "language server for editors"),
		Example: "  gongkai lsp",
		Long: a.text("在标准输入、输出上提供语言服务器（LSP）：边写边校验，补全，说明，跳转。由编辑器启动，见 docs/zh/editors.md。\n退出状态：0 编辑器要求结束，1 编辑器没有这样要求就断开了，2 无法完成。",
			"Serve the Language Server Protocol on standard input and output: findings while you write, completion, explanations, definitions. An editor starts it, see docs/editors.md.\nExit status: 0 the editor ended it as it should, 1 the editor went away without ending it, 2 the work could not be done."),
		Args: a.arguments(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			o := lsp.Options{Default: a.lang, Version: Version, Delay: typingPause,
				Open: func(dir string) lsp.Site {
					return generator.NewSession(generator.Options{Site: dir, Version: Version})
				}}
			if c.Flags().Changed("lang") {
				o.Lang = a.lang
			}
			if a.site != "" {
				dir, err := filepath.Abs(a.site)
				if err != nil {
					return err
				}
				if _, err := os.Stat(filepath.Join(dir, "gongkai.yaml")); err != nil {
					return generator.ErrNoSite
				}
				o.Site = dir
			}
			if a.env("GONGKAI_DEBUG") != "" {
				o.Debug = a.err
			}
			err := lsp.Serve(c.Context(), c.InOrStdin(), a.data, o)
			if errors.Is(err, lsp.ErrNoShutdown) {
				return errContent // the protocol wants status 1
			}
			return err
		},
	}
	c.Flags().BoolVar(&stdio, "stdio", true, a.text("使用标准输入、输出（总是如此）", "use standard input and output (always so)"))
	c.Flags().Lookup("stdio").DefValue = "" // said already
	return c
}
