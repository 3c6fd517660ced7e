package diag

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
)

type (
	junitSuites struct {
		XMLName  xml.Name `xml:"testsuites"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Suite    junitSuite
	}
	junitSuite struct {
		XMLName  xml.Name `xml:"testsuite"`
		Name     string   `xml:"name,attr"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Skipped  int      `xml:"skipped,attr"`
		Cases    []junitCase
	}
	junitCase struct {
		XMLName xml.Name      `xml:"testcase"`
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		Failure *junitFailure `xml:"failure"`
		Out     string        `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes a test case for each of the files, and for every other file with a
// finding. A file with errors is one failure that lists them all; warnings, what is
// waived, and what another finding explains, are the case's output.
func JUnit(w io.Writer, fs []Finding, files []string, lang string) error {
	of := map[string][]*Finding{}
	files = slices.Clone(files)
	folded := folding(fs)
	for i := range fs {
		of[fs[i].File] = append(of[fs[i].File], &fs[i])
		files = append(files, fs[i].File)
	}
	slices.Sort(files)
	suite := junitSuite{Name: "gongkai check"}
	for _, file := range slices.Compact(files) {
		c := junitCase{Name: file, Class: "gongkai"}
		var errors, others []string
		for _, f := range of[file] {
			label := f.Severity.String()
			if f.Waived {
				label = "waived"
			}
			line := fmt.Sprintf("%s: %s: %s [%s]", f.position(), labels[label].In(lang), f.Text(lang), f.Rule)
			switch {
			case f.Waived:
				others = append(others, line+" "+labels["reason"].In(lang)+": "+f.Reason)
			case f.Severity != Error, folded(f):
				others = append(others, line)
			default:
				errors = append(errors, line)
				if c.Failure == nil {
					c.Failure = &junitFailure{Message: f.Text(lang), Type: f.Rule}
				}
			}
		}
		if c.Failure != nil {
			c.Failure.Text = strings.Join(errors, "\n")
			suite.Failures++
		}
		c.Out = strings.Join(others, "\n")
		suite.Cases = append(suite.Cases, c)
	}
	suite.Tests = len(suite.Cases)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(junitSuites{Tests: suite.Tests, Failures: suite.Failures, Suite: suite}); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
