package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A newcomer takes the two commands of the readme, changes a number wrongly, mends it by what the message says, looks at it,
// publishes it into a folder, packs it and verifies both.
func TestNewcomersWalk(t *testing.T) {
	for lang, readme := range map[string]string{"en": "README.md", "zh": "README.zh-CN.md"} {
		t.Run(lang, func(t *testing.T) {
			first := regexp.MustCompile(`(?m)^gongkai init (\S+) && gongkai build --site (\S+)$`).FindStringSubmatch(read(t, readme))
			if first == nil || first[1] != first[2] {
				t.Fatalf("%s does not begin with init and build of one site: %q", readme, first)
			}
			t.Chdir(t.TempDir())
			t.Setenv("XDG_CACHE_HOME", t.TempDir()) // of publish
			tool := func(status int, line string) string {
				t.Helper()
				return run(t, status, append(strings.Fields(line), "--lang", lang)...)
			}
			site := first[1]
			tool(0, "init "+site)
			tool(0, "build --site "+site)
			page := filepath.Join(site, "public/shilishi-xxgkj/reports/2024/index.html")
			whole, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			// 9 for 8.
			file := filepath.Join(site, filepath.FromSlash(theReport))
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			const right, wrong = "[5, 2, 0, 0, 1, 0, 8]", "[5, 2, 0, 0, 1, 0, 9]"
			if strings.Count(string(text), right) == 0 {
				t.Fatalf("%s has no row %s", file, right)
			}
			put := func(text string) {
				t.Helper()
				if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			put(strings.Replace(string(text), right, wrong, 1))
			tool(1, "build --site "+site)
			if now, err := os.ReadFile(page); err != nil || string(now) != string(whole) {
				t.Errorf("the published page is another one, or not there: %v", err)
			}
			message := tool(1, "check --site "+site)
			// The message says where, and what it should be.
			m := regexp.MustCompile(`(?m)^(\S+):(\d+):(\d+): .*(?:should be|应为) (\d+) \[wrong-cell\]$`).FindStringSubmatch(message)
			if m == nil || m[1] != theReport {
				t.Fatalf("the message says neither where nor what:\n%s", message)
			}
			line, _ := strconv.Atoi(m[2])
			column, _ := strconv.Atoi(m[3])
			lines := strings.SplitAfter(strings.Replace(string(text), right, wrong, 1), "\n")
			at := []rune(lines[line-1])
			lines[line-1] = string(at[:column-1]) + m[4] + string(at[column:])
			put(strings.Join(lines, ""))
			tool(0, "check --site "+site)
			p := &served{TB: t, dir: site}
			p.start()
			if status, seen := p.get("shilishi-xxgkj/reports/2024/"); status != 200 || seen != string(whole) {
				t.Errorf("the preview answers %d, with the page that was built: %v", status, seen == string(whole))
			}
			p.stop()
			tool(0, "build --site "+site)
			tool(0, "publish www --site "+site)
			tool(0, "archive --out nianbao.wacz --site "+site)
			for name, holds := range map[string]string{"www": map[string]string{"en": "all is well", "zh": "全部相符"}[lang], "nianbao.wacz": ""} {
				if got := tool(0, "verify "+name); !strings.Contains(got, holds) {
					t.Errorf("verify %s: got %q, want %q", name, got, holds)
				}
			}
			if now, err := os.ReadFile("www/shilishi-xxgkj/reports/2024/index.html"); err != nil || string(now) != string(whole) {
				t.Errorf("what was published is not the page that was built: %v", err)
			}
			// And where a figure changes after that, it is said.
			published := strings.Replace(string(whole), ">8<", ">9<", 1)
			if err := os.WriteFile("www/shilishi-xxgkj/reports/2024/index.html", []byte(published), 0o644); err != nil {
				t.Fatal(err)
			}
			tool(1, "verify www")
		})
	}
}
