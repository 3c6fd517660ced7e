package cache

import (
	"context"
	"path"
	"slices"
	"strings"

	"gongkai/generator/output"
)

// Reusable is what is still valid of the last build although files of some agencies have changed.
type Reusable struct {
	Manifest Sum             // of the site that it published; zero where it was a check
	Changed  map[string]bool // the agencies whose files have, by slug
	parts    map[string]Part // of the other agencies, by slug
	same     map[string]bool // files in the output that are as they were published
	inputs   *inputs
	shared   []Shared
	record   *Record
}

// Reusable returns what is still valid of the last build, which published the folder dir ("" for a check); nil where nothing is. That is so where the program or the
// options have changed, or anything in the site except files in folders of agencies: its configuration, a form, the theme, or an agency's
// entry, which pages and rules of others look at.
func (m *Memory) Reusable(ctx context.Context, dir string) *Reusable {
	if m == nil || !m.last.by(m.program, m.options) {
		return nil
	}
	changed, ok := differing(m.last.Inputs, m.inputs.files)
	if !ok {
		return nil
	}
	data, err := m.site.ReadFile(m.work.parts)
	if err != nil {
		return nil
	}
	made, err := decodeParts(data, m.last.identity())
	if err != nil {
		return nil
	}
	s := &Reusable{Changed: changed, parts: make(map[string]Part, len(made.Parts)), shared: made.Shared, record: m.last, same: m.last.intact(m.compared(ctx, dir)), inputs: m.inputs}
	for i := range m.last.Outputs {
		if f := &m.last.Outputs[i]; f.Path == output.ManifestName {
			s.Manifest = f.Sum
		}
	}
	if m.work == Build && !s.same[output.ManifestName] {
		return nil
	}
	for _, p := range made.Parts {
		if !changed[p.Slug] && !slices.ContainsFunc(p.Pages, func(p Page) bool { return !s.intact(p.Path) || !s.intact(p.Beside...) }) {
			s.parts[p.Slug] = p
		}
	}
	return s
}

// Part is what the last build made of an agency of which no file changed, neither in the site nor in the output: the rules compare its figures
// with the published ones, so these count too.
func (s *Reusable) Part(slug string) (Part, bool) {
	if s == nil {
		return Part{}, false
	}
	p, ok := s.parts[slug]
	return p, ok
}

// Parts are those that are still valid, by slug.
func (s *Reusable) Parts() map[string]Part { return s.parts }

// Sum is that of a file of the site. Where its agency's part is valid, it is as when the last build read the file.
func (s *Reusable) Sum(file string) (Sum, bool) { return s.inputs.of(file) }

// Shared is a file that the last build made from certain pages, the sum of whose paths is given, with its size and its SHA-256; ok is false where it
// did not, or the file is not what it published. Whether the pages are the same the caller knows.
func (s *Reusable) Shared(path string, of Sum) (size int64, sum Sum, ok bool) {
	if s == nil || !slices.Contains(s.shared, Shared{path, of}) {
		return 0, sum, false
	}
	return s.Published(path)
}

// Published is the size and the SHA-256 of a file that is what the last build published; ok is false of any other.
func (s *Reusable) Published(path string) (size int64, sum Sum, ok bool) {
	if s == nil || !s.intact(path) {
		return 0, sum, false
	}
	i, ok := find(s.record.Outputs, path)
	if !ok {
		return 0, sum, false
	}
	return s.record.Outputs[i].Stamp.Size, s.record.Outputs[i].Sum, true
}

// intact reports whether files in the output are all as the last build published them.
func (s *Reusable) intact(files ...string) bool {
	return !slices.ContainsFunc(files, func(f string) bool { return !s.same[f] })
}

// differing lists the agencies in whose folders a file is new, gone or changed; ok is false where anything else is.
func differing(was, now []File) (slugs map[string]bool, ok bool) {
	slugs = map[string]bool{}
	note := func(f *File) bool {
		slug, file, inside := strings.Cut(strings.TrimPrefix(f.Path, "content/"), "/")
		if !strings.HasPrefix(f.Path, "content/") || !inside || file == "_index.md" {
			return false
		}
		slugs[slug] = true
		return true
	}
	for len(was) > 0 || len(now) > 0 {
		switch {
		case len(now) == 0 || len(was) > 0 && was[0].Path < now[0].Path:
			ok, was = note(&was[0]), was[1:]
		case len(was) == 0 || now[0].Path < was[0].Path:
			ok, now = note(&now[0]), now[1:]
		default:
			ok = was[0].kind == now[0].kind && was[0].Sum == now[0].Sum || note(&now[0])
			was, now = was[1:], now[1:]
		}
		if !ok {
			return nil, false
		}
	}
	return slugs, true
}

// intact lists the outputs of r that are as they were published, by the rules by which all of them are where nothing changed.
func (r *Record) intact(c *comparison) map[string]bool {
	now, same := c.now, c.same
	out := make(map[string]bool, len(now))
	broken := map[string]bool{} // folders that are missing or have changed
	for i := range now {
		if now[i].kind == folder && !same[i] {
			broken[now[i].Path] = true
		}
	}
	for i := range now {
		if now[i].kind == folder || !same[i] {
			continue
		}
		whole := true
		for up := path.Dir(now[i].Path); up != "." && len(broken) > 0; up = path.Dir(up) {
			whole = whole && !broken[up]
		}
		if whole {
			out[now[i].Path] = true
		}
	}
	return out
}
