// Package config reads a site's configuration, gongkai.yaml.
package config

import (
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// File is the configuration's name in a site's folder.
const File = "gongkai.yaml"

// declared are the keys of gongkai.yaml; outputs are what a site may publish beside its HTML, digests the
// algorithms that its packages may hold.
var (
	declared = Keys()
	outputs  = declared.Key("outputs").Enum
	usual    = slices.DeleteFunc(slices.Clone(outputs), func(name string) bool { return name == "fragment" })
	digests  = declared.Key("digests").Enum
)

// SourceFolders are the folders that a site is made from, beside gongkai.yaml. None of them,
// nor the site's own folder, can hold the output.
func SourceFolders() []string { return []string{"content", "themes", "forms", "static"} }

// Versioned reports whether a path, with slashes, leads into the files of a version control system.
func Versioned(name string) bool {
	return slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool {
		return slices.Contains([]string{".git", ".hg", ".svn", ".bzr", ".jj"}, strings.ToLower(part))
	})
}

// Ignored reports whether a file or folder, by its name alone, is left out of the site though it lies in it: hidden
// ones, backups, files with which office programs mark a document as open, thumbnails and folder settings of
// Windows, and what editors and browsers leave of a file that is not finished.
func Ignored(base string) bool {
	if strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") || strings.HasPrefix(base, "~$") || strings.HasPrefix(base, "#") && strings.HasSuffix(base, "#") && len(base) > 1 {
		return true
	}
	name := strings.ToLower(base)
	return slices.Contains(litter[:], name) || slices.Contains(unfinished[:], path.Ext(name)) || strings.HasPrefix(name, "~wrl") && strings.HasSuffix(name, ".tmp")
}

// Unfinished reports whether a file that is ignored, by its name alone, may be one that somebody wrote: a backup, or
// what an editor or a browser leaves of a file that is not finished.
func Unfinished(base string) bool {
	return !strings.HasPrefix(base, ".") && Ignored(base) && !strings.HasPrefix(base, "~") && !slices.Contains(litter[:], strings.ToLower(base))
}

var (
	litter     = [...]string{"thumbs.db", "ehthumbs.db", "desktop.ini"}
	unfinished = [...]string{".swp", ".bak", ".tmp", ".crdownload", ".part"}
)

// Config is a site's configuration.
type Config struct {
	Name, URL, Language                      string
	Official, Supervision                    bool
	RulesPage, FormsPage                     bool
	IDCode, ICP, Police, ErrorReport         string
	Sponsor, Contact, Licence, Theme, Output string
	PartyMark                                *PartyMark
	Request                                  *source.Request // where applications are filed; nil for none
	Parent                                   *Link           // the portal that the site is a column of
	Logo                                     *Image          // beside the site's name
	Nav                                      []Link          // channels outside of the site, in the main navigation
	Accent                                   string          // of the theme; "" for the usual one
	ThemeSpan                                diag.Span       // of the theme's name, for a theme that is not there
	Outputs, Digests                         []string
	Rules                                    []RuleSetting
}

// PartyMark is the 党政机关标识 as issued to the body.
type PartyMark struct {
	Image, URL string
	Span       diag.Span
}

// RuleSetting changes a rule's severity.
type RuleSetting struct {
	Rule     string
	Severity diag.Severity
	Span     diag.Span
}

// BasePath is the path of the site's public address, with a slash at both ends.
func (c *Config) BasePath() string {
	u, err := url.Parse(c.URL)
	if err != nil {
		return "/"
	}
	return "/" + strings.TrimPrefix(strings.TrimSuffix(u.Path, "/")+"/", "/")
}

// Domain is the host of the site's public address.
func (c *Config) Domain() string {
	u, err := url.Parse(c.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// SM3 reports whether digests of SM3 are wanted beside those of SHA-256.
func (c *Config) SM3() bool { return slices.Contains(c.Digests, "sm3") }

// Publishes reports whether an output is wanted.
func (c *Config) Publishes(output string) bool { return slices.Contains(c.Outputs, output) }

var idCode = regexp.MustCompile(`^(bm[0-9]{8}|[0-9]{10})$`)

// Parse reads the configuration. Faults are findings of the rules config and
// site-code; the result is usable all the same.
func Parse(data []byte) (*Config, []diag.Finding) {
	root, findings := source.ParseYAML(File, data)
	b := &source.Binder{File: File, Rule: "config", Findings: findings}
	for i := range b.Findings {
		b.Findings[i].Rule = "config"
	}
	c := &Config{Language: "zh-CN", Theme: "default", Output: "public", Outputs: usual}
	d := b.Fields(root, declared)
	if v := d.Int("format_version", 1); v != 1 {
		b.Report("config", d.Get("format_version").Span, diag.Textf("不认识的 format_version：%d", "unknown format_version %d", v),
			diag.Textf("这个版本的 gongkai 只认识 1", "this version of gongkai knows version 1"))
	}
	d.NeedRequired()
	if n := d.Get("site"); !n.IsNull() {
		c.site(b, d.Item("site", n))
	}
	if t := d.Text("theme"); t != "" {
		c.Theme, c.ThemeSpan = t, d.Get("theme").Span
	}
	if t := d.Text("output"); t != "" {
		c.Output = t
		top, _, _ := strings.Cut(path.Clean(t), "/")
		if !filepath.IsLocal(filepath.FromSlash(t)) || top == "." || slices.Contains(append(SourceFolders(), ".gongkai"), top) || Versioned(t) {
			b.Report("config", d.Get("output").Span, diag.Textf("输出文件夹“%s”不可用", "the output folder %q cannot be used", t),
				diag.Textf("请写站点里的一个新文件夹，如 public", "name a folder of its own inside the site, such as public"))
			c.Output = "public"
		}
	}
	if d.Get("outputs") != nil {
		c.Outputs = nil
		for _, n := range d.List("outputs") {
			if !slices.Contains(outputs, n.Value) {
				b.Report("config", n.Span, diag.Textf("没有输出“%s”", "unknown output %q", n.Value), diag.Choose(n.Value, outputs))
				continue
			}
			c.Outputs = append(c.Outputs, n.Value)
		}
	}
	for _, n := range d.List("digests") {
		if !slices.Contains(digests, n.Value) {
			b.Report("config", n.Span, diag.Textf("没有摘要算法“%s”", "unknown digest %q", n.Value), diag.Choose(n.Value, digests))
			continue
		}
		c.Digests = append(c.Digests, n.Value)
	}
	if n := d.Get("rules"); !n.IsNull() && n.Kind == source.Mapping {
		for i, k := range n.Keys {
			s, ok := map[string]diag.Severity{"error": diag.Error, "warning": diag.Warning, "off": diag.Off}[n.Items[i].Value]
			if !ok {
				b.Report("config", n.Items[i].Span, diag.Textf("规则 %s 的级别应为 error、warning 或 off", "the severity of %s should be error, warning or off", k.Value), diag.Text{})
				continue
			}
			c.Rules = append(c.Rules, RuleSetting{k.Value, s, k.Span})
		}
	} else if !n.IsNull() {
		b.Report("config", n.Span, diag.Textf("rules 应为“规则: 级别”", "rules should be rule ids with severities"), diag.Text{})
	}
	c.RulesPage = d.Bool("rules_page", false)
	c.FormsPage = d.Bool("forms_page", false)
	d.Done()
	return c, b.Findings
}

func (c *Config) site(b *source.Binder, d *source.Fields) {
	d.NeedRequired()
	c.Name, c.URL = d.Text("name"), d.Text("url")
	if c.URL != "" {
		full, fault := Address(c.URL)
		if !fault.IsZero() {
			b.Report("config", d.Get("url").Span, fault, diag.Textf("请写成 https://www.example.gov.cn/zwgk/", "write it like https://www.example.gov.cn/zwgk/"))
		}
		c.URL = full
	}
	if l := d.Enum("language"); l != "" {
		c.Language = l
	}
	c.Supervision = d.Bool("supervision", false)
	c.ErrorReport, c.Sponsor, c.Contact, c.Licence = d.Text("error_report"), d.Text("sponsor"), d.Text("contact"), d.Text("licence")
	c.Request = b.Request(d.Get("request"))
	c.IDCode, c.ICP, c.Police = d.Text("id_code"), d.Text("icp"), d.Text("police")
	if m := d.Get("party_mark"); !m.IsNull() {
		f := d.Item("party_mark", m)
		f.NeedRequired()
		c.PartyMark = &PartyMark{Image: f.Text("image"), URL: f.Text("url"), Span: m.Span}
		f.Done()
	}
	c.portal(b, d)
	// A site that carries an identification code is a government's own unless it
	// says otherwise.
	c.Official = d.Bool("official", c.IDCode != "")
	for _, key := range []string{"id_code", "icp", "police", "party_mark"} {
		if k, _ := d.Pair(key); k != nil && !c.Official {
			b.Report("config", k.Span, diag.Textf("非政府网站（official: false）不能使用 %s", "a site that is not official cannot carry %s", key),
				diag.Textf("请删除这一项；如确为政府网站，请写 official: true", "delete it, or write official: true if this is the body's own site"))
		}
	}
	if c.IDCode != "" && !idCode.MatchString(c.IDCode) {
		b.Report("site-code", d.Get("id_code").Span, diag.Textf("政府网站标识码“%s”不符合格式", "the site's identification code %q has the wrong form", c.IDCode),
			diag.Textf("应为 10 位数字，或 bm 加 8 位数字", "write 10 digits, or bm and 8 digits"))
	}
	d.Done()
}
