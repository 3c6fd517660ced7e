package diag

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// several are findings that are hard to write: every character that a format must
// escape, no place, a waiver, a rule of no catalogue.
func several() []Finding {
	waived := full()
	waived.Waived, waived.Reason = true, "机构改革,见“附件”: 100%\n<第二行>"
	return []Finding{
		full(), waived,
		{Rule: "register", Severity: Warning, File: "content/a b/名,称:1.md", Message: Text{"100% 的“甲”\r\n& <乙>::x, y", "100% of a\r\n& <b>::x, y"}},
		{Rule: "audit", Severity: Error, File: "content/a:b.md", Span: Span{3, 1, 4, 1}, Message: Text{"甲\x01", "a\x01"}},
	}
}

var twoRules = []Description{
	{ID: "register", Severity: Error, Title: Text{"登记", "entry"}, What: Text{"查登记", "the entry is right"}, Why: Text{"因为", "because"}},
	{ID: "row-total", Severity: Error, Title: Text{"总计", "total"}, What: Text{"查总计", "the total is the sum"}, Why: Text{"因为", "because"}},
}

func TestSARIFIsValid(t *testing.T) {
	f, err := os.Open("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	fixable := full()
	fixable.Fix = &Fix{Title: Text{"填 0", "write 0"}, Edits: []Edit{{Span{3, 9, 3, 11}, "0"}, {Span{3, 14, 3, 14}, ""}}}
	conversion := full()
	conversion.Fix = &Fix{Title: Text{"转换为 UTF-8", "convert to UTF-8"}, ToUTF8: true}
	for name, fs := range map[string][]Finding{"none": nil, "several": several(), "a fix": {fixable}, "a conversion": {conversion}, "a cause": caused()} {
		for _, lang := range []string{"zh", "en"} {
			var b bytes.Buffer
			if err := SARIF(&b, fs, twoRules, "1.0.0", lang); err != nil {
				t.Fatal(err)
			}
			log, err := jsonschema.UnmarshalJSON(&b)
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(log); err != nil {
				t.Errorf("%s, %s: %v", name, lang, err)
			}
		}
	}
	// The schema is one that can refuse.
	bad := map[string]any{"version": "2.1.0", "runs": []any{map[string]any{"tool": map[string]any{}}}}
	if schema.Validate(bad) == nil {
		t.Error("the schema takes a tool without a driver")
	}
}

func TestSARIF(t *testing.T) {
	var b bytes.Buffer
	if err := SARIF(&b, several(), twoRules, "1.0.0", "zh"); err != nil {
		t.Fatal(err)
	}
	var log sarifLog
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if run.ColumnKind != "unicodeCodePoints" || run.Language != "zh-CN" || run.Bases["%SRCROOT%"].Description.Text == "" {
		t.Errorf("run: %+v", run)
	}
	if r := run.Tool.Driver.Rules[1]; r.ID != "row-total" || r.Name != "RowTotal" || r.Default.Level != "error" || r.Help.Text != "查总计\n因为" || r.Short.Text != "总计" {
		t.Errorf("rule: %+v", r)
	}
	first, waived, whole, stray := run.Results[0], run.Results[1], run.Results[2], run.Results[3]
	if *first.RuleIndex != 1 || *whole.RuleIndex != 0 || stray.RuleIndex != nil {
		t.Error("the results name other rules")
	}
	place := first.Locations[0].Physical
	if place.Artifact != (sarifArtifact{"content/zwfwj/reports/2023.md", "%SRCROOT%"}) || *place.Region != (sarifRegion{23, 41, 23, 42}) {
		t.Errorf("place: %+v", place)
	}
	if whole.Locations[0].Physical.Region != nil || whole.Level != "warning" {
		t.Errorf("whole file: %+v", whole)
	}
	if uri := whole.Locations[0].Physical.Artifact.URI; uri != "content/a%20b/%E5%90%8D,%E7%A7%B0:1.md" {
		t.Errorf("address %s", uri)
	}
	if len(first.Suppressions) != 0 || len(waived.Suppressions) != 1 || waived.Suppressions[0].Justification != several()[1].Reason {
		t.Errorf("suppressions: %+v %+v", first.Suppressions, waived.Suppressions)
	}
	if !strings.Contains(b.String(), `"suppressions": []`) {
		t.Error("what is not suppressed does not say so")
	}
}

func TestGitHub(t *testing.T) {
	var b bytes.Buffer
	if err := GitHub(&b, several(), "sites/portal", "en"); err != nil {
		t.Fatal(err)
	}
	want := `::error file=sites/portal/content/zwfwj/reports/2023.md,line=23,col=41,title=row-total::the total is 2; check it
::notice file=sites/portal/content/zwfwj/reports/2023.md,line=23,col=41,title=row-total::the total is 2; check it%0Areason: 机构改革,见“附件”: 100%25%0A<第二行>
::warning file=sites/portal/content/a b/名%2C称%3A1.md,title=register::100%25 of a%0D%0A& <b>::x, y
::error file=sites/portal/content/a%3Ab.md,line=3,col=1,title=audit::a` + "\ufffd\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	b.Reset()
	if err := GitHub(&b, several()[:1], "", "zh"); err != nil || !strings.HasPrefix(b.String(), "::error file=content/zwfwj/") {
		t.Error(b.String(), err)
	}
}

func TestJUnit(t *testing.T) {
	var b bytes.Buffer
	sound := "content/zwfwj/reports/2022.md"
	if err := JUnit(&b, several(), []string{"content/zwfwj/reports/2023.md", sound}, "en"); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Cases    []struct {
			Name     string `xml:"name,attr"`
			Failures []struct {
				Message string `xml:"message,attr"`
				Type    string `xml:"type,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
			Out string `xml:"system-out"`
		} `xml:"testsuite>testcase"`
	}
	if err := xml.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Tests != 4 || got.Failures != 2 || len(got.Cases) != 4 {
		t.Fatalf("got\n%s\nwant four tests, two of them failed", b.String())
	}
	warned, stray, passed, failed := got.Cases[0], got.Cases[1], got.Cases[2], got.Cases[3]
	if warned.Name != "content/a b/名,称:1.md" || len(warned.Failures) != 0 || !strings.HasPrefix(warned.Out, "content/a b/名,称:1.md: warning: 100% of a") {
		t.Errorf("a warning: %+v", warned)
	}
	if len(stray.Failures) != 1 || stray.Failures[0].Message != "a\ufffd" {
		t.Errorf("a control character: %+v", stray)
	}
	if passed.Name != sound || len(passed.Failures) != 0 || passed.Out != "" {
		t.Errorf("sound: %+v", passed)
	}
	if len(failed.Failures) != 1 || failed.Failures[0].Type != "row-total" ||
		failed.Failures[0].Text != "content/zwfwj/reports/2023.md:23:41: error: the total is 2; check it [row-total]" ||
		!strings.Contains(failed.Out, "waived: the total is 2; check it [row-total] reason: 机构改革") {
		t.Errorf("an error and a waived one: %+v", failed)
	}
}
