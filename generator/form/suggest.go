package form

import (
	"regexp"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/prose/han"
)

// divider is what people write between the parts of a path in place of its point.
var divider = regexp.MustCompile(`[\s\x{3000}]*[.。．·、/／>＞→\-－—][\s\x{3000}]*`)

// Suggest finds the path that was meant by one that names nothing: with a
// mark other than a point, a printed label or a slip in a name, or without its table. It is
// given in Chinese keys where the writer used any; ok is false where nothing is near.
func (f *Form) Suggest(path string) (meant string, ok bool) {
	parts := strings.Split(divider.ReplaceAllString(strings.TrimSpace(path), "."), ".")
	zh := strings.ContainsFunc(path, han.Is)
	if len(parts) > 1 && (parts[0] == "data" || f.Data.Key != "" && parts[0] == f.Data.Key || parts[0] == "数据") {
		parts = parts[1:]
	}
	at, names := f.Data, []string(nil)
	for _, part := range parts {
		below, ok := at.suggest(strings.Join(strings.Fields(part), ""))
		if !ok {
			return "", false
		}
		for _, s := range below {
			name := s.ID
			if zh && s.Key != "" {
				name = s.Key
			}
			names = append(names, name)
		}
		at = below[len(below)-1]
	}
	return strings.Join(names, "."), len(names) > 0
}

// suggest finds the slot below s that a name may be meant for, and those on the way to it:
// a child by its name, one of this name alone further down, or a child by a name or a
// label that is near.
func (s *Slot) suggest(name string) (way []*Slot, ok bool) {
	if c := s.Child(name); c != nil {
		return []*Slot{c}, true
	}
	var found [][]*Slot
	var search func(at *Slot, above []*Slot)
	search = func(at *Slot, above []*Slot) {
		for _, c := range at.Slots {
			way := append(above[:len(above):len(above)], c)
			if c.ID == name || c.Key == name {
				found = append(found, way)
			}
			search(c, way)
		}
	}
	if search(s, nil); len(found) == 1 {
		return found[0], true
	}
	owners := map[string]*Slot{}
	var known []string
	for _, c := range s.Slots {
		for _, n := range []string{c.ID, c.Key, c.Label} {
			if n != "" && owners[n] == nil {
				owners[n] = c
				known = append(known, n)
			}
		}
	}
	best, ok := diag.Nearest(name, known)
	return []*Slot{owners[best]}, ok
}
