package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"runtime"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/editing/serve"
	"gongkai/generator/editing/watch"
)

// usualAddr is where a preview is looked for; 711 is the number of the decree by which
// there are annual reports.
const usualAddr = "127.0.0.1:8711"

// preview are the flags of serve.
type preview struct {
	addr, editor string
	open, edit   bool
	poll         time.Duration
	chosen       bool // the address was asked for
}

func (a *app) serveCommand() *cobra.Command {
	var p preview
	c := &cobra.Command{
		Use:     "serve",
		Short:   a.text("预览：边改边看", "preview: see the site while you edit it"),
		Example: "  gongkai serve --open\n  gongkai serve --edit --addr 127.0.0.1:0",
		Long: a.text("在本机提供网站的预览，包括草稿和有错误的内容。文件一改，浏览器里的页面随即更新；问题标在页面上，也列在这里。\n按 Ctrl+C 结束。",
			"Serve the site on this machine, with drafts and also with errors. When a file changes the page in the browser follows; what is wrong is marked in it, and listed here.\nCtrl+C ends it."),
		Args: a.arguments(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			dir, err := a.siteDir()
			if err != nil {
				return err
			}
			p.chosen = c.Flags().Changed("addr")
			return a.serve(c.Context(), dir, p)
		},
	}
	a.textFlag(c, &p.addr, "addr", usualAddr, a.text("地址和端口；端口 0 为任意空闲端口", "address and port; port 0 picks a free one"))
	c.Flags().BoolVar(&p.open, "open", false, a.text("打开浏览器", "open a browser"))
	c.Flags().BoolVar(&p.edit, "edit", false, a.text("可以在网页上修改报告的数字和文字，存回文件（只限本机）", "let the pages change figures and texts of reports, and save them into the files (from this machine alone)"))
	c.Flags().DurationVar(&p.poll, "poll", 0, a.text("定时查看所有文件，不靠系统通知（网络盘用），间隔默认 1s", "look at every file from time to time instead of being notified (for network drives), each 1s by default"))
	c.Flags().Lookup("poll").NoOptDefVal = time.Second.String()
	c.Flags().StringVar(&p.editor, "editor", "", a.text("打开问题所在位置的程序或网址，如 \"code -g {file}:{line}:{column}\"（默认：vscode:// 网址）", "program or address that opens the place of a finding, such as \"code -g {file}:{line}:{column}\" (default: an address vscode://)"))
	return c
}

func (a *app) serve(ctx context.Context, dir string, p preview) error {
	listener, host, err := a.listen(p)
	if err != nil {
		return err
	}
	defer listener.Close() //nolint:errcheck // the server has closed it
	server, err := serve.New(serve.Options{Dir: dir, Lang: a.lang, Host: host, Editor: p.editor})
	if err != nil {
		return err
	}
	list := a.newList(address(p.addr, listener))
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended, answering := make(chan error, 1), false
	answer := func() {
		answering = true
		go func() { ended <- server.Serve(ctx, listener) }()
		fmt.Fprintln(a.out, list.address)
		if host != "" {
			list.note(diag.Textf("警告：%s 上的其他机器也能看到草稿和未发布的内容", "warning: other machines can see drafts and what is unpublished at %s", list.address))
		}
		if p.open {
			if err := browse(list.address); err != nil {
				list.note(diag.Textf("无法打开浏览器：%v", "cannot open a browser: %v", err))
			}
		}
	}
	if !p.edit { // the last build cannot be changed
		if last := generator.LastBuild(ctx, generator.Options{Site: dir, Version: Version}); last != nil {
			server.Show(last)
			server.Building()
			answer()
		}
	}
	live, err := a.goLive(ctx, dir, server, p.poll, p.edit, nil, list.note)
	if err != nil {
		if stop(); answering {
			<-ended
		}
		return err
	}
	site := live.site
	defer site.Close() //nolint:errcheck // it was only read
	if !answering {
		answer()
	}
	list.show(site.Snapshot())
	var work sync.WaitGroup
	work.Go(func() { list.run(ctx) })
	work.Go(func() {
		live.follow(ctx, func(now *generator.Snapshot, err error) {
			if err != nil {
				list.fail(a.explain(err))
				return
			}
			list.show(now)
		})
	})
	err = <-ended
	stop()
	work.Wait()
	return err
}

// listen opens the address to serve on. The host is what the server may be called
// beside the loopback names.
func (a *app) listen(p preview) (net.Listener, string, error) {
	host, _, err := net.SplitHostPort(p.addr)
	if err != nil {
		return nil, "", &userError{diag.Textf("地址“%s”不对", "%q is not an address", p.addr), diag.Textf("请写成 127.0.0.1:8711；端口 0 为任意空闲端口", "write it like 127.0.0.1:8711; port 0 picks a free one")}
	}
	listener, err := net.Listen("tcp", p.addr)
	if err != nil && !p.chosen {
		listener, err = net.Listen("tcp", "127.0.0.1:0") // another preview is running, or Windows keeps the port for itself
	}
	if err != nil {
		return nil, "", &userError{diag.Textf("无法使用地址 %s：%v", "cannot listen on %s: %v", p.addr, unheard(err)), diag.Textf("请用 --addr 换一个端口，如 127.0.0.1:0", "name another port with --addr, such as 127.0.0.1:0")}
	}
	switch ip := net.ParseIP(host); {
	case host == "" || ip != nil && ip.IsUnspecified():
		return listener, "*", nil
	case ip != nil && ip.IsLoopback():
		return listener, "", nil
	}
	if at, ok := listener.Addr().(*net.TCPAddr); ok && at.IP.IsLoopback() {
		return listener, "", nil
	}
	return listener, host, nil
}

// address is where a browser finds the server.
func address(addr string, l net.Listener) string {
	host, _, _ := net.SplitHostPort(addr)
	_, port, _ := net.SplitHostPort(l.Addr().String())
	if at, ok := l.Addr().(*net.TCPAddr); ok && at.IP.IsLoopback() {
		host = at.IP.String()
	} else if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}

// unnotified says why files are looked at from time to time.
func (a *app) unnotified(err error) diag.Text {
	if errors.Is(err, watch.ErrLimit) && runtime.GOOS == "linux" {
		return diag.Textf("系统允许监视的文件夹数已用完，改为每秒查看一次；可调高：sudo sysctl fs.inotify.max_user_watches=524288",
			"the system notifies of no more folders, so the files are looked at every second; raise the limit with: sudo sysctl fs.inotify.max_user_watches=524288")
	}
	if errors.Is(err, watch.ErrRemote) {
		return diag.Textf("站点在网络盘上，改为每秒查看一次文件", "the site is on a network drive, so its files are looked at every second")
	}
	return diag.Textf("系统不通知文件的改动，改为每秒查看一次：%v", "the system does not notify of changes, so the files are looked at every second: %v", err)
}

// browse opens a browser.
func browse(address string) error {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	c := exec.Command(name, args...) //nolint:gosec // the address is our own
	if err := c.Start(); err != nil {
		return fmt.Errorf("browser: %w", err)
	}
	go c.Wait() //nolint:errcheck // a browser goes on
	return nil
}
