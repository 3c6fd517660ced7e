package site

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/source"
)

// attach publishes a page's attachments, and the files that its text links to,
// beside it.
func (s *AgencyPages) attach(p *Page, list []source.Attachment) {
	add := func(name, title string, listed bool) {
		src := local(p, name)
		if !strings.HasPrefix(src, "content/") || strings.HasSuffix(src, ".md") {
			return // no file, or a page
		}
		size, ok := s.size(src)
		if !ok {
			return
		}
		for i := range p.Files {
			if p.Files[i].Source == src {
				return
			}
		}
		out := p.Address() + path.Base(src)
		for n := 2; p.holds(out); n++ { // the same name in another folder, or one of ours
			out = p.Address() + strconv.Itoa(n) + "-" + path.Base(src)
		}
		p.Files = append(p.Files, File{Path: out, Source: src, Title: title, Size: size, Listed: listed})
	}
	for _, a := range list {
		add(a.File, a.Title, true)
	}
	for _, l := range p.Body.Links() {
		if u, err := url.Parse(l.Target); err == nil && u.Scheme == "" && u.Host == "" && u.Path != "" && !strings.HasPrefix(u.Path, "/") {
			add(u.Path, "", false)
		}
	}
}

// holds reports whether something of the page is published at a path already.
func (p *Page) holds(out string) bool {
	return out == p.Path || slices.ContainsFunc(p.Files, func(f File) bool { return f.Path == out }) ||
		slices.ContainsFunc(p.Data, func(d Data) bool { return d.Path == out })
}
