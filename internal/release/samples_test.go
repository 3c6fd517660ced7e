package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"gongkai/cmd/gongkai/cli"
)

// commandLine finds what a step of a sample has gongkai do.
var commandLine = regexp.MustCompile(`(?m)(?:run: |entry: |- )(gongkai (?:check|build|fmt)[^>\n]*)`)

// What the files for other services say is YAML, and its commands do their work in a new site, and tell a wrong figure.
func TestSamplesRun(t *testing.T) {
	t.Setenv("LANG", "en")
	for name, commands := range map[string]int{"action.yml": 1, ".pre-commit-hooks.yaml": 2, "docs/ci/github-pages.yml": 1, "docs/ci/gitlab-pages.yml": 2} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var any any
		if err := yaml.Unmarshal(text, &any); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		found := commandLine.FindAllStringSubmatch(string(text), -1)
		if len(found) != commands {
			t.Errorf("%s has %d commands, want %d", name, len(found), commands)
		}
		site := filepath.Join(t.TempDir(), "site")
		if status, said := command("init", site); status != 0 {
			t.Fatal(said)
		}
		report := filepath.Join(site, "content/shilishi-xxgkj/reports/2024.md")
		sound, err := os.ReadFile(report)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range found {
			var args []string
			for _, arg := range strings.Fields(m[1])[1:] {
				arg = strings.Trim(arg, `"`)
				arg = strings.NewReplacer("$SITE", site, "$MESSAGES", "en", "$ADDRESS", "https://site.example.org/", "$CI_PAGES_URL/", "https://site.example.org/").Replace(arg)
				args = append(args, arg)
			}
			if !strings.Contains(m[1], "--site") {
				args = append(args, "--site", site)
			}
			if status, said := command(args...); status != 0 {
				t.Errorf("%s: gongkai %v ends with %d, want 0: %s", name, args, status, said)
			}
			if args[0] == "fmt" {
				continue
			}
			wrong := bytes.Replace(sound, []byte("0, 8]"), []byte("0, 9]"), 1)
			if err := os.WriteFile(report, wrong, 0o644); err != nil {
				t.Fatal(err)
			}
			if status, said := command(args...); status != 1 || bytes.Equal(wrong, sound) {
				t.Errorf("%s: gongkai %v ends with %d on a wrong figure, want 1: %s", name, args, status, said)
			}
			if err := os.WriteFile(report, sound, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// command runs the command.
func command(args ...string) (status int, said string) {
	var out bytes.Buffer
	status = cli.Main(context.Background(), args, &out, &out, func(string) string { return "" })
	return status, out.String()
}

// The module's path is in go.mod and in imports alone, so that `make module` finds every place of it.
func TestModulePathIsInImportsAlone(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(mod), "\n")
	module := regexp.QuoteMeta(strings.TrimPrefix(first, "module "))
	named := regexp.MustCompile(`"` + module + `/(cmd|generator|internal|themes)\b`)
	imported := regexp.MustCompile(`^\s*(import )?([\w.]+ )?"` + module + `/[\w/]+"$`)
	imports := 0
	for _, dir := range []string{"cmd", "generator", "internal", "themes"} {
		err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(name, ".go") {
				return err
			}
			data, err := os.ReadFile(name)
			for i, line := range strings.Split(string(data), "\n") {
				switch {
				case imported.MatchString(line):
					imports++
				case named.MatchString(line):
					t.Errorf("%s:%d names the module outside of an import: %s", name, i+1, line)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if imports < 1000 {
		t.Errorf("%d imports of this program were found, want those of all packages", imports)
	}
}
