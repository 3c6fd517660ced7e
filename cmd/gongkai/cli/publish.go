package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gongkai/generator/config"
	"gongkai/generator/diag"
	"gongkai/generator/publish"
	"gongkai/generator/publish/filestore"
	"gongkai/generator/publish/s3store"
	"gongkai/generator/publish/sftpstore"
)

func (a *app) publishCommand() *cobra.Command {
	var o publish.Options
	c := &cobra.Command{
		Use:     a.text("publish 目标", "publish TARGET"),
		Short:   a.text("把生成好的网站发布到文件夹、对象存储或服务器", "bring the built site to a folder, an object store or a server"),
		Example: "  gongkai publish www --dry-run\n  gongkai publish www\n  gongkai publish s3://bucket/zwgk\n  gongkai publish sftp://user@www.example.gov.cn/srv/www",
		Long: a.text(`把 build 生成的文件夹发布到目标，只发送有变化的文件，读回核对，最后删除网站不再有的文件。
目标可以是：
  文件夹                         如 /srv/www/zwgk、E:\zwgk
  s3://存储桶/前缀               S3 兼容的对象存储；密钥和地址来自 AWS_ACCESS_KEY_ID 等环境变量或 ~/.aws
  sftp://用户@主机:端口/路径     密钥来自 ssh-agent 或 ~/.ssh，服务器的身份按 known_hosts 核对
按 Ctrl+C 中断：已经送到的会保留，再运行一次就会继续。`,
			`Bring the folder that build wrote to a target: only what changed is sent, all of it is read back and compared, and what
the site no longer has is removed last. A target is
  a folder                       such as /srv/www/zwgk or E:\zwgk
  s3://bucket/prefix             an S3-compatible object store; keys and endpoint come from AWS_ACCESS_KEY_ID and the like, or ~/.aws
  sftp://user@host:port/path     keys come from ssh-agent or ~/.ssh, and known_hosts has to know the server
Ctrl+C ends it: what has arrived is kept, and the next run goes on from there.`),
		Args: a.arguments(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			o.Target = args[0]
			if o.Folder == "" {
				dir, err := a.siteDir()
				if err != nil {
					return err
				}
				o.Folder = builtFolder(dir)
			}
			o.Owner, o.Memory = owner(), memory()
			o.Notice = func(t diag.Text) { fmt.Fprintf(a.err, "%s: %s\n", a.text("注意", "note"), t.In(a.lang)) }
			started := time.Now()
			p := a.newProgress()
			o.Progress = p.report
			res, err := publish.Run(c.Context(), func(ctx context.Context) (publish.Store, error) { return a.store(ctx, o) }, o)
			p.finish(err)
			if errors.Is(err, context.Canceled) {
				return &userError{diag.Textf("已中断；送到目标的会保留", "interrupted; what has arrived is kept"),
					diag.Textf("再运行一次就会继续，不再发送已经送到的", "run the command again to go on: what has arrived is not sent again")}
			}
			if err != nil {
				return err
			}
			a.published(res, o, time.Since(started))
			return nil
		},
	}
	c.Flags().StringVar(&o.Folder, "from", "", a.text("生成好的文件夹（默认：配置里的 output）", "the built folder (default: output of the configuration)"))
	c.Flags().BoolVar(&o.DryRun, "dry-run", false, a.text("只列出要发送和删除的文件，不改动目标", "list what would be sent and removed, and change nothing"))
	c.Flags().BoolVar(&o.Force, "force", false, a.text("覆盖目标里不是由本程序发布的同名文件；允许删除一半以上的文件", "overwrite files of others at the target; allow more than half of its files to be removed"))
	c.Flags().BoolVar(&o.Full, "full", false, a.text("重新读取目标里的每个文件来比较，不看时间和 ETag", "read every file at the target again, whatever its time or ETag"))
	c.Flags().BoolVar(&o.Unlock, "unlock", false, a.text("解除中断的发布留下的锁", "remove the lock that an interrupted publish left"))
	return c
}

// store opens the target.
func (a *app) store(ctx context.Context, o publish.Options) (publish.Store, error) {
	scheme, _, hasScheme := strings.Cut(o.Target, "://")
	switch {
	case !hasScheme:
		if overlap(o.Target, o.Folder) {
			return nil, &userError{diag.Textf("目标和生成好的文件夹不能互相包含", "the target and the built folder must not lie in each other"), diag.Textf("请换一个位置", "name another place")}
		}
		return filestore.Open(o.Target, o.DryRun)
	case scheme == "s3":
		return s3store.Open(o.Target, a.env, o.Notice)
	case scheme == "sftp":
		return sftpstore.Open(ctx, o.Target, a.env, o.DryRun, o.Notice)
	}
	return nil, &userError{diag.Textf("不能发布到 %s://", "there is no publishing to %s://", scheme),
		suggest(scheme, []string{"s3", "sftp"}, diag.Textf("目标可以是文件夹、s3://存储桶/前缀 或 sftp://用户@主机/路径", "a target is a folder, s3://bucket/prefix or sftp://user@host/path"))}
}

// builtFolder is where build puts the site.
func builtFolder(site string) string {
	output := ""
	if data, err := os.ReadFile(filepath.Join(site, "gongkai.yaml")); err == nil {
		cfg, _ := config.Parse(data)
		output = cfg.Output
	}
	return filepath.Join(site, filepath.FromSlash(cmp.Or(output, "public")))
}

// owner is who publishes, as others are told who wait for the target.
func owner() string {
	name := "?"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	host, err := os.Hostname()
	if err != nil {
		host = "?"
	}
	return name + "@" + host
}

// memory is the folder in which this machine remembers which targets it has locked.
func memory() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "gongkai", "publish")
}

// overlap says whether one of two folders is the other or lies in it.
func overlap(a, b string) bool {
	x, y := real(a), real(b)
	for _, pair := range [][2]string{{x, y}, {y, x}} {
		if rel, err := filepath.Rel(pair[0], pair[1]); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return true
		}
	}
	return false
}

// real is a path without links, as far as it is there.
func real(name string) string {
	abs, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	if to, err := filepath.EvalSymlinks(abs); err == nil {
		return to
	}
	if up := filepath.Dir(abs); up != abs {
		return filepath.Join(real(up), filepath.Base(abs))
	}
	return abs
}

// published says what a publish did, or would do.
func (a *app) published(res *publish.Result, o publish.Options, took time.Duration) {
	if o.DryRun || a.verbose {
		for _, i := range res.Send {
			fmt.Fprintln(a.out, a.text("发送 %s（%s）", "send %s (%s)", i.Path, inBytes(i.Size)))
		}
		for _, i := range res.Remove {
			fmt.Fprintln(a.out, a.text("删除 %s（%s）", "remove %s (%s)", i.Path, inBytes(i.Size)))
		}
	}
	note := func(zh, en string, names []string) {
		if len(names) == 0 {
			return
		}
		const shown = 5
		list := names[:min(len(names), shown)]
		text := diag.Listed(list)
		if len(names) > shown {
			text = diag.Text{ZH: text.ZH + " 等", EN: text.EN + " …"}
		}
		fmt.Fprintf(a.err, "%s: %s\n", a.text("注意", "note"), a.text(zh, en, diag.Count(len(names), "file"), text))
	}
	if !a.quiet {
		note("文件夹里有 %s 个文件不是生成的，没有发布：%s", "%s in the folder not written by the build, and not published: %s", res.Foreign)
	}
	note("目标里有 %s 个文件，网站不再有，但发布之后被改动过，没有删除：%s", "%s at the target that the site no longer has, but changed there after they were sent, were not removed: %s", res.Left)
	if a.quiet && !o.DryRun {
		return
	}
	var size int64
	for _, i := range res.Send {
		size += i.Size
	}
	if o.DryRun {
		fmt.Fprintln(a.out, a.text("将发送 %s 个文件（%s），删除 %d 个，%d 个没有变化；没有改动目标", "would send %s (%s), remove %d, leave %d unchanged; the target was not changed",
			diag.Count(len(res.Send), "file"), inBytes(size), len(res.Remove), res.Unchanged))
		return
	}
	fmt.Fprintln(a.out, a.text("已发布到 %s：发送 %s 个文件（%s），删除 %d 个，%d 个没有变化；用时 %s", "published to %s: %s sent (%s), %d removed, %d unchanged, in %s",
		filepath.ToSlash(o.Target), diag.Count(len(res.Send), "file"), inBytes(res.Sent), len(res.Remove), res.Unchanged, seconds(took)))
}

// inBytes is a size.
func inBytes(n int64) diag.Text {
	return diag.Textf("%d 字节", "%d bytes", n)
}
