package generator

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A site with long lists is built without a dead link, each of its pages is reached from
// the home page, and no list shows more than a hundred entries.
func TestLongLists(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("gongkai.yaml", "format_version: 1\nsite:\n  name: 示例\n  url: https://www.example.gov.cn/x/\n")
	for i := range 130 {
		write(fmt.Sprintf("content/a%03d/_index.md", i), fmt.Sprintf("---\nname: 示例市第%d局\nlevel: city\nkind: department\n---\n", i))
	}
	for i := range 210 {
		day := fmt.Sprintf("%d-%02d-01", 2000+i/12, 1+i%12)
		write(fmt.Sprintf("content/a007/policies/p%03d.md", i), fmt.Sprintf("---\ntitle: 制度%03d\npublished: %s\n---\n\n第一条。\n", i, day))
		write(fmt.Sprintf("content/a007/catalog/files/d%03d.md", i), fmt.Sprintf("---\ntitle: 文件%03d\nindex_number: X%03d\npublished: %s\n---\n\n正文。\n", i, i, day))
	}
	write("content/a007/guide.md", "---\ntitle: 指南\n---\n\n[最早的制度](/a007/policies/page/1/)、[目录](/a007/catalog/files/page/3/)。\n")
	res, err := Build(t.Context(), Options{Site: dir, Version: "test"})
	if err != nil || len(res.Findings) > 0 {
		t.Fatalf("got error %v, %+v, want a site without findings", err, res)
	}
	out := filepath.Join(dir, "public")
	read := func(p string) string {
		data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(p)))
		if err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(string(data), `"`, "")
	}
	seen := map[string]bool{"index.html": true, "404.html": true}
	counted := map[string]int{}
	href := regexp.MustCompile(`<a [^>]*?href=([^>#? ]+\.html)`)
	for queue := []string{"index.html"}; len(queue) > 0; queue = queue[1:] {
		page := read(queue[0])
		for _, m := range href.FindAllStringSubmatch(page, -1) {
			if to := path.Join(path.Dir(queue[0]), m[1]); !strings.Contains(m[1], ":") && !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		}
		entries := strings.Count(page, "<tbody><tr>") + strings.Count(page, "</tr><tr>")
		if i := strings.Index(page, "class=entries"); i >= 0 {
			entries += strings.Count(page[i:i+strings.Index(page[i:], "</ul>")], "<li>")
		}
		entries += strings.Count(page, "<li data-item")
		counted[queue[0]] = entries
		if grouped := strings.Contains(page, "class=groups"); entries > 100 && !grouped {
			t.Errorf("%s lists %d entries, want 100 at most", queue[0], entries)
		}
	}
	for p, want := range map[string]int{"index.html": 130, "policies/index.html": 60, "catalog/page/3/index.html": 50, "a007/policies/index.html": 60, "a007/policies/page/3/index.html": 50, "a007/catalog/files/index.html": 60, "a007/catalog/files/page/1/index.html": 50} {
		if counted[p] != want {
			t.Errorf("%s lists %d entries, want %d", p, counted[p], want)
		}
	}
	sitemap := read("sitemap.xml")
	if err := filepath.WalkDir(out, func(name string, e os.DirEntry, err error) error {
		rel, _ := filepath.Rel(out, name)
		rel = filepath.ToSlash(rel)
		if err == nil && !e.IsDir() && strings.HasPrefix(rel, "search/texts/") && strings.Contains(read(rel), "policies/page/") {
			t.Errorf("%s: got a page of a list in it, want none, for it only repeats others", rel)
		}
		if err != nil || e.IsDir() || !strings.HasSuffix(name, ".html") {
			return err
		}
		if !seen[rel] {
			t.Errorf("got no link to %s, want one on some page", rel)
		}
		if loc := "<loc>https://www.example.gov.cn/x/" + strings.TrimSuffix(rel, "index.html") + "</loc>"; rel != "404.html" && !strings.Contains(sitemap, loc) {
			t.Errorf("sitemap.xml: got no %s, want it", loc)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for page, want := range map[string][]string{
		"a007/policies/index.html":             {"制度209", "制度150", `<a rel=next href=page/3/index.html>较早的</a>`, "<span aria-current=page>最新</span>"},
		"a007/policies/page/3/index.html":      {"制度149", "制度100", "政府信息公开制度（第 3 页）", `rel=prev href=../../index.html`, `rel=next href=../2/index.html`, "canonical href=https://www.example.gov.cn/x/a007/policies/page/3/"},
		"a007/catalog/files/page/1/index.html": {"文件049", "文件000", "X000"},
		"sitemap/index.html":                   {"示例市第99局", "../a007/policies/index.html", "href=page/2/index.html"},
		"sitemap/page/2/index.html":            {"示例市第129局", "站点地图（第 2 页）"},
		"index.html":                           {"130 个机关", "示例市第129局"},
		"a007/policies/p000/index.html":        {"../index.html"},
		"a007/guide/index.html":                {"../policies/page/1/index.html"},
	} {
		for _, w := range want {
			if !strings.Contains(read(page), w) {
				t.Errorf("%s: got a page without it, want %s in it", page, w)
			}
		}
	}
}
