package cli

import (
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator/diag"
)

// manners are the flags that all commands share beside --site and --lang: how much is said, and how.
type manners struct {
	quiet, verbose bool
	plain          bool // no colours, whatever the terminal can do
}

func (a *app) addManners(root *cobra.Command) {
	flags := root.PersistentFlags()
	flags.BoolVar(&a.quiet, "quiet", false, a.text("只输出错误和要的结果", "print only errors and what was asked for"))
	flags.BoolVar(&a.verbose, "verbose", false, a.text("说得更详细：各阶段的数量和用时，以及平时略去的", "say more: how much each stage did and how long it took, and what is left out otherwise"))
	flags.BoolVar(&a.plain, "no-color", false, a.text("不用颜色（环境变量 NO_COLOR 也一样）", "no colours (as the variable NO_COLOR has it)"))
	root.Flags().Bool("version", false, a.text("显示版本", "print the version"))
	root.Version = Version
	root.SetVersionTemplate(versionLine())
}

// check refuses flags of which one asks for more and one for less.
func (m *manners) check() error {
	if m.quiet && m.verbose {
		return &userError{diag.Textf("--quiet 和 --verbose 不能一起用", "--quiet and --verbose do not go together"), diag.Textf("请只写一个", "give one of them")}
	}
	return nil
}

// notes is where what is good to know, but not an error, is written.
func (a *app) notes() io.Writer {
	if a.quiet {
		return io.Discard
	}
	return a.err
}

// closing is where a command says that it is done, and what to do next.
func (a *app) closing() io.Writer {
	if a.quiet {
		return io.Discard
	}
	return a.out
}

func versionLine() string {
	return fmt.Sprintf("gongkai %s %s/%s\n", Version, runtime.GOOS, runtime.GOARCH)
}

// describe completes the usage of a command and of those below it: each says with which status it ends. Those that end
// with 1 where something is wrong with the content say so themselves.
func (a *app) describe(c *cobra.Command) {
	if c.Long == "" {
		c.Long = c.Short + a.text("。", ".")
		if a.lang != "zh" {
			c.Long = strings.ToUpper(c.Long[:1]) + c.Long[1:]
		}
	}
	if label := a.text("退出状态：", "Exit status: "); !strings.Contains(c.Long, label) {
		c.Long += "\n" + label + a.text("0 完成，2 无法完成。", "0 done, 2 the work could not be done.")
	}
	for _, below := range c.Commands() {
		a.describe(below)
	}
}
