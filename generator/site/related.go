package site

import (
	"net/url"
	"slices"
)

// Related lists the documents that a page is shown with, such as the explanation of a rule: those
// that its front matter names, in its order, and after them those that name it, by their paths.
func (s *Site) Related(p *Page) []*Page { return s.related()[p] }

// relate finds what is joined, from either side.
func (s *Site) relate() map[*Page][]*Page {
	out := map[*Page][]*Page{}
	join := func(p, q *Page) {
		if q != nil && q != p && !slices.Contains(out[p], q) {
			out[p] = append(out[p], q)
		}
	}
	var named []*Page
	for _, p := range s.Pages() {
		if p.Item != nil && len(p.Item.Related) > 0 {
			named = append(named, p)
		}
	}
	for _, p := range named {
		for _, r := range p.Item.Related {
			join(p, s.target(p, r.Target))
		}
	}
	for _, p := range named {
		for _, r := range p.Item.Related {
			if q := s.target(p, r.Target); q != nil {
				join(q, p)
			}
		}
	}
	return out
}

// target is the page of this site that a link in a page's front matter means, nil for any other.
func (s *Site) target(p *Page, written string) *Page {
	u, err := url.Parse(written)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" {
		return nil
	}
	return s.find(p, u.Path)
}

// RequestFile is where an application form is in the output, as its key names it: a file below static/, or beside
// the page. It is "" where there is none.
func (s *Site) RequestFile(p *Page, file string) string {
	if file == "" {
		return ""
	}
	if i := slices.IndexFunc(s.Static, func(f File) bool { return f.Source == file }); i >= 0 {
		return s.Static[i].Path
	}
	src := local(p, file)
	if i := slices.IndexFunc(p.Files, func(f File) bool { return f.Source == src }); i >= 0 {
		return p.Files[i].Path
	}
	return ""
}
