package render

import (
	"encoding/xml"
	"strings"

	"gongkai/generator/output"
	"gongkai/generator/render/html"
	"gongkai/generator/site"
)

// feedLength is how many entries the feed has at most.
const feedLength = 50

// The elements of a feed (RFC 4287).
type (
	feed struct {
		XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Language string      `xml:"xml:lang,attr"`
		ID       string      `xml:"id"`
		Title    string      `xml:"title"`
		Subtitle string      `xml:"subtitle"`
		Links    []feedLink  `xml:"link"`
		Rights   string      `xml:"rights,omitempty"`
		Updated  string      `xml:"updated"`
		Entries  []feedEntry `xml:"entry"`
	}
	feedLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	feedEntry struct {
		ID        string       `xml:"id"`
		Title     string       `xml:"title"`
		Link      feedLink     `xml:"link"`
		Published string       `xml:"published"`
		Updated   string       `xml:"updated"`
		Author    string       `xml:"author>name"`
		Category  feedCategory `xml:"category"`
		Summary   string       `xml:"summary"`
	}
	feedCategory struct {
		Term  string `xml:"term,attr"`
		Label string `xml:"label,attr"`
	}
)

// feed makes feed.xml: the reports and documents that changed last. It is nil where the
// site does not want it, or where nothing has a date: a feed without one is not valid.
// Its dates are those of the content, so that the same content is the same feed.
func (x *Files) feed() (*output.File, error) {
	c := x.Config
	pages := x.Site.Latest(feedLength)
	if !c.Publishes("feed") || len(pages) == 0 {
		return nil, nil
	}
	about, err := x.pages.Label("feed.about", c.Name)
	if err != nil {
		return nil, err
	}
	notice := ""
	if !c.Official {
		banner, err := x.pages.Label("banner")
		if err != nil {
			return nil, err
		}
		if notice, err = x.pages.Label("feed.notice", banner); err != nil {
			return nil, err
		}
	}
	f := feed{Language: c.Language, ID: c.URL + html.FeedFile, Title: c.Name, Subtitle: notice + about, Rights: c.Licence, Links: []feedLink{
		{"self", output.MediaType(html.FeedFile), c.URL + html.FeedFile}, {"alternate", "text/html", c.URL}}}
	for _, p := range pages {
		s, err := x.pages.Describe(p)
		if err != nil {
			return nil, err
		}
		address := p.PublicAddress(c.URL)
		e := feedEntry{ID: address, Title: p.Title, Link: feedLink{"alternate", "text/html", address},
			Published: instant(p.Published()), Updated: updated(p), Author: s.Source, Category: feedCategory{s.Term, s.Column}, Summary: notice + s.Description}
		f.Entries = append(f.Entries, e)
		f.Updated = max(f.Updated, e.Updated)
	}
	return &output.File{Path: html.FeedFile, Data: document(f)}, nil
}

// updated is the moment of a page's last change. A change after the day of publication
// has no time of its own.
func updated(p *site.Page) string {
	if day := p.Modified(); !strings.HasPrefix(p.Published(), day) {
		return instant(day)
	}
	return instant(p.Published())
}

// instant is a day, or a day and time, in the form of RFC 3339. Dates are meant in
// Beijing time, the legal time of all of China.
func instant(date string) string {
	day, clock, timed := strings.Cut(date, " ")
	if !timed {
		clock = "00:00"
	}
	return day + "T" + clock + ":00+08:00"
}
