package site

import (
	"net/url"
	"path"
	"strconv"
	"strings"
)

// The address of every page is decided here, and of the figures beside it. A page is the index of a folder; the path of
// that index in the output is Page.Path. What an agency has is below its slug, what belongs to none in folders whose
// names no agency may have (register.CheckSlug). Addresses are cited for decades: one that was published stays. Package
// edition finds the reports of a published site by them.

const index = "index.html"

// Pages that belong to no agency.
const (
	HomePath       = index
	YearsPath      = "years/" + index
	StatisticsPath = "statistics/" + index
	DatasetPath    = "data/" + index
	QueryPath      = "data/query/" + index
	SearchPath     = "search/" + index
	FormsPath      = "forms/" + index
	RulesPath      = "rules/" + index
	MapPath        = "sitemap/" + index
	NotFoundPath   = "404.html" // where web servers look for it
)

// YearPath is the page of a year.
func YearPath(year int) string { return indexOf("years", strconv.Itoa(year)) }

// RulePath is the page of a rule.
func RulePath(id string) string { return indexOf("rules", id) }

// FormPath is the page of a form.
func FormPath(id string) string { return indexOf("forms", id) }

// OverviewPath is the page of a column over all agencies.
func OverviewPath(c Column) string { return indexOf(string(c)) }

// AgencyPath is the page of an agency.
func AgencyPath(slug string) string { return indexOf(slug) }

// ColumnPath is an agency's page of a column.
func ColumnPath(slug string, c Column) string { return indexOf(slug, string(c)) }

// familyPath is an agency's list of reports that are not its annual ones.
func familyPath(slug, family string) string { return indexOf(slug, family) }

// below is a page below another: a report of a year, a policy, a folder or an item of a catalog.
func (p *Page) below(name string) string { return indexOf(p.Address(), name) }

// further is a further page of a list.
func (p *Page) further(n int) string { return indexOf(p.Address(), "page", strconv.Itoa(n)) }

// figures is the file beside a report's page with its figures in a format.
func (p *Page) figures(format string) string { return p.Address() + "report." + format }

// dataFile is a file over all reports, beside the page of the open data.
func dataFile(name string) string { return path.Join(path.Dir(DatasetPath), name) }

// former is where a page was before its agency's folder was renamed.
func (p *Page) former(slug, was string) string { return was + strings.TrimPrefix(p.Path, slug) }

// indexOf is the index of a folder.
func indexOf(folder ...string) string { return path.Join(path.Join(folder...), index) }

// Address is the page's folder address, "" for the home page.
func (p *Page) Address() string {
	if p.Kind == NotFound {
		return p.Path
	}
	return strings.TrimSuffix(p.Path, index)
}

// PublicAddress is the page's escaped address below that of its site.
func (p *Page) PublicAddress(site string) string {
	return site + (&url.URL{Path: p.Address()}).EscapedPath()
}

// In returns the page that is the index of a folder of the output, nil where there is none.
func (s *Site) In(folder string) *Page { return s.At(indexOf(folder)) }
