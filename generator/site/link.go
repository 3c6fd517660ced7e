package site

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/report"
)

// Href is the relative address of an output path as seen from a page; it names the
// file, so that the site works from a disk.
func (p *Page) Href(target string) string {
	if p.Path == target {
		return path.Base(target)
	}
	from, to := strings.Split(path.Dir(p.Path), "/"), strings.Split(target, "/")
	if from[0] == "." {
		from = nil
	}
	for len(from) > 0 && len(to) > 1 && from[0] == to[0] {
		from, to = from[1:], to[1:]
	}
	return strings.Repeat("../", len(from)) + strings.Join(to, "/")
}

// Link turns the target of a link in the page's text into an address; ok is false
// when it leads nowhere.
func (s *Site) Link(p *Page, target string) (href string, ok bool) {
	if target == "" {
		return target, false
	}
	u, err := url.Parse(target)
	if err != nil {
		return target, false
	}
	if u.Scheme != "" || u.Host != "" {
		return target, true
	}
	fragment := ""
	if u.Fragment != "" {
		fragment = "#" + u.EscapedFragment()
	}
	if u.Path == "" {
		return fragment, u.Fragment == "" || slices.Contains(p.Body.Anchors(), u.Fragment)
	}
	if to := s.find(p, u.Path); to != nil {
		return p.URL(to.Path) + fragment, u.Fragment == "" || slices.Contains(to.Body.Anchors(), u.Fragment)
	}
	for _, f := range slices.Concat(p.Files, s.Static) {
		if f.Source == s.local(p, u.Path) {
			return p.URL(f.Path), true
		}
	}
	return target, false
}

// toDraft reports whether a link leads from a page that will be published to a report
// that will not.
func (s *Site) toDraft(p *Page, target string) bool {
	u, err := url.Parse(target)
	if !s.hidden || err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" || p.Report != nil && p.Report.Draft {
		return false
	}
	q := s.find(p, u.Path)
	if q != nil && q.Kind == Year { // the page of a year is there for its reports
		return !slices.ContainsFunc(q.Children, func(r *Page) bool { return !r.Report.Draft })
	}
	return q != nil && q.Report != nil && q.Report.Draft
}

// URL is Href with everything escaped that means something in an address.
func (p *Page) URL(target string) string {
	href := (&url.URL{Path: p.Href(target)}).EscapedPath()
	if first, _, _ := strings.Cut(href, "/"); strings.Contains(first, ":") {
		return "./" + href // not a scheme
	}
	return href
}

// local is the content file that a relative link means.
func (s *Site) local(p *Page, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join(path.Dir(p.Source), target)
}

// find returns the page that a link means: by its content file, by a folder of
// content, or by an address of the site.
func (s *Site) find(p *Page, target string) *Page {
	local := s.local(p, target)
	if q := s.bySource[local]; q != nil {
		return q
	}
	if strings.HasPrefix(target, "/") {
		if q := s.byPath[local]; q != nil {
			return q
		}
	} else if folder, ok := strings.CutPrefix(local+"/", "content/"); ok {
		local = folder
	} else {
		return nil
	}
	return s.byPath[path.Join(local, "index.html")]
}

// attach publishes a page's attachments, and the files that its text links to,
// beside it.
func (s *Site) attach(p *Page, list []report.Attachment) {
	add := func(name, title string, listed bool) {
		src := s.local(p, name)
		size, ok := s.files[src]
		if !ok || !strings.HasPrefix(src, "content/") || strings.HasSuffix(src, ".md") {
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

// overlaps finds attachments whose address is a folder of the site.
func (s *Site) overlaps() []diag.Finding {
	folders := map[string]bool{}
	for _, p := range s.Pages {
		for dir := path.Dir(p.Path); dir != "." && !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	var out []diag.Finding
	for _, p := range s.Pages {
		for _, f := range p.Files {
			if folders[f.Path] {
				out = append(out, diag.Finding{Rule: "unknown-key", File: f.Source, Year: p.Year,
					Message: diag.Textf("附件的地址 %s 与一个文件夹相同", "the attachment's address %s is a folder of the site", f.Path),
					Hint:    diag.Textf("请给文件改名", "rename the file")})
			}
		}
	}
	return out
}

// check finds links and attachments that lead nowhere.
func (s *Site) check() []diag.Finding {
	var out []diag.Finding
	for _, p := range s.Pages {
		if p.Source == "" {
			continue
		}
		fault := func(at diag.Span, target string) {
			f := diag.Finding{Rule: "broken-link", File: p.Source, Span: at, Year: p.Year, Actual: target,
				Message: diag.Textf("链接“%s”在站内找不到", "the link %q leads nowhere inside the site", target),
				Hint:    diag.Textf("请检查文件名和位置；链接到页面写 .md 文件，如 ../guide.md", "check the name and the folder; to link to a page name its .md file, such as ../guide.md")}
			if s.toDraft(p, target) {
				f.Message = diag.Textf("链接“%s”指向草稿，草稿不发布", "the link %q leads to a draft, which is not published", target)
				f.Hint = diag.Textf("请先完成草稿，或删除链接", "finish the draft, or delete the link")
			}
			if p.Agency != nil {
				f.Agency = p.Agency.Slug
			}
			out = append(out, f)
		}
		if p.Files == nil && p.Kind != Report && p.Item == nil {
			s.attach(p, nil)
		}
		for _, l := range p.Body.Links() {
			if _, ok := s.Link(p, l.Target); !ok || s.toDraft(p, l.Target) {
				fault(l.Span, l.Target)
			}
		}
		if p.Report == nil {
			out = append(out, references(p)...)
		}
		for _, a := range attachments(p) {
			if a.File == "" || slices.ContainsFunc(p.Files, func(f File) bool { return f.Listed && f.Source == s.local(p, a.File) }) {
				continue
			}
			fault(a.Span, a.File)
		}
		if p.Item != nil && p.Item.SupersededBy != "" {
			if _, ok := s.Link(p, p.Item.SupersededBy); !ok || s.toDraft(p, p.Item.SupersededBy) {
				fault(p.Item.SupersededSpan, p.Item.SupersededBy)
			}
		}
	}
	return out
}

func attachments(p *Page) []report.Attachment {
	switch {
	case p.Report != nil:
		return p.Report.Attachments
	case p.Item != nil:
		return p.Item.Attachments
	}
	return nil
}
