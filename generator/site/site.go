// Package site arranges reports and pages into the full list of pages and addresses
// before anything is rendered, and finds links that lead nowhere.
package site

import (
	"crypto/sha256"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/prose"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/rule"
)

// Kind of a page; the theme has one template for each.
type Kind string

// The kinds of pages.
const (
	Home     Kind = "home"
	Agency   Kind = "agency"
	Guide    Kind = "guide"
	Policies Kind = "policies" // index of the policies
	Policy   Kind = "policy"
	Category Kind = "category" // a folder of the catalog, or the whole of it
	Item     Kind = "item"
	Reports  Kind = "reports" // an agency's reports
	Report   Kind = "report"
	Years    Kind = "years"
	Year     Kind = "year"
	Numbers  Kind = "statistics" // totals over years and agencies
	Rules    Kind = "rules"      // what was checked: index of the rules
	Rule     Kind = "rule"       // one of them, explained
	Forms    Kind = "forms"      // index of the forms
	Form     Kind = "form"       // one form, documented
	Dataset  Kind = "data"       // the open data, documented
	Overview Kind = "overview"   // one of the four columns over all agencies
	Query    Kind = "query"      // asks the open data
	Search   Kind = "search"
	Map      Kind = "sitemap"
	NotFound Kind = "notfound"
	Moved    Kind = "moved" // at a former address of another
)

// Column is one of the four fixed columns of an agency.
type Column string

// The columns, in their fixed order.
const (
	GuideColumn    Column = "guide"
	PoliciesColumn Column = "policies"
	CatalogColumn  Column = "catalog"
	ReportsColumn  Column = "reports"
)

// Columns lists the four columns in their fixed order.
func Columns() []Column {
	return []Column{GuideColumn, PoliciesColumn, CatalogColumn, ReportsColumn}
}

// Page is one HTML page. Which of its fields are set depends on its kind.
type Page struct {
	Kind     Kind
	Path     string // of its file: zwfwj/reports/2023/index.html
	Title    string // "" where the theme's labels name the page
	Source   string // content file it is made from; "" for an index
	Column   Column // "" outside the columns
	Parent   *Page  // one step up among the pages of an agency or of none; nil for their first
	Year     int
	Agency   *register.Agency
	Item     *register.Page     // guide, policy, item
	Category *register.Category // nil for the catalog's own index without a text
	Report   *report.Report
	Rules    []diag.Description // those that the index lists, or the one that the page explains
	Form     *form.Form         // that the page documents
	Body     *prose.Body        // what it was made from; nil for an index without a text
	Files    []File             // published beside it
	Data     []Data             // the same figures for machines, published beside it
	Children []*Page            // in the order in which the page lists them
	Older    int                // how many of the last children only the list's further pages list
	Leaves   []*Page            // the pages of a long list, the list itself first; nil for one page
	Leaf     int                // number of a list's further page; 0 for any other page
	Target   *Page              // that a page at a former address leads on to
}

// File is a file that is published as it is.
type File struct {
	Path   string // in the output
	Source string // in the site
	Title  string // of an attachment; "" for an image or a linked file
	Size   int64
	Listed bool // named in the front matter
}

// Data is figures in a form for machines.
type Data struct {
	Path   string // in the output
	Format string // xlsx, csv, json or one of those over all reports
	Table  string // that a CSV file over all reports holds
	Year   int    // of a file with the reports of one year
	Size   int64  // in bytes; 0 before the file is made
}

// Site is the whole portal, arranged. What an agency has of it is its AgencyPages, which do not
// change when another agency's do.
type Site struct {
	Home   *Page
	Static []File

	top      *AgencyPages            // the pages that belong to no agency
	parts    map[string]*AgencyPages // by the agency's slug
	agencies []*Page                 // in their order
	images   []Image                 // of the configuration
	hidden   bool                    // drafts are
	moved    map[string]*Page        // by the path of a former address
	renamed  map[string]string       // former slugs of agencies: those of today
	related  func() map[*Page][]*Page
	registry func() *rule.Registry
	pages    func() []*Page
	outline  func() [sha256.Size]byte
}

// Image is a picture, or another file of the site's own, that gongkai.yaml names.
type Image struct {
	File  string    // below static/
	Named string    // the file that names it
	Span  diag.Span // where it does
}

// Input is what a site is assembled from.
type Input struct {
	Home    *prose.Body // content/_index.md; nil where there is none
	Formats []string    // of the data beside each report: xlsx, csv, json
	SQLite  bool        // all reports as a database
	Parquet bool        // all figures as a Parquet file
	// Files is the size of a regular file below content/; false where there is none.
	Files  func(name string) (size int64, ok bool)
	Static map[string]int64   // the files below static/, with their sizes
	Rules  []diag.Description // for the page of rules; nil for none
	Forms  []*form.Form       // for their pages; nil for none
	Images []Image            // of the configuration
	Search bool               // whether there is a page for searching
	// HideDrafts says that drafts among the reports are there to be checked and will
	// not be published: a link to one leads nowhere.
	HideDrafts bool
}

// Pages lists every page in the order of their paths.
func (s *Site) Pages() []*Page { return s.pages() }

// Copied returns what tells whether the site brings the file at an output path itself, beside its pages or in static.
func (s *Site) Copied() func(path string) bool {
	own := map[string]bool{}
	for _, f := range s.Static {
		own[f.Path] = true
	}
	for _, page := range s.Pages() {
		for _, f := range page.Files {
			own[f.Path] = true
		}
	}
	return func(path string) bool { return own[path] }
}

// PageOf returns the page made from a content file, nil where there is none.
func (s *Site) PageOf(source string) *Page {
	local, _ := strings.CutPrefix(source, "content/")
	return s.partOf(local).bySource[source]
}

// TopPages lists the pages that belong to no agency, in the order of their paths.
func (s *Site) TopPages() []*Page { return s.top.Pages }

// Below lists the pages of an agency in the order of their paths.
func (s *Site) Below(slug string) []*Page {
	if part := s.parts[slug]; part != nil {
		return part.Pages
	}
	return nil
}

// AgencyPages lists the agencies in order.
func (s *Site) AgencyPages() []*Page { return s.agencies }

// YearPages lists the years, newest first.
func (s *Site) YearPages() []*Page { return s.At(YearsPath).Children }

// ReportPages lists all reports.
func (s *Site) ReportPages() []*Page {
	var out []*Page
	for _, p := range s.Pages() {
		if p.Kind == Report {
			out = append(out, p)
		}
	}
	return out
}

// At returns the page of an output path, nil where there is none.
func (s *Site) At(path string) *Page {
	if p := s.partOf(path).byPath[path]; p != nil {
		return p
	}
	return s.moved[path]
}

// Above is the page one step up the breadcrumbs; nil for the home page.
func (s *Site) Above(p *Page) *Page {
	if p.Parent == nil && p != s.Home {
		return s.Home
	}
	return p.Parent
}

// partOf returns the part that a path in content/ or in the output lies in.
func (s *Site) partOf(path string) *AgencyPages {
	slug, _, _ := strings.Cut(path, "/")
	if p := s.parts[slug]; p != nil {
		return p
	}
	return s.top
}

// Waived is a finding that a report waives: the page shows it with the reason.
type Waived struct {
	Rule    string
	Cell    string // path of the cell it is tied to; "" for the whole report
	Message diag.Text
	Reason  string
}
