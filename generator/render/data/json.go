// Package data writes reports as open data. Beside each report: JSON with the shape of the front
// matter, and CSV with one line a cell. Over all reports: tables (Collection.Tables) as CSV and as
// a database, one wide table a form, the reports as JSON lines, and all figures as one long table
// (Parquet). Counts are integers, amounts are strings or decimals: no number passes through a
// float.
package data

import (
	"encoding/json"
	"strconv"

	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

// AppendJSON appends one report as a JSON object, without a line end.
func AppendJSON(b []byte, p *site.Page, waived []site.Waived) []byte {
	r, a := p.Report, p.Agency
	b = append(b, `{"agency": `...)
	b = text(b, a.Slug)
	b = field(b, "name", a.NameIn(r.Year))
	b = field(b, "credit_code", a.CreditCode)
	b = append(b, `, "year": `...)
	b = strconv.AppendInt(b, int64(r.Year), 10)
	b = field(b, "form", r.Form.ID)
	b = field(b, "scope", r.Scope)
	b = field(b, "title", p.Title)
	b = field(b, "published", r.Published)
	if r.Draft { // so that a later build, which compares figures with those that were published, knows
		b = append(b, `, "draft": true`...)
	}
	b = append(b, `, "source": `...)
	if r.Origin == nil {
		b = append(b, "null"...)
	} else {
		b = origin(b, r.Origin)
	}
	b = append(b, `, "notes": `...)
	b = notes(b, r)
	b = append(b, `, "revisions": `...)
	b = revisions(b, r)
	b = append(b, `, "waived": `...)
	b = waivers(b, waived)
	b = append(b, `, "data": `...)
	b = group(b, r, r.Form.Data)
	return append(b, '}')
}

func origin(b []byte, o *report.Origin) []byte {
	b = append(b, `{"title": `...)
	b = text(b, o.Title)
	b = field(b, "url", o.URL)
	b = field(b, "retrieved", o.Retrieved)
	return append(b, '}')
}

func notes(b []byte, r *report.Report) []byte {
	b = append(b, '[')
	for i, n := range r.Notes {
		b = open(b, i, "cell", path(n.Slot))
		b = field(b, "original", n.Original)
		b = field(b, "entered", n.Entered)
		b = field(b, "reason", n.Reason)
		b = append(b, '}')
	}
	return append(b, ']')
}

func revisions(b []byte, r *report.Report) []byte {
	b = append(b, '[')
	for i, v := range r.Revisions {
		b = open(b, i, "date", v.Date)
		b = field(b, "note", v.Note)
		b = append(b, `, "cells": [`...)
		for j, c := range v.Changes {
			b = open(b, j, "cell", path(c.Slot))
			b = field(b, "from", c.From)
			b = field(b, "to", c.To)
			b = append(b, '}')
		}
		b = append(b, `]}`...)
	}
	return append(b, ']')
}

func waivers(b []byte, waived []site.Waived) []byte {
	b = append(b, '[')
	for i, w := range waived {
		b = open(b, i, "rule", w.Rule)
		b = field(b, "cell", w.Cell)
		b = field(b, "reason", w.Reason)
		b = append(b, '}')
	}
	return append(b, ']')
}

// group appends a slot's values, nested as in the front matter, with ids as keys.
func group(b []byte, r *report.Report, s *form.Slot) []byte {
	if s.List != nil {
		return list(b, r, s)
	}
	b = append(b, '{')
	first := true
	for _, c := range s.Slots {
		if c.Optional && absent(r, c) {
			continue
		}
		if !first {
			b = append(b, ", "...)
		}
		first = false
		b = text(b, c.ID)
		b = append(b, ": "...)
		if c.Cell == nil {
			b = group(b, r, c)
			continue
		}
		b = value(b, r, c.Cell)
	}
	return append(b, '}')
}

// value appends a cell's value as its kind has it.
func value(b []byte, r *report.Report, c *form.Cell) []byte {
	switch v := r.Value(c); {
	case v.State != report.Valid:
		return append(b, "null"...)
	case c.Kind == form.Money || c.Kind == form.Text:
		return text(b, v.Text)
	case c.Kind == form.YesNo:
		return strconv.AppendBool(b, v.Int != 0)
	default:
		return strconv.AppendInt(b, v.Int, 10)
	}
}

// list appends the rows that a report gives itself, as they are in the front matter.
func list(b []byte, r *report.Report, s *form.Slot) []byte {
	b = append(b, '[')
	for i, row := range s.Slots {
		it := row.Item
		b = open(b, i, "code", it.Code)
		b = field(b, "label", it.Label)
		b = field(b, "unit", it.Unit)
		b = value(append(b, `, "value": `...), r, row.Cell)
		if sum := row.Child("cumulative"); sum != nil {
			b = value(append(b, `, "cumulative": `...), r, sum.Cell)
		}
		b = strconv.AppendInt(append(b, `, "indent": `...), int64(it.Indent), 10)
		b = texts(append(b, `, "sum_of": `...), it.SumOf)
		b = append(b, '}')
	}
	return append(b, ']')
}

func absent(r *report.Report, s *form.Slot) bool {
	for _, c := range s.Cells() {
		if r.Value(c).State != report.Absent {
			return false
		}
	}
	return true
}

func path(s *form.Slot) string {
	if s == nil {
		return ""
	}
	return s.Path
}

// open appends the start of a list's object with its first field.
func open(b []byte, i int, name, value string) []byte {
	if i > 0 {
		b = append(b, ", "...)
	}
	b = append(b, '{')
	b = text(b, name)
	b = append(b, ": "...)
	return text(b, value)
}

func field(b []byte, name, value string) []byte {
	b = append(b, `, `...)
	b = text(b, name)
	b = append(b, ": "...)
	return text(b, value)
}

// texts appends a list of JSON strings.
func texts(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = text(b, s)
	}
	return append(b, ']')
}

// text appends a JSON string.
func text(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' || c == 0x7f {
			q, _ := json.Marshal(s) // a string always encodes
			return append(b, q...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
