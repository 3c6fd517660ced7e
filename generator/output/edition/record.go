package edition

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"gongkai/generator/report"
)

// record is a report.json, as far as it is of interest here.
type record struct {
	Name       string              `json:"name"`
	CreditCode string              `json:"credit_code"`
	Form       string              `json:"form"`
	Title      string              `json:"title"`
	Published  string              `json:"published"`
	Draft      bool                `json:"draft"`
	Revisions  []report.Correction `json:"revisions"`
	Data       json.RawMessage     `json:"data"`
}

// publication is a report while it is read.
type publication struct{ report.Publication }

// decode reads a report.json.
func decode(data []byte) (*report.Publication, error) {
	var x record
	if err := json.Unmarshal(data, &x); err != nil {
		return nil, fmt.Errorf("report.json: %w", err)
	}
	r := &publication{report.Publication{Name: x.Name, CreditCode: x.CreditCode, Form: x.Form, Title: x.Title, Published: x.Published, Draft: x.Draft, Revisions: x.Revisions}}
	d := json.NewDecoder(bytes.NewReader(x.Data))
	d.UseNumber()
	if err := r.value(d, ""); err != nil {
		return nil, fmt.Errorf("report.json: %w", err)
	}
	return &r.Publication, nil
}

// value reads what stands at a path: an object goes on with its keys, a list has rows, everything else is a figure.
func (r *publication) value(d *json.Decoder, at string) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	text := ""
	switch t := t.(type) {
	case json.Delim:
		if t == '[' {
			return r.rows(d, at)
		}
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return err
			}
			if err := r.value(d, join(at, fmt.Sprint(key))); err != nil {
				return err
			}
		}
		_, err := d.Token()
		return err
	case nil: // what could not be read was not published as a figure
		return nil
	default:
		text = fmt.Sprint(t)
	}
	r.Figures = append(r.Figures, report.Figure{Cell: at, Text: text})
	return nil
}

// row is a row that a report gives itself.
type row struct {
	Code       string `json:"code"`
	Label      string `json:"label"`
	Value      any    `json:"value"`
	Cumulative any    `json:"cumulative"`
}

func (r *publication) rows(d *json.Decoder, at string) error {
	for d.More() {
		var x row
		if err := d.Decode(&x); err != nil {
			return err
		}
		cell := join(at, x.Code)
		if x.Value != nil {
			r.Figures = append(r.Figures, report.Figure{Cell: cell, Label: x.Label, Text: fmt.Sprint(x.Value)})
		}
		if x.Cumulative != nil {
			r.Figures = append(r.Figures, report.Figure{Cell: join(cell, "cumulative"), Label: x.Label, Text: fmt.Sprint(x.Cumulative)})
		}
	}
	_, err := d.Token()
	return err
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// Label is what a cell is called, and its unit.
type Label struct{ Name, Unit string }

// labels reads a report.csv by the names of its columns.
func labels(data []byte) map[string]Label {
	lines := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	head, err := lines.Read()
	if err != nil {
		return nil
	}
	cell, name, unit := slices.Index(head, "cell"), slices.Index(head, "label"), slices.Index(head, "unit")
	if cell < 0 || name < 0 || unit < 0 {
		return nil
	}
	out := map[string]Label{}
	for {
		line, err := lines.Read()
		if err == io.EOF {
			return out
		}
		if err != nil {
			return nil
		}
		out[line[cell]] = Label{line[name], line[unit]}
	}
}
