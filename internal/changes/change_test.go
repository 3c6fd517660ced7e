package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The files of changes can be released as they are.
func TestUnreleased(t *testing.T) {
	if _, _, err := unreleased(os.DirFS("../..")); err != nil {
		t.Errorf("got %v, want no error", err)
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]change{
		"- One.\n":                         {"Changed", "- One.\n"},
		"- One, two, …\n":                  {"Changed", "- One, two, …\n"},
		"- One, `<b>`,\n  on.\n- Two.\n":   {"Changed", "- One, `<b>`,\n  on.\n- Two.\n"},
		"### Fixed\n\n- One.\n":            {"Fixed", "- One.\n"},
		"### Added\n- [One](docs/x.md).\n": {"Added", "- [One](docs/x.md).\n"},
		"- 甲 <TAB> is.\n":                  {},
		"":                                 {},
		"One.\n":                           {},
		"- One\n":                          {},
		"- One.":                           {},
		"- One.\n\n":                       {},
		"- One\n- Two.\n":                  {},
		"- One.\n- Two.\n- Three.\n- 4.\n": {},
		"- One.\n  - Two.\n":               {},
		"- One.\nmore.\n":                  {},
		"- One.\n    code.\n":              {},
		"- **One**.\n":                     {},
		"- One. \n":                        {},
		"## Fixed\n\n- One.\n":             {},
		"### Mended\n\n- One.\n":           {},
		"- One.\n\n### Fixed\n\n- Two.\n":  {},
		"- One.\r\n- Two.\r\n":             {},
	} {
		got, err := parse("changelog/unreleased/one-two.md", text)
		if got != want || (err != nil) != (want == change{}) {
			t.Errorf("%q: got %+v, error %v, want %+v", text, got, err, want)
		}
	}
	for _, name := range []string{"One.md", "one.txt", "one two.md", "-one.md", "one--two.md"} {
		if _, err := parse(name, "- One.\n"); err == nil {
			t.Errorf("a file called %s: got no error, want one", name)
		}
	}
}

func TestRelease(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const head = "# Changelog\n\nAll of them.\n"
	put("CHANGELOG.md", head)
	put("changelog/unreleased/b.md", "- Bee.\n")
	put("changelog/unreleased/a.md", "### Fixed\n\n- Ay.\n")
	put("changelog/unreleased/c.md", "- Sea.\n")
	first := "\n## [1.0.0] - 2025-01-20\n\n### Changed\n\n- Bee.\n- Sea.\n\n### Fixed\n\n- Ay.\n"
	check := func(version, date, want string) {
		t.Helper()
		err := release(dir, version, date)
		got, readErr := os.ReadFile(filepath.Join(dir, "CHANGELOG.md"))
		if readErr != nil || string(got) != want {
			t.Errorf("%s: error %v, the list is\n%s\n(error %v), want\n%s", version, err, got, readErr, want)
		}
		left, _ := filepath.Glob(filepath.Join(dir, "changelog/unreleased/*"))
		if released := strings.Contains(want, "## ["+version+"] - "+date); released != (err == nil) || released != (len(left) == 0) {
			t.Errorf("%s: got error %v and the files %q, want released: %v", version, err, left, released)
		}
	}
	check("one", "2025-01-20", head)
	check("1.0.0", "today", head)
	check("1.0.0", "2025-01-20", head+first)
	put("changelog/unreleased/d.md", "- Dee.\n")
	check("1.0.0", "2025-02-20", head+first)
	check("1.1.0", "2025-02-20", head+"\n## [1.1.0] - 2025-02-20\n\n### Changed\n\n- Dee.\n"+first)
	if err := release(dir, "1.2.0", "2025-03-20"); err == nil || !strings.Contains(err.Error(), "no file") {
		t.Errorf("without a change: got %v, want an error on files", err)
	}
}
