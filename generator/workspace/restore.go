package workspace

import (
	"crypto/sha256"
	"slices"

	"gongkai/generator/content"
	"gongkai/generator/report"
	"gongkai/generator/rule"
	"gongkai/generator/rule/similarity"
	"gongkai/generator/workspace/cache"
	"gongkai/generator/workspace/graph"
	"gongkai/internal/parallel"
)

// restore takes over what the rules found in the last build, for agencies of which no file has changed since. The agency's
// content and the configuration are as they were then (cache.Reusable); what its rules looked up of other agencies is noted, and touched if
// that agency changed.
func (w *Workspace) restore() {
	if w.o.Reusable == nil || w.restored != nil {
		return
	}
	w.restored = map[string]bool{}
	for slug := range w.o.Reusable.Changed {
		for _, kind := range []rule.DependencyKind{rule.Registration, rule.Reports} {
			w.graph.Touch(dependencyInput, dependencyName(rule.Dependency{Kind: kind, Agency: slug}))
		}
	}
	for _, slug := range w.slugs {
		part, ok := w.o.Reusable.Part(slug)
		if !ok {
			continue
		}
		w.restored[slug] = true
		w.checked.Restore(slug, part.Found, part.Reads)
	}
}

// unchanged is what is known of the files of agencies of which no file has changed since the last build.
func (w *Workspace) unchanged() map[string]content.Unchanged {
	if w.o.Reusable == nil {
		return nil
	}
	out := map[string]content.Unchanged{}
	for slug, part := range w.o.Reusable.Parts() {
		s := content.Unchanged{Texts: part.Texts, Reports: make(map[string]content.Packed, len(part.Packed))}
		for file, packed := range part.Packed {
			if sum, ok := w.o.Reusable.Sum(file); ok && len(packed.Report) > 0 {
				s.Reports[file] = content.Packed{Report: packed.Report, Sum: sum}
			}
		}
		out[slug] = s
	}
	return out
}

// knownProse is what the last build knew of the prose of a report of which no file has changed since; nil of any other.
func (w *Workspace) knownProse(r *report.Report) *similarity.Known {
	part, ok := w.o.Reusable.Part(r.Agency)
	if !ok {
		return nil
	}
	return similarity.KnownOf(part.Packed[r.File].Prose)
}

// Torn reports whether a file had changed when its text was asked for (content.Tree.Torn).
func (p *State) Torn() bool { return p.content.Torn() }

// LastManifest is the digest of the manifest of the last build, if something of it is still valid; else zero.
func (p *State) LastManifest() (manifest [sha256.Size]byte) {
	if p.reusable == nil {
		return manifest
	}
	return p.reusable.Manifest
}

// Source is what a report was read from that was not read again.
func (p *State) Source(file string) ([]byte, error) { return p.content.Source(p.Root.FS(), file) }

// Parts is what the next reading may take over of each agency if none of its files has changed by then. It is of a site that was read once.
func (p *State) Parts() []cache.Part {
	out := make([]cache.Part, len(p.Agencies))
	parallel.For(len(out), func(i int) {
		a := p.Agencies[i]
		slug := a.Entry.Slug
		packed := map[string]cache.Packed{}
		reports := p.content.Packed(slug)
		for _, r := range a.Reports {
			packed[r.File] = cache.Packed{Report: reports[r.File], Prose: p.duplicates.Sampled(r)}
		}
		out[i] = cache.Part{Slug: slug, Found: p.checked.Peek(slug), Texts: p.texts[slug], Packed: packed, Reads: lookups(p.checked.Inputs(slug))}
	})
	return out
}

// lookups are those of some inputs that are look-ups of other agencies.
func lookups(inputs []graph.Input) []graph.Input {
	return slices.DeleteFunc(slices.Clone(inputs), func(in graph.Input) bool { return in.Kind != dependencyInput })
}
