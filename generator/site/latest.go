package site

import (
	"cmp"
	"slices"
)

// Published is the day, or the day and time, on which a report or document was first
// published, as its front matter has it; "" where unknown, and for an index.
func (p *Page) Published() string {
	switch {
	case p.Report != nil:
		return p.Report.Published
	case p.Item != nil:
		return p.Item.Published
	}
	return ""
}

// Modified is the day of a page's last change that its content tells of: a publication,
// a correction, an update. It is "" where there is none.
func (p *Page) Modified() string {
	last := p.Published()
	last = last[:min(len(last), len("2006-01-02"))]
	switch {
	case p.Report != nil:
		for _, r := range p.Report.Revisions {
			last = max(last, r.Date)
		}
	case p.Item != nil:
		last = max(last, p.Item.Updated)
	}
	return last
}

// dated reports whether the page is a report or document with a date of publication, and
// no draft.
func (p *Page) dated() bool { return p.Published() != "" && (p.Report == nil || !p.Report.Draft) }

// Latest lists the n reports and documents that changed last, newest first; of those of
// one day the one that was published last, then in the order of their paths. Drafts and
// what has no date of publication are not among them.
func (s *Site) Latest(n int) []*Page {
	var out []*Page
	for _, p := range s.Pages() {
		if p.dated() {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b *Page) int {
		return cmp.Or(cmp.Compare(b.Modified(), a.Modified()), cmp.Compare(b.Published(), a.Published()), cmp.Compare(a.Path, b.Path))
	})
	return out[:min(n, len(out))]
}

// Dated reports whether Latest lists anything.
func (s *Site) Dated() bool {
	for _, part := range s.parts {
		for _, p := range part.Pages {
			if p.dated() {
				return true
			}
		}
	}
	return false
}
