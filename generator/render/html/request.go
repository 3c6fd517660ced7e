package html

import "gongkai/generator/site"

// Request is where applications for information are filed (依申请公开).
type Request struct {
	Online Link // Href is empty where none can be filed on the net
	Form   Link // the form to fill in
	Note   string
	Guide  Link // that says how to apply; Href is empty where there is none or the page is it
}

// request shows the agency's own entry, or the site's.
func (v *View) request() {
	entry := v.Page.Agency.Request
	page := v.renderer.site.At(site.AgencyPath(v.Page.Agency.Slug))
	if entry == nil {
		entry, page = v.Config.Request, v.renderer.site.Home
	}
	if entry == nil {
		return
	}
	r := &Request{Note: entry.Note}
	if entry.URL != "" {
		r.Online = Link{Href: entry.URL, Text: v.label("request.online")}
	}
	if file := v.renderer.site.RequestFile(page, entry.Form); file != "" {
		r.Form = Link{Href: v.href(file), Text: v.label("request.form"), Address: v.printed(file)}
	}
	if g := v.Page.Agency.Guide; g != nil && v.Page.Item != g {
		r.Guide = Link{Href: v.href(site.ColumnPath(v.Page.Agency.Slug, site.GuideColumn)), Text: v.label("request.guide")}
	}
	v.Request = r
}
