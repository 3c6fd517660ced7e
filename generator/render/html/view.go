package html

import (
	"bytes"
	"html/template"
	"net/url"
	"path"
	"strconv"
	"strings"

	"gongkai/generator/config"
	"gongkai/generator/prose"
	"gongkai/generator/register"
	"gongkai/generator/render/table"
	"gongkai/generator/site"
)

// View is what the templates of a page see. Which of its fields are filled depends on
// the page's kind.
type View struct {
	Page          *site.Page
	Config        *config.Config
	Title         string   // the page's heading
	Joints        []string // the same, cut where a line may break
	DocumentTitle string
	Main          string // id of the main content
	Crumbs        []Link // the way from the home page, the page itself last

	Body          template.HTML
	Details       []Detail     // of an agency or a document
	Attachments   []Attachment // listed files
	Data          []Link       // the report's figures to download, by format
	Contents      []Link       // the parts of a long page
	Columns       []Column     // agency
	AgencyColumns []Link       // of the agency, beside a page of one of them, which is the current one; none where there are not two
	Request       *Request     // agency, guide: where applications are filed; nil where nothing says it
	Families      []Column     // agency: reports of other families than the annual ones
	Entries       []Entry      // what an index lists
	Pager         *Pager       // of a list of several pages, or of the years
	Home          *Home
	Overview      *Overview  // a column over all agencies
	Related       []Link     // documents that belong to this one
	Documents     *Documents // category
	Report        *Report
	Year          *Year
	Trends        []Trend // an agency's reports, its years side by side
	Statistics    *Statistics
	Ratios        []Detail // how each ratio on the page is made
	Tree          []*Node  // site map
	Rules         []Rule
	Form          *Form
	Language      string // of a report or a form, where it is not that of the interface
	Dataset       *Dataset
	Query         *Query
	Search        *Search
	Moved         Link // at a former address: to the page of today

	renderer *Renderer
	frame    *frame
	root     string // for the page that is served at any address
	tables   *table.Set
	remarks  *table.Remarks
	holes    []fragment
	files    []TableFile // published beside the page
	err      error       // the first fault met while filling the view
}

// Link is an address with its text.
type Link struct {
	Href, Text string
	Current    bool
	Address    string // as it is printed on paper, of what a reader needs there; often ""
	Language   string // of the text, where it is not that of the page; in a list of parts
}

// Entry is a line of an index: a link with what distinguishes it, and links below.
type Entry struct {
	Link
	Note  string
	Links []Link
}

// Detail is a labelled fact; Href is empty for plain text.
type Detail struct {
	Label, Text, Href string
	Badge             Badge // in place of the text; of no text where there is none
}

// Attachment is a file with its type and size.
type Attachment struct {
	Href, Title, Type, Size string
	Address                 string // as it is printed on paper; "" where the site's address is not known
}

// view fills the view of a page.
func (r *Renderer) view(p *site.Page, waived []site.Waived, data []site.Data) (*View, error) {
	f, err := r.frameOf(p)
	if err != nil {
		return nil, err
	}
	v := &View{Page: p, Config: r.config, Main: mainID, renderer: r, frame: f}
	if p.Kind == site.NotFound {
		v.root = r.basePath()
	}
	v.Title = v.title(p)
	v.Joints = v.joints()
	v.DocumentTitle = v.documentTitle()
	v.crumbs()
	v.agencyColumns()
	v.Pager = v.pager()
	if p.Report != nil {
		v.report(waived)
	} else {
		v.Body = v.body(p.Body)
		v.contents(p.Body)
	}
	for _, f := range p.Files {
		if f.Listed {
			v.Attachments = append(v.Attachments, v.attachment(f))
		}
	}
	if p.Report != nil {
		for _, d := range data {
			v.Data = append(v.Data, Link{Href: v.href(d.Path), Text: v.label("data.file", v.label("format."+d.Format), size(d.Size))})
		}
	}
	switch p.Kind {
	case site.Home:
		v.home()
	case site.Agency:
		v.agency()
	case site.Overview:
		v.overview()
	case site.Guide, site.Policy, site.Item:
		v.document()
	case site.Category:
		v.category()
	case site.Form:
		v.form()
	case site.Policies, site.Years, site.Forms:
		v.index()
	case site.Reports:
		v.index()
		v.trends()
	case site.Year:
		v.year()
	case site.Numbers:
		v.statistics()
	case site.NotFound:
		for _, path := range []string{site.HomePath, site.SearchPath, site.YearsPath, site.MapPath} {
			if q := r.site.At(path); q != nil {
				v.Entries = append(v.Entries, Entry{Link: v.link(q)})
			}
		}
	case site.Moved:
		v.Moved = v.link(p.Target)
	case site.Rules, site.Rule:
		v.rules()
	case site.Dataset:
		v.dataset(data)
	case site.Query:
		v.query()
	case site.Search:
		v.search()
	case site.Map:
		v.siteMap()
	}
	return v, v.err
}

// Head, Header and Footer are the page's frame.
func (v *View) Head() template.HTML { return v.reserve("meta", fragment{text: v.frame.head}) }

// Header is the frame above the content.
func (v *View) Header() template.HTML { return v.reserve("div", fragment{text: v.frame.header}) }

// Footer is the frame below the content.
func (v *View) Footer() template.HTML { return v.reserve("div", fragment{text: v.frame.footer}) }

// label is a label of the theme.
func (v *View) label(key string, args ...any) string {
	s, err := v.renderer.labels.text(key, args...)
	if err != nil && v.err == nil {
		v.err = err
	}
	return s
}

// called is an agency's name where it is listed beside others: one that is invented says so.
func (v *View) called(a *register.Agency, name string) string {
	if a.Fictitious {
		return v.label("agency.fictitious", name)
	}
	return name
}

// title is the heading of a page: its own, or the label of its kind.
func (v *View) title(p *site.Page) string {
	switch {
	case p.Leaf > 0:
		return v.label("pager.title", v.title(p.Parent), v.leafName(p))
	case p.Kind == site.Home:
		return v.Config.Name
	case p.Kind == site.Year:
		return v.label("title.year", p.Year)
	case p.Kind == site.Rule:
		return p.Rules[0].Title.In(v.Config.Language)
	case p.Kind == site.Agency:
		return v.called(p.Agency, p.Title)
	case p.Title != "":
		return p.Title
	case p.Column != "":
		return v.label("column." + string(p.Column))
	}
	return v.label("title." + string(p.Kind))
}

// documentTitle names the agency too where the heading is the same for all of them.
func (v *View) documentTitle() string {
	p, parts := v.Page, []string{v.Title}
	if p.Agency != nil && !strings.Contains(v.Title, p.Agency.Name) {
		parts = append(parts, p.Agency.Name)
	}
	if p.Kind != site.Home {
		parts = append(parts, v.Config.Name)
	}
	return strings.Join(parts, " - ")
}

// crumbs is the way to the page. A report is called by its year: its heading follows, and
// says the rest.
func (v *View) crumbs() {
	for p := v.Page; p != nil; p = v.renderer.site.Above(p) {
		l := v.link(p)
		if p.Report != nil {
			l = v.linkToYear(p)
		}
		v.Crumbs = append([]Link{l}, v.Crumbs...)
	}
	v.Crumbs[0].Text = v.label("navigation.home")
}

// link is a link to a page, with its title.
func (v *View) link(p *site.Page) Link {
	return Link{Href: v.href(p.Path), Text: v.title(p), Current: p == v.Page}
}

// agencyColumns links to all that the agency has beside the column of the page.
func (v *View) agencyColumns() {
	p := v.Page
	if p.Agency == nil || p.Column == "" {
		return
	}
	var out []Link
	for _, c := range v.renderer.site.At(site.AgencyPath(p.Agency.Slug)).Children {
		if c.Column != "" {
			out = append(out, Link{Href: v.href(c.Path), Text: v.label("column." + string(c.Column)), Current: c.Column == p.Column})
		}
	}
	if len(out) > 1 {
		v.AgencyColumns = out
	}
}

// few is how many headings need no list of them.
const few = 3

// contents lists the parts of a long text.
func (v *View) contents(b *prose.Body) {
	if b == nil {
		return
	}
	var out []Link
	for i := range b.Sections() {
		if s := &b.Sections()[i]; s.Heading != "" {
			out = append(out, Link{Href: "#" + s.ID, Text: s.Heading})
		}
	}
	if len(out) >= few {
		v.Contents = out
	}
}

// linkToYear is a link to a page that its year tells from its neighbours.
func (v *View) linkToYear(p *site.Page) Link {
	return Link{Href: v.href(p.Path), Text: v.label("year", p.Year), Current: p == v.Page}
}

// linkToAgency is a link to a page of an agency, under its name of a year.
func (v *View) linkToAgency(p *site.Page, year int) Link {
	return Link{Href: v.href(p.Path), Text: v.called(p.Agency, p.Agency.NameIn(year))}
}

// href is the address of an output path.
func (v *View) href(path string) string {
	if v.root != "" {
		return v.root + (&url.URL{Path: path}).EscapedPath()
	}
	return v.Page.URL(path)
}

// body renders a whole Markdown body below the page's heading.
func (v *View) body(b *prose.Body) template.HTML {
	if b == nil {
		return ""
	}
	out := v.renderer.buffer()
	defer v.renderer.buffers.Put(out)
	opts := prose.Options{Link: v.target, External: v.external, Printed: v.fileAddress, IDs: b.IDs(""), Body: b, HeadingShift: -1}
	v.convert(out, b.Preamble().Text, opts)
	opts.HeadingShift = 0
	for i := range b.Sections() {
		v.heading(out, &b.Sections()[i], opts)
		v.convert(out, b.Sections()[i].Text, opts)
	}
	return template.HTML(out.String())
}

func (v *View) heading(out *bytes.Buffer, s *prose.Section, opts prose.Options) {
	if s.Heading == "" {
		return
	}
	out.WriteString(`<h2 id="` + template.HTMLEscapeString(s.ID) + `">`)
	if err := v.renderer.prose.Inline(out, s.Raw, opts); err != nil && v.err == nil {
		v.err = err
	}
	out.WriteString("</h2>\n")
}

func (v *View) convert(out *bytes.Buffer, text []byte, opts prose.Options) {
	if err := v.renderer.prose.HTML(out, text, opts); err != nil && v.err == nil {
		v.err = err
	}
}

// target is the address that a link in the text leads to.
func (v *View) target(written string) string {
	href, _ := v.renderer.site.Link(v.Page, written)
	return href
}

// fileAddress is the address that is printed after a link in the text to a file of the site, "" after other links: a reader of
// paper has no other way to it.
func (v *View) fileAddress(written string) string {
	u, err := url.Parse(v.target(written))
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" || strings.HasSuffix(u.Path, ".html") {
		return ""
	}
	return v.printed(path.Join(path.Dir(v.Page.Path), u.Path))
}

// external is what is said after a link to another site, "" for other links.
func (v *View) external(address string) string {
	if !v.renderer.external(address) {
		return ""
	}
	return v.label("external")
}

func (v *View) attachment(f site.File) Attachment {
	name := f.Path[strings.LastIndexByte(f.Path, '/')+1:]
	a := Attachment{Href: v.href(f.Path), Title: f.Title, Size: size(f.Size), Address: v.printed(f.Path)}
	if a.Title == "" {
		a.Title = name
	}
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		a.Type = strings.ToUpper(name[dot+1:])
	}
	return a
}

// size prints a number of bytes for people.
func size(n int64) string {
	unit := 0
	scaled := n * 10
	for scaled >= 10240 && unit < 3 {
		scaled, unit = (scaled+512)/1024, unit+1
	}
	s := strconv.FormatInt(scaled/10, 10)
	if unit > 0 && scaled%10 != 0 {
		s += "." + strconv.FormatInt(scaled%10, 10)
	}
	return s + " " + []string{"B", "KB", "MB", "GB"}[unit]
}
