package data

import (
	"bytes"
	"encoding/json"

	"gongkai/generator/site"
)

// Package describes the files over all reports as a Data Package
// (https://specs.frictionlessdata.io/data-package/).
type Package struct {
	Title, Description string
	Homepage           string // address of the page that documents the data
	Licence            string // in the site's own words; "" for none
	Publisher          string
	Resources          []Resource
	Fields             []Field // the columns of the CSV file
}

// Resource is one file.
type Resource struct {
	site.Data
	Title string
}

// Field is a column with its description.
type Field struct{ Name, Description string }

type descriptor struct {
	Profile      string               `json:"profile"`
	Name         string               `json:"name"`
	Title        string               `json:"title"`
	Description  string               `json:"description"`
	Homepage     string               `json:"homepage,omitempty"`
	Licenses     []licence            `json:"licenses,omitempty"`
	Contributors []contributor        `json:"contributors,omitempty"`
	Resources    []resourceDescriptor `json:"resources"`
}

type licence struct {
	Path  string `json:"path"`
	Title string `json:"title"`
}

type contributor struct {
	Title string `json:"title"`
	Role  string `json:"role"`
}

type resourceDescriptor struct {
	Profile   string       `json:"profile,omitempty"`
	Name      string       `json:"name"`
	Path      string       `json:"path"`
	Title     string       `json:"title"`
	Format    string       `json:"format"`
	Mediatype string       `json:"mediatype"`
	Encoding  string       `json:"encoding,omitempty"`
	Bytes     int64        `json:"bytes"`
	Schema    *tableSchema `json:"schema,omitempty"`
}

type tableSchema struct {
	Fields        []fieldDescriptor `json:"fields"`
	PrimaryKey    []string          `json:"primaryKey"`
	MissingValues []string          `json:"missingValues"`
}

type fieldDescriptor struct {
	Name        string          `json:"name"`
	Type        string          `json:"type"`
	Description string          `json:"description"`
	Constraints map[string]bool `json:"constraints,omitempty"`
}

// JSON is the descriptor, datapackage.json.
func (p *Package) JSON() []byte {
	d := descriptor{Profile: "data-package", Name: "reports", Title: p.Title, Description: p.Description, Homepage: p.Homepage}
	if p.Licence != "" {
		// The specification knows licences by an identifier or an address. A licence in
		// words is on the page that documents the data.
		d.Licenses = []licence{{p.Homepage, p.Licence}}
	}
	if p.Publisher != "" {
		d.Contributors = []contributor{{p.Publisher, "publisher"}}
	}
	for _, r := range p.Resources {
		d.Resources = append(d.Resources, p.resource(r))
	}
	return indented(d)
}

func (p *Package) resource(r Resource) resourceDescriptor {
	name := r.Path[len("data/"):]
	d := resourceDescriptor{Name: name, Path: name, Title: r.Title, Format: r.Format, Bytes: r.Size}
	switch r.Format {
	case "csv":
		d.Profile, d.Mediatype, d.Encoding, d.Schema = "tabular-data-resource", "text/csv", "utf-8", p.schema()
	case "json":
		d.Profile, d.Mediatype, d.Encoding = "data-resource", "application/json", "utf-8"
	case site.Schema:
		d.Format, d.Mediatype, d.Encoding = "json", "application/schema+json", "utf-8"
	case site.SQLite:
		d.Mediatype = "application/vnd.sqlite3"
	case site.Zip:
		d.Mediatype = "application/zip"
	}
	return d
}

// schema is the table of the CSV file. Values are read as text: a column holds counts,
// amounts and words.
func (p *Package) schema() *tableSchema {
	s := &tableSchema{PrimaryKey: []string{"agency", "year", "form", "cell"}, MissingValues: []string{""}}
	for _, f := range p.Fields {
		d := fieldDescriptor{Name: f.Name, Type: "string", Description: f.Description}
		switch f.Name {
		case "year":
			d.Type = "integer"
			fallthrough
		case "agency", "form", "cell", "label":
			d.Constraints = map[string]bool{"required": true}
		}
		s.Fields = append(s.Fields, d)
	}
	return s
}

func indented(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	_ = e.Encode(v) // strings, numbers and lists of them always encode
	return b.Bytes()
}
