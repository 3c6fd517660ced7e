package site

import (
	"cmp"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/prose"
	"gongkai/generator/rule"
	"gongkai/generator/source"
)

// Href is the relative address of an output path as seen from a page; it names the
// file, so that the site works from a disk.
func (p *Page) Href(target string) string {
	if p.Path == target {
		return path.Base(target)
	}
	shared := 0 // the folders that both are in
	for i := 0; i < len(p.Path) && i < len(target) && p.Path[i] == target[i]; i++ {
		if p.Path[i] == '/' {
			shared = i + 1
		}
	}
	return strings.Repeat("../", strings.Count(p.Path[shared:], "/")) + target[shared:]
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
		return target, prose.Followed(target)
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
	src := local(p, u.Path)
	for _, f := range p.Files {
		if f.Source == src {
			return p.URL(f.Path), true
		}
	}
	if i, ok := slices.BinarySearchFunc(s.Static, src, func(f File, src string) int { return cmp.Compare(f.Source, src) }); ok {
		return p.URL(s.Static[i].Path), true
	}
	return target, false
}

// nearestAnchor is the heading's id that the fragment of a target was meant for, and the target without its
// fragment; "" where the page is not there, or has no heading that is near.
func (s *Site) nearestAnchor(p *Page, target string) (anchor, page string) {
	u, err := url.Parse(target)
	if err != nil || u.Fragment == "" || u.Scheme != "" || u.Host != "" {
		return "", ""
	}
	to := p
	if u.Path != "" {
		to = s.find(p, u.Path)
	}
	if to == nil || slices.Contains(to.Body.Anchors(), u.Fragment) {
		return "", ""
	}
	anchor, _ = diag.Nearest(u.Fragment, to.Body.Anchors())
	page, _, _ = strings.Cut(target, "#")
	return anchor, page
}

// nearestFile is the link to the content file for which a target of a part's page was meant: one of
// the same name in another folder, or of nearly that name in the same; "" where there is none.
func (part *AgencyPages) nearestFile(p *Page, target string) string {
	u, err := url.Parse(target)
	if err != nil || u.Scheme != "" || u.Host != "" || path.Ext(u.Path) != ".md" {
		return ""
	}
	folder, base := path.Split(local(p, u.Path))
	var names []string
	moved := ""
	for _, q := range part.Pages {
		dir, name := path.Split(q.Source)
		switch {
		case q.Source == "" || q == p:
		case dir == folder:
			names = append(names, name)
		case name == base && moved == "":
			moved = q.Source
		}
	}
	if near, ok := diag.Nearest(base, names); ok {
		moved = folder + near
	}
	rel, err := filepath.Rel(path.Dir(p.Source), moved)
	if moved == "" || err != nil {
		return ""
	}
	link := filepath.ToSlash(rel)
	if strings.ContainsAny(link, "#?% ") {
		link = (&url.URL{Path: link}).EscapedPath()
	}
	if _, fragment, found := strings.Cut(target, "#"); found {
		link += "#" + fragment
	}
	return link
}

// toDraft reports whether a link leads from a page that will be published to a report
// that will not.
func (s *Site) toDraft(p *Page, target string) bool {
	if !s.hidden {
		return false
	}
	u, err := url.Parse(target)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" || p.Report != nil && p.Report.Draft {
		return false
	}
	q := s.find(p, u.Path)
	if q != nil && q.Kind == Year { // the page of a year is there for its reports
		return !slices.ContainsFunc(q.Children, func(r *Page) bool { return !r.Report.Draft })
	}
	return q != nil && q.Report != nil && q.Report.Draft
}

// named reports whether a target is a file's name that is not escaped, as it must be in an address.
func (s *Site) named(p *Page, target string) bool {
	if !strings.ContainsAny(target, "#?%") {
		return false
	}
	src := local(p, target)
	return s.PageOf(src) != nil || slices.ContainsFunc(p.Files, func(f File) bool { return f.Source == src })
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
func local(p *Page, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join(path.Dir(p.Source), target)
}

// find returns the page that a link means: by its content file, by a folder of
// content, or by an address of the site. A link to a former address means the page of today.
func (s *Site) find(p *Page, target string) *Page {
	to := s.today(local(p, target))
	if q := s.PageOf(to); q != nil {
		return q
	}
	if strings.HasPrefix(target, "/") {
		if q := s.At(to); q != nil {
			return q
		}
	} else if folder, ok := strings.CutPrefix(to+"/", "content/"); ok {
		to = folder
	} else {
		return nil
	}
	return s.In(to)
}

// CheckTop finds what Check finds in the pages that belong to no agency.
func (s *Site) CheckTop() []diag.Finding {
	out := append(rule.CheckAddresses(s.topAddresses()), s.links(s.top, nil)...)
	for _, m := range s.images {
		if strings.HasPrefix(m.File, "static/") && slices.ContainsFunc(s.Static, func(f File) bool { return f.Source == m.File }) {
			continue
		}
		out = append(out, diag.Finding{Rule: "broken-link", File: m.Named, Span: m.Span, Actual: m.File,
			Message: diag.Textf("找不到文件“%s”", "the file %q is not there", m.File), Hint: diag.Textf("请放在 static/ 下", "put it below static/")})
	}
	return out
}

// Check finds links and attachments of a part's pages that lead nowhere, and addresses that
// clash. asked, where given, is told the slug of every agency among whose pages and files one is looked for, ""
// for what is in none.
func (s *Site) Check(part *AgencyPages, asked func(slug string)) []diag.Finding {
	return append(rule.CheckAddresses(part.addresses()), s.links(part, asked)...)
}

// links finds links and attachments of a part's pages that lead nowhere.
func (s *Site) links(part *AgencyPages, asked func(slug string)) []diag.Finding {
	var out []diag.Finding
	for _, p := range part.Pages {
		if p.Source == "" {
			continue
		}
		fault := func(at diag.Span, target string) {
			f := diag.Finding{Rule: "broken-link", File: p.Source, Span: at, Year: p.Year, Actual: target,
				Message: diag.Textf("链接“%s”在站内找不到", "the link %q leads nowhere inside the site", target),
				Hint:    diag.Textf("请检查文件名和位置；链接到页面写 .md 文件，如 ../guide.md", "check the name and the folder; to link to a page name its .md file, such as ../guide.md")}
			switch {
			case s.named(p, target):
				f.Hint = diag.Textf("文件名里的 # ? %% 在链接里有别的意思，请写成“%s”", "# ? %% in a file's name mean something else in a link; write %s", (&url.URL{Path: target}).EscapedPath())
			case !prose.Followed(target):
				f.Message = diag.Textf("“%s”不是网上的地址，网页上会去掉这个链接或图片", "%q is not a web address: the page would lose the link or the picture", target)
				f.Hint = diag.Textf("请把文件放在这一页旁边，只写文件名；网址以 https:// 开头", "put the file beside the page and write its name alone; an address begins with https://")
			case s.toDraft(p, target):
				f.Message = diag.Textf("链接“%s”指向草稿，草稿不发布", "the link %q leads to a draft, which is not published", target)
				f.Hint = diag.Textf("请先完成草稿，或删除链接", "finish the draft, or delete the link")
			default:
				if near := part.nearestFile(p, target); near != "" {
					f.Hint = diag.Textf("是不是“%s”？", "did you mean %s?", near)
				}
			}
			if near, page := s.nearestAnchor(p, target); near != "" {
				f.Message = diag.Textf("链接“%s”指向的页面里没有这个标题", "the link %q leads to a heading that its page does not have", target)
				f.Hint = diag.Textf("是不是“%s#%s”？", "did you mean %s#%s?", page, near)
			}
			if p.Agency != nil {
				f.Agency = p.Agency.Slug
			}
			out = append(out, f)
		}
		link := func(at diag.Span, target string) {
			s.ask(p, target, asked)
			if _, ok := s.Link(p, target); !ok || s.toDraft(p, target) {
				fault(at, target)
			}
		}
		out = append(out, tooComplex(p)...)
		for _, l := range p.Body.Links() {
			if l.Footnote {
				out = append(out, footnote(p, l))
				continue
			}
			link(l.Span, l.Target)
		}
		if p.Report == nil {
			agency := ""
			if p.Agency != nil {
				agency = p.Agency.Slug
			}
			out = append(out, rule.BodyReferences(p.Body, p.Source, agency)...)
		}
		for _, a := range attachments(p) {
			if a.File == "" || slices.ContainsFunc(p.Files, func(f File) bool { return f.Listed && f.Source == local(p, a.File) }) {
				continue
			}
			fault(a.Span, a.File)
		}
		if p.Item != nil && p.Item.SupersededBy != "" {
			link(p.Item.SupersededSpan, p.Item.SupersededBy)
		}
		if p.Item != nil {
			for _, r := range p.Item.Related {
				link(r.Span, r.Target)
			}
		}
		if p.Kind == Agency && p.Agency.Request != nil && p.Agency.Request.Form != "" {
			s.ask(p, "/"+p.Agency.Request.Form, asked) // below static/
			if s.RequestFile(p, p.Agency.Request.Form) == "" {
				fault(p.Agency.Request.FormSpan, p.Agency.Request.Form)
			}
		}
	}
	return out
}

// footnote says that footnotes are not supported.
func footnote(p *Page, l prose.Link) diag.Finding {
	f := diag.Finding{Rule: "broken-link", File: p.Source, Span: l.Span, Year: p.Year,
		Message: diag.Textf("不支持脚注", "footnotes are not supported"),
		Hint:    diag.Textf("请把注写在句后的括号里，或另起一段写“注：……”", "write the note in brackets after the sentence, or as a paragraph of its own")}
	if p.Agency != nil {
		f.Agency = p.Agency.Slug
	}
	return f
}

// ask tells asked where Link looks for what a page links to.
func (s *Site) ask(p *Page, target string, asked func(slug string)) {
	if asked == nil {
		return
	}
	u, err := url.Parse(target)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" {
		return
	}
	slug, _, _ := strings.Cut(strings.TrimPrefix(local(p, u.Path), "content/"), "/")
	asked(slug)
	if s.parts[slug] == nil {
		asked("")
	}
	if now := s.renamed[slug]; now != "" {
		asked(now)
	}
}

func attachments(p *Page) []source.Attachment {
	switch {
	case p.Report != nil:
		return p.Report.Attachments
	case p.Item != nil:
		return p.Item.Attachments
	}
	return nil
}
