package diag

import (
	"cmp"
	"iter"
	"slices"
)

// List is the findings of a site in the order of Sort. It is made of groups, one a folder,
// that lists have in common as long as nothing changes in the folder: making one costs as
// much as there are folders, however much was found. It never changes.
type List struct {
	groups []*Group // none empty; no file of one is among those of another
	sum    Summary  // without reports
}

// Group is findings, sorted.
type Group struct {
	found []Finding
	sum   Summary
}

// NewGroup groups findings, and sorts them.
func NewGroup(found []Finding) *Group {
	found = Sort(found)
	return &Group{found, Summarise(found, 0)}
}

// ByFile groups findings, those on a file each.
func ByFile(found []Finding) []*Group {
	var out []*Group
	for found = Sort(found); len(found) > 0; {
		n := slices.IndexFunc(found, func(f Finding) bool { return f.File != found[0].File })
		if n < 0 {
			n = len(found)
		}
		out, found = append(out, NewGroup(found[:n])), found[n:]
	}
	return out
}

// All are the findings; they are not to be changed.
func (g *Group) All() []Finding { return g.found }

func (g *Group) first() string { return g.found[0].File }
func (g *Group) last() string  { return g.found[len(g.found)-1].File }

// NewList makes a list of groups in any order; nil is an empty one. Those whose files would
// mix become one.
func NewList(groups []*Group) *List {
	l := &List{groups: slices.DeleteFunc(slices.Clone(groups), func(g *Group) bool { return g == nil || len(g.found) == 0 })}
	slices.SortStableFunc(l.groups, func(a, b *Group) int { return cmp.Compare(a.first(), b.first()) })
	apart := l.groups[:0]
	for _, g := range l.groups {
		if n := len(apart) - 1; n >= 0 && g.first() <= apart[n].last() {
			apart[n] = NewGroup(slices.Concat(apart[n].found, g.found))
		} else {
			apart = append(apart, g)
		}
	}
	l.groups = apart
	for _, g := range apart {
		l.sum.Errors += g.sum.Errors
		l.sum.Warnings += g.sum.Warnings
		l.sum.Waived += g.sum.Waived
	}
	return l
}

// Summary counts the findings over the given number of reports.
func (l *List) Summary(reports int) Summary {
	s := l.sum
	s.Reports = reports
	return s
}

// Slice is a copy of the findings.
func (l *List) Slice() []Finding {
	n := 0
	for _, g := range l.groups {
		n += len(g.found)
	}
	out := make([]Finding, 0, n)
	for _, g := range l.groups {
		out = append(out, g.found...)
	}
	return out
}

// Of are the findings on a file.
func (l *List) Of(file string) []*Finding {
	i, _ := slices.BinarySearchFunc(l.groups, file, func(g *Group, file string) int { return cmp.Compare(g.last(), file) })
	if i == len(l.groups) {
		return nil
	}
	found := l.groups[i].found
	from, _ := slices.BinarySearchFunc(found, file, func(f Finding, file string) int { return cmp.Compare(f.File, file) })
	var out []*Finding
	for ; from < len(found) && found[from].File == file; from++ {
		out = append(out, &found[from])
	}
	return out
}

// Unresolved are the findings that no waiver covers and no other one explains, errors before
// warnings.
func (l *List) Unresolved() iter.Seq[*Finding] {
	return func(yield func(*Finding) bool) {
		for _, severity := range []Severity{Error, Warning} {
			for _, g := range l.groups {
				if severity == Error && g.sum.Errors == 0 || severity == Warning && g.sum.Warnings == 0 {
					continue
				}
				for i := range g.found {
					if f := &g.found[i]; f.Severity == severity && !f.Waived && f.Cause == (Cause{}) && !yield(f) {
						return
					}
				}
			}
		}
	}
}

// Since are the findings of groups that an earlier list, which may be nil, did not have:
// all that are new, and others of the same folders.
func (l *List) Since(earlier *List) iter.Seq[*Finding] {
	return func(yield func(*Finding) bool) {
		for _, g := range l.groups {
			if earlier.has(g) {
				continue
			}
			for i := range g.found {
				if !yield(&g.found[i]) {
					return
				}
			}
		}
	}
}

func (l *List) has(g *Group) bool {
	if l == nil {
		return false
	}
	i, ok := slices.BinarySearchFunc(l.groups, g.first(), func(of *Group, file string) int { return cmp.Compare(of.first(), file) })
	return ok && l.groups[i] == g
}
