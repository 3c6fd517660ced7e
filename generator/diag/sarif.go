package diag

import (
	"io"
	"net/url"
	"strings"

	"gongkai/internal/jsontext"
)

// The part of SARIF 2.1.0 that findings need.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool                   `json:"tool"`
		Language   string                      `json:"language"`
		ColumnKind string                      `json:"columnKind"`
		Bases      map[string]sarifDescription `json:"originalUriBaseIds"`
		Results    []sarifResult               `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string       `json:"id"`
		Name    string       `json:"name"`
		Short   sarifText    `json:"shortDescription"`
		Full    sarifText    `json:"fullDescription"`
		Help    sarifText    `json:"help"`
		Default sarifDefault `json:"defaultConfiguration"`
	}
	sarifDefault struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifDescription struct {
		Description sarifText `json:"description"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    *int               `json:"ruleIndex,omitempty"`
		Level        string             `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations"`
		Related      []sarifLocation    `json:"relatedLocations,omitempty"`
		Suppressions []sarifSuppression `json:"suppressions"` // empty, not absent: known not to be suppressed
		Fixes        []sarifFix         `json:"fixes,omitempty"`
		Properties   *sarifProperties   `json:"properties,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPlace `json:"physicalLocation"`
		Message  *sarifText `json:"message,omitempty"`
	}
	sarifPlace struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI  string `json:"uri"`
		Base string `json:"uriBaseId"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted sarifText   `json:"insertedContent"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Status        string `json:"status"`
		Justification string `json:"justification"`
	}
	sarifProperties struct {
		Cells    []string `json:"cells,omitempty"`
		Expected string   `json:"expected,omitempty"`
		Actual   string   `json:"actual,omitempty"`
		Agency   string   `json:"agency,omitempty"`
		Year     int      `json:"year,omitempty"`
		Cause    string   `json:"cause,omitempty"`
	}
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	sarifRoot   = "%SRCROOT%" // the site's folder
)

// SARIF writes the findings as a SARIF 2.1.0 log of one run of the given version of
// the tool, with the rules' descriptions. Waived findings are suppressed results; what
// another finding explains is a note, and a place that the other is related to.
func SARIF(w io.Writer, fs []Finding, rules []Description, version, lang string) error {
	run := sarifRun{
		Tool:     sarifTool{sarifDriver{Name: "gongkai", Version: version, Rules: make([]sarifRule, 0, len(rules))}},
		Language: "zh-CN", ColumnKind: "unicodeCodePoints", Results: make([]sarifResult, 0, len(fs)),
		Bases: map[string]sarifDescription{sarifRoot: {sarifText{Text{"站点文件夹", "folder of the site"}.In(lang)}}},
	}
	if lang == "en" {
		run.Language = "en"
	}
	index := make(map[string]*int, len(rules))
	for i, r := range rules {
		index[r.ID] = &i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{ID: r.ID, Name: pascal(r.ID),
			Short: sarifText{r.Title.In(lang)}, Full: sarifText{r.What.In(lang)},
			Help: sarifText{r.What.In(lang) + "\n" + r.Why.In(lang)}, Default: sarifDefault{level(r.Severity)}})
	}
	folded := folding(fs)
	for i := range fs {
		f := &fs[i]
		file := artifact(f.File)
		r := sarifResult{RuleID: f.Rule, RuleIndex: index[f.Rule], Level: level(f.Severity), Message: sarifText{f.Text(lang)},
			Locations:    []sarifLocation{{Physical: sarifPlace{file, region(f.Span)}}},
			Suppressions: []sarifSuppression{}, Fixes: fixes(f.Fix, file, lang)}
		for _, o := range f.Related {
			r.Related = append(r.Related, sarifLocation{sarifPlace{artifact(o.File), region(o.Span)}, &sarifText{o.Text(lang)}})
		}
		if folded(f) {
			r.Level = "note"
		}
		if f.Waived {
			r.Suppressions = append(r.Suppressions, sarifSuppression{"inSource", "accepted", f.Reason})
		}
		if len(f.Cells) > 0 || f.Expected != "" || f.Actual != "" || f.Agency != "" || f.Year != 0 {
			r.Properties = &sarifProperties{f.Cells, f.Expected, f.Actual, f.Agency, f.Year, f.Cause.Cell}
		}
		run.Results = append(run.Results, r)
	}
	return jsontext.Write(w, sarifLog{sarifSchema, "2.1.0", []sarifRun{run}})
}

func artifact(file string) sarifArtifact {
	return sarifArtifact{(&url.URL{Path: file}).String(), sarifRoot}
}

func region(s Span) *sarifRegion {
	if s.Line == 0 {
		return nil // the whole file
	}
	return &sarifRegion{s.Line, s.Column, s.EndLine, s.EndColumn}
}

// fixes is a finding's fix as a list of one, or of none: SARIF has no words for an encoding.
func fixes(fix *Fix, file sarifArtifact, lang string) []sarifFix {
	if fix == nil || fix.ToUTF8 {
		return nil
	}
	change := sarifChange{Artifact: file}
	for _, e := range fix.Edits {
		change.Replacements = append(change.Replacements, sarifReplacement{sarifRegion{e.Span.Line, e.Span.Column, e.Span.EndLine, e.Span.EndColumn}, sarifText{e.Text}})
	}
	return []sarifFix{{sarifText{fix.Title.In(lang)}, []sarifChange{change}}}
}

func level(s Severity) string {
	if s == Off {
		return "none"
	}
	return s.String()
}

// pascal turns row-total into RowTotal, as SARIF's names are written.
func pascal(id string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(id, "-") {
		if part != "" {
			b.WriteString(strings.ToUpper(part[:1]) + part[1:])
		}
	}
	return b.String()
}
