package html

import (
	"cmp"
	"slices"
)

// Query is what the template of the page that asks the open data sees beside the page.
type Query struct {
	Script string   // address of the script that asks
	Forms  []Choice // the form of the newest reports first
	Kinds  []Choice // of agencies
	Files  Link     // to the files with the same data
}

func (v *View) query() {
	q := &Query{Script: v.href(queryScript), Files: v.link(v.Page.Parent)}
	q.Files.Address = v.printed(v.Page.Parent.Address())
	v.Query = q
	newest := map[string]int{}
	kinds := map[string]bool{}
	for _, p := range v.renderer.site.ReportPages() {
		f := p.Report.Form
		if f.ListTable() != nil {
			continue
		}
		if newest[f.ID] == 0 {
			q.Forms = append(q.Forms, Choice{f.ID, f.Title})
		}
		newest[f.ID] = max(newest[f.ID], p.Year)
		kinds[p.Agency.Kind] = true
	}
	slices.SortStableFunc(q.Forms, func(a, b Choice) int {
		return cmp.Or(cmp.Compare(newest[b.Value], newest[a.Value]), cmp.Compare(a.Value, b.Value))
	})
	for _, k := range kindOrder {
		if kinds[k] && k != "" {
			q.Kinds = append(q.Kinds, Choice{k, v.label("kind." + k)})
		}
	}
}
