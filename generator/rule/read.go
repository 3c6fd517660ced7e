package rule

import (
	"bytes"
	"iter"

	"gongkai/generator/diag"
	"gongkai/generator/prose"
	"gongkai/generator/report"
)

// Text is a content file as it was read, for the rules that look at its words and not at
// its figures.
type Text struct {
	File, Agency string
	Data         []byte         // all of the file
	Body         *prose.Body    // nil where it has none
	Report       *report.Report // nil where it is none
	Found        []diag.Finding // while the file was read
}

// textPass is one run of one rule over a content file.
type textPass struct {
	*Text
	rule     *Rule
	findings []diag.Finding
}

func (t *textPass) add(at diag.Span, f diag.Finding) {
	f.Rule, f.File, f.Span, f.Agency = t.rule.ID, t.File, at, t.Agency
	if t.Report != nil {
		f.Year = t.Report.Year
	}
	t.findings = append(t.findings, f)
}

// Check checks the rules that look at the text of a content file alone, whatever it is.
func (t *Text) Check() (out []diag.Finding) {
	for _, r := range all {
		if r.text == nil {
			continue
		}
		p := textPass{Text: t, rule: r}
		r.text(&p)
		out = append(out, p.findings...)
	}
	return out
}

// passages are the preamble and the sections of the file's body.
func (t *Text) passages() iter.Seq[passage] {
	if t.Body == nil {
		return func(func(passage) bool) {}
	}
	return passagesOf(t.Body)
}

// newline is the line end of the file.
func (t *Text) newline() string {
	if i := bytes.IndexByte(t.Data, '\n'); i > 0 && t.Data[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}
