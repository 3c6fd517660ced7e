package data

import (
	"bytes"
	"encoding/json"
	"strings"

	"gongkai/generator/output"
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
}

// Resource is one file.
type Resource struct {
	site.Data
	Title  string
	SHA256 string // of its bytes, in hex
	Table  *Table // that a CSV file holds
	// About describes a column that the table's kind has; nil where there is no table.
	About func(column string) string
}

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
	Hash      string       `json:"hash"`
	Schema    *tableSchema `json:"schema,omitempty"`
}

type tableSchema struct {
	Fields        []fieldDescriptor `json:"fields"`
	PrimaryKey    []string          `json:"primaryKey"`
	ForeignKeys   []foreignKey      `json:"foreignKeys,omitempty"`
	MissingValues []string          `json:"missingValues"`
}

type fieldDescriptor struct {
	Name        string          `json:"name"`
	Type        string          `json:"type"`
	Description string          `json:"description"`
	Constraints map[string]bool `json:"constraints,omitempty"`
}

type foreignKey struct {
	Fields    []string  `json:"fields"`
	Reference reference `json:"reference"`
}

type reference struct {
	Resource string   `json:"resource"`
	Fields   []string `json:"fields"`
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
		d.Resources = append(d.Resources, r.descriptor())
	}
	return indented(d)
}

func (r Resource) descriptor() resourceDescriptor {
	file := strings.TrimPrefix(r.Path, "data/")
	d := resourceDescriptor{Name: resourceName(file), Path: file, Title: r.Title, Format: r.Format, Bytes: r.Size, Hash: "sha256:" + r.SHA256, Mediatype: output.MediaType(r.Path)}
	switch r.Format {
	case "csv":
		d.Profile, d.Encoding, d.Schema = "tabular-data-resource", "utf-8", r.schema()
	case site.Lines:
		d.Profile, d.Encoding = "data-resource", "utf-8"
	case site.Schema:
		d.Format, d.Mediatype, d.Encoding = "json", "application/schema+json", "utf-8"
	}
	return d
}

// resourceName is what a table is called in the package: by its own name; other files by theirs.
func resourceName(file string) string { return strings.ToLower(strings.TrimSuffix(file, ".csv")) }

// schema is the table of a CSV file.
func (r Resource) schema() *tableSchema {
	s := &tableSchema{PrimaryKey: r.Table.Key, MissingValues: []string{""}}
	for _, c := range r.Table.Columns {
		d := fieldDescriptor{Name: c.Name, Type: schemaType(c.Type)}
		if c.Cell != nil {
			d.Description = c.Cell.Label
		} else {
			d.Description = r.About(c.Name)
		}
		for _, key := range r.Table.Key {
			if key == c.Name {
				d.Constraints = map[string]bool{"required": true}
			}
		}
		s.Fields = append(s.Fields, d)
	}
	for _, f := range r.Table.Foreign {
		s.ForeignKeys = append(s.ForeignKeys, foreignKey{f.Columns, reference{resourceName(f.Table), f.Of}})
	}
	return s
}

// schemaType is a column's type in Table Schema. A change is a text there: its + is lost to
// many readers of numbers.
func schemaType(t Type) string {
	switch t {
	case Year, Integer:
		return "integer"
	case Decimal:
		return "number"
	}
	return "string"
}

func indented(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	_ = e.Encode(v) // strings, numbers and lists of them always encode
	return b.Bytes()
}
