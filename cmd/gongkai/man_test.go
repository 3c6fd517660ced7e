package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongkai/cmd/gongkai/cli"
)

// commandOf finds the commands in a usage text, one a line below a heading.
var commandOf = regexp.MustCompile(`(?m)^  ([a-z-]+) +\S`)

// Every command has a manual page, in each language, which says of each flag what --help says, and in which a checker of manual pages
// finds nothing.
func TestManualPages(t *testing.T) {
	dated := func(name string) string { return map[string]string{"SOURCE_DATE_EPOCH": "1764460800"}[name] }
	for _, lang := range []string{"zh", "en"} {
		dir := t.TempDir()
		var errs strings.Builder
		if status := cli.Main(t.Context(), []string{"man", "--lang", lang, "--out", dir}, io.Discard, &errs, dated); status != 0 {
			t.Fatalf("exit status %d, want 0: %s", status, errs.String())
		}
		var want []string
		var below func(path ...string)
		below = func(path ...string) {
			want = append(want, strings.Join(append([]string{"gongkai"}, path...), "-")+".1")
			help := run(t, 0, append(path, "--help", "--lang", lang)...)
			page := run(t, 0, append([]string{"man", "--lang", lang}, path...)...)
			shown := strings.NewReplacer(`\-`, "-", `\fB`, "", `\fR`, "", `\fI`, "").Replace(page)
			for _, flag := range regexp.MustCompile(`--[a-z-]+`).FindAllString(help, -1) {
				if !strings.Contains(shown, flag) {
					t.Errorf("the page of %v says nothing of %s", path, flag)
				}
			}
			status := map[string]string{"zh": "退出状态：", "en": "Exit status: "}[lang]
			_, sentence, _ := strings.Cut(strings.ReplaceAll(help, "\n\n", status), status)
			sentence, _, _ = strings.Cut(sentence, status)
			if strings.Contains(shown, status) || sentence == "" {
				t.Errorf("the page of %v says the exit status in its description", path)
			}
			_, section, _ := strings.Cut(shown, map[string]string{"zh": "\n.SH \"退出状态\"\n", "en": "\n.SH \"EXIT STATUS\"\n"}[lang])
			section, _, _ = strings.Cut(section, "\n.SH ")
			listed := strings.NewReplacer("\n.TP\n", map[string]string{"zh": "，", "en": ", "}[lang], ".TP\n", "", "\n", " ").Replace(strings.TrimSuffix(section, "\n"))
			if got, want := strings.ReplaceAll(listed, "；", "，"), strings.ReplaceAll(strings.TrimRight(sentence, "。.\n"), "；", "，"); got != want {
				t.Errorf("the page of %v lists the exit statuses %q, want %q", path, got, want)
			}
			for _, section := range strings.Split(help, "\n\n") {
				heading, list, _ := strings.Cut(section, "\n")
				if heading == "命令：" || heading == "Available Commands:" {
					for _, m := range commandOf.FindAllStringSubmatch(list, -1) {
						below(append(slices.Clone(path), m[1])...)
					}
				}
			}
		}
		below()
		var got []string
		pages, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range pages {
			got = append(got, filepath.Base(page))
		}
		slices.Sort(want)
		if len(got) < 25 || !slices.Equal(got, want) {
			t.Errorf("pages %v, want one a command: %v", got, want)
		}
		args := append([]string{"-T", "lint", "-W", "warning"}, pages...)
		if found, err := exec.Command("mandoc", args...).CombinedOutput(); err != nil || len(found) > 0 {
			t.Errorf("mandoc: %v, want nothing:\n%s", err, found)
		}
	}
	broken := filepath.Join(t.TempDir(), "broken.1")
	if err := os.WriteFile(broken, []byte(".TH X 1\n.XX\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if found, err := exec.Command("mandoc", "-T", "lint", "-W", "warning", broken).CombinedOutput(); err == nil || !strings.Contains(string(found), "unknown macro") {
		t.Errorf("mandoc says of a broken page %q, %v", found, err)
	}
}
