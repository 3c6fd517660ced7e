package html

import (
	"cmp"
	"slices"
	"strings"

	"gongkai/generator/register"
	"gongkai/generator/site"
)

// AgencyGroup is the agencies of one kind below one body.
type AgencyGroup struct {
	Title    string // "" where all agencies are in one group that nothing tells of
	Open     bool   // so few agencies in all that every group is shown at once
	Agencies []AgencyEntry
}

// AgencyEntry is an agency, or its page of a column, in a list that can be filtered.
type AgencyEntry struct {
	Link
	Words string // by which it is found too: its slug, its short name, its former names
	Kind  string // for the filter
	Note  string
	Years []YearLink // its reports, the newest first
}

// YearLink leads to the report of a year.
type YearLink struct {
	Link
	Year int
}

// openGroups is how many agencies there may be for all groups to be open.
const openGroups = 60

// kindOrder is the order of groups below one body; governments come first among those below none.
var kindOrder = []string{"department", "authorized", "outpost", "vertical", "public_service", "government", ""}

// grouping is what puts agencies together.
type grouping struct{ parent, kind, level string }

// agencyGroups puts agencies, given in their order, into groups: those below no body first, then those below
// each body, in the order of the bodies and of kinds.
func (v *View) agencyGroups(pages []*site.Page) (groups []grouping, in map[grouping][]*site.Page) {
	in = map[grouping][]*site.Page{}
	place := map[string]int{}
	of := map[string]*register.Agency{}
	for i, p := range v.renderer.site.AgencyPages() {
		place[p.Agency.Slug], of[p.Agency.Slug] = i+1, p.Agency
	}
	depth := func(slug string) (n int) {
		for a := of[slug]; a != nil && n < len(of); a = of[a.Parent] {
			n++
		}
		return n
	}
	for _, p := range pages {
		a := p.Agency
		g := grouping{parent: a.Parent, kind: a.Kind}
		if of[a.Parent] == nil {
			g.parent = ""
		}
		if a.Kind == "government" {
			g.level = a.Level
		}
		if in[g] == nil {
			groups = append(groups, g)
		}
		in[g] = append(in[g], p)
	}
	rank := func(g grouping) int {
		if g.parent == "" && g.kind == "government" {
			return -1
		}
		return slices.Index(kindOrder, g.kind)
	}
	slices.SortStableFunc(groups, func(a, b grouping) int {
		return cmp.Or(cmp.Compare(depth(a.parent), depth(b.parent)), cmp.Compare(place[a.parent], place[b.parent]), cmp.Compare(rank(a), rank(b)))
	})
	return groups, in
}

// groupTitle names a group, "" where the register tells nothing.
func (v *View) groupTitle(g grouping) string {
	kind := ""
	switch {
	case g.level != "":
		kind = v.label("group.government", v.label("level."+g.level))
	case g.kind != "":
		kind = v.label("kind." + g.kind)
	}
	p := v.renderer.site.At(site.AgencyPath(g.parent))
	switch {
	case g.parent == "" || p == nil || p.Agency == nil:
		return kind
	case kind == "":
		return p.Agency.ShortName
	}
	return v.label("group.below", p.Agency.ShortName, kind)
}

// agencyList makes the groups of a list; entry makes the line of a page.
func (v *View) agencyList(pages []*site.Page, entry func(*site.Page) AgencyEntry) []AgencyGroup {
	groups, in := v.agencyGroups(pages)
	var out []AgencyGroup
	for _, g := range groups {
		t := AgencyGroup{Title: v.groupTitle(g), Open: len(pages) <= openGroups}
		if t.Title == "" && len(groups) > 1 {
			t.Title = v.label("group.other")
		}
		for _, p := range in[g] {
			e := entry(p)
			e.Kind, e.Words = p.Agency.Kind, agencyWords(p.Agency)
			t.Agencies = append(t.Agencies, e)
		}
		out = append(out, t)
	}
	return out
}

// agencyWords is by what an agency is found beside its name.
func agencyWords(a *register.Agency) string {
	words := []string{a.Slug}
	if a.ShortName != a.Name {
		words = append(words, a.ShortName)
	}
	for _, f := range a.FormerNames {
		words = append(words, f.Name)
	}
	return strings.Join(words, " ")
}
