package acceptance

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

type vnuMessage struct {
	Type    string `json:"type"`
	SubType string `json:"subType"`
	URL     string `json:"url"`
	Line    int    `json:"lastLine"`
	Column  int    `json:"lastColumn"` // in UTF-16
	Message string `json:"message"`
	Extract string `json:"extract"`
}

// vnu runs the Nu HTML checker over files or folders and returns its errors and
// warnings. What it says for information (a slash at the end of a void element)
// is not a fault. Of a page's policy it knows less than browsers (TestPagesKeepTheirPolicy):
// it takes no file for the page's own, and JSON-LD, which is data, for a script.
func vnu(t *testing.T, paths ...string) []vnuMessage {
	t.Helper()
	jar := module(t, "vnu-jar/build/dist/vnu.jar")
	cmd := exec.Command(tool(t, "java"), append([]string{"-jar", jar, "--format", "json", "--stdout", "--skip-non-html"}, paths...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output() // exits with 1 where there are errors
	var report struct {
		Messages *[]vnuMessage `json:"messages"`
	}
	if json.Unmarshal(out, &report) != nil || report.Messages == nil {
		t.Fatalf("the Nu HTML checker did not run: %v\n%s%s", err, out, stderr.String())
	}
	return slices.DeleteFunc(*report.Messages, func(m vnuMessage) bool {
		return m.Type == "info" && m.SubType != "warning" || allowed.MatchString(m.Message+m.Extract) || roleMessage.MatchString(m.Message) && inGroup(t, m)
	})
}

// roleMessage is what the checker says of roles in a table that is a group of tables. They
// are necessary, since WebKit gives such rows and cells none by itself (TestAccessibilityTrees);
// and they are allowed, but the checker takes the group for a table where one is before it.
var roleMessage = regexp.MustCompile(`^The “(row|columnheader|rowheader|cell)” role is unnecessary for element|^The “role” attribute must not be used on a “t[rhd]” element which has a “table” ancestor`)

// inGroup reports whether a message is about an element of a table that is a group.
func inGroup(t *testing.T, m vnuMessage) bool {
	t.Helper()
	lines := strings.Split(readFile(t, strings.TrimPrefix(m.URL, "file:")), "\n")
	before := utf16.Encode([]rune(lines[m.Line-1]))[:m.Column]
	text := strings.Join(lines[:m.Line-1], "\n") + "\n" + string(utf16.Decode(before))
	start := strings.LastIndex(text, "<table")
	tag, _, _ := strings.Cut(text[max(start, 0):], ">")
	return start >= 0 && strings.Contains(tag, ` role="group"`)
}

var allowed = regexp.MustCompile(`^Resource violates Content Security Policy .*“(\.\./|/zwgk/|/)*assets/|^(?s:Inline script violates Content Security Policy .*<script type="application/ld\+json">)`)

// TestNuHTMLChecker holds the pages of the example site and of every form to HTML; what is
// wrong in a broken page is found. One run for all: the checker takes long to start.
func TestNuHTMLChecker(t *testing.T) {
	filled, _ := filledSite(t)
	var found []vnuMessage
	for _, m := range vnu(t, example.dir, filled.dir, "testdata/broken.html") {
		if "file://"+strings.TrimPrefix(strings.TrimPrefix(m.URL, "file:"), "//") == broken(t) {
			found = append(found, m)
			continue
		}
		t.Errorf("%s:%d: got %s %s: %s, want no message\n\t%s", m.URL, m.Line, m.Type, m.SubType, m.Message, m.Extract)
	}
	for _, want := range []struct{ kind, text string }{
		{"error", "alt"},
		{"error", "headers"},
		{"error", "“role” attribute must not"},
		{"warning", "lang"},
		{"warning", "row"},
	} {
		if !slices.ContainsFunc(found, func(m vnuMessage) bool {
			return (m.Type == want.kind || m.SubType == want.kind) && strings.Contains(m.Message, want.text)
		}) {
			t.Errorf("the broken page: want %s about %q, got %+v", want.kind, want.text, found)
		}
	}
}
