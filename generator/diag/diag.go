// Package diag holds what the generator has to say about content: findings,
// with a place, a severity and a text in two languages, and the printers for them.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severity of a finding.
type Severity uint8

// The severities, ordered by weight. Off silences a rule.
const (
	Off Severity = iota
	Warning
	Error
)

// String returns the name used in configuration and in JSON.
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	}
	return "off"
}

// Span is a place in a file. Lines and columns count from 1, columns in Unicode
// characters; the end is exclusive (the column after the last character).
// The zero Span means the whole file.
type Span struct{ Line, Column, EndLine, EndColumn int }

// Finding is one fault in the content.
type Finding struct {
	Rule     string   // the rule's id, e.g. "row-total"
	Severity Severity // filled in from the rule's default when left Off
	File     string   // relative to the site, with slashes
	Span     Span
	Message  Text // what is wrong, and what was expected
	Hint     Text // what to do
	Cells    []string
	Expected string
	Actual   string
	Agency   string // slug, where known
	Year     int    // report year, where known
	Waived   bool
	Reason   string // why it is waived
	Fix      *Fix   // what would settle it; nil where only a person can tell
	Proposal *Fix   // what probably would, if a person agrees; never made unasked
	// Related are other places that it is about: the operands of a relation, or the
	// findings that it explains.
	Related []Related
	// Cause is the wrong cell that explains it; zero where none is known. Explains is the
	// other side: how many findings have the first of the finding's cells as their cause.
	Cause    Cause
	Explains int
}

// Cause is a wrong cell, named by a finding of its own.
type Cause struct{ File, Cell string }

// Related is a place that a finding is about beside its own.
type Related struct {
	Rule    string // of the finding that is there; "" for a figure
	File    string
	Span    Span
	Message Text
}

// Text returns the message with its hint in one language, as one sentence or two.
func (f *Finding) Text(lang string) string {
	m, h := f.Message.In(lang), f.Hint.In(lang)
	switch {
	case lang == "en" && h != "":
		return m + "; " + h
	case lang == "en":
		return m
	case h != "":
		return stop(m) + stop(h)
	}
	return stop(m)
}

// Text names what is at the place, in one language.
func (r *Related) Text(lang string) string {
	if r.Rule == "" {
		return r.Message.In(lang)
	}
	return r.Rule + ": " + r.Message.In(lang)
}

// position is the file, with line and column where there are any, as editors read it.
func (f *Finding) position() string {
	if f.Span.Line == 0 {
		return f.File
	}
	return fmt.Sprintf("%s:%d:%d", f.File, f.Span.Line, f.Span.Column)
}

// stop ends a Chinese sentence that has no end of its own.
func stop(s string) string {
	if strings.HasSuffix(s, "？") || strings.HasSuffix(s, "。") {
		return s
	}
	return s + "。"
}

// Sort orders findings by file, place and rule, and drops exact repetitions.
func Sort(fs []Finding) []Finding {
	if !slices.IsSortedFunc(fs, compare) { // those of a preview mostly are
		slices.SortStableFunc(fs, compare)
	}
	return slices.CompactFunc(fs, func(a, b Finding) bool {
		return compare(a, b) == 0 && a.Message == b.Message
	})
}

func compare(a, b Finding) int {
	first := func(f Finding) string {
		if len(f.Cells) > 0 {
			return f.Cells[0]
		}
		return ""
	}
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Span.Line, b.Span.Line),
		cmp.Compare(a.Span.Column, b.Span.Column),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(first(a), first(b)),
		cmp.Compare(a.Message.EN, b.Message.EN),
	)
}

// Summary counts findings.
type Summary struct {
	Reports  int `json:"reports"`
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Waived   int `json:"waived"`
}

// Summarise counts the findings over the given number of reports. What another one of
// them explains is not counted again.
func Summarise(fs []Finding, reports int) Summary {
	s := Summary{Reports: reports}
	folded := folding(fs)
	for i := range fs {
		switch {
		case folded(&fs[i]):
		case fs[i].Waived:
			s.Waived++
		case fs[i].Severity == Error:
			s.Errors++
		case fs[i].Severity == Warning:
			s.Warnings++
		}
	}
	return s
}
