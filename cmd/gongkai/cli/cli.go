// Package cli is the gongkai command: flags and words around the generator library.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/archive"
	"gongkai/generator/diag"
	"gongkai/generator/editing/textedit"
	"gongkai/generator/output"
	"gongkai/generator/output/shard"
	"gongkai/generator/publish"
)

// unreleased is the version of what is built from a checkout.
const unreleased = "0.1.0-dev"

// Version of the tool, set when it is built.
var Version = unreleased

// Exit statuses.
const (
	done        = 0
	wrong       = 1 // the content has errors
	notPossible = 2 // the command could not do its work
)

// errContent ends a command whose content has errors; they are printed already.
var errContent = errors.New("the content has errors")

// app is one run of the command.
type app struct {
	out, err io.Writer // for people
	data     io.Writer // standard output for programs
	tty      io.Writer // standard error for what is drawn on a terminal
	env      func(string) string
	lang     string
	site     string
	manners
}

// Main runs the command and returns its exit status.
func Main(ctx context.Context, args []string, out, errw io.Writer, env func(string) string) (status int) {
	results := &printed{w: out}
	start := launch{args: args, explorer: startedByExplorer()}
	a := &app{data: results, tty: errw, env: env, lang: start.language(env, systemLanguage)}
	a.out, a.err = &legible{w: results}, &legible{w: errw}
	defer func() {
		if p := recover(); p != nil {
			a.printError(diag.Textf("程序内部错误：%v", "internal error: %v", p), diag.Textf("请报告这个问题，并附上命令和内容；设 GONGKAI_DEBUG=1 可看到详情", "please report it with the command and the content; GONGKAI_DEBUG=1 shows the details"))
			if env("GONGKAI_DEBUG") != "" {
				errw.Write(debug.Stack()) //nolint:errcheck // nothing is left to do
			}
			status = notPossible
		}
	}()
	if start.opensDesk() {
		return a.clicked(ctx)
	}
	root := a.root()
	root.SetArgs(args)
	root.SetOut(a.out)
	root.SetErr(a.err)
	err := root.ExecuteContext(ctx)
	if failed := results.failed(); failed != nil {
		a.printError(diag.Textf("结果没有写完：%v", "the results could not be written: %v", failed), diag.Textf("请检查磁盘的剩余空间", "check how much room the disk has"))
		return notPossible
	}
	switch {
	case err == nil:
		return done
	case errors.Is(err, errContent), errors.Is(err, errDiffers):
		return wrong
	}
	message, hint := a.explain(err)
	a.printError(message, hint)
	return notPossible
}

// language is --lang, else the language of LANG, else Chinese. It must be known
// before the commands are made, since their help is in it.
func language(args []string, env func(string) string) string {
	for i, s := range args {
		if v, ok := strings.CutPrefix(s, "--lang="); ok {
			return v
		}
		if s == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	for _, name := range languageVariables {
		if v := env(name); v != "" {
			if strings.HasPrefix(v, "en") {
				return "en"
			}
			return "zh"
		}
	}
	return "zh"
}

// text chooses the language of a text.
func (a *app) text(zh, en string, args ...any) string {
	return diag.Textf(zh, en, args...).In(a.lang)
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "gongkai",
		Short:         a.text("政府信息公开年报：填报、校验、发布", "statutory disclosure reports: checked, rendered, published"),
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if named := a.lang; named != "zh" && named != "en" {
				a.lang = language(nil, a.env)
				return &userError{diag.Textf("没有语言“%s”", "unknown language %q", named), diag.Textf("--lang 可选 zh 或 en", "--lang takes zh or en")}
			}
			if err := a.check(); err != nil {
				return err
			}
			a.look()
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(c, args[0])
			}
			return c.Help()
		},
		Args:    cobra.ArbitraryArgs,
		Example: "  gongkai init mysite\n  gongkai build --site mysite",
		Long: a.text("政府信息公开年报：填报、校验、发布。\n退出状态：0 完成，1 内容有错误，2 无法完成。",
			"Statutory disclosure reports: checked, rendered, published.\nExit status: 0 done, 1 the content has errors, 2 the work could not be done."),
	}
	cobra.MousetrapHelpText = "" // a double click opens the desk
	root.PersistentFlags().StringVar(&a.site, "site", "", a.text("站点文件夹（默认：当前文件夹或含 gongkai.yaml 的上级）", "folder of the site (default: this one or the nearest parent with a gongkai.yaml)"))
	root.PersistentFlags().StringVar(&a.lang, "lang", a.lang, a.text("语言：zh 或 en", "language: zh or en"))
	root.PersistentFlags().BoolP("help", "h", false, a.text("显示用法", "show how to use the command"))
	root.PersistentFlags().Lookup("lang").DefValue = "" // the default is the user's, not a constant
	a.addManners(root)
	root.SetFlagErrorFunc(unknownFlag)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(&cobra.Command{Use: "no-help", Hidden: true}) // ours is a command as any other
	root.AddCommand(a.initCommand(), a.newCommand(), a.statusCommand(), a.totalCommand(), a.importCommand(), a.exportCommand(), a.checkCommand(), a.buildCommand(), a.serveCommand(), a.deskCommand(), a.diffCommand(), a.publishCommand(), a.serverConfigCommand(), a.archiveCommand(), a.verifyCommand(), a.signCommand(), a.fmtCommand(), a.explainCommand(), a.formsCommand(), a.formCommand(), a.schemaCommand(), a.themeCommand(), a.lspCommand(), a.versionCommand(), a.completionCommand(), a.manCommand(), a.helpCommand())
	a.describe(root)
	if a.lang == "zh" {
		inChinese(root)
	}
	return root
}

// userError is an error with words for the user.
type userError struct{ message, hint diag.Text }

func (p *userError) Error() string { return p.message.EN }

// printError prints an error and its hint.
func (a *app) printError(message, hint diag.Text) {
	fmt.Fprintf(a.err, "%s: %s\n", a.text("错误", "error"), visible(message.In(a.lang)))
	if h := hint.In(a.lang); h != "" {
		fmt.Fprintf(a.err, "%s: %s\n", a.text("建议", "hint"), visible(h))
	}
}

// visible shows what is not seen in a text of several lines: the names of files are in it.
func visible(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = diag.Visible(lines[i])
	}
	return strings.Join(lines, "\n")
}

// explain finds the words for an error.
func (a *app) explain(err error) (message, hint diag.Text) {
	var p *userError
	var unpublished *publish.Error
	switch {
	case errors.As(err, &p):
		return p.message, p.hint
	case errors.As(err, &unpublished):
		return unpublished.Message, unpublished.Hint
	case errors.Is(err, context.Canceled):
		return diag.Textf("已中断", "interrupted"), diag.Text{}
	case errors.Is(err, generator.ErrNoSite):
		return diag.Textf("找不到 gongkai.yaml", "no gongkai.yaml found here or in a parent folder"),
			diag.Textf("请进入站点文件夹，或用 --site 指定；gongkai init 新建一个站点", "change to the site's folder or name it with --site; gongkai init makes a new one")
	}
	var address *generator.BaseURLError
	var file *output.NoFolderError
	switch {
	case errors.Is(err, generator.ErrNoContent):
		return diag.Textf("站点里没有 content 文件夹", "the site has no folder content"), diag.Textf("请新建 content，每个机关一个文件夹", "create content with a folder for each agency")
	case errors.Is(err, textedit.ErrChanged):
		return diag.Textf("文件在此期间被改动，没有覆盖", "a file was changed meanwhile and was left alone"), diag.Textf("请再运行一次", "run the command again")
	case errors.Is(err, textedit.ErrBusy):
		return diag.Textf("别人正在写同一个文件夹，没有保存", "somebody else is writing in the same folder; nothing was saved"), diag.Textf("请稍等再试", "try again in a moment")
	case errors.Is(err, generator.ErrConfig):
		if !errors.Is(err, syscall.EISDIR) && !errors.Is(err, fs.ErrPermission) {
			if message, hint, ok := diag.OfSystem("", err); ok {
				return message, hint
			}
		}
		return diag.Textf("gongkai.yaml 无法读取", "gongkai.yaml cannot be read"), diag.Textf("它应是一个文本文件，不是文件夹，并且有读取权限", "make sure it is a readable text file, not a folder")
	case errors.As(err, &address):
		return diag.Textf("--base-url：%v", "--base-url: %v", address.Fault), diag.Textf("请写成 https://www.example.gov.cn/zwgk/", "write it like https://www.example.gov.cn/zwgk/")
	case errors.As(err, &file):
		message, hint, _ = diag.Unwritten(file.Folder, "--out", &fs.PathError{Op: "mkdir", Path: file.Folder, Err: syscall.ENOTDIR})
		return message, hint
	case errors.Is(err, generator.ErrOutput):
		return diag.Textf("不能把网站写入站点自己的文件夹、它的上级、版本库的文件夹或系统的文件夹", "the site cannot be written into its own folders, one that it lies in, those of a version control system or of the operating system"), diag.Textf("请用 --out 指定另一个文件夹，如 public", "name another folder with --out, such as public")
	}
	var foreign *output.ForeignError
	if errors.As(err, &foreign) {
		return diag.Textf("输出文件夹里有别的文件会被覆盖：%s（共 %s 个）", "the output folder holds other files that would be overwritten: %s (%s)",
				filepath.ToSlash(foreign.Path), diag.Count(foreign.Files, "file")),
			diag.Textf("没有写入任何文件。请用 --out 指定空文件夹，或先移走这些文件", "nothing was written; name an empty folder with --out, or move the files away first")
	}
	var parts *shard.Error
	if errors.As(err, &parts) {
		return parts.Message, parts.Hint
	}
	var refusal *archive.Refusal
	if errors.As(err, &refusal) {
		return refusal.Message, refusal.Hint
	}
	var busy *output.BusyError
	if errors.As(err, &busy) {
		return busy.Text(), diag.Textf("等它结束后再运行；没有写入任何文件", "run the command again when it has ended; nothing was written")
	}
	var halfway *output.HalfwayError
	if errors.As(err, &halfway) {
		message, _, ok := diag.OfSystem("", halfway.Err)
		if !ok {
			message = diag.Textf("%v", "%v", halfway.Err)
		}
		return diag.Textf("%s 只更新了一部分：%s", "%s is only partly updated: %s", halfway.Folder, message),
			diag.Textf("排除这个问题后再运行一次，会先做完剩下的部分", "remove the cause and run the command again: it first does what is left")
	}
	var theme *generator.ThemeError
	if errors.As(err, &theme) {
		return theme.Text(), diag.Textf("请更正主题的模板；没有写入任何文件", "correct the theme's templates; nothing was written")
	}
	if message, hint, ok := diag.OfSystem("", err); ok {
		return message, hint
	}
	text := err.Error()
	if _, rest, ok := strings.Cut(text, "unknown shorthand flag: "); ok {
		_, rest, _ = strings.Cut(rest, " in ")
		return diag.Textf("没有选项 %s", "unknown flag %s", rest), diag.Textf("加上 --help 查看可用的选项", "--help lists the flags")
	}
	if rest, ok := strings.CutPrefix(text, "flag needs an argument: "); ok {
		return diag.Textf("选项 %s 后面缺少值", "the flag %s needs a value", rest), diag.Textf("加上 --help 查看用法", "--help shows how to use it")
	}
	if rest, ok := strings.CutPrefix(text, "invalid argument "); ok {
		value, flag, _ := strings.Cut(rest, " for ")
		flag, _, _ = strings.Cut(flag, " flag")
		return diag.Textf("选项 %[2]s 的值不对：%[1]s", "%[2]s does not take the value %[1]s", value, strings.Trim(flag, "\"")), diag.Textf("加上 --help 查看用法", "--help shows how to use it")
	}
	return diag.Text{ZH: text, EN: text}, diag.Text{}
}

// siteDir is --site, or the nearest folder from here upwards with a gongkai.yaml.
func (a *app) siteDir() (string, error) {
	if a.site != "" {
		return a.site, nil
	}
	from, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for at := from; ; {
		if _, err := os.Stat(filepath.Join(at, "gongkai.yaml")); err == nil {
			if rel, err := filepath.Rel(from, at); err == nil {
				return rel, nil
			}
			return at, nil
		}
		up := filepath.Dir(at)
		if up == at {
			return "", generator.ErrNoSite
		}
		at = up
	}
}
