package site

import (
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Elsewhere is a digest of what the pages of an agency show from outside its folder, configuration, forms and theme apart: where links lead, documents of
// others that belong to theirs, files that they publish from other folders, which pages the site has. As long as it, the folder and the
// waived findings are the same, so are the pages. ok is false for an agency with an area total, which
// shows figures of other agencies.
func (s *Site) Elsewhere(slug string) (sum [sha256.Size]byte, ok bool) {
	part := s.parts[slug]
	if part == nil {
		return sum, false
	}
	h := sha256.New()
	outline := s.outline()
	h.Write(outline[:])
	link := func(p *Page, target string) {
		href, ok := s.Link(p, target)
		fmt.Fprintf(h, "link %q %q %v\n", target, href, ok)
		if to := s.target(p, target); to != nil { // whose title may be shown
			fmt.Fprintf(h, "to %q %q\n", to.Path, to.Title)
		}
	}
	for _, p := range part.Pages {
		if p.Report != nil && p.Report.Scope == "government" {
			return sum, false
		}
		fmt.Fprintf(h, "page %q\n", p.Path)
		if p.Source != "" {
			for _, l := range p.Body.Links() {
				link(p, l.Target)
			}
		}
		if p.Item != nil {
			link(p, p.Item.SupersededBy)
		}
		for _, q := range s.Related(p) {
			fmt.Fprintf(h, "related %q %q\n", q.Path, q.Title)
		}
		writeFiles(h, p.Files)
	}
	h.Sum(sum[:0])
	return sum, true
}

// sumOutline sums up what any page may show of the site as a whole.
func (s *Site) sumOutline() (sum [sha256.Size]byte) {
	h := sha256.New()
	for _, pages := range [][]*Page{s.top.Pages, s.agencies} {
		for _, p := range pages {
			fmt.Fprintf(h, "%q %q\n", p.Path, p.Title)
		}
	}
	for _, p := range s.Navigated() {
		fmt.Fprintf(h, "%q\n", p.Column)
	}
	for _, former := range slices.Sorted(maps.Keys(s.renamed)) {
		fmt.Fprintf(h, "%q %q\n", former, s.renamed[former])
	}
	writeFiles(h, s.Static)
	writeFiles(h, s.Home.Files)
	fmt.Fprintln(h, s.Dated(), s.hidden)
	h.Sum(sum[:0])
	return sum
}

func writeFiles(w io.Writer, files []File) {
	for _, f := range files {
		fmt.Fprintf(w, "file %q\n", []any{f.Path, f.Source, f.Title, f.Size, f.Listed})
	}
}
