package rule_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/rule"
)

var update = flag.Bool("update", false, "write the documents of messages and the conformance suite")

// expectation is what a fixture's lines say of themselves: it is not part of what a clerk writes.
var expectation = regexp.MustCompile(`[ \t]*(#|<!--) want(-en)? .*`)

// clean is a fixture's file without its expectations.
func (x fixture) clean(name string) string {
	lines := strings.Split(x.text(name), "\n")
	for i, line := range lines {
		lines[i] = expectation.ReplaceAllString(line, "")
	}
	return strings.Join(lines, "\n")
}

// checked is a fixture without its expectations, and what is found in it.
type checked struct {
	fixture
	findings []diag.Finding // of the fixture's own rule
	others   []diag.Finding // of other rules, which its lines expect too
}

// checkedFixtures checks the fixtures for the tests of documents and of the suite, once.
func checkedFixtures(t *testing.T) []checked {
	t.Helper()
	allChecked.Do(func() { allChecked.sites = checkFixtures(t) })
	return allChecked.sites
}

var allChecked struct {
	sync.Once
	sites []checked
}

func checkFixtures(t *testing.T) (out []checked) {
	t.Helper()
	for _, x := range fixtures(t) {
		clean := fixture{x.rule, x.name, map[string]string{}}
		for name := range x.files {
			if name != "want" {
				clean.files[name] = x.clean(name)
			}
		}
		dir := t.TempDir()
		clean.write(t, dir)
		result, err := generator.Check(t.Context(), clean.options(dir))
		if err != nil {
			t.Fatal(err)
		}
		c := checked{fixture: clean}
		for _, f := range result.Findings {
			if f.Rule == x.rule {
				c.findings = append(c.findings, f)
			} else {
				c.others = append(c.others, f)
			}
		}
		if fails := strings.HasPrefix(x.name, "fail"); fails != (len(c.findings) > 0) {
			t.Errorf("%s/%s without its expectations has %d findings of its rule, want some: %v", x.rule, x.name, len(c.findings), fails)
		}
		out = append(out, c)
	}
	return out
}

// varying are the parts of a message that differ from finding to finding.
var varying = regexp.MustCompile(`[0-9]+|“[^”]*”|"[^"]*"`)

// The documents of messages show each message that a fixture of a rule makes, as the command prints it.
func TestMessageDocuments(t *testing.T) {
	all := slices.Concat(checkedFixtures(t), readerCases(t))
	for lang, name := range map[string]string{"en": "../../docs/messages.md", "zh": "../../docs/zh/messages.md"} {
		var b bytes.Buffer
		b.WriteString(messageHeads[lang])
		for _, r := range rule.All() {
			seen := map[string]bool{}
			fmt.Fprintf(&b, "\n## %s\n\n%s\n", r.ID, r.Title.In(lang))
			show := func(c *checked, f *diag.Finding) {
				if f.Rule != r.ID || f.Waived {
					return
				}
				shape := f.Message.EN + "\n" + f.Hint.EN
				for _, fix := range []*diag.Fix{f.Fix, f.Proposal} {
					if fix != nil {
						shape += "\n" + fix.Title.EN
					}
				}
				shape = varying.ReplaceAllString(shape, "…")
				if seen[shape] {
					return
				}
				seen[shape] = true
				b.WriteString("\n```\n")
				p := diag.Printer{W: &b, Lang: lang, Source: func(file string) []byte { return []byte(c.text(file)) }}
				p.Print(f)
				if f.Fix != nil {
					fmt.Fprintf(&b, "  --fix: %s\n", f.Fix.Title.In(lang))
				}
				if f.Proposal != nil {
					fmt.Fprintf(&b, "  %s: %s\n", map[string]string{"en": "in an editor", "zh": "编辑器里"}[lang], f.Proposal.Title.In(lang))
				}
				b.WriteString("```\n")
			}
			for i := range all {
				for j := range all[i].findings {
					show(&all[i], &all[i].findings[j])
				}
			}
			for i := range all {
				for j := range all[i].others {
					show(&all[i], &all[i].others[j])
				}
			}
			if len(seen) == 0 {
				t.Errorf("%s: no fixture shows a message, want one at least", r.ID)
			}
		}
		b.WriteString(pageHeads[lang])
		seen := map[string]bool{}
		for _, c := range pageCases(t) {
			shape := varying.ReplaceAllString(c.fault.Message.EN, "…")
			if seen[shape] {
				continue
			}
			seen[shape] = true
			fmt.Fprintf(&b, "\n```\n%s:%d: %s\n%s\n```\n", c.fault.Path, c.fault.Line, c.fault.Message.In(lang), strings.TrimRight("     | "+c.line, " "))
		}
		same(t, name, b.Bytes())
	}
}

var pageHeads = map[string]string{
	"en": "\n## Finished pages\n\n`gongkai build` looks through each page when it is finished. What the content cannot cause is the theme's fault: nothing is published,\n" +
		"and the command says `error: the theme makes faulty pages, 3 faults`, with the first of these:\n",
	"zh": "\n## 生成的页面\n\n`gongkai build` 逐页检查生成的页面。这里的问题不是内容引起的，而是出在主题：什么也不发布，命令会说\n" +
		"`错误：主题生成的页面有 3 处问题`，并列出其中的前几处：\n",
}

var messageHeads = map[string]string{
	"en": "# Messages\n\nWhat `gongkai check` says, rule by rule, with the line that makes it say so. `--fix` names what `check --fix` would do, *in an editor* what an editor offers.\n" +
		"To understand a message look for a few of its words here; what its rule is for is in [rules.md](rules.md).\n" +
		"Made from the test cases of the rules and of what reads the files (`testdata` in `generator/rule`, `source`, `form`, `report`, `audit`); `make docs` writes it.\n",
	"zh": "# 提示信息\n\n`gongkai check` 按各条规则给出的提示，连同引起提示的那一行。`--fix` 是 `check --fix` 会作的改动，“编辑器里”是编辑器提供的改法。\n" +
		"看不懂一条提示的，在本页查找其中的几个字；每条规则查什么、为什么，见[校验规则](rules.md)；填报时常见的，见[填报人员手册](clerk.md#三常见提示怎么改)。\n" +
		"由各条规则和读取文件各步的测试用例（`generator/rule`、`source`、`form`、`report`、`audit` 的 `testdata`）生成；`make docs` 写出本文。\n",
}

// conformanceCase is one case of the conformance suite (docs/conformance.md).
type conformanceCase struct {
	Name     string               `json:"name"`
	Files    map[string]string    `json:"files"`
	Base64   map[string][]byte    `json:"base64,omitempty"` // files that are not UTF-8
	Findings []conformanceFinding `json:"findings"`
}

type conformanceFinding struct {
	File     string   `json:"file"`
	Line     int      `json:"line,omitempty"`
	Severity string   `json:"severity"`
	Cells    []string `json:"cells,omitempty"`
	Expected string   `json:"expected,omitempty"`
	Actual   string   `json:"actual,omitempty"`
	Waived   bool     `json:"waived,omitempty"`
}

// The conformance suite has the fixtures of all rules as data, so that another checker can be held to them.
func TestConformanceSuite(t *testing.T) {
	suite := map[string][]conformanceCase{}
	for _, c := range checkedFixtures(t) {
		x := conformanceCase{Name: c.name, Files: map[string]string{}, Findings: []conformanceFinding{}}
		for name := range c.files {
			if text := c.text(name); utf8.ValidString(text) {
				x.Files[name] = text
			} else if x.Base64 == nil {
				x.Base64 = map[string][]byte{name: []byte(text)}
			} else {
				x.Base64[name] = []byte(text)
			}
		}
		for _, f := range c.findings {
			x.Findings = append(x.Findings, conformanceFinding{f.File, f.Span.Line, f.Severity.String(), f.Cells, f.Expected, f.Actual, f.Waived})
		}
		suite[c.rule] = append(suite[c.rule], x)
	}
	if len(suite) != len(rule.All()) {
		t.Errorf("%d rules have cases, want all %d", len(suite), len(rule.All()))
	}
	for id, cases := range suite {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", " ")
		if err := e.Encode(map[string]any{"rule": id, "cases": cases}); err != nil {
			t.Fatal(err)
		}
		same(t, filepath.Join("../../conformance", id+".json"), b.Bytes())
	}
	files, err := filepath.Glob("../../conformance/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if id := strings.TrimSuffix(filepath.Base(name), ".json"); suite[id] == nil {
			t.Errorf("%s: got no rule of that name, want one", name)
		}
	}
}

// same holds a file to what it should be, or writes it.
func same(t *testing.T, name string, want []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what the fixtures say (%v): make docs", name, err)
	}
}
