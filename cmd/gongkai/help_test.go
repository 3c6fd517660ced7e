package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongkai/cmd/gongkai/cli"
)

// usages are the help of all commands, by name, as they list each other.
func usages(t *testing.T, lang string) map[string]string {
	t.Helper()
	out := map[string]string{}
	listed := regexp.MustCompile(`(?m)^  ([a-z-]+) +\S`)
	var walk func(name []string)
	walk = func(name []string) {
		text := run(t, 0, append(slices.Clone(name), "--help", "--lang", lang)...)
		out[strings.Join(name, " ")] = text
		_, list, has := strings.Cut(text, map[string]string{"zh": "\n命令：\n", "en": "\nAvailable Commands:\n"}[lang])
		if !has {
			return
		}
		list, _, _ = strings.Cut(list, "\n\n")
		for _, m := range listed.FindAllStringSubmatch(list, -1) {
			walk(append(slices.Clone(name), m[1]))
		}
	}
	walk(nil)
	return out
}

var exampleLine = regexp.MustCompile(`(?m)^  (gongkai( .*)?)$`)

// examplesIn are the command lines under the examples of a usage.
func examplesIn(usage, lang string) (out []string) {
	_, rest, _ := strings.Cut(usage, map[string]string{"zh": "\n示例：\n", "en": "\nExamples:\n"}[lang])
	block, _, _ := strings.Cut(rest, "\n\n")
	for _, m := range exampleLine.FindAllStringSubmatch(block, -1) {
		out = append(out, m[1])
	}
	return out
}

// Every command says with which status it ends, and shows how it is used.
func TestEveryHelpIsWhole(t *testing.T) {
	for lang, status := range map[string]*regexp.Regexp{
		"zh": regexp.MustCompile(`(?m)^退出状态：0 .*[，；]2 .*。$`), "en": regexp.MustCompile(`(?m)^Exit status: 0 .*, 2 .*\.$`)} {
		all := usages(t, lang)
		if len(all) < 25 {
			t.Fatalf("%s: %d commands, want all of them", lang, len(all))
		}
		for name, usage := range all {
			if !status.MatchString(usage) {
				t.Errorf("gongkai %s --help --lang %s does not say with which status it ends:\n%s", name, lang, usage)
			}
			examples := examplesIn(usage, lang)
			if len(examples) == 0 {
				t.Errorf("gongkai %s --help --lang %s shows no example", name, lang)
			}
			for _, line := range examples {
				if name != "" && !slices.ContainsFunc(examples, func(line string) bool { return strings.HasPrefix(line+" ", "gongkai "+name+" ") }) {
					t.Errorf("gongkai %s --help --lang %s: no example is of the command, as %q is not", name, lang, line)
				}
			}
		}
	}
}

// notRun are examples that need what a test has not: somebody else's server, an editor or a browser.
var notRun = regexp.MustCompile(`^gongkai (serve|lsp|desk)\b|^gongkai publish (s3|sftp)://`)

// endsWithOne are the statuses of examples that end with 1 in the site below: that of what is wrong with it.
var endsWithOne = regexp.MustCompile(`^gongkai (status|total)\b`)

// The examples of the help can be run as they are written, in a site that has what they name.
func TestExamplesRun(t *testing.T) {
	dir := t.TempDir()
	site := filepath.Join(dir, "site")
	run(t, 0, "init", site, "--lang", "zh")
	t.Chdir(site)
	const agency = "content/zwfwj"
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.Rename("content/shilishi-xxgkj", agency))
	must(os.RemoveAll(filepath.Join(agency, "guide.md")))
	entry, err := os.ReadFile(agency + "/_index.md")
	must(err)
	_, rest, _ := strings.Cut(string(entry), "\n---\n")
	government := "---\nname: 示例市人民政府\nlevel: city\nkind: government\n---\n" + rest
	must(os.MkdirAll("content/shizf", 0o755))
	must(os.WriteFile("content/shizf/_index.md", []byte(government), 0o644))
	below := strings.Replace(string(entry), "---\n", "---\nparent: shizf\n", 1)
	must(os.WriteFile(agency+"/_index.md", []byte(below), 0o644))
	run(t, 0, "build")
	must(os.Mkdir("inbox", 0o755))
	run(t, 0, "export", agency+"/reports/2024.md", "--to", "docx", "--out", "inbox")
	must(os.CopyFS("old", os.DirFS("inbox")))
	must(os.CopyFS("旧报告", os.DirFS("inbox")))
	word, err := filepath.Glob("inbox/*.docx")
	must(err)
	if len(word) != 1 {
		t.Fatalf("exported %q, want one file", word)
	}
	must(os.Rename(copyOf(t, word[0]), "2019.docx"))
	must(os.MkdirAll("www", 0o755))
	env := map[string]string{"GONGKAI_SIGN_PASSWORD": "secret", "XDG_CACHE_HOME": dir, "HOME": dir}
	t.Setenv("HOME", dir)
	t.Setenv("XDG_CACHE_HOME", dir)
	ran := map[string]bool{} // most are the same in both languages
	for _, lang := range []string{"zh", "en"} {
		all := usages(t, lang)
		for _, name := range inOrder(all) {
			for _, line := range examplesIn(all[name], lang) {
				if notRun.MatchString(line) || ran[line] {
					continue
				}
				prepareFor(t, line, word[0])
				var out, errs bytes.Buffer
				status := cli.Main(context.Background(), append(strings.Fields(line)[1:], "--lang", lang), &out, &errs, func(name string) string { return env[name] })
				if status != 0 && (status != 1 || !endsWithOne.MatchString(line)) {
					t.Errorf("%s: exit status %d\n%s%s", line, status, out.String(), errs.String())
				}
				ran[line] = true
			}
		}
	}
	if len(ran) < 45 {
		t.Errorf("%d examples were run, want those of all commands", len(ran))
	}
}

// inOrder sorts commands so that one finds what it needs from another: what is built, packed and signed.
func inOrder(all map[string]string) []string {
	first := []string{"build", "archive", "sign", "verify", "publish"}
	names := make([]string, 0, len(all))
	for name := range all {
		if !slices.Contains(first, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return append(first, names...)
}

// prepareFor takes away what an earlier example made and this one makes again.
func prepareFor(t *testing.T, line, word string) {
	t.Helper()
	gone := map[string][]string{
		"gongkai init mysite":             {"mysite"},
		"gongkai sign --generate":         {"office.key", "office.pub"},
		"gongkai import":                  {"content/zwfwj/reports/2024.md", "receipts"},
		"gongkai new":                     {"content/zwfwj/reports/2024.md", "content/shizf/reports/2024.md", "outbox"},
		"gongkai total shizf 2024":        {"content/shizf/reports/2024.md"},
		"gongkai theme eject footer.html": {"themes"},
		"gongkai export":                  {filepath.Base(word), filepath.Join("content/zwfwj/reports", filepath.Base(word)), "2024.docx"},
		"gongkai status 2024 --format":    {"status-2024.xlsx"},
	}
	for start, names := range gone {
		if strings.HasPrefix(line, start) {
			for _, name := range names {
				if err := os.RemoveAll(name); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	needs := regexp.MustCompile(`^gongkai (export|total|check|diff|status)\b`)
	if _, err := os.Stat("content/zwfwj/reports/2024.md"); err != nil && needs.MatchString(line) {
		run(t, 0, "import", word, "--agency", "zwfwj", "--year", "2024")
	}
	if strings.HasPrefix(line, "gongkai build --site mysite") {
		if err := os.RemoveAll("mysite"); err != nil {
			t.Fatal(err)
		}
		run(t, 0, "init", "mysite")
	}
}

// copyOf copies a file beside itself.
func copyOf(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err == nil {
		err = os.WriteFile(name+".copy", data, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	return name + ".copy"
}
