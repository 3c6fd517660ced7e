package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gongkai/generator/diag"
)

func (a *app) manCommand() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:     a.text("man [命令]", "man [COMMAND]"),
		Short:   a.text("生成手册页（man）", "print the manual page of a command"),
		Example: "  gongkai man build\n  gongkai man --out man1",
		Long: a.text("生成 man 手册页：不写命令时是总的一页；用 --out 指定文件夹时写全部。手册页与 --help 出自同一处。页上的日期取自环境变量 SOURCE_DATE_EPOCH，没有就不写。",
			"Print the manual page of a command, or of gongkai as a whole; with --out write all of them. They say what --help says. Their date is that of the variable SOURCE_DATE_EPOCH; without it there is none."),
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			page := c.Root()
			for _, name := range args {
				below := child(page, name)
				if below == nil {
					return unknownCommand(page, name)
				}
				page = below
			}
			date, err := a.manDate()
			if err != nil {
				return err
			}
			if out == "" {
				return a.manPage(a.data, page, date)
			}
			if len(args) > 0 {
				return &userError{diag.Textf("--out 写全部手册页，不能再写命令", "--out writes all pages, and takes no command"), diag.Text{}}
			}
			return a.manPages(out, page, date)
		},
	}
	c.Flags().StringVar(&out, "out", "", a.text("把全部手册页写到这个文件夹", "write all pages into this folder"))
	return c
}

// child is the command of a name right below another.
func child(c *cobra.Command, name string) *cobra.Command {
	for _, below := range c.Commands() {
		if below.Name() == name && below.IsAvailableCommand() {
			return below
		}
	}
	return nil
}

// manDate is the date of the pages: theirs, not the machine's, so that the same program makes the same ones.
func (a *app) manDate() (string, error) {
	epoch := a.env("SOURCE_DATE_EPOCH")
	if epoch == "" {
		return "", nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return "", &userError{diag.Textf("SOURCE_DATE_EPOCH 不是秒数：%s", "SOURCE_DATE_EPOCH is not a number of seconds: %s", epoch), diag.Text{}}
	}
	return time.Unix(seconds, 0).UTC().Format(time.DateOnly), nil
}

// manPages writes the page of a command and those of all below it.
func (a *app) manPages(dir string, c *cobra.Command, date string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return unwritten(dir, "--out", err)
	}
	name := filepath.Join(dir, manName(c)+".1")
	f, err := os.Create(name)
	if err != nil {
		return unwritten(name, "--out", err)
	}
	if err := errors.Join(a.manPage(f, c, date), f.Close()); err != nil {
		return err
	}
	for _, below := range c.Commands() {
		if below.IsAvailableCommand() {
			if err := a.manPages(dir, below, date); err != nil {
				return err
			}
		}
	}
	return nil
}

func manName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// manPage writes one page, in the macros of man(7).
func (a *app) manPage(w io.Writer, c *cobra.Command, date string) error {
	var b strings.Builder
	section := func(zh, en string) { b.WriteString(".SH \"" + a.text(zh, en) + "\"\n") }
	fmt.Fprintf(&b, ".TH \"%s\" 1 \"%s\" \"%s\" \"%s\"\n", roff(strings.ToUpper(manName(c))), date, roff("gongkai "+Version), a.text("公开", "gongkai"))

	section("名称", "NAME")
	b.WriteString(roff(manName(c)) + ` \- ` + roff(c.Short) + "\n")
	section("概要", "SYNOPSIS")
	if c.Runnable() {
		use := strings.TrimPrefix(c.UseLine(), c.CommandPath())
		if c.DisableFlagsInUseLine {
			use += " [选项]"
		}
		b.WriteString(`\fB` + roff(c.CommandPath()) + `\fR` + roff(use) + "\n")
	}
	if c.HasAvailableSubCommands() {
		if c.Runnable() {
			b.WriteString(".br\n")
		}
		b.WriteString(`\fB` + roff(c.CommandPath()) + `\fR ` + roff(a.text("命令", "command")) + " ...\n")
	}
	section("说明", "DESCRIPTION")
	description := c.Long
	if description == "" {
		description = c.Short
	}
	description, statuses := a.exitStatuses(description)
	prose(&b, description)

	if c.HasAvailableSubCommands() {
		section("命令", "COMMANDS")
		for _, below := range c.Commands() {
			if below.IsAvailableCommand() {
				b.WriteString(".TP\n\\fB" + roff(manName(below)) + "\\fR(1)\n" + roff(below.Short) + "\n")
			}
		}
	}
	a.manFlags(&b, c.NonInheritedFlags(), func() { section("选项", "OPTIONS") })
	a.manFlags(&b, c.InheritedFlags(), func() { section("通用选项", "GLOBAL OPTIONS") })
	if c.HasExample() {
		section("示例", "EXAMPLES")
		b.WriteString(".nf\n")
		for line := range strings.Lines(c.Example) {
			b.WriteString(roff(strings.TrimSuffix(line, "\n")) + "\n")
		}
		b.WriteString(".fi\n")
	}
	section("退出状态", "EXIT STATUS")
	for _, s := range statuses {
		fmt.Fprintf(&b, ".TP\n%s\n%s\n", s[0], roff(s[1]))
	}
	if c == c.Root() {
		section("环境变量", "ENVIRONMENT")
		for _, v := range [][2]string{
			{"LC_ALL, LC_MESSAGES, LANG", a.text("语言：en 开头是英文，其他是中文", "the language: English where it begins with en, else Chinese")},
			{"NO_COLOR", a.text("不用颜色", "no colours")},
			{signPassword, a.text("私钥的口令，供程序使用", "the password of a secret key, for programs")},
			{"SOURCE_DATE_EPOCH", a.text("保存包和手册页里的时间", "the time in packages for archives and manual pages")},
			{"GONGKAI_DEBUG", a.text("设为 1：程序内部错误时列出详情", "1: details of an internal error")},
		} {
			b.WriteString(".TP\n\\fB" + roff(v[0]) + "\\fR\n" + roff(v[1]) + "\n")
		}
	} else {
		section("参见", "SEE ALSO")
		b.WriteString(`\fB` + roff(manName(c.Parent())) + "\\fR(1)\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

var statusBefore = regexp.MustCompile(`(?:^|[，；]|, )([0-2]) `)

// exitStatuses takes the sentence about the exit status, which every usage ends with, off a description: each status and what it means.
func (a *app) exitStatuses(description string) (rest string, statuses [][2]string) {
	rest, sentence, _ := strings.Cut(description, a.text("退出状态：", "Exit status: "))
	sentence = strings.TrimRight(strings.TrimSpace(sentence), "。.")
	at := statusBefore.FindAllStringSubmatchIndex(sentence, -1)
	for i, m := range at {
		end := len(sentence)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		statuses = append(statuses, [2]string{sentence[m[2]:m[3]], sentence[m[1]:end]})
	}
	return rest, statuses
}

// manFlags writes flags, below a heading where there are any.
func (a *app) manFlags(b *strings.Builder, flags *pflag.FlagSet, heading func()) {
	if !flags.HasAvailableFlags() {
		return
	}
	heading()
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		kind, usage := pflag.UnquoteUsage(f)
		b.WriteString(".TP\n")
		if f.Shorthand != "" {
			b.WriteString(`\fB` + roff("-"+f.Shorthand) + `\fR, `)
		}
		b.WriteString(`\fB` + roff("--"+f.Name) + `\fR`)
		if kind != "" {
			b.WriteString(` \fI` + roff(kind) + `\fR`)
		}
		b.WriteString("\n")
		prose(b, usage)
	})
}

// prose writes a text: a line of it is a line, what is set in by blanks stays as it is.
func prose(b *strings.Builder, text string) {
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		switch {
		case line == "":
			b.WriteString(".sp\n")
			continue
		case i > 0 && line[0] != ' ': // a blank begins a line by itself
			b.WriteString(".br\n")
		}
		b.WriteString(roff(line) + "\n")
	}
}

// roff makes a text one that troff prints as it is.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`).Replace(text)
	if strings.HasPrefix(text, ".") {
		text = `\&` + text
	}
	return text
}
