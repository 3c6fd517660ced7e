// Package report binds a document to its form: every cell present, typed, exact,
// and traceable to a line and column.
package report

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/prose"
	"gongkai/generator/source"
)

// Report is one published report of one agency. It is not changed after Bind.
type Report struct {
	Agency      string // slug
	Year        int
	Form        *form.Form
	File        string // relative to the site
	Title       string // as given; "" for the form's default
	Published   string // YYYY-MM-DD or YYYY-MM-DD HH:MM; "" where unknown
	Draft       bool
	Scope       string // agency or government
	Children    bool   // it adds up the reports of all agencies whose parent its own is, in place of Includes
	Includes    []string
	Excludes    []Exclusion
	Values      Values
	EmptyCells  []*Gap // cells that could be filled in where they are
	Waivers     []Waiver
	Revisions   []Revision
	Origin      *Origin // where a transcribed report comes from
	Notes       []Note
	Attachments []source.Attachment
	Body        *prose.Body
	Source      []byte // the file as it was read, where that is kept
	// YearSpan and TitleSpan are the places of the year and the title, for findings
	// about the report as a whole.
	YearSpan, TitleSpan, PublishedSpan, ScopeSpan diag.Span
	IncludeSpans                                  []diag.Span // parallel to Includes; one for Children
	// FileYear is the year in the file name if it differs from Year, 0 if both agree, -1 if the
	// name is not a year. One of the two is wrong, so nothing can be said of the years around
	// it.
	FileYear   int
	misaligned map[*form.Cell]bool
	sections   *sections // nil of one that no file was read for
	// NoDate is true where no date of publication is given, as against one that
	// cannot be read.
	NoDate bool
}

// Misaligned reports whether a cell is in a row with one figure too many or too few, so that the
// columns of its figures are not known.
func (r *Report) Misaligned(c *form.Cell) bool { return c != nil && r.misaligned[c] }

// Value returns the value of a cell of the report's form.
func (r *Report) Value(c *form.Cell) Value { return r.Values.At(c.Index) }

// Waiver allows a finding, for a reason that is published.
type Waiver struct {
	Rule, Cell, Reason string // Cell is a path of ids, "" for any
	Lost               bool   // it has no rule, or Cell names nothing: the waiver covers nothing
	Span               diag.Span
}

// Revision is the agency's own change after publication.
type Revision struct {
	Date, Note string
	Changes    []Change
	Span       diag.Span // of Date
}

// Change is one figure that a revision changed.
type Change struct {
	Slot     *form.Slot
	From, To string
}

// Origin is the publication that a transcribed report was taken from.
type Origin struct {
	Title, URL, Retrieved string
	Span                  diag.Span // of Retrieved
}

// Note is the transcriber's remark on a cell, or on a row or table.
type Note struct {
	Slot              *form.Slot // nil for a remark on the whole report
	Original, Entered string
	Reason            string
}
