package render

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"

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
	out := append(x.siteMaps(maxAddresses), output.File{Path: "robots.txt", Data: []byte(robots)})
	f, err := x.feed()
	if f != nil {
		out = append(out, *f)
	}
	return out, err
}

// maxAddresses is how many addresses a site map may list (sitemaps.org 0.9).
const maxAddresses = 50_000

// siteMapEntry is a page's folder address, with the day of its last change where the page has one; in an index,
// the address of a site map.
type siteMapEntry struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// siteMaps lists every page in sitemap.xml (sitemaps.org 0.9). Of more than most pages it is an index of
// sitemap-1.xml, sitemap-2.xml …, each with that many.
func (x *Files) siteMaps(most int) []output.File {
	type urlset struct {
		XMLName xml.Name       `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URL     []siteMapEntry `xml:"url"`
	}
	var entries []siteMapEntry
	for _, page := range x.Site.Pages() {
		if page.Kind != site.NotFound {
			entries = append(entries, siteMapEntry{page.PublicAddress(x.Config.URL), page.Modified()})
		}
	}
	if len(entries) <= most {
		return []output.File{{Path: "sitemap.xml", Data: document(urlset{URL: entries})}}
	}
	var index struct {
		XMLName xml.Name       `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Sitemap []siteMapEntry `xml:"sitemap"`
	}
	var out []output.File
	for part := range slices.Chunk(entries, most) {
		name := fmt.Sprintf("sitemap-%d.xml", len(out)+1)
		out = append(out, output.File{Path: name, Data: document(urlset{URL: part})})
		index.Sitemap = append(index.Sitemap, siteMapEntry{Loc: x.Config.URL + name})
	}
	return append(out, output.File{Path: "sitemap.xml", Data: document(index)})
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
