package scaffold

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Office is a new site for real bodies.
type Office struct {
	Name     string // of the site
	URL      string // its public address
	English  bool   // the language of the site's interface
	Official bool
	Bodies   []Body
}

// Body is an agency of a new site; what is "" is left out.
type Body struct {
	Slug, Name, ShortName, CreditCode, Level, Kind, Parent string
}

// NewOffice writes a new site into a folder that does not exist or is empty: its configuration, and an entry for each
// body, without reports. It returns the files written.
func NewOffice(dir string, o Office) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if len(entries) > 0 {
		return nil, fmt.Errorf("%s: %w", filepath.ToSlash(dir), ErrExists)
	}
	var written []string
	var failed error
	write := func(name, text string) {
		if failed != nil {
			return
		}
		if failed = Create(filepath.Join(dir, filepath.FromSlash(name)), []byte(text)); failed == nil {
			written = append(written, name)
		}
	}
	write("gongkai.yaml", o.config())
	write("content/_index.md", o.text("这里公开各机关的政府信息公开指南、制度、法定主动公开内容和年度报告。\n",
		"Here are each agency's guide to government information, its rules, what it must disclose, and its annual reports.\n"))
	for i, b := range o.Bodies {
		order := 0
		if len(o.Bodies) > 1 {
			order = 10 * (i + 1) // as they are listed, with room between
		}
		write("content/"+b.Slug+"/_index.md", b.entry(order))
	}
	for _, name := range []string{"gitignore", "vscode/settings.json"} {
		data, fault := fs.ReadFile(starter, "site/"+name)
		if fault != nil {
			return written, fault
		}
		write("."+name, string(data))
	}
	return written, failed
}

func (o *Office) text(zh, en string) string {
	if o.English {
		return en
	}
	return zh
}

// config is the site's configuration.
func (o *Office) config() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# yaml-language-server: $schema=.gongkai/schema/config.schema.json\nformat_version: 1\nsite:\n  name: %s\n", quoted(o.Name))
	fmt.Fprintf(&b, "  url: %s # %s\n  language: %s\n", quoted(o.URL), o.text("网站的公开地址", "the public address of the site"), o.text("zh-CN", "en"))
	fmt.Fprintf(&b, "  official: %t # %s\noutput: public\n", o.Official, o.text("机关自己的正式网站为 true；否则每一页都写“示例，非政府网站”", "true for the body's own site; otherwise every page says that it is an example"))
	return b.String()
}

// entry is the register entry of a body, with its place in lists, 0 for none.
func (x *Body) entry(order int) string {
	var b strings.Builder
	b.WriteString("---\n")
	for _, f := range []struct{ key, value string }{{"name", x.Name}, {"short_name", x.ShortName}, {"credit_code", x.CreditCode},
		{"level", x.Level}, {"kind", x.Kind}, {"parent", x.Parent}} {
		switch {
		case f.value == "":
		case f.key == "credit_code": // it may be digits alone
			fmt.Fprintf(&b, "%s: \"%s\"\n", f.key, f.value)
		default:
			fmt.Fprintf(&b, "%s: %s\n", f.key, quoted(f.value))
		}
	}
	if order > 0 {
		fmt.Fprintf(&b, "order: %d\n", order)
	}
	b.WriteString("---\n")
	return b.String()
}
