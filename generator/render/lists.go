package render

import (
	"bytes"
	"encoding/xml"

	"gongkai/generator/output"
	"gongkai/generator/site"
)

// lists makes the files for search engines and feed readers.
func (x *Files) lists() ([]output.File, error) {
	// Every page of a site that is not official says noindex. A crawler that may not read
	// the pages would not see it, and might list their addresses all the same.
	robots := "User-agent: *\nDisallow:\n"
	if x.Config.Official {
		robots += "Sitemap: " + x.Config.URL + "sitemap.xml\n"
	}
	out := []output.File{
		{Path: "robots.txt", Data: []byte(robots)},
		{Path: "sitemap.xml", Data: x.sitemap()},
	}
	f, err := x.feed()
	if f != nil {
		out = append(out, *f)
	}
	return out, err
}

// sitemap lists the folder address of every page (sitemaps.org 0.9), with the day of
// its last change where the page has one.
func (x *Files) sitemap() []byte {
	type entry struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod,omitempty"`
	}
	set := struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URL     []entry  `xml:"url"`
	}{}
	for _, page := range x.Site.Pages() {
		if page.Kind == site.NotFound {
			continue
		}
		set.URL = append(set.URL, entry{page.PublicAddress(x.Config.URL), page.Modified()})
	}
	return document(set)
}

// document is a value made of strings as an XML document.
func document(v any) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", " ")
	_ = e.Encode(v) // strings always encode
	b.WriteByte('\n')
	return b.Bytes()
}
