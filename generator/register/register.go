// Package register reads what an agency publishes beside its reports: its register
// entry, its guide, its rules of procedure and the catalog of what it must disclose.
package register

import (
	"gongkai/generator/diag"
	"gongkai/generator/prose"
	"gongkai/generator/source"
)

// Agency is an agency's register entry, content/<agency>/_index.md.
type Agency struct {
	Slug, File                                 string
	Name, ShortName, CreditCode                string
	Level, Kind, Parent                        string
	Order                                      int
	Address, Postcode, Hours, Phone, Fax, Mail string
	Since, Until                               int // report years; 0 is open
	Fictitious                                 bool
	FormerNames                                []FormerName
	Predecessors                               []Predecessor
	Aliases                                    []Alias
	Request                                    *source.Request // nil where only the site's own, if any, is there
	Body                                       *prose.Body
	ParentSpan, NameSpan, SinceSpan, UntilSpan diag.Span

	Guide    *Page
	Policies []*Page
	Catalog  *Category
}

// FormerName is a name that the agency bore up to a report year.
type FormerName struct {
	Name  string
	Until int
	Span  diag.Span // of Until
}

// Predecessor is an agency that was merged into this one from a report year on.
type Predecessor struct {
	Agency string
	Year   int
	Span   diag.Span
}

// Alias is a slug that the agency had before its folder was renamed.
type Alias struct {
	Slug string
	Span diag.Span
}

// InForce reports whether the agency reports on a year.
func (a *Agency) InForce(year int) bool {
	return a.Since <= year && (a.Until == 0 || year <= a.Until)
}

// Related is a page that another is shown with, as its front matter names it.
type Related struct {
	Target string
	Span   diag.Span
}

// NameIn is the agency's full name in a report year.
func (a *Agency) NameIn(year int) string {
	name, until := a.Name, 1<<30
	for _, f := range a.FormerNames {
		if year <= f.Until && f.Until < until {
			name, until = f.Name, f.Until
		}
	}
	return name
}

// Page is a page of one of the other three columns.
type Page struct {
	File                                     string // relative to the site
	Slug                                     string // its address below the column, without slashes at the ends
	Title, DocNumber, Issuer, Topic, Article string
	Written, Published, Updated              string
	IndexNumber, Validity, Summary           string
	SupersededBy, URL                        string // URL: in another system
	Related                                  []Related
	Attachments                              []source.Attachment
	Body                                     *prose.Body
	IndexNumberSpan, SupersededSpan          diag.Span
	WrittenSpan, PublishedSpan, UpdatedSpan  diag.Span
	DocNumberSpan                            diag.Span
}

// Category is a folder of the catalog.
type Category struct {
	File, Slug, Title string
	None              bool   // 本机关无此项
	Order             int    // 0 where its article decides
	Article, URL      string // URL: in another system
	Body              *prose.Body
	Items             []*Page
	Children          []*Category
}

// Walk calls do for the category and all below it.
func (c *Category) Walk(do func(*Category)) {
	if c == nil {
		return
	}
	do(c)
	for _, child := range c.Children {
		child.Walk(do)
	}
}
