package difference

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"slices"
)

// couple is an agency in both sites; one of the two is nil where only the other has it.
type couple struct {
	old, now *agency
	by       string
}

// fewestFigures of a report are not 0 where it tells which agency it is of.
const fewestFigures = 8

// pair finds the agencies of one side in the other, by the order of their slugs: by the folder, by the former
// addresses that an agency names, by the credit code, and by a report that both have with the same figures. Where
// several would fit none is taken.
func pair(old, now *Side) []couple {
	of := map[*agency]couple{} // by the new agency
	taken := map[*agency]bool{}
	join := func(a, b *agency, by string) {
		if a != nil && b != nil && !taken[a] && of[b].now == nil {
			taken[a], of[b] = true, couple{a, b, by}
		}
	}
	bySlug := map[string]*agency{}
	for _, a := range old.agencies {
		bySlug[a.slug] = a
	}
	for _, b := range now.agencies {
		join(bySlug[b.slug], b, "address")
	}
	for _, b := range now.agencies {
		for _, slug := range b.former {
			join(bySlug[slug], b, "aliases")
		}
	}
	seed := maphash.MakeSeed()
	for _, x := range []struct {
		by   string
		keys func(*agency) []string
	}{{"credit_code", func(a *agency) []string { return []string{a.code} }}, {"figures", func(a *agency) []string { return a.fingerprints(seed) }}} {
		index := func(list []*agency, done func(*agency) bool) map[string][]*agency {
			out := map[string][]*agency{}
			for _, a := range list {
				if done(a) {
					continue
				}
				for _, k := range x.keys(a) {
					if k != "" && !slices.Contains(out[k], a) {
						out[k] = append(out[k], a)
					}
				}
			}
			return out
		}
		before := index(old.agencies, func(a *agency) bool { return taken[a] })
		after := index(now.agencies, func(b *agency) bool { return of[b].now != nil })
		for _, b := range now.agencies {
			for _, k := range x.keys(b) {
				if len(before[k]) == 1 && len(after[k]) == 1 && after[k][0] == b {
					join(before[k][0], b, x.by)
				}
			}
		}
	}
	var out []couple
	for _, b := range now.agencies {
		p := of[b]
		p.now = b
		out = append(out, p)
	}
	for _, a := range old.agencies {
		if !taken[a] {
			out = append(out, couple{old: a})
		}
	}
	slices.SortStableFunc(out, func(x, y couple) int { return cmp.Compare(x.slug(), y.slug()) })
	return out
}

func (p couple) slug() string {
	if p.now != nil {
		return p.now.slug
	}
	return p.old.slug
}

// fingerprints sum up the reports of an agency that have enough figures, each with its year.
func (a *agency) fingerprints(seed maphash.Seed) []string {
	var out []string
	for _, r := range a.reports {
		var h maphash.Hash
		h.SetSeed(seed)
		n := 0
		for _, f := range r.Figures {
			h.WriteString(f.Cell + "\x00" + f.Text + "\x00") //nolint:errcheck // it has none
			if f.Text != "0" {
				n++
			}
		}
		if n >= fewestFigures {
			out = append(out, fmt.Sprintf("%s/%d/%x", r.Family, r.Year, h.Sum64()))
		}
	}
	return out
}
