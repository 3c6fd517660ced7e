package workspace

import (
	"slices"

	"gongkai/generator/rule"
	"gongkai/generator/workspace/cache"
	"gongkai/generator/workspace/graph"
)

// restore takes over what the rules found in the last build, for agencies of which no file has changed since. What else they read of
// an agency, its own content and the configuration, is as it was then (cache.Standing); what they looked up of others is noted, and touched where
// it belongs to an agency that changed.
func (w *Workspace) restore() {
	if w.o.Standing == nil || w.restored != nil {
		return
	}
	w.restored = map[string]bool{}
	for slug := range w.o.Standing.Changed {
		for _, kind := range []rule.DependencyKind{rule.Registration, rule.Reports} {
			w.graph.Touch(dependencyInput, dependencyName(rule.Dependency{Kind: kind, Agency: slug}))
		}
	}
	for _, slug := range w.slugs {
		part, ok := w.o.Standing.Part(slug)
		if !ok {
			continue
		}
		w.restored[slug] = true
		w.checked.Restore(slug, part.Found, part.Reads)
	}
}

// Parts is what the next reading may take over of each agency, where none of its files is another then. It is of a site that was read once.
func (p *State) Parts() []cache.Part {
	out := make([]cache.Part, 0, len(p.Agencies))
	for _, a := range p.Agencies {
		slug := a.Entry.Slug
		out = append(out, cache.Part{Slug: slug, Found: p.checked.Peek(slug), Texts: p.texts[slug], Reads: lookups(p.checked.Inputs(slug))})
	}
	return out
}

// lookups are those of some inputs that are look-ups of other agencies.
func lookups(inputs []graph.Input) []graph.Input {
	return slices.DeleteFunc(slices.Clone(inputs), func(in graph.Input) bool { return in.Kind != dependencyInput })
}
