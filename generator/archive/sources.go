package archive

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"golang.org/x/net/idna"

	"gongkai/generator/archive/bagit"
	"gongkai/generator/archive/record"
	"gongkai/generator/archive/warc"
	"gongkai/generator/archive/zipfile"
	"gongkai/generator/config"
	"gongkai/generator/diag"
)

// sources lists the files of the site that a published page or file is made from, and no others:
// drafts, their attachments and what merely lies in the folders are not published, so they are not
// packed. The same site can be built from them.
func (p *packing) sources() ([]string, error) {
	from := map[string]bool{config.File: true}
	for _, page := range p.state.Site.Pages() {
		if page.Source != "" {
			from[page.Source] = true
		}
		if c := page.Category; c != nil && c.File != "" {
			from[c.File] = true
		}
		if r := page.Report; r != nil {
			p.formFiles(r.Form.ID, from)
		}
		if f := page.Form; f != nil {
			p.formFiles(f.ID, from)
		}
	}
	for _, e := range p.built.manifest.Files {
		if e.Source != "" {
			from[e.Source] = true
		}
	}
	if err := p.themeFiles(from); err != nil {
		return nil, err
	}
	var out []string
	for name := range from {
		out = append(out, name)
	}
	slices.Sort(out)
	return out, nil
}

// formFiles adds the site's own definitions of a form, and of those that it extends.
func (p *packing) formFiles(id string, from map[string]bool) {
	for f := p.state.Forms.ByID(id); f != nil; f = p.state.Forms.ByID(f.Extends()) {
		if strings.HasPrefix(f.File, "forms/") {
			from[f.File] = true
		}
	}
}

// themeFiles adds the site's own files of the theme in use, and those of the default one that it lays
// over.
func (p *packing) themeFiles(from map[string]bool) error {
	for _, theme := range []string{"default", p.state.Config.Theme} {
		err := fs.WalkDir(p.state.Root.FS(), path.Join("themes", theme), func(name string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return fs.SkipAll
			case err != nil:
				return err
			case config.Ignored(d.Name()) && d.IsDir():
				return fs.SkipDir
			case d.Type().IsRegular() && !config.Ignored(d.Name()):
				from[name] = true
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// contents is what goes into a bag.
func (p *packing) contents(ctx context.Context) (bagit.Bag, error) {
	b := bagit.Bag{Info: p.labels(), SM3: p.sm3()}
	for _, f := range p.built.files() {
		body := warc.Body{Size: f.Size, SHA256: f.SHA256, Open: func() (io.ReadCloser, error) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			return p.built.disk.open(p.built.root, f.Path)
		}}
		b.Payload = append(b.Payload, bagit.File{Name: path.Join("site", f.Path), Open: body.Checked})
	}
	if !p.WithoutSources {
		names, err := p.sources()
		if err != nil {
			return b, err
		}
		p.res.Sources = len(names)
		for _, name := range names {
			b.Payload = append(b.Payload, bagit.File{Name: path.Join("sources", name), Open: func() (io.ReadCloser, error) { return p.Files(p.state.Root).Open(name) }})
		}
	}
	for _, f := range p.record {
		if f.Name == record.ReadmeName {
			b.Tags = append(b.Tags, bagit.File{Name: f.Name, Open: f.Open})
		} else {
			b.Payload = append(b.Payload, bagit.File{Name: f.Name, Open: f.Open})
		}
	}
	for _, f := range b.Payload {
		if name := path.Join("data", f.Name); len(utf16.Encode([]rune(name))) > windowsPath {
			p.res.Long = append(p.res.Long, name)
		}
	}
	return b, nil
}

func (p *packing) sm3() bool { return p.state.Config.SM3() }

// labels are what bag-info.txt says (RFC 8493, 2.2.2). Only a date that was given can be that of packing.
func (p *packing) labels() []bagit.Label {
	c := p.state.Config
	bagged := ""
	if !p.Date.IsZero() {
		bagged = p.Date.Format(time.DateOnly)
	}
	return []bagit.Label{
		{Name: "Source-Organization", Value: cmp.Or(c.Sponsor, c.Name)},
		{Name: "Contact", Value: c.Contact},
		{Name: "External-Description", Value: "政府信息公开网站及其源文件、数据和说明 / a disclosure site with its sources, data and description: " + c.Name},
		{Name: "External-Identifier", Value: c.URL},
		{Name: "Site-ID-Code", Value: c.IDCode},
		{Name: "Bagging-Date", Value: bagged},
		{Name: "Content-Date", Value: p.res.Date.Format(time.RFC3339)},
		{Name: "Retention-Period", Value: p.Retention},
		{Name: "Bag-Software-Agent", Value: p.software()},
	}
}

// address is the public address of a file or folder of the site, as a browser writes it that follows
// a link of a page.
func (p *packing) address(name string) string {
	return p.base + (&url.URL{Path: name}).EscapedPath()
}

// baseAddress is that of the site, its host as a browser writes it.
func baseAddress(site string) string {
	u, err := url.Parse(site)
	if err != nil {
		return site // the configuration has checked it
	}
	if host, err := idna.Lookup.ToASCII(u.Hostname()); err == nil {
		u.Host = host + strings.TrimPrefix(u.Host, u.Hostname())
	}
	return u.Scheme + "://" + strings.ToLower(u.Host) + (&url.URL{Path: u.Path}).EscapedPath()
}

// windowsPath is how long a path in a bag may be so that Windows, which takes 259 UTF-16 units for a
// whole path unless it was told otherwise, has room for the folder that it is unpacked in.
const windowsPath = 200

// refused turns an error of packing into one with words where it has a cause that the user can mend.
func (p *packing) refused(err error) error {
	var name *bagit.NameError
	switch {
	case errors.As(err, &name):
		why := map[bagit.Fault]diag.Text{
			bagit.Percent: diag.Textf("其中有百分号", "it has a percent sign"), bagit.Break: diag.Textf("其中有换行", "it has a line break"),
			bagit.NotUTF8: diag.Textf("它不是 UTF-8 编码", "it is not in UTF-8"), bagit.TooLong: diag.Textf("其中一段超过 255 字节", "one part of it has more than 255 bytes")}[name.Why]
		return &Refusal{diag.Textf("文件名 %q 不能放进 BagIt 包：%s", "the file name %q cannot go into a bag: %s", name.Name, why),
			diag.Textf("各种检验程序对这样的名称解释不一；请给文件改名，重新生成后再打包", "validators do not agree on such a name; rename the file, build again and pack again")}
	case errors.Is(err, warc.ErrChanged), errors.Is(err, zipfile.ErrChanged):
		return &Refusal{diag.Textf("打包期间网站的文件有变化：%v", "a file of the site changed while it was packed: %v", err),
			diag.Textf("请等别的程序写完，再运行一次；没有写入任何文件", "wait until other programs are done and run again; nothing was written")}
	case errors.Is(err, fs.ErrExist):
		return &Refusal{diag.Textf("%s 已经存在，没有覆盖", "%s is there already and was left as it is", filepath.ToSlash(p.Package)), p.taken(nil)}
	}
	return err
}
