package record

import (
	"time"

	"gongkai/generator/form"
	"gongkai/internal/jsontext"
)

// about is metadata/package.json: what an archive's catalogue asks of a package, for programs. Keys are
// added, never changed.
type about struct {
	Format    int       `json:"format"` // of this file; 1
	Kind      string    `json:"kind"`
	Site      siteAbout `json:"site"`
	Period    period    `json:"period"` // report years
	Date      string    `json:"date"`   // of the content: RFC 3339
	DateFrom  string    `json:"date_from"`
	Retention string    `json:"retention"` // 保管期限; "" where it is not settled
	BuiltBy   string    `json:"built_by"`
	PackedBy  string    `json:"packed_by"`
	Agencies  []agency  `json:"agencies"`
	Forms     []formed  `json:"forms"`
	Reports   []report  `json:"reports"`
	Checked   checked   `json:"checked"`
	Sources   bool      `json:"sources"` // the package holds them
}

type siteAbout struct {
	Name     string `json:"name"`
	URL      string `json:"url"`
	Language string `json:"language"`
	Official bool   `json:"official"` // the body's own site
	Sponsor  string `json:"sponsor"`
	IDCode   string `json:"id_code"`
	Licence  string `json:"licence"`
}

type period struct {
	From int `json:"from"`
	To   int `json:"to"`
}

type agency struct {
	Slug       string `json:"agency"`
	Name       string `json:"name"`
	CreditCode string `json:"credit_code"`
	Level      string `json:"level"`
	Kind       string `json:"kind"`
	Reports    []int  `json:"reports"` // their years
}

type formed struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Source source `json:"source"` // the document that asks for it
	Years  string `json:"years"`
	File   string `json:"file"`
}

type source struct {
	Title  string `json:"title"`
	Number string `json:"number"`
	Date   string `json:"date"`
}

type report struct {
	Agency    string `json:"agency"`
	Year      int    `json:"year"`
	Form      string `json:"form"`
	Scope     string `json:"scope"`
	Title     string `json:"title"`
	Published string `json:"published"`
	Page      string `json:"page"` // below site.url
}

type checked struct {
	Rules    int    `json:"rules"` // those that are on
	Errors   int    `json:"errors"`
	Warnings int    `json:"warnings"`
	Waived   int    `json:"waived"` // findings that are waived, with a reason
	Findings string `json:"findings"`
}

func (w *writer) about() ([]byte, error) {
	c := w.State.Config
	from, to := w.period()
	out := about{Format: 1, Kind: w.Kind, Period: period{from, to}, Date: w.Date.UTC().Format(time.RFC3339), DateFrom: "content", Retention: w.Retention,
		Site:    siteAbout{c.Name, c.URL, c.Language, c.Official, c.Sponsor, c.IDCode, c.Licence},
		BuiltBy: w.BuiltBy, PackedBy: w.PackedBy, Sources: w.Sources,
		Agencies: []agency{}, Forms: []formed{}, Reports: []report{},
		Checked: checked{w.rulesOn(), w.summary.Errors, w.summary.Warnings, w.summary.Waived, "metadata/findings.json"}}
	if w.Given {
		out.DateFrom = "given"
	}
	years := map[string][]int{}
	for _, p := range w.reports {
		r := p.Report
		years[r.Agency] = append(years[r.Agency], r.Year)
		out.Reports = append(out.Reports, report{r.Agency, r.Year, r.Form.ID, r.Scope, p.Title, r.Published, p.Path})
	}
	for _, p := range w.State.Site.AgencyPages() {
		a := p.Agency
		out.Agencies = append(out.Agencies, agency{a.Slug, a.Name, a.CreditCode, a.Level, a.Kind, append([]int{}, years[a.Slug]...)})
	}
	for _, f := range w.forms {
		out.Forms = append(out.Forms, formOf(f))
	}
	return jsontext.Bytes(out)
}

func formOf(f *form.Form) formed {
	return formed{f.ID, f.Title, source{f.Source.Title, f.Source.Number, f.Source.Date}, f.Years.String(), "metadata/forms/" + f.ID + ".yaml"}
}
