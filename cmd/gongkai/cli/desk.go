package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/editing/desk"
	"gongkai/generator/editing/history"
	"gongkai/generator/editing/scaffold"
	"gongkai/generator/editing/serve"
)

func (a *app) deskCommand() *cobra.Command {
	var p preview
	c := &cobra.Command{
		Use:   a.text("desk [文件夹]", "desk [DIR]"),
		Short: a.text("工作台：在浏览器里填报、导入、送审、发布", "desk: fill in, bring in and publish reports in the browser"),
		Long: a.text("在浏览器里打开站点的工作台：每个机关、每一年的报告到了哪一步，新建和填写报告。\n没有站点时，可以在网页上新建一个，或者打开一个文件夹。只限本机，不需要网络。按 Ctrl+C 或网页上的“关闭工作台”结束。",
			"Open the desk of a site in the browser: how far the report of each agency and year is, where one is begun and filled in.\nWhere there is no site, the page makes a new one, or opens a folder. From this machine alone; no network is needed. Ctrl+C, or the button on the page, ends it."),
		Example: "  gongkai desk\n  gongkai desk mysite",
		Args:    a.arguments(0, 1),
		RunE: func(c *cobra.Command, args []string) error {
			p.chosen = c.Flags().Changed("addr")
			dir := ""
			if len(args) == 1 {
				if _, err := os.Stat(filepath.Join(args[0], "gongkai.yaml")); err != nil {
					return noSite(args[0])
				}
				dir = args[0]
			}
			return a.desk(c.Context(), dir, p)
		},
	}
	a.textFlag(c, &p.addr, "addr", usualAddr, a.text("地址和端口，只限本机；端口 0 为任意空闲端口", "address and port, of this machine alone; port 0 picks a free one"))
	c.Flags().BoolVar(&p.open, "open", true, a.text("打开浏览器", "open a browser"))
	c.Flags().DurationVar(&p.poll, "poll", 0, a.text("定时查看所有文件，不靠系统通知（网络盘用），间隔默认 1s", "look at every file from time to time instead of being notified (for network drives), each 1s by default"))
	c.Flags().Lookup("poll").NoOptDefVal = time.Second.String()
	return c
}

// noSite is the error for a folder without a site.
func noSite(dir string) *userError {
	return &userError{diag.Textf("%s 里没有 gongkai.yaml", "there is no gongkai.yaml in %s", filepath.ToSlash(dir)),
		diag.Textf("请指定站点的文件夹；去掉文件夹，可以在网页上新建或打开", "name a site's folder; without one the page makes or opens a site")}
}

// desk shows the desk of a site; "" is the one that the command is run in, or none.
func (a *app) desk(ctx context.Context, dir string, p preview) error {
	if dir == "" {
		var err error
		if dir, err = a.siteDir(); err != nil && !errors.Is(err, generator.ErrNoSite) {
			return err
		}
	}
	listener, host, err := a.listen(p)
	if err != nil {
		return err
	}
	defer listener.Close() //nolint:errcheck // the server has closed it
	if host != "" {
		return &userError{diag.Textf("工作台只能用于本机地址", "the desk works at an address of this machine alone"),
			diag.Textf("请去掉 --addr，或写成 127.0.0.1:8711", "leave --addr out, or write 127.0.0.1:8711")}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	d, err := desk.New(desk.Options{Lang: a.lang, Folder: newFolder(a.lang), Today: time.Now, End: stop,
		Open: func(dir string) (*desk.Open, error) { return a.openDesk(ctx, dir, p) },
		Create: func(dir string, o scaffold.Office) error {
			_, err := generator.NewOffice(dir, a.lang, o)
			if errors.Is(err, scaffold.ErrExists) {
				return a.deskFault(&userError{diag.Textf("文件夹 %s 不是空的", "the folder %s is not empty", filepath.ToSlash(dir)), diag.Textf("请换一个新的文件夹", "name a new folder")})
			}
			return err
		}})
	if err != nil {
		return err
	}
	if dir != "" {
		if err := d.Open(dir); err != nil {
			return err
		}
	}
	at := strings.TrimSuffix(address(p.addr, listener), "/") + desk.Address
	fmt.Fprintln(a.out, at)
	if p.open {
		if err := browse(at); err != nil {
			fmt.Fprintln(a.err, a.text("无法打开浏览器：%v；请在浏览器里打开上面的地址", "cannot open a browser: %v; open the address above in one", err))
		}
	}
	return d.Serve(ctx, listener)
}

// newFolder is where a new site goes, to begin with.
func newFolder(lang string) string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	name := diag.Textf("政府信息公开", "gongkai").In(lang)
	if in := filepath.Join(home, "Documents"); isFolder(in) {
		return filepath.Join(in, name)
	}
	return filepath.Join(home, name)
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// openDesk opens the site in a folder for the desk.
func (a *app) openDesk(ctx context.Context, dir string, p preview) (*desk.Open, error) {
	if _, err := os.Stat(filepath.Join(dir, "gongkai.yaml")); err != nil {
		return nil, a.deskFault(noSite(dir))
	}
	server, err := serve.New(serve.Options{Dir: dir, Lang: a.lang})
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	past := history.Open(dir)
	l, err := a.goLive(ctx, dir, server, p.poll, true, past, func(t diag.Text) { fmt.Fprintln(a.err, t.In(a.lang)) })
	if err != nil {
		stop()
		return nil, a.deskFault(err)
	}
	at := &seat{l, dir, past}
	l.seen = at.found
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		l.follow(ctx, func(*generator.Snapshot, error) {})
	}()
	return &desk.Open{Site: at, Server: server, Close: func() {
		stop()
		<-followed
		l.site.Close() //nolint:errcheck // it was only read
	}}, nil
}

// deskFault is an error in words for the desk.
func (a *app) deskFault(err error) error {
	if err == nil {
		return nil
	}
	message, hint := a.explain(err)
	return &desk.Fault{Status: 422, Message: message, Hint: hint}
}
