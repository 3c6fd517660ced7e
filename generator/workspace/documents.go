package workspace

import (
	"maps"
	"slices"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/rule"
	"gongkai/generator/rule/privacy"
	"gongkai/generator/site"
	"gongkai/generator/workspace/graph"
)

// documents finds personal numbers, and what could not be read, in what is published beside an agency's pages.
func (w *Workspace) documents(slug string, part *site.AgencyPages, r *graph.Reads) (out []diag.Finding) {
	seen := map[string]bool{}
	for _, p := range part.Pages {
		for _, f := range p.Files {
			if seen[f.Source] {
				continue
			}
			seen[f.Source] = true
			r.Read(folderInput, content.AgencyOf(f.Source))
			found, unread := w.content.Document(f.Source)
			if unread != nil {
				out = append(out, *unread)
			}
			if len(found) > 0 {
				public := append(privacy.Mobiles(w.contact.Get(r)), w.agencies.Get(r, slug).Phones...)
				out = append(out, rule.PersonalDataInDocument(f.Source, slug, p.Year, found, public)...)
			}
		}
	}
	return out
}

// staticDocuments finds personal numbers in the files of static/, and in what is published beside pages that
// belong to no agency.
func (w *Workspace) staticDocuments() (out []diag.Finding) {
	public := privacy.Mobiles(w.config.Contact)
	names := slices.Sorted(maps.Keys(w.content.Static()))
	for _, p := range w.site.TopPages() {
		for _, f := range p.Files {
			names = append(names, f.Source)
		}
	}
	for _, name := range names {
		found, unread := w.content.Document(name)
		if unread != nil {
			out = append(out, *unread)
		}
		out = append(out, rule.PersonalDataInDocument(name, "", 0, found, public)...)
	}
	return out
}
