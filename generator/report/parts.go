package report

import (
	"strings"
	"sync"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/prose"
)

// Part is one of the form's sections and the prose that the report has for it.
type Part struct {
	Section *form.Section
	Prose   *prose.Section // nil where the report leaves the section out
}

// Titled reports whether a heading, its number aside, is the section's.
func (p Part) Titled(heading string) bool { return heads(p.Section, heading) }

// Near reports whether a heading, its number aside, is almost the section's.
func (p Part) Near(heading string) bool {
	var known []string
	for _, h := range append([]string{p.Section.Heading}, p.Section.Aliases...) {
		known = append(known, bare(h))
	}
	_, ok := diag.Nearest(bare(heading), known)
	return ok
}

// Suggest returns the part that a stray section's heading is almost that of, where the
// report leaves it out and no other is near.
func (r *Report) Suggest(stray *prose.Section) (p Part, ok bool) {
	for _, part := range r.Parts() {
		if part.Prose != nil || !part.Near(stray.Heading) {
			continue
		}
		if ok {
			return Part{}, false
		}
		p, ok = part, true
	}
	return p, ok
}

// sections are the body's as the form has them, found when they are first asked for.
type sections struct {
	once   sync.Once
	parts  []Part
	strays []*prose.Section
}

func (r *Report) arranged() *sections {
	if r.sections == nil {
		return &sections{}
	}
	r.sections.once.Do(func() { r.sections.parts, r.sections.strays = arrange(r.Form, r.Body) })
	return r.sections
}

// Parts are the form's sections in its order.
func (r *Report) Parts() []Part { return r.arranged().parts }

// UnknownSections are the sections that the form does not have, or has once only.
func (r *Report) UnknownSections() []*prose.Section { return r.arranged().strays }

// arrange matches the body's sections with the form's by their headings.
func arrange(f *form.Form, body *prose.Body) (parts []Part, strays []*prose.Section) {
	if f.Free {
		return free(f, body), nil
	}
	parts = make([]Part, len(f.Sections))
	for i, s := range f.Sections {
		parts[i].Section = s
	}
next:
	for i := range body.Sections() {
		p := &body.Sections()[i]
		for j := range parts {
			if parts[j].Prose == nil && heads(parts[j].Section, p.Heading) {
				parts[j].Prose = p
				continue next
			}
		}
		strays = append(strays, p)
	}
	return parts, strays
}

// free makes every section of the body a part, headed as it is. One that bears the
// heading of a section of the form prints what that section prints; what no section of
// the body takes up comes after them.
func free(f *form.Form, body *prose.Body) []Part {
	var parts []Part
	taken := map[*form.Section]bool{}
	for i := range body.Sections() {
		p := &body.Sections()[i]
		own := form.Section{Heading: p.Heading}
		for _, s := range f.Sections {
			if !taken[s] && heads(s, p.Heading) {
				taken[s] = true
				own = *s
				own.Heading = p.Heading
				if empty(own.Table) {
					own.Table = nil
				}
				break
			}
		}
		parts = append(parts, Part{&own, p})
	}
	for _, s := range f.Sections {
		if !taken[s] && (s.Prose || len(s.Statements) > 0 || s.Table != nil && !empty(s.Table)) {
			parts = append(parts, Part{s, nil})
		}
	}
	return parts
}

// empty reports a list of which the report has no rows.
func empty(t *form.Table) bool { return t != nil && t.List != nil && len(t.Blocks) == 0 }

// heads reports whether a heading, its number aside, is one of the section's.
func heads(s *form.Section, heading string) bool {
	h := bare(heading)
	if h == bare(s.Heading) {
		return true
	}
	for _, a := range s.Aliases {
		if h == bare(a) {
			return true
		}
	}
	return false
}

// bare takes the number ("一、", "1.", "（三）") and the spaces off a heading.
func bare(heading string) string {
	h := strings.Join(strings.Fields(heading), "")
	t := strings.TrimLeft(h, "（(一二三四五六七八九十0123456789")
	if u := strings.TrimLeft(t, "、.．）)"); len(u) < len(t) || len(t) == len(h) {
		return strings.TrimSpace(u)
	}
	return h
}
