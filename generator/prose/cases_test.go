package prose

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

type example struct{ name, markdown, html string }

// examples reads testdata/cases.txt: number and name, Markdown, HTML.
func examples(t testing.TB) []example {
	data, err := os.ReadFile("testdata/cases.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	for i, block := range strings.Split(strings.TrimSuffix(string(data), "//= = =//\n"), "//= = =//\n\n") {
		parts := strings.Split(block, "\n//- - -//\n")
		if len(parts) != 3 || !strings.HasPrefix(parts[0], fmt.Sprintf("%d: ", i+1)) {
			t.Fatalf("case %d is malformed: %q", i+1, block)
		}
		all = append(all, example{parts[0], parts[1], strings.TrimSuffix(parts[2], "\n")})
	}
	return all
}

func testCell(path string) (string, bool) {
	switch path {
	case "a":
		return "7", true
	case "b":
		return `<span data-cell="b">8</span>`, true
	}
	return "", false
}

var testOptions = Options{
	Cell: testCell,
	Link: func(to string) string { return strings.Replace(to, ".md", ".html", 1) },
}

func toHTML(t testing.TB, markdown string, opts Options) string {
	var b bytes.Buffer
	if err := NewConverter().HTML(&b, []byte(markdown), opts); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func TestCases(t *testing.T) {
	for _, x := range examples(t) {
		t.Run(x.name, func(t *testing.T) {
			if got := toHTML(t, x.markdown, testOptions); got != x.html {
				t.Errorf("markdown:\n%s\ngot:\n%s\nwant:\n%s", x.markdown, got, x.html)
			}
			crlf := strings.ReplaceAll(x.markdown, "\n", "\r\n")
			if got := toHTML(t, crlf, testOptions); got != x.html {
				t.Errorf("with CRLF\ngot:\n%q\nwant:\n%q", got, x.html)
			}
		})
	}
}

var idPattern = regexp.MustCompile(` id="([^"]*)"`)

// page renders a body the way a page does and returns the ids of its headings.
func page(t testing.TB, b *Body, opts Options) (string, []string) {
	var out bytes.Buffer
	c := NewConverter()
	opts.Body, opts.IDs = b, b.IDs(opts.IDPrefix)
	if err := c.HTML(&out, b.Preamble().Text, opts); err != nil {
		t.Fatal(err)
	}
	for _, s := range b.Sections() {
		fmt.Fprintf(&out, "<h2 id=\"%s%s\">", opts.IDPrefix, s.ID)
		_ = c.Inline(&out, s.Raw, opts)
		out.WriteString("</h2>\n")
		if err := c.HTML(&out, s.Text, opts); err != nil {
			t.Fatal(err)
		}
	}
	var ids []string
	for _, m := range idPattern.FindAllStringSubmatch(out.String(), -1) {
		ids = append(ids, m[1])
	}
	return out.String(), ids
}

func TestCasesAnchors(t *testing.T) {
	for _, x := range examples(t) {
		b := Parse([]byte("## 甲\n"+x.markdown+"\n## 甲\n"+x.markdown), 1)
		if _, ids := page(t, b, testOptions); fmt.Sprint(ids) != fmt.Sprint(b.Anchors()) {
			t.Errorf("%s: the page has %q, Anchors %q", x.name, ids, b.Anchors())
		}
	}
}
