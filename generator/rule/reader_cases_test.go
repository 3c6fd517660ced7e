package rule_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/diag"
	"gongkai/generator/form"
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
				out = append(out, checked{x, findings[i : i+1]})
			}
		}
	}
	const file = "content/a/reports/2023.md"
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
