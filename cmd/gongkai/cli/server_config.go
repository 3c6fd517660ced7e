package cli

import (
	"cmp"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/config"
	"gongkai/generator/diag"
	"gongkai/generator/publish/webserver"
)

func (a *app) serverConfigCommand() *cobra.Command {
	var root, address string
	c := &cobra.Command{
		Use:     "server-config " + strings.Join(webserver.Servers(), "|"),
		Short:   a.text("生成网站服务器的配置", "print the configuration of a web server"),
		Example: "  gongkai server-config nginx --base-url https://www.example.gov.cn/zwgk/",
		Long: a.text("按 site.url 生成网站服务器的配置：地址、类型、安全标头、缓存、压缩文件和 404 页。不含证书；注释说明写在哪里、改什么。",
			"Print the configuration of a web server for the site's public address: types, security headers, caching, compressed files, the page for 404. Certificates are left out; comments say where it goes and what to change."),
		Args:      a.arguments(1, 1),
		ValidArgs: webserver.Servers(),
		RunE: func(_ *cobra.Command, args []string) error {
			if !slices.Contains(webserver.Servers(), args[0]) {
				return &userError{diag.Textf("没有 %s 的配置", "there is no configuration for %s", args[0]),
					suggest(args[0], webserver.Servers(), diag.Textf("可选 %s", "there are %s", diag.Listed(webserver.Servers())))}
			}
			site, err := a.publicAddress(address)
			if err != nil {
				return err
			}
			err = webserver.Print(a.data, args[0], webserver.Site{Host: site.Hostname(), Base: strings.TrimSuffix(site.Path, "/") + "/", Root: root, Language: a.lang})
			if unsafe := (*webserver.UnsafeError)(nil); errors.As(err, &unsafe) {
				return &userError{diag.Textf("“%s”里有服务器配置另有含义的字符", "%q has characters that mean something else to a web server", unsafe.Text),
					diag.Textf("请用不含引号、$、{}、< >、;、# 的文件夹和地址", "use folders and addresses without quotation marks, $, {}, < >, ; and #")}
			}
			return err
		},
	}
	c.Flags().StringVar(&root, "root", "/srv/gongkai/public", a.text("网站在服务器上的文件夹", "folder of the site on the server"))
	c.Flags().StringVar(&address, "base-url", "", a.text("网站的公开地址，代替配置里的 site.url", "public address, instead of site.url of the configuration"))
	return c
}

// publicAddress is the address of the site: the given one, else that of gongkai.yaml.
func (a *app) publicAddress(given string) (*url.URL, error) {
	dir, err := a.siteDir()
	if err != nil && given == "" {
		return nil, err
	}
	if given == "" {
		data, err := os.ReadFile(filepath.Join(dir, config.File))
		if err != nil {
			return nil, errors.Join(generator.ErrConfig, err)
		}
		c, _ := config.Parse(data)
		given = c.URL
	} else if _, fault := config.Address(given); !fault.IsZero() {
		return nil, &generator.BaseURLError{Fault: fault}
	}
	u, err := url.Parse(given)
	if err != nil || u.Host == "" {
		return nil, &userError{diag.Textf("gongkai.yaml 里没有网站的公开地址", "gongkai.yaml has no public address of the site"),
			diag.Textf("请写 site.url，或用 --base-url 给出", "write site.url, or give it as --base-url")}
	}
	u.Path = cmp.Or(u.Path, "/")
	return u, nil
}
