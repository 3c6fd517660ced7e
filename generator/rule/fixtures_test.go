package rule_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/rule"
)

// A fixture, testdata/<rule>.txtar, holds small sites: the first part of a file's name
// is the site, pass… or fail…. What should be found is on the offending line,
//
//	# want row-total "填 2"            in YAML
//	<!-- want section-order "之后" -->  in Markdown
//
// with a piece of the Chinese message (want-en: the English one), and "waived" after
// the rule where a waiver covers it. A file named want in a site lists what has no
// line: content/a/_index.md:0 want register "…". A folder published in a
// site is what was published before, with which it is compared.
//
// gongkai.yaml and the register entries are added where a site lacks them. A report
// that begins with "# base" is a sound one of zeros for the year of its name, with the
// lines given put in: "applications.new: […]" replaces a row, "…: delete" takes it out,
// an unknown path is added; other lines go before the data, and what follows --- is
// the body.

type want struct {
	rule, lang, text string
	waived           bool
}

var wants = regexp.MustCompile(`want(-en)? ([a-z-]+)( waived)? "([^"]*)"`)

func wantsIn(line string) []want {
	var out []want
	for _, m := range wants.FindAllStringSubmatch(line, -1) {
		w := want{rule: m[2], lang: "zh", text: m[4], waived: m[3] != ""}
		if m[1] != "" {
			w.lang = "en"
		}
		out = append(out, w)
	}
	return out
}

// escape is a byte of a fixture's file that its text cannot hold: \t, \r or \xff.
var escape = regexp.MustCompile(`\\(?:t|r|x[0-9a-f]{2})`)

func unescape(text string) string {
	return escape.ReplaceAllStringFunc(text, func(s string) string {
		b, err := strconv.Unquote(`"` + s + `"`)
		if err != nil {
			panic(err)
		}
		return b
	})
}

func TestFixtures(t *testing.T) {
	for _, x := range fixtures(t) {
		t.Run(x.rule+"/"+x.name, func(t *testing.T) {
			t.Parallel()
			testSite(t, x)
		})
	}
}

// fixture is one small site.
type fixture struct {
	rule, name string
	files      map[string]string // complete, by path in the site; "want" is not one of the site's
}

// fixtures reads the sites of all rules, in order.
func fixtures(t *testing.T) (out []fixture) {
	t.Helper()
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("got fixtures %v, %v, want one at least", files, err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		id, at := strings.TrimSuffix(filepath.Base(file), ".txtar"), map[string]int{}
		for _, f := range a.Files {
			site, name, ok := strings.Cut(f.Name, "/")
			if !ok || !strings.HasPrefix(site, "pass") && !strings.HasPrefix(site, "fail") {
				t.Fatalf("%s: %s belongs to no site", file, f.Name)
			}
			if _, ok := at[site]; !ok {
				at[site] = len(out)
				out = append(out, fixture{id, site, map[string]string{}})
			}
			out[at[site]].files[name] = string(f.Data)
		}
	}
	for _, x := range out {
		complete(x.files, forms)
	}
	return out
}

// write writes the site into a folder.
func (x fixture) write(t *testing.T, dir string) {
	t.Helper()
	for name := range x.files {
		if name == "want" {
			continue
		}
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(x.text(name)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// options say how a site that was written into a folder is checked.
func (x fixture) options(dir string) generator.Options {
	o := generator.Options{Site: dir}
	if x.files["published/manifest.json"] != "" {
		o.Against = os.DirFS(filepath.Join(dir, "published"))
	}
	return o
}

// text is a file of the site as it is written.
func (x fixture) text(name string) string {
	return unescape(x.files[name])
}

func testSite(t *testing.T, x fixture) {
	id, dir := x.rule, t.TempDir()
	expected := map[string][]want{} // by file and line
	mine := false
	note := func(at string, ws []want) {
		for _, w := range ws {
			expected[at] = append(expected[at], w)
			mine = mine || w.rule == id
		}
	}
	for name, text := range x.files {
		for i, line := range strings.Split(text, "\n") {
			if name == "want" {
				at, _, _ := strings.Cut(line, " ")
				note(at, wantsIn(line))
			} else {
				note(fmt.Sprintf("%s:%d", name, i+1), wantsIn(line))
			}
		}
	}
	x.write(t, dir)
	if pass := strings.HasPrefix(x.name, "pass"); pass == mine {
		t.Errorf("the site's name says that it passes: %v; a finding of %s is expected: %v", pass, id, mine)
	}
	result, err := generator.Check(t.Context(), x.options(dir))
	if err != nil {
		t.Fatal(err)
	}
	for i := range result.Findings {
		f := &result.Findings[i]
		if (f.Rule == "required-content" || strings.HasPrefix(f.Rule, "narrative-")) && id != f.Rule {
			continue // the bodies of other rules' fixtures are a few words, their tables zeros
		}
		at := fmt.Sprintf("%s:%d", f.File, f.Span.Line)
		j := slices.IndexFunc(expected[at], func(w want) bool {
			return w.rule == f.Rule && w.waived == f.Waived && strings.Contains(f.Text(w.lang), w.text)
		})
		if j < 0 {
			t.Errorf("not expected: %s:%d %s %s (%s)", at, f.Span.Column, f.Rule, f.Text("zh"), f.Text("en"))
			continue
		}
		expected[at] = slices.Delete(expected[at], j, j+1)
		sound(t, f)
	}
	for at, ws := range expected {
		for _, w := range ws {
			t.Errorf("%s: got no such finding, want %+v", at, w)
		}
	}
}

// sound checks what holds for every finding.
func sound(t *testing.T, f *diag.Finding) {
	if f.Message.ZH == "" || f.Message.EN == "" || strings.Contains(f.Text("zh")+f.Text("en"), "%!") {
		t.Errorf("got %+v, want a message in two languages with all its arguments", f)
	}
	if strings.HasSuffix(f.Message.EN, ".") || strings.HasSuffix(f.Message.ZH, "。") || f.Hint.ZH == "" != (f.Hint.EN == "") {
		t.Errorf("got %+v, want no full stop at the end, and the hint in both languages or none", f)
	}
	if r := rule.ByID(f.Rule); r == nil || f.Severity == diag.Off {
		t.Errorf("got %+v, want a known rule and a severity", f)
	}
}

// complete adds what every site needs and writes out the reports.
func complete(files map[string]string, forms *form.Catalogue) {
	if files["gongkai.yaml"] == "" {
		files["gongkai.yaml"] = "site: {name: 示例市政府信息公开专栏, url: https://www.example.gov.cn/zwgk/}\n"
	}
	agencies := map[string]bool{"a": true}
	for name, text := range files {
		if parts := strings.Split(name, "/"); parts[0] == "content" && len(parts) > 2 {
			agencies[parts[1]] = true
		}
		if rest, ok := strings.CutPrefix(text, "# base\n"); ok {
			files[name] = expand(rest, strings.TrimSuffix(filepath.Base(name), ".md"), forms)
		}
	}
	for a := range agencies {
		switch entry := "content/" + a + "/_index.md"; files[entry] {
		case "":
			files[entry] = "---\nname: 示例市" + strings.Replace(a, "a", "某", 1) + "局\n---\n"
		case "# none\n":
			delete(files, entry)
		}
	}
}

const body = `
## 一、总体情况

主动公开信息12条，办理依申请公开，规范政府信息管理，建设网站专栏，接受监督。

## 五、存在的主要问题及改进情况

问题和改进。

## 六、其他需要报告的事项

没有其他事项。
`

func expand(text, year string, forms *form.Catalogue) string {
	front, rest, ok := strings.Cut(text, "---\n")
	if !ok {
		rest = body
	}
	data := forms.DefaultFor("reports", 2023).Data
	rows := map[string]string{} // path → value and comment
	var order []string
	var top strings.Builder
	for line := range strings.SplitSeq(strings.TrimSuffix(front, "\n"), "\n") {
		path, value, _ := strings.Cut(line, ":")
		if table, _, _ := strings.Cut(path, "."); table != "" && data.Child(table) != nil {
			rows[path] = value
			order = append(order, path)
		} else if line != "" {
			top.WriteString(line + "\n")
		}
	}
	has := func(key string) bool { return strings.Contains("\n"+top.String(), "\n"+key+":") }
	var b strings.Builder
	b.WriteString("---\n")
	if !has("year") && !has("年度") {
		b.WriteString("year: " + year + "\n")
	}
	b.WriteString(top.String())
	if !has("data") && !has("数据") {
		b.WriteString("data:\n")
		for _, s := range data.Slots {
			write(&b, s, rows, order, 2)
		}
	}
	return b.String() + "---\n" + rest
}

// write writes a slot of the base report, with the lines given in its place.
func write(b *strings.Builder, s *form.Slot, rows map[string]string, order []string, indent int) {
	pad := strings.Repeat(" ", indent)
	value, given := rows[s.Path]
	switch {
	case strings.TrimSpace(value) == "delete" || s.Optional && !given:
	case given:
		b.WriteString(pad + s.ID + ":" + value + "\n")
	case s.Cell != nil:
		b.WriteString(pad + s.ID + ": 0\n")
	case s.Row:
		b.WriteString(pad + s.ID + ": [" + strings.Repeat("0, ", len(s.Slots)-1) + "0]\n")
	default:
		b.WriteString(pad + s.ID + ":\n")
		for _, c := range s.Slots {
			write(b, c, rows, order, indent+2)
		}
		for _, path := range order {
			if name, ok := strings.CutPrefix(path, s.Path+"."); ok && !strings.Contains(name, ".") && s.Child(name) == nil {
				b.WriteString(pad + "  " + name + ":" + rows[path] + "\n")
			}
		}
	}
}

// Every rule is documented, has a fixture, and, where forms declare its operands, is
// bound by a built-in form.
func TestCatalogue(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	bound := map[string]bool{}
	for _, f := range forms.All() {
		if t := f.ListTable(); t != nil {
			bound[t.List.Rule] = true
		}
		for _, r := range f.Relations {
			bound[r.Rule] = true
			if x := rule.ByID(r.Rule); x == nil || !x.Relational() {
				t.Errorf("%s declares a relation of %s", f.ID, r.Rule)
			}
		}
	}
	seen := map[string]bool{}
	for _, r := range rule.All() {
		if seen[r.ID] || rule.ByID(r.ID) != r {
			t.Errorf("%s: got it twice, want every rule once", r.ID)
		}
		seen[r.ID] = true
		if r.Severity == diag.Off || r.Example == "" {
			t.Errorf("%s: got severity %v, example %q, want both", r.ID, r.Severity, r.Example)
		}
		for _, text := range []diag.Text{r.Title, r.What, r.Why} {
			if text.ZH == "" || text.EN == "" {
				t.Errorf("%s lacks a text: %+v", r.ID, text)
			}
		}
		if r.Relational() && !bound[r.ID] {
			t.Errorf("%s: got no form that binds it, want one", r.ID)
		}
		a, err := txtar.ParseFile("testdata/" + r.ID + ".txtar")
		if err != nil {
			t.Error(err)
			continue
		}
		pass := slices.ContainsFunc(a.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "pass") })
		fail := slices.ContainsFunc(a.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "fail") })
		if !pass || !fail {
			t.Errorf("%s: got a passing fixture: %v, a failing one: %v, want both", r.ID, pass, fail)
		}
	}
	fixtures, err := fs.Glob(os.DirFS("testdata"), "*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range fixtures {
		if rule.ByID(strings.TrimSuffix(name, ".txtar")) == nil {
			t.Errorf("testdata/%s: got no rule of that name, want one", name)
		}
	}
	warnings := strings.Fields(`carry-over-column in-force stock-listed rulemaking-power handling-fees area-total jump same-as-last-year
		required-content section-count numbering title missing-year late narrative-count narrative-percent wrong-year narrative-sum missing-numeral broken-text merged-paragraphs unused-waiver`)
	for _, id := range strings.Fields(`syntax config form unknown-key missing-cell bad-number row-total results-total balance review-total wrong-cell
		carry-over carry-over-column in-force stock-listed rulemaking-power handling-fees area-total jump same-as-last-year
		missing-section section-order required-content section-count numbering title duplicate-report form-year file-year published
		missing-year late narrative-count narrative-percent wrong-year narrative-sum template-text missing-numeral broken-text unknown-cell
		register index-number site-code broken-link unused-waiver sum at-most present-if carry impossible-date merged-paragraphs address-clash hidden-character unannounced-change`) {
		r := rule.ByID(id)
		if r == nil {
			t.Errorf("%s: got no such rule, want it", id)
			continue
		}
		if (r.Severity == diag.Warning) != slices.Contains(warnings, id) || r.Locked != (id == "syntax" || id == "register") {
			t.Errorf("%s: got severity %v, locked %v, want a warning: %v, locked: %v", id, r.Severity, r.Locked, slices.Contains(warnings, id), id == "syntax" || id == "register")
		}
	}
}
