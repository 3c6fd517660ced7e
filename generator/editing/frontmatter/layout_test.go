package frontmatter

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/source"
)

func current(tb testing.TB) (*form.Catalogue, *form.Form) {
	tb.Helper()
	forms, err := form.Builtin()
	if err != nil {
		tb.Fatal(err)
	}
	return forms, forms.DefaultFor("reports", 2023)
}

func read(tb testing.TB, name string) string {
	tb.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

// TestCases lays out each text before ----> ; what is after it is the result, or
// "error: " and its message. A first line "zh" or "en" asks for keys in that language.
func TestCases(t *testing.T) {
	_, f := current(t)
	for i, c := range strings.Split(read(t, "testdata/cases.txt"), "\n### ")[1:] {
		title, c, _ := strings.Cut(c, "\n")
		from, want, ok := strings.Cut(c, "\n---->\n")
		if !ok {
			t.Fatalf("case %d has no ---->", i+1)
		}
		t.Run(fmt.Sprintf("%d %s", i+1, title), func(t *testing.T) {
			language := Mixed
			if rest, ok := strings.CutPrefix(from, "zh\n"); ok {
				from, language = rest, Chinese
			} else if rest, ok := strings.CutPrefix(from, "en\n"); ok {
				from, language = rest, English
			}
			shape := Shape{report.Keys(), f}
			if strings.Contains(from, "\nname:") {
				shape = Shape{Keys: register.EntryKeys()}
			}
			got, err := Format([]byte("---\n"+from+"\n---\n正文  \n"), shape, language)
			text := strings.TrimSuffix(strings.TrimPrefix(string(got), "---\n"), "\n---\n正文  \n")
			if err != nil {
				text = "error: " + err.Error()
			}
			if strings.TrimSpace(text) != strings.TrimSpace(want) {
				t.Errorf("got\n%s\nwant\n%s", text, want)
			}
		})
	}
}

// The example site's reports, the starter's, and the forms' examples are laid out already.
func TestExamples(t *testing.T) {
	forms, f := current(t)
	of := map[string]*form.Form{"../scaffold/site/content/shilishi-xxgkj/reports/2024.md": f}
	for _, f := range forms.All() {
		of["../../form/defs/"+f.ID+".example.md"] = f
	}
	files, err := filepath.Glob("../../../content/*/reports/*.md")
	if err != nil || len(files) < 5 {
		t.Fatalf("%v %v", files, err)
	}
	for _, name := range files {
		year, _ := strconv.Atoi(strings.TrimSuffix(filepath.Base(name), ".md"))
		of[name] = forms.DefaultFor("reports", year)
	}
	for name, f := range of {
		text := read(t, name)
		got, err := Format([]byte(text), Shape{report.Keys(), f}, Mixed)
		if err != nil || string(got) != text {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
	}
}

// Line endings and the byte order mark stay.
func TestLineEndings(t *testing.T) {
	_, f := current(t)
	const from = "year: 2023\n# 甲\ndata:\n  applications:\n    new: [1,0,0,0,0,0,1]\n    carried_in: [0, 0, 0,\n      0, 0, 0, 0]\n"
	crlf := func(s string) string { return "\ufeff" + strings.ReplaceAll(s, "\n", "\r\n") }
	text := "---\n" + from + "---\n正文\n"
	plain, err := Format([]byte(text), Shape{report.Keys(), f}, Chinese)
	if err != nil || string(plain) == text {
		t.Fatalf("%v %s", err, plain)
	}
	if got, err := Format([]byte(crlf(text)), Shape{report.Keys(), f}, Chinese); err != nil || string(got) != crlf(string(plain)) {
		t.Errorf("%v %q", err, got)
	}
}

// values are a report's values as text, and whether it can be bound.
func values(forms *form.Catalogue, text []byte) (string, bool) {
	doc := source.Parse("content/a/reports/2023.md", text)
	r, _ := report.Bind(doc, forms, "reports", "a")
	if r == nil || len(doc.Findings) > 0 {
		return "", false
	}
	var b strings.Builder
	for _, c := range r.Form.Cells {
		v := r.Value(c)
		fmt.Fprintf(&b, "%s %d %q\n", c.Path, v.State, v.Text)
	}
	fmt.Fprintf(&b, "%q %q %v %v %+v %+v %+v %+v", r.Title, r.Published, r.Draft, r.Scope, r.Waivers, r.Revisions, r.Notes, r.Attachments)
	return places.ReplaceAllString(b.String(), ""), true
}

var places = regexp.MustCompile(`{(Line|Column|EndLine|EndColumn):\d+[^}]*}`)

func comments(text string) (out []string) {
	front, _, _ := strings.Cut(text, "\n---")
	for l := range strings.SplitSeq(front, "\n") {
		if i := strings.Index(l, "#"); i >= 0 && (i == 0 || l[i-1] == ' ') {
			out = append(out, strings.TrimSpace(l[i:]))
		}
	}
	sort.Strings(out)
	return out
}

// Laid out, a report holds the values and comments that it held, and laying it out again
// changes nothing.
func FuzzFormat(f *testing.F) {
	forms, cn := current(f)
	for _, name := range []string{"../../report/testdata/report.md", "../../form/defs/cn-2021.example.md", "../../../content/shilishi-zwfwj/reports/2023.md"} {
		text := read(f, name)
		f.Add(text, 0, 0, "", 0)
		for i, s := range []string{"\n    # 备注\n", "\n\n", "# x", " ", "  ", "\r\n", "待填", "{", "\n  x: |\n    # 文字\n", "issued", "\t", "'", "- a\n", "[1,\n  2]"} {
			f.Add(text, 150+41*i, 150+41*i+i%3, s, i%3)
		}
	}
	f.Fuzz(func(t *testing.T, text string, from, to int, insert string, language int) {
		if from >= 0 && from <= to && to <= len(text) {
			text = text[:from] + insert + text[to:]
		}
		l := Language(uint(language) % 3)
		got, err := Format([]byte(text), Shape{report.Keys(), cn}, l)
		if err != nil {
			return
		}
		before, ok := values(forms, []byte(text))
		if after, ok2 := values(forms, got); ok != ok2 || before != after {
			t.Fatalf("another report:\n%s\n%s", before, after)
		}
		if a, b := comments(text), comments(string(got)); !slices.Equal(a, b) {
			t.Fatalf("comments %q\nbecame %q\n%s", a, b, got)
		}
		again, err := Format(got, Shape{report.Keys(), cn}, l)
		if err != nil || string(again) != string(got) {
			t.Fatalf("laid out twice: %v\n%s\nonce:\n%s", err, again, got)
		}
	})
}
