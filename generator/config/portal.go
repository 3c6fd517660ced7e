package config

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// Link is a place outside of the site, with what it is called.
type Link struct{ Name, URL string }

// Image is a file of the site's, with the place where the configuration names it.
type Image struct {
	File string
	Span diag.Span
}

// The accents of the default theme; the first is the usual one.
var accents = declared.Key("site").Key("accent").Enum

// portal reads what makes the site a column of another one.
func (c *Config) portal(b *source.Binder, d *source.Fields) {
	if n := d.Get("parent"); !n.IsNull() {
		f := d.Item("parent", n)
		c.Parent = link(b, f, "name")
		f.Done()
	}
	if n := d.Get("logo"); !n.IsNull() {
		c.Logo = &Image{File: d.Text("logo"), Span: n.Span}
		if c.Logo.File == "" {
			c.Logo = nil
		}
	}
	for _, n := range d.List("nav") {
		f := d.Item("nav", n)
		if l := link(b, f, "title"); l != nil {
			c.Nav = append(c.Nav, *l)
		}
		f.Done()
	}
	if a := d.Enum("accent"); a != accents[0] && slices.Contains(accents, a) {
		c.Accent = a
	}
}

// link reads a name and an address, both of which are needed; nil where one will not do.
func link(b *source.Binder, f *source.Fields, name string) *Link {
	f.NeedRequired()
	l := Link{f.Text(name), f.Text("url")}
	if l.URL != "" {
		if fault := elsewhere(l.URL); !fault.IsZero() {
			b.Report("config", f.Get("url").Span, fault, diag.Textf("请写成 https://www.example.gov.cn/", "write it like https://www.example.gov.cn/"))
			return nil
		}
	}
	if l.Name == "" || l.URL == "" {
		return nil // said already
	}
	return &l
}

// elsewhere says why pages cannot link to a text as an address; zero for one that they can link to.
func elsewhere(text string) diag.Text {
	u, err := url.Parse(text)
	switch {
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }):
		return diag.Textf("网址里有空白：“%s”", "there is a blank in the address: %q", text)
	case err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https":
		return diag.Textf("网址不完整：“%s”", "not a full address: %q", text)
	case u.User != nil:
		return diag.Textf("网址里有用户名或密码，会公布在每个页面上", "there is a user or a password in the address, which every page would publish")
	}
	return diag.Text{}
}
