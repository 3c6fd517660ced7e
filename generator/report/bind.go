package report

import (
	"path"
	"strconv"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/prose"
	"gongkai/generator/source"
)

// reportKeys are what the reader goes by, aliases their Chinese names.
var (
	reportKeys = Keys()
	aliases    = reportKeys.Aliases()
)

// binder reads one report.
type binder struct {
	*source.Binder
	r        *Report
	values   Builder
	doc      *source.Document
	strays   []stray
	absences []absence

	fullWidth []int // the findings about full-width digits in the row at hand
}

// Bind reads a document as a report of the given family. The report is nil when the
// document cannot be read or no form governs its year; the findings say why.
func Bind(doc *source.Document, forms *form.Catalogue, family, agency string) (*Report, []diag.Finding) {
	b := &binder{Binder: &source.Binder{File: doc.File, Rule: "syntax", Agency: agency}, r: &Report{Agency: agency, File: doc.File, Scope: "agency"}, doc: doc}
	b.Findings = append(b.Findings, doc.Findings...)
	if !doc.Readable {
		return nil, b.stamped()
	}
	r, d := b.r, b.Fields(doc.Front, reportKeys)
	b.year(d, doc)
	b.Year = r.Year
	if !b.form(d, forms, family) {
		return nil, b.stamped()
	}
	if k, v := d.Pair("title"); k != nil {
		r.Title, r.TitleSpan = d.Text("title"), v.Span
	}
	r.PublishedSpan = r.YearSpan
	if n := d.Get("published"); n != nil {
		r.PublishedSpan = n.Span
	}
	r.Published = d.Date("published")
	r.NoDate = r.Published == "" && d.Get("published").IsNull() && !broken(d.Get("published"))
	r.Draft = d.Bool("draft", false)
	if k, n := d.Pair("draft"); k != nil && n.IsNull() && !broken(n) { // neither: it would be published
		b.Report("syntax", k.Span, diag.Textf("“%s”后面没有写 true 或 false", "%q is neither true nor false", k.Value),
			diag.Textf("草稿写 true；要发布的，删去这一行", "write true for a draft, or delete the line to publish"))
	}
	b.area(d)
	b.data(d, doc)
	b.remarks(d)
	r.Attachments = b.Attachments(d.List("attachments"))
	b.reportUnknownKeys(d)
	d.Done()
	r.Body = prose.Parse(doc.Body, doc.BodyLine)
	r.sections = &sections{}
	return r, b.stamped()
}

// stamped returns the findings with the report's agency and year on each.
func (b *binder) stamped() []diag.Finding {
	for i := range b.Findings {
		b.Findings[i].Agency, b.Findings[i].Year = b.r.Agency, b.r.Year
	}
	return b.Findings
}

func (b *binder) year(d *source.Fields, doc *source.Document) {
	r := b.r
	name := strings.TrimSuffix(path.Base(doc.File), ".md")
	named, _ := strconv.Atoi(name)
	k, n := d.Pair("year")
	r.YearSpan = diag.Span{Line: 2, Column: 1, EndLine: 2, EndColumn: 2}
	if k != nil {
		r.YearSpan = n.Span
	}
	r.Year = d.Year("year")
	if len(name) != 4 || named < 1900 {
		f := diag.Finding{Rule: "file-year", File: doc.File, Span: r.YearSpan, Actual: name,
			Message: diag.Textf("文件名“%s”不是年度", "the file's name, %q, is not a year", name),
			Hint:    diag.Textf("请按年度给文件改名，如 2023.md", "name the file for its year, such as 2023.md")}
		if r.Year != 0 {
			f.Hint = diag.Textf("请把文件改名为 %d.md", "rename the file to %d.md", r.Year)
		}
		b.Findings = append(b.Findings, f)
		r.FileYear = -1
		return
	}
	switch {
	case broken(n) || k == nil && doc.Front.Broken:
		r.Year = named // said where the file was read
	case n.IsNull():
		b.Findings = append(b.Findings, diag.Finding{Rule: "file-year", File: doc.File, Span: r.YearSpan,
			Message: diag.Textf("没有写年度（year）", "the year is missing"),
			Hint:    diag.Textf("请在数据部分写上 year: %s", "add year: %s to the front matter", name)})
		r.Year = named
	case r.Year != 0 && strconv.Itoa(r.Year) != name:
		r.FileYear = named
		b.Findings = append(b.Findings, diag.Finding{Rule: "file-year", File: doc.File, Span: r.YearSpan, Expected: name, Actual: strconv.Itoa(r.Year),
			Message: diag.Textf("文件名是 %s，年度却填 %d", "the file is named %s but its year is %d", name, r.Year),
			Hint:    diag.Textf("请更正年度，或把文件改名为 %d.md", "correct the year, or rename the file to %d.md", r.Year)})
	case r.Year == 0:
		r.Year = named
	}
}

// form decides which form governs the report.
func (b *binder) form(d *source.Fields, forms *form.Catalogue, family string) bool {
	r := b.r
	n := d.Get("form")
	if n.IsNull() {
		r.Form = forms.DefaultFor(family, r.Year)
		if r.Form == nil && r.Year != 0 { // a year that is not known was said
			b.Report("form-year", r.YearSpan, diag.Textf("没有适用于 %d 年的报告格式", "no form governs reports of the year %d", r.Year),
				diag.Textf("请检查年度；%s", "check the year; %s", available(forms, family, 0)))
		}
		return r.Form != nil
	}
	f := forms.ByID(n.Value)
	switch {
	case f == nil || f.Family != family:
		b.Report("form-year", n.Span, diag.Textf("没有格式“%s”", "unknown form %q", n.Value),
			available(forms, family, r.Year))
		return false
	case !f.Years.Has(r.Year):
		b.Report("form-year", n.Span, diag.Textf("格式 %s 不适用于 %d 年", "the form %s is not in force for %d", f.ID, r.Year),
			available(forms, family, r.Year))
		if due := forms.DefaultFor(family, r.Year); due != nil && r.FileYear == 0 {
			f = due // the file's name agrees with the year: the form is the slip
		}
	}
	r.Form = f
	return true
}

// available lists the forms of a family, of one year unless it is 0.
func available(forms *form.Catalogue, family string, year int) diag.Text {
	var ids []string
	for _, f := range forms.All() {
		if f.Family == family && (year == 0 || f.Years.Has(year)) {
			ids = append(ids, f.ID)
		}
	}
	if len(ids) == 0 {
		return diag.Textf("没有适用于这一年的格式，请检查年度", "no form is in force for that year; check the year")
	}
	return diag.Textf("可用的格式：%s", "forms in force: %s", diag.Listed(ids))
}

// broken reports a value that could not be read, which was said where the file was.
func broken(n *source.Node) bool { return n != nil && n.Broken }
