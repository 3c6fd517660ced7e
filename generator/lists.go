package generator

import (
	"bytes"
	"encoding/xml"
	"net/url"

	"gongkai/generator/output"
	"gongkai/generator/site"
)

// lists makes the files for search engines: sitemap.xml and robots.txt.
func (p *prepared) lists() []output.File {
	robots := "User-agent: *\nDisallow:\nSitemap: " + p.config.URL + "sitemap.xml\n"
	if !p.config.Official {
		robots = "User-agent: *\nDisallow: /\n"
	}
	return []output.File{
		{Path: "robots.txt", Data: []byte(robots)},
		{Path: "sitemap.xml", Data: p.sitemap()},
	}
}

// sitemap lists the folder address of every page (sitemaps.org 0.9), with the day of
// publication where the page has one.
func (p *prepared) sitemap() []byte {
	type entry struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod,omitempty"`
	}
	set := struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URL     []entry  `xml:"url"`
	}{}
	for _, page := range p.site.Pages() {
		if page.Kind == site.NotFound {
			continue
		}
		set.URL = append(set.URL, entry{p.config.URL + (&url.URL{Path: page.Address()}).EscapedPath(), lastModified(page)})
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", " ")
	_ = e.Encode(set) // strings always encode
	b.WriteByte('\n')
	return b.Bytes()
}

// lastModified is the day of a page's last change that its content tells of.
func lastModified(p *site.Page) string {
	day := func(s string) string { return s[:min(len(s), len("2006-01-02"))] }
	switch {
	case p.Report != nil:
		last := day(p.Report.Published)
		for _, r := range p.Report.Revisions {
			last = max(last, r.Date)
		}
		return last
	case p.Item != nil:
		return max(day(p.Item.Published), p.Item.Updated)
	}
	return ""
}
