package site

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"gongkai/generator/register"
)

// move adds a page at each address that a page of an agency had before the agency's folder was renamed. An address
// that belongs to another agency, or cannot be one, gets none; rule register reports it.
func (s *Site) move() {
	s.moved, s.renamed = map[string]*Page{}, map[string]string{}
	for _, slug := range s.slugs() {
		part := s.parts[slug]
		for _, x := range part.home.Agency.Aliases {
			if register.CheckSlug(x.Slug, "") != nil || s.parts[x.Slug] != nil || s.renamed[x.Slug] != "" {
				continue
			}
			s.renamed[x.Slug] = slug
			for _, p := range part.Pages {
				at := p.former(slug, x.Slug)
				s.moved[at] = &Page{Kind: Moved, Path: at, Target: p}
			}
		}
	}
}

// slugs lists the agencies in the order of their slugs.
func (s *Site) slugs() []string {
	out := make([]string, len(s.agencies))
	for i, a := range s.agencies {
		out[i] = a.Agency.Slug
	}
	slices.Sort(out)
	return out
}

// MovedPages lists the pages at former addresses, which lead on to those of today, in the order of their paths. They
// are not among Pages.
func (s *Site) MovedPages() []*Page {
	out := make([]*Page, 0, len(s.moved))
	for _, p := range s.moved {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b *Page) int { return cmp.Compare(a.Path, b.Path) })
	return out
}

// Renamed are the former slugs of agencies, each with that of today.
func (s *Site) Renamed() map[string]string { return s.renamed }

// today is a path in content/, or an address, with the slug of today in place of a former one.
func (s *Site) today(name string) string {
	local, inContent := strings.CutPrefix(name, "content/")
	slug, rest, _ := strings.Cut(local, "/")
	now := s.renamed[slug]
	switch {
	case now == "":
		return name
	case inContent:
		return path.Join("content", now, rest)
	}
	return path.Join(now, rest)
}
