package report

import (
	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// area reads which reports an area total adds up.
func (b *binder) area(d *source.Fields) {
	r := b.r
	r.ScopeSpan = r.YearSpan
	if n := d.Get("scope"); n != nil {
		r.ScopeSpan = n.Span
	}
	if s := d.Enum("scope"); s != "" {
		r.Scope = s
	}
	if n := d.Get("includes"); n != nil && n.Kind == source.Scalar && n.Value == allChildren {
		r.Children, r.IncludeSpans = true, []diag.Span{n.Span}
		b.exclusions(d)
		return
	}
	r.Includes = d.Texts("includes")
	for _, n := range d.List("includes") {
		if n.Kind == source.Scalar && !n.IsNull() {
			r.IncludeSpans = append(r.IncludeSpans, n.Span)
		}
	}
	b.exclusions(d)
}

// allChildren is written in place of the list of agencies.
const allChildren = "children"

func (b *binder) exclusions(d *source.Fields) {
	r := b.r
	for _, n := range d.List("excludes") {
		e := d.Item("excludes", n)
		e.NeedRequired()
		at := n.Span
		if v := e.Get("agency"); v != nil {
			at = v.Span
		}
		r.Excludes = append(r.Excludes, Exclusion{e.Text("agency"), e.Text("reason"), at})
		e.Done()
	}
}

// Exclusion is a child that does not count into an area total.
type Exclusion struct {
	Agency, Reason string
	Span           diag.Span // of the agency
}
