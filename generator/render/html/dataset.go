package html

import (
	"encoding/json"
	"html/template"
	"slices"
	"strconv"

	"gongkai/generator/output"
	"gongkai/generator/site"
)

// Dataset is what the page of the open data documents.
type Dataset struct {
	Files    []DataFile
	Archives []DataFile // one a year
	Tables   []DataTable
	Forms    []DataForm
	Reports  int
	Areas    int    // of them, area totals
	Database bool   // is among the files
	Query    Link   // to the page that asks the data; Href is empty where there is none
	Years    string // the first and the last
	Citation string
	JSONLD   template.HTML // the same for programs
}

// DataFile is a file over many reports.
type DataFile struct {
	Link
	About string
	Size  string
	data  site.Data
}

// DataTable is a kind of table with its columns. A wide one has the cells of its form after
// them.
type DataTable struct {
	Name    string
	Columns []DataField
	Wide    bool
}

// DataField is a column with what is in it.
type DataField struct{ Name, About string }

// DataForm is a form with the years whose reports follow it, and how many they are.
type DataForm struct {
	ID, Title, Years string
	Reports          int
	Cells            int // 0 where each report has its own
}

// dataset documents the files. Their sizes are known: the page is made last.
func (v *View) dataset(files []site.Data) {
	d := &Dataset{}
	v.Dataset = d
	for _, f := range files {
		file := DataFile{Size: size(f.Size), data: f}
		if f.Year == 0 {
			file.About = v.label(aboutKey(f))
		}
		file.Href, file.Address = v.href(f.Path), v.printed(f.Path)
		key, args := DataTitle(f)
		file.Text = v.label("dataset.file", v.label(key, args...), v.label("format."+f.Format), file.Size)
		if f.Year != 0 {
			d.Archives = append(d.Archives, file)
		} else {
			at := len(d.Files)
			if f.Format == "xlsx" { // which most readers open
				at = 0
			}
			d.Files = slices.Insert(d.Files, at, file)
			d.Database = d.Database || f.Format == site.SQLite
		}
	}
	v.formsInUse(d)
	if p := v.renderer.site.At(site.QueryPath); p != nil {
		d.Query = v.link(p)
	}
	d.Tables = v.dataTables(files)
	v.Dataset.Citation = v.label("dataset.citation", v.Config.Name, v.title(v.Page), v.address())
	d.JSONLD = v.reserve("div", fragment{text: v.linkedData()})
}

// DataTitle is the label, and what is put into it, of what a file over all reports is called,
// without its format and size.
func DataTitle(f site.Data) (key string, args []any) {
	switch {
	case f.Year != 0:
		return "dataset.archive", []any{f.Year}
	case f.Table == "":
		return "dataset." + f.Format, nil
	case ofForm(f.Table):
		return "dataset.table.form", []any{f.Table}
	}
	return "dataset.table." + f.Table, nil
}

// aboutKey is the label of what is said of a file.
func aboutKey(f site.Data) string {
	switch {
	case f.Table == "":
		return "dataset.about." + f.Format
	case ofForm(f.Table):
		return "dataset.about.form"
	}
	return "dataset.about." + f.Table
}

// ofForm reports whether a table is named by a form.
func ofForm(table string) bool {
	return table != site.AgencyTable && table != site.ReportTable && table != site.CellTable
}

// ColumnLabel is the label of what is in a column of a kind of table.
func ColumnLabel(kind, column string) string {
	if kind == site.CellTable && column == "kind" {
		column = "cell_kind" // agencies have kinds too
	}
	return "dataset.field." + column
}

// dataTables documents the tables of the CSV files, which the database has too.
func (v *View) dataTables(files []site.Data) []DataTable {
	if !slices.ContainsFunc(files, func(f site.Data) bool { return f.Format == "csv" || f.Format == site.SQLite }) {
		return nil
	}
	var out []DataTable
	add := func(kind string) {
		t := DataTable{Name: v.label("dataset.kind." + kind), Wide: kind == site.WideTable}
		for _, name := range site.TableColumns(kind) {
			t.Columns = append(t.Columns, DataField{name, v.label(ColumnLabel(kind, name))})
		}
		out = append(out, t)
	}
	add(site.AgencyTable)
	add(site.ReportTable)
	if slices.ContainsFunc(v.Dataset.Forms, func(f DataForm) bool { return f.Cells > 0 }) {
		add(site.WideTable)
	}
	if slices.ContainsFunc(v.Dataset.Forms, func(f DataForm) bool { return f.Cells == 0 }) {
		add(site.ListTable)
	}
	add(site.CellTable)
	return out
}

// formsInUse lists the forms, newest first, with their years.
func (v *View) formsInUse(d *Dataset) {
	at := map[string]int{}
	first, last := map[string]int{}, map[string]int{}
	years := v.renderer.site.ReportYears()
	for _, p := range v.renderer.site.ReportPages() {
		d.Reports++
		if government(p) {
			d.Areas++
		}
		f := p.Report.Form
		n, ok := at[f.ID]
		if !ok {
			n = len(d.Forms)
			at[f.ID], first[f.ID] = n, p.Year
			form := DataForm{ID: f.ID, Title: f.Title}
			if f.ListTable() == nil {
				form.Cells = len(f.Cells)
			}
			d.Forms = append(d.Forms, form)
		}
		d.Forms[n].Reports++
		first[f.ID], last[f.ID] = min(first[f.ID], p.Year), max(last[f.ID], p.Year)
	}
	for i := range d.Forms {
		id := d.Forms[i].ID
		d.Forms[i].Years = yearRange(first[id], last[id])
	}
	if len(years) > 0 {
		d.Years = yearRange(years[len(years)-1], years[0])
	}
}

// yearRange is a range of years.
func yearRange(first, last int) string {
	if first == last {
		return strconv.Itoa(first)
	}
	return strconv.Itoa(first) + "–" + strconv.Itoa(last)
}

// address is the page's public one.
func (v *View) address() string { return v.Config.URL + v.Page.Address() }

// linkedData describes the data to search engines (schema.org) and to catalogues of open
// data (DCAT 2), as JSON-LD. It is data to a browser, not a script.
func (v *View) linkedData() []byte {
	type object = map[string]any
	name, about := v.title(v.Page)+" - "+v.Config.Name, v.description()
	schema := object{"@context": "https://schema.org", "@type": "Dataset", "@id": v.address() + "#dataset", "name": name, "description": about,
		"url": v.address(), "inLanguage": "zh-CN", "isAccessibleForFree": true}
	catalog := object{"@context": object{"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/"},
		"@type": "dcat:Dataset", "@id": v.address() + "#dataset", "dct:title": name, "dct:description": about, "dct:language": "zh-CN",
		"dcat:landingPage": object{"@id": v.address()}}
	if l := v.Config.Licence; l != "" {
		schema["license"], catalog["dct:rights"] = v.address()+"#"+licenceID, l
	}
	if s := v.Config.Sponsor; s != "" {
		schema["publisher"] = object{"@type": "Organization", "name": s}
		catalog["dct:publisher"] = object{"@type": "foaf:Organization", "foaf:name": s}
	}
	if years := v.renderer.site.ReportYears(); len(years) > 0 {
		schema["temporalCoverage"] = strconv.Itoa(years[len(years)-1]) + "/" + strconv.Itoa(years[0])
	}
	var downloads, distributions []object
	for _, f := range append(v.Dataset.Files[:len(v.Dataset.Files):len(v.Dataset.Files)], v.Dataset.Archives...) {
		address, media := v.Config.URL+f.data.Path, output.MediaType(f.data.Path)
		downloads = append(downloads, object{"@type": "DataDownload", "name": f.Text, "encodingFormat": media, "contentUrl": address, "contentSize": f.Size})
		distributions = append(distributions, object{"@type": "dcat:Distribution", "dct:title": f.Text, "dcat:mediaType": media,
			"dcat:downloadURL": object{"@id": address}, "dcat:byteSize": f.data.Size})
	}
	schema["distribution"], catalog["dcat:distribution"] = downloads, distributions
	text, _ := json.Marshal([]object{schema, catalog}) // strings and lists of them always encode; < is escaped
	return []byte(`<script type="application/ld+json">` + string(text) + `</script>`)
}

// licenceID is the place on the page that says how the data may be used.
const licenceID = "page.licence"
