package diag

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// caused are a wrong cell, two findings that it explains, one of them in another file, and
// one that it does not.
func caused() []Finding {
	cause := Cause{"content/a/reports/2022.md", "t.a"}
	return []Finding{
		{Rule: "wrong-cell", Severity: Error, File: cause.File, Span: Span{5, 3, 5, 4}, Message: Text{"两处不符", "2 do not hold"}, Cells: []string{"t.a"}, Explains: 2,
			Related: []Related{{"row-total", cause.File, Span{5, 9, 5, 10}, Text{"总计 8", "total 8"}}, {"carry-over", "content/a/reports/2023.md", Span{7, 1, 7, 2}, Text{"转入 9", "in 9"}},
				{"", cause.File, Span{6, 1, 6, 2}, Text{"另一格 1", "another 1"}}}},
		{Rule: "row-total", Severity: Error, File: cause.File, Span: Span{5, 9, 5, 10}, Message: Text{"总计不符", "the total is off"}, Cells: []string{"t.total", "t.a"}, Cause: cause},
		{Rule: "carry-over", Severity: Error, File: "content/a/reports/2023.md", Span: Span{7, 1, 7, 2}, Message: Text{"转入不符", "carried in is off"}, Cells: []string{"t.in"}, Cause: cause},
		{Rule: "title", Severity: Warning, File: "content/a/reports/2023.md", Message: Text{"题目", "title"}},
	}
}

// What is explained is not counted again, but by itself it is.
func TestExplainedFindingsCountOnce(t *testing.T) {
	all := caused()
	for name, tc := range map[string]struct {
		findings []Finding
		want     Summary
		leading  int
	}{
		"all":                  {all, Summary{Errors: 1, Warnings: 1}, 2},
		"without their cause":  {all[1:], Summary{Errors: 2, Warnings: 1}, 3},
		"the cause":            {all[:1], Summary{Errors: 1}, 1},
		"of another file only": {all[2:], Summary{Errors: 1, Warnings: 1}, 2},
	} {
		if got := Summarise(tc.findings, 0); got != tc.want {
			t.Errorf("%s: %+v, want %+v", name, got, tc.want)
		}
		if got := Leading(tc.findings); len(got) != tc.leading {
			t.Errorf("%s: %d lead, want %d", name, len(got), tc.leading)
		}
	}
	l := NewList([]*Group{NewGroup(all)})
	var unresolved []string
	for f := range l.Unresolved() {
		unresolved = append(unresolved, f.Rule)
	}
	if got := strings.Join(unresolved, " "); got != "wrong-cell title" || l.Summary(0) != (Summary{Errors: 1, Warnings: 1}) || len(l.Slice()) != 4 {
		t.Errorf("%s are unresolved, %+v, %d in all", got, l.Summary(0), len(l.Slice()))
	}
}

func TestPrinterFolds(t *testing.T) {
	var b strings.Builder
	p := &Printer{W: &b, Lang: "en"}
	for _, f := range Leading(caused()) {
		p.Print(f)
	}
	want := `content/a/reports/2022.md:5:3: error: 2 do not hold [wrong-cell]
    5:9 row-total: total 8
    content/a/reports/2023.md:7:1 carry-over: in 9
content/a/reports/2023.md: warning: title [title]
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

// Each format for programs says which finding is the cause of which.
func TestFormatsNameTheCause(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, caused(), Summary{}, "en"); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Findings []struct {
			Rule, Cause string
			CauseFile   string `json:"cause_file"`
		}
	}
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"wrong-cell", "row-total t.a", "carry-over t.a content/a/reports/2022.md", "title"} {
		f := doc.Findings[i]
		if got := strings.TrimSpace(f.Rule + " " + f.Cause + " " + f.CauseFile); got != want {
			t.Errorf("JSON: got %s, want %s", got, want)
		}
	}

	b.Reset()
	if err := SARIF(&b, caused(), nil, "1", "en"); err != nil {
		t.Fatal(err)
	}
	var log sarifLog
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	results := log.Runs[0].Results
	for i, want := range []string{"error", "note", "note", "warning"} {
		if got := results[i].Level; got != want {
			t.Errorf("SARIF: %s is %s, want %s", results[i].RuleID, got, want)
		}
	}
	if r := results[0].Related; len(r) != 3 || r[1].Physical.Artifact.URI != "content/a/reports/2023.md" || r[1].Physical.Region.StartLine != 7 || r[1].Message.Text != "carry-over: in 9" ||
		results[2].Properties.Cause != "t.a" || len(results[3].Related) != 0 {
		t.Errorf("SARIF: related %+v", r)
	}

	b.Reset()
	if err := GitHub(&b, caused(), "", "en"); err != nil {
		t.Fatal(err)
	}
	if s := b.String(); strings.Count(s, "::error ") != 1 || strings.Count(s, "::notice ") != 2 || strings.Count(s, "::warning ") != 1 {
		t.Errorf("GitHub: %s", s)
	}

	b.Reset()
	if err := JUnit(&b, caused(), nil, "en"); err != nil {
		t.Fatal(err)
	}
	if s := b.String(); strings.Count(s, "<failure ") != 1 || !strings.Contains(s, `<failure message="2 do not hold" type="wrong-cell">`) || !strings.Contains(s, "carried in is off [carry-over]") {
		t.Errorf("JUnit: %s", s)
	}
}
