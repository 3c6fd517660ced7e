package rule_test

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"gongkai/generator/audit"
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/output"
	"gongkai/generator/report"
	"gongkai/generator/rule"
	"gongkai/generator/source"
)

// readerCases are the cases by which the readers of files are tested, each a small file, and what is
// found in it: faults of syntax, of definitions of forms, and of figures in a report.
func readerCases(t *testing.T) (out []checked) {
	t.Helper()
	each := func(name string, do func(title, text string) (file, data string, findings []diag.Finding)) {
		all, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range strings.Split("\n"+string(all), "\n### ")[1:] {
			title, rest, _ := strings.Cut(c, "\n")
			text, _, ok := strings.Cut(rest, "\n---->")
			if !ok {
				t.Fatalf("%s: %s: got no ---->, want one", name, title)
			}
			file, data, findings := do(title, text+"\n")
			for i := range findings {
				r := rule.ByID(findings[i].Rule)
				if r == nil {
					t.Fatalf("%s: %s: got a finding of %q, want one of a rule", name, title, findings[i].Rule)
				}
				findings[i].Severity = r.Severity
				x := fixture{findings[i].Rule, title, map[string]string{file: data}}
				out = append(out, checked{fixture: x, findings: findings[i : i+1]})
			}
		}
	}
	const file = "content/a/reports/2023.md"
	each("../source/testdata/files.txt", func(title, text string) (string, string, []diag.Finding) {
		data, err := strconv.Unquote(strings.TrimSpace(text))
		if err != nil {
			t.Fatalf("%s: %v", title, err)
		}
		return file, data, source.Parse(file, []byte(data)).Findings
	})
	each("../source/testdata/faults.txt", func(_, text string) (string, string, []diag.Finding) {
		text = strings.NewReplacer(`\r`, "\r", `\t`, "\t", `\ufeff`, "\ufeff", `\u00a0`, "\u00a0", `\u2028`, "\u2028", `\x00`, "\x00").Replace(text)
		return file, text, source.Parse(file, []byte(text)).Findings
	})
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	each("../form/testdata/faults.txt", func(_, text string) (string, string, []diag.Finding) {
		c, err := form.Builtin()
		if err != nil {
			t.Fatal(err)
		}
		text = strings.Replace(text, "^", "", 1)
		return "forms/x.yaml", text, c.AddDir(fstest.MapFS{"forms/x.yaml": {Data: []byte(text)}})
	})
	base, err := os.ReadFile("../report/testdata/report.md")
	if err != nil {
		t.Fatal(err)
	}
	each("../report/testdata/cases.txt", func(_, edits string) (string, string, []diag.Finding) {
		text := string(base)
		for line := range strings.SplitSeq(strings.TrimSuffix(edits, "\n"), "\n") {
			from, to, _ := strings.Cut(line, " => ")
			text = strings.Replace(text, strings.ReplaceAll(from, `\n`, "\n"), strings.NewReplacer(`\n`, "\n", `\t`, "\t").Replace(to), 1)
		}
		_, findings := report.Bind(source.Parse(file, []byte(text)), forms, "reports", "a")
		return file, text, findings
	})
	return out
}

// pageCase is a fault of a finished page, with the line that has it.
type pageCase struct {
	fault audit.Fault
	line  string
}

// pageCases are the cases by which the audit of finished pages is tested.
func pageCases(t *testing.T) (out []pageCase) {
	t.Helper()
	add := func(faults []audit.Fault, page string) {
		for _, f := range faults {
			line := []rune(strings.Split(page+"\n", "\n")[f.Line-1])
			if len(line) > 120 {
				line = append(line[:120], '…')
			}
			out = append(out, pageCase{f, string(line)})
		}
	}
	all, err := os.ReadFile("../audit/testdata/pages.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range strings.Split(string(all), "//- - - - - - - - -//\n") {
		_, rest, _ := strings.Cut(c, "\n")
		page, _, _ := strings.Cut(rest, "=>\n")
		add(audit.Page(output.File{Path: "index.html", Data: []byte(page)}), page)
	}
	pages, err := txtar.ParseFile("../audit/testdata/links.txtar")
	if err != nil {
		t.Fatal(err)
	}
	links, texts := audit.NewLinks("/zwgk"), map[string]string{}
	for _, p := range pages.Files {
		links.Add(output.File{Path: p.Name, Data: p.Data})
		texts[p.Name] = string(p.Data)
	}
	for _, f := range links.Check() {
		add([]audit.Fault{f}, texts[f.Path])
	}
	return out
}
