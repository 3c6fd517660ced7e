package diag

import (
	"encoding/json"
	"io"

	"gongkai/internal/jsontext"
)

// jsonFinding fixes the names and the order of keys in the public JSON shape.
type jsonFinding struct {
	Rule      string   `json:"rule"`
	Severity  string   `json:"severity"`
	File      string   `json:"file"`
	Line      int      `json:"line,omitempty"`
	Column    int      `json:"column,omitempty"`
	EndLine   int      `json:"end_line,omitempty"`
	EndColumn int      `json:"end_column,omitempty"`
	Message   string   `json:"message"`
	Cells     []string `json:"cells,omitempty"`
	Expected  string   `json:"expected,omitempty"`
	Actual    string   `json:"actual,omitempty"`
	Agency    string   `json:"agency,omitempty"`
	Year      int      `json:"year,omitempty"`
	Cause     string   `json:"cause,omitempty"`
	CauseFile string   `json:"cause_file,omitempty"` // where it is another one
	Waived    bool     `json:"waived,omitempty"`
	Reason    string   `json:"reason,omitempty"`
}

// JSON writes the findings and their summary as one object.
func JSON(w io.Writer, fs []Finding, s Summary, lang string) error {
	out := struct {
		Findings []jsonFinding `json:"findings"`
		Summary  Summary       `json:"summary"`
	}{jsonFindings(fs, lang), s}
	return jsontext.Write(w, out)
}

// MarshalFindings returns the findings alone, as a JSON array on one line.
func MarshalFindings(fs []Finding, lang string) ([]byte, error) {
	return json.Marshal(jsonFindings(fs, lang))
}

func jsonFindings(fs []Finding, lang string) []jsonFinding {
	out := make([]jsonFinding, 0, len(fs))
	for i := range fs {
		f := &fs[i]
		elsewhere := ""
		if f.Cause.File != f.File {
			elsewhere = f.Cause.File
		}
		out = append(out, jsonFinding{
			Rule: f.Rule, Severity: f.Severity.String(), File: f.File,
			Line: f.Span.Line, Column: f.Span.Column, EndLine: f.Span.EndLine, EndColumn: f.Span.EndColumn,
			Message: f.Text(lang), Cells: f.Cells, Agency: f.Agency, Year: f.Year,
			Expected: f.Expected, Actual: f.Actual, Cause: f.Cause.Cell, CauseFile: elsewhere, Waived: f.Waived, Reason: f.Reason,
		})
	}
	return out
}
