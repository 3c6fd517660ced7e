package html

import (
	"cmp"
	"html/template"
	"net/url"
	"strings"

	"gongkai/generator/site"
)

// PublicAddress is where the public finds the page, as it is printed on paper: "" where the site's address is not known, and
// of 404.html, which is shown at any address. A former address has that of the page of today.
func (v *View) PublicAddress() string {
	switch p, base := v.Page, v.Config.URL; {
	case base == "" || p.Kind == site.NotFound:
		return ""
	case p.Kind == site.Moved:
		return p.Target.PublicAddress(base)
	default:
		return p.PublicAddress(base)
	}
}

// PaperTitle is what each sheet of paper says at its head: the page's title, after the agency's name where it is not in it.
func (v *View) PaperTitle() string {
	if a := v.Page.Agency; a != nil && v.Page.Report == nil && !strings.Contains(v.Title, a.Name) {
		return a.Name + "　" + v.Title
	}
	return v.Title
}

// printed is the public address of an output path, short and readable, as it is printed on paper.
func (v *View) printed(path string) string {
	if v.Config.URL == "" {
		return ""
	}
	if strings.ContainsAny(path, " %?#") {
		path = (&url.URL{Path: path}).EscapedPath()
	}
	_, short, _ := strings.Cut(v.Config.URL, "://")
	return short + path
}

// Meta is the page's metadata: the names of 《政府网站发展指引》, the canonical address,
// and what is meant for search engines, feed readers and those who share a link (Open
// Graph). It is made here and not in a template, so that no theme can lose it.
func (v *View) Meta() template.HTML {
	var b strings.Builder
	b.Grow(2048)
	meta := func(name, content string) {
		if content != "" {
			b.WriteString(`<meta name="` + name + `" content="` + template.HTMLEscapeString(content) + `">` + "\n")
		}
	}
	p, c := v.Page, v.Config
	address := v.PublicAddress()
	if address != "" {
		b.WriteString(`<link rel="canonical" href="` + template.HTMLEscapeString(address) + "\">\n")
	}
	meta("SiteName", c.Name)
	meta("SiteDomain", c.Domain())
	if c.Official {
		meta("SiteIDCode", c.IDCode)
	}
	if !c.Official || p.Kind == site.NotFound || p.Kind == site.Moved {
		meta("robots", "noindex")
	}
	if p.Kind == site.Moved {
		b.WriteString(`<meta http-equiv="refresh" content="0; url=` + template.HTMLEscapeString(v.href(p.Target.Path)) + "\">\n")
	}
	meta("generator", v.renderer.generator)
	name, about := v.column()
	if name != "" {
		owner := c.Name
		if p.Agency != nil {
			owner = p.Agency.Name
		}
		meta("ColumnName", name)
		meta("ColumnDescription", owner+v.label("meta.separator")+about)
		meta("ColumnKeywords", owner+","+name)
		meta("ColumnType", name)
	}
	if !v.content(meta, address, name) {
		meta("description", v.description())
	}
	if address != "" {
		v.graph(&b, address)
	}
	if v.renderer.feed != "" {
		b.WriteString(`<link rel="alternate" type="application/atom+xml" title="` + template.HTMLEscapeString(v.renderer.feed) + `" href="` + template.HTMLEscapeString(v.href(FeedFile)) + "\">\n")
	}
	return template.HTML(b.String())
}

// graph writes what is shown where a link to the page is shared (the Open Graph protocol).
func (v *View) graph(b *strings.Builder, address string) {
	property := func(name, content string) {
		if content != "" {
			b.WriteString(`<meta property="` + name + `" content="` + template.HTMLEscapeString(content) + `">` + "\n")
		}
	}
	p, c := v.Page, v.Config
	kind := "website"
	if p.Report != nil || p.Item != nil {
		kind = "article"
	}
	property("og:title", v.Title)
	property("og:type", kind)
	property("og:url", address)
	property("og:site_name", c.Name)
	property("og:locale", strings.ReplaceAll(c.Language, "-", "_"))
	property("og:description", v.about().Description)
	if kind == "article" {
		property("article:published_time", day(p.Published()))
		property("article:modified_time", p.Modified())
	}
}

// day is the day of a date with or without a time.
func day(date string) string { return date[:min(len(date), len("2006-01-02"))] }

// Summary says what a page is.
type Summary struct {
	Term, Column string // the column that it belongs to: a name for programs, and one for people
	Source       string // the body that it comes from; "" for none
	Description  string // in a sentence
}

// Describe says what a page is, in the words of its metadata.
func (r *Renderer) Describe(p *site.Page) (Summary, error) {
	v := &View{Page: p, Config: r.config, renderer: r}
	v.Title = v.title(p)
	s := v.about()
	return s, v.err
}

func (v *View) about() Summary {
	p := v.Page
	s := Summary{Term: string(p.Column), Description: v.description()}
	s.Column, _ = v.column()
	switch {
	case p.Report != nil:
		s.Term = p.Report.Form.Family
		s.Source = p.Agency.NameIn(p.Year)
	case p.Item != nil:
		s.Source = cmp.Or(p.Item.Issuer, p.Agency.Name)
		s.Description = cmp.Or(p.Item.Summary, s.Description)
	}
	return s
}

// column names the column that the page belongs to, and says what it is for.
func (v *View) column() (name, about string) {
	switch p := v.Page; {
	case p.Column != "":
		return v.label("column." + string(p.Column)), v.label("about." + string(p.Column))
	case p.Kind == site.Reports: // of another family
		return v.Title, v.Title
	case p.Report != nil:
		return p.Parent.Title, p.Parent.Title
	case p.Kind == site.Agency, p.Kind == site.Years, p.Kind == site.Year, p.Kind == site.Numbers:
		kind := p.Kind
		if kind == site.Year {
			kind = site.Years
		}
		return v.label("column." + string(kind)), v.label("about." + string(kind))
	}
	return "", ""
}

// content writes the metadata of content pages; it reports whether the page is one.
// Names of metadata are alike in either case, so Description is the page's only one.
func (v *View) content(meta func(name, content string), address, column string) bool {
	p := v.Page
	switch {
	case p.Report != nil:
		s := v.about()
		meta("ArticleTitle", v.Title)
		meta("PubDate", clock(p.Report.Published))
		meta("ContentSource", s.Source)
		meta("Keywords", s.Source+","+v.label("year", p.Year)+","+column)
		meta("Description", s.Description)
	case p.Item != nil:
		x, s := p.Item, v.about()
		meta("ArticleTitle", v.Title)
		meta("PubDate", clock(cmp.Or(x.Published, x.Updated)))
		meta("ContentSource", s.Source)
		meta("Keywords", strings.ReplaceAll(x.Topic, "/", ","))
		meta("Author", x.Issuer)
		meta("Description", s.Description)
	default:
		return false
	}
	meta("Url", address)
	return true
}

// clock is a date in the one form that PubDate may have; a date without a time counts
// from its midnight.
func clock(date string) string {
	if date != "" && len(date) == len("2006-01-02") {
		return date + " 00:00"
	}
	return date
}

// description says in one sentence what the page is.
func (v *View) description() string {
	p := v.Page
	key := "describe." + string(p.Kind)
	switch {
	case p.Report != nil && p.Column != "":
		return v.label(key, p.Agency.NameIn(p.Year), p.Year)
	case p.Kind == site.Year:
		return v.label(key, p.Year)
	case p.Kind == site.Form || p.Kind == site.Rule:
		return v.label(key, v.Title)
	case p.Kind == site.Home:
		return v.label(key, v.Config.Name)
	case p.Kind == site.Agency:
		return v.label(key, p.Agency.Name)
	case p.Kind == site.Overview:
		return v.label("describe.page", v.Config.Name, v.Title)
	case p.Agency != nil:
		return v.label("describe.page", p.Agency.Name, v.Title)
	}
	return v.label(key, v.Config.Name)
}
