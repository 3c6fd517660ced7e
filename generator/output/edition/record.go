package edition

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

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

// publication is a report while its figures are read. They are read where they are: a decoder that makes a value of each token
// took an eighth of every build that compares with an earlier one.
type publication struct {
	report.Publication
	data string // sound JSON
	pos  int
}

// decode reads a report.json.
func decode(data []byte) (*report.Publication, error) {
	var x record
	if err := json.Unmarshal(data, &x); err != nil {
		return nil, fmt.Errorf("report.json: %w", err)
	}
	r := &publication{Publication: report.Publication{Name: x.Name, CreditCode: x.CreditCode, Form: x.Form, Title: x.Title, Published: x.Published, Draft: x.Draft, Revisions: x.Revisions},
		data: string(x.Data)}
	if err := r.value(""); err != nil {
		return nil, fmt.Errorf("report.json: %w", err)
	}
	return &r.Publication, nil
}

// value reads what is at a path: an object goes on with its keys, a list has rows, everything else is a figure.
func (r *publication) value(at string) error {
	r.space()
	if r.pos == len(r.data) {
		return io.ErrUnexpectedEOF
	}
	text := ""
	switch r.data[r.pos] {
	case '{':
		for r.pos++; ; {
			switch r.space(); r.data[r.pos] {
			case '}':
				r.pos++
				return nil
			case ',':
				r.pos++
				continue
			}
			key, err := r.text()
			if err != nil {
				return err
			}
			r.space()
			r.pos++ // the colon
			if err := r.value(join(at, key)); err != nil {
				return err
			}
		}
	case '[':
		d := json.NewDecoder(strings.NewReader(r.data[r.pos:]))
		d.UseNumber()
		_, err := d.Token()
		if err == nil {
			err = r.rows(d, at)
		}
		r.pos += int(d.InputOffset())
		return err
	case '"':
		var err error
		if text, err = r.text(); err != nil {
			return err
		}
	default:
		start := r.pos
		for r.pos < len(r.data) && strings.IndexByte(",]} \t\r\n", r.data[r.pos]) < 0 {
			r.pos++
		}
		if text = r.data[start:r.pos]; text == "null" { // what could not be read was not published as a figure
			return nil
		}
	}
	r.Figures = append(r.Figures, report.Figure{Cell: at, Text: text})
	return nil
}

func (r *publication) space() {
	for r.pos < len(r.data) && strings.IndexByte(" \t\r\n", r.data[r.pos]) >= 0 {
		r.pos++
	}
}

// text reads a string.
func (r *publication) text() (s string, err error) {
	start, plain := r.pos, true
	for r.pos++; r.data[r.pos] != '"'; r.pos++ {
		if c := r.data[r.pos]; c == '\\' || c >= utf8.RuneSelf {
			plain = false
			if c == '\\' {
				r.pos++
			}
		}
	}
	r.pos++
	if plain {
		return r.data[start+1 : r.pos-1], nil
	}
	err = json.Unmarshal([]byte(r.data[start:r.pos]), &s)
	return s, err
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
