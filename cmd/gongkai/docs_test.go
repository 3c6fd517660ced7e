package main

import (
	"bytes"
	"context"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongkai/cmd/gongkai/cli"
	"gongkai/generator"
	"gongkai/generator/rule"
)

// run runs the command and returns what it prints to standard output.
func run(t *testing.T, status int, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if got := cli.Main(context.Background(), args, &out, &errs, func(string) string { return "" }); got != status {
		t.Fatalf("gongkai %s: exit status %d, want %d: %s", strings.Join(args, " "), got, status, errs.String())
	}
	return out.String()
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../..", file))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The documents on the rules are what the command prints: `make docs`.
func TestRulesDocuments(t *testing.T) {
	for lang, file := range map[string]string{"en": "docs/rules.md", "zh": "docs/zh/rules.md"} {
		if read(t, file) != run(t, 0, "explain", "--lang", lang, "--format", "markdown") {
			t.Errorf("%s is not what the rules say: run `make docs`", file)
		}
	}
}

// The page of each rule says what explain says, and how severe it is here.
func TestRulePagesSayWhatExplainSays(t *testing.T) {
	site := filepath.Join(t.TempDir(), "mysite")
	if _, err := generator.NewSite(site, "zh"); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(site, "gongkai.yaml")
	data, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	run(t, 0, "build", "--site", site)
	if _, err := os.Stat(filepath.Join(site, "public/rules")); err == nil {
		t.Error("a page of rules that nobody asked for")
	}
	if err := os.WriteFile(config, append(data, "rules_page: true\nrules: {in-force: off, row-total: warning}\n"...), 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, 0, "build", "--site", site)
	for _, r := range rule.All() {
		written, err := os.ReadFile(filepath.Join(site, "public/rules", r.ID, "index.html"))
		if err != nil {
			t.Errorf("%s has no page: %v", r.ID, err)
			continue
		}
		section := html.UnescapeString(string(written))
		section = strings.Join(strings.Fields(section), " ") // what spaces mean in HTML
		lines := strings.Split(run(t, 0, "explain", r.ID, "--lang", "zh"), "\n")
		for _, line := range lines[1:] {
			text, isText := strings.CutPrefix(line, "  ")
			if isText && text != "不能用 waive 说明，也不能降低级别" && !strings.Contains(section, strings.Join(strings.Fields(text), " ")) {
				t.Errorf("the page does not say of %s: %s", r.ID, text)
			}
		}
		want := map[string]string{"in-force": "级别：不检查", "row-total": "级别：警告", "syntax": "级别：错误"}[r.ID]
		if want != "" && !strings.Contains(section, ">"+want+"<") {
			t.Errorf("the page does not call %s “%s”: %s", r.ID, want, section)
		}
	}
}

// What the readme shows of a wrong digit is what the command prints of it.
func TestReadmeShowsRealRun(t *testing.T) {
	site := filepath.Join(t.TempDir(), "mysite")
	if _, err := generator.NewSite(site, "zh"); err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(site, "content/shilishi-xxgkj/reports/2024.md")
	data, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	right := "new:                        [5, 2, 0, 0, 1, 0, 8]"
	if !bytes.Contains(data, []byte(right)) {
		t.Fatalf("the new site's report has no row %q", right)
	}
	wrong := bytes.Replace(data, []byte(right), []byte("new:                        [5, 2, 0, 0, 1, 0, 9]"), 1)
	if err := os.WriteFile(report, wrong, 0o644); err != nil {
		t.Fatal(err)
	}
	for lang, file := range map[string]string{"en": "README.md", "zh": "README.zh-CN.md"} {
		if printed := run(t, 1, "check", "--site", site, "--lang", lang); !strings.Contains(read(t, file), "```\n"+printed+"```\n") {
			t.Errorf("%s does not show what `gongkai check` prints:\n%s", file, printed)
		}
	}
}

// A link of a document leads to a file that is there, and to a heading in it.
func TestLinksOfDocuments(t *testing.T) {
	names, err := filepath.Glob("../../*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"../../docs/*.md", "../../docs/zh/*.md"} {
		more, err := filepath.Glob(pattern)
		if err != nil || len(more) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		names = append(names, more...)
	}
	code := regexp.MustCompile("(?s)```.*?```|`[^`\n]*`")
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	for _, name := range names {
		text := code.ReplaceAllString(read(t, strings.TrimPrefix(filepath.ToSlash(name), "../../")), "")
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			file, fragment, _ := strings.Cut(m[1], "#")
			if strings.Contains(file, "://") {
				continue
			}
			to := name
			if file != "" {
				to = filepath.Join(filepath.Dir(name), filepath.FromSlash(file))
			}
			data, err := os.ReadFile(to)
			if info, other := os.Stat(to); err != nil && (other != nil || !info.IsDir()) {
				t.Errorf("%s: %s leads nowhere", name, m[1])
			}
			if fragment != "" && !slices.Contains(anchors(string(data)), fragment) {
				t.Errorf("%s: %s has no heading #%s", name, file, fragment)
			}
		}
	}
}

// anchors are the fragments by which the headings of a document can be linked to.
func anchors(text string) (out []string) {
	for _, m := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		plain := regexp.MustCompile(`[^\p{L}\p{N}_ -]`).ReplaceAllString(strings.ToLower(m[1]), "")
		out = append(out, strings.ReplaceAll(plain, " ", "-"))
	}
	return out
}
