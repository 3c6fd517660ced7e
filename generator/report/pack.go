package report

import (
	"reflect"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/prose"
)

// A packed report is one in some 800 bytes: all that Bind makes of a file but its text, which is read when it is asked for. When one report of a site
// has changed, the others are checked and built from their packed forms, in a thirtieth of the time of reading.

// Pack packs a report. ok is false for one with something rare: its file has to be read again.
func (r *Report) Pack() (packed []byte, ok bool) {
	rest := *r
	rest.Agency, rest.Year, rest.Form, rest.File, rest.Title, rest.Published, rest.Draft, rest.Scope = "", 0, nil, "", "", "", false, ""
	rest.Values, rest.Waivers, rest.Origin, rest.Body, rest.Source, rest.sections = Values{}, nil, nil, nil, nil, nil
	rest.YearSpan, rest.TitleSpan, rest.PublishedSpan, rest.ScopeSpan = diag.Span{}, diag.Span{}, diag.Span{}, diag.Span{}
	rest.FileYear, rest.NoDate = 0, false
	if !reflect.ValueOf(rest).IsZero() || r.Form.ListTable() != nil || !r.Body.Plain() {
		return nil, false
	}
	w := make(packer, 0, 1024)
	w.texts(r.Form.ID, r.Title, r.Published, r.Scope)
	w.ints(r.Year, r.FileYear)
	w.flags(r.Draft, r.NoDate, r.Origin != nil)
	w.spans(r.YearSpan, r.TitleSpan, r.PublishedSpan, r.ScopeSpan)
	if o := r.Origin; o != nil {
		w.texts(o.Title, o.URL, o.Retrieved)
		w.spans(o.Span)
	}
	w.ints(len(r.Waivers))
	for _, v := range r.Waivers {
		w.texts(v.Rule, v.Cell, v.Reason)
		w.flags(v.Lost)
		w.spans(v.Span)
	}
	links := r.Body.Links()
	w.ints(len(links))
	for _, l := range links {
		w.texts(l.Target)
		w.flags(l.Image, l.Footnote)
		w.spans(l.Span)
	}
	w.values(r.Values)
	return w, true
}

// Unpack makes the report that Pack packed, of a file of an agency whose text is what text returns, with the line on which it
// begins. ok is false where packed is not what Pack writes for these forms.
func Unpack(packed []byte, forms *form.Catalogue, file, agency string, text func() (body []byte, line int)) (r *Report, ok bool) {
	d := &unpacker{rest: packed}
	r = &Report{Agency: agency, File: file, Form: forms.ByID(d.string()), sections: &sections{}}
	r.Title, r.Published, r.Scope = d.string(), d.string(), d.string()
	r.Year, r.FileYear = d.int(), d.int()
	r.Draft, r.NoDate = d.flag(), d.flag()
	origin := d.flag()
	r.YearSpan, r.TitleSpan, r.PublishedSpan, r.ScopeSpan = d.span(), d.span(), d.span(), d.span()
	if origin {
		r.Origin = &Origin{Title: d.string(), URL: d.string(), Retrieved: d.string(), Span: d.span()}
	}
	for range d.count() {
		r.Waivers = append(r.Waivers, Waiver{Rule: d.string(), Cell: d.string(), Reason: d.string(), Lost: d.flag(), Span: d.span()})
	}
	var links []prose.Link
	for range d.count() {
		links = append(links, prose.Link{Target: d.string(), Image: d.flag(), Footnote: d.flag(), Span: d.span()})
	}
	r.Body = prose.Later(text, links)
	if r.Form == nil {
		return nil, false
	}
	r.Values = d.values(len(r.Form.Cells))
	return r, !d.damaged && len(d.rest) == 0
}
