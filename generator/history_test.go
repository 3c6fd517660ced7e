package generator

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/audit/gate"
	"gongkai/generator/diag"
	"gongkai/generator/output"
)

var histories = flag.Int("histories", 3, "random histories of edits, of which every step is checked")

// Whatever is created, changed, deleted and renamed, what a preview shows after each step
// is byte for byte what a new preview of the same site shows, and so are its findings.
func TestPreviewEqualsCleanAfterAnyEdits(t *testing.T) {
	for n := range *histories {
		t.Run(fmt.Sprint(*seed+uint64(n)), func(t *testing.T) {
			t.Parallel()
			h := newEditing(t, *seed+uint64(n))
			for step := range 30 {
				if !h.step(step) {
					t.Logf("the history:\n%s", strings.Join(h.said, "\n"))
					return
				}
			}
		})
	}
}

// editing is a site on disk, a preview of it, and chance.
type editing struct {
	*testing.T
	rnd     *rand.Rand
	dir     string
	preview *Preview
	changed []string
	said    []string
}

func newEditing(t *testing.T, seed uint64) *editing {
	h := &editing{T: t, rnd: rand.New(rand.NewPCG(seed, 7)), dir: t.TempDir()}
	h.put("gongkai.yaml", config0)
	for i := range 3 {
		slug := string(rune('a' + i))
		h.put("content/"+slug+"/_index.md", entryOf(slug, map[string]string{"a": "parent: c\npredecessors: [{agency: b, year: 2023}]\n"}[slug]))
		for y := range 1 + h.rnd.IntN(2) {
			h.put(fmt.Sprintf("content/%s/reports/%d.md", slug, 2022+y), h.reportOf(slug, 2022+y))
		}
	}
	h.changed = nil
	p, err := NewPreview(t.Context(), Options{Site: h.dir, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	h.preview = p
	t.Cleanup(func() {
		h.preview.Close()
		h.preview = nil // the test keeps what it cleans up with until all histories are done
	})
	return h
}

// Workbooks take long to make, so most sites have none.
const config0 = "format_version: 1\noutputs: [json, csv, feed]\nsite: {name: 示例, url: \"https://www.example.gov.cn/zw/\"}\n"

func entryOf(slug, more string) string {
	return "---\nname: 示例市" + slug + "局\nlevel: city\nkind: department\n" + more + "---\n" + slug + " 的介绍。\n"
}

// reportOf is a sound report, with figures and prose by chance.
func (h *editing) reportOf(slug string, year int) string {
	n := h.rnd.IntN(9)
	rows := ""
	for _, row := range []string{"regulations", "normative_documents"} {
		rows += fmt.Sprintf("    %s: {issued: %d, repealed: 0, in_force: %d}\n", row, n, n+3)
	}
	zero := "[0, 0, 0, 0, 0, 0, 0]"
	results := ""
	for _, r := range []string{"partial", "refused.state_secret", "refused.prohibited_by_law", "refused.security_stability", "refused.third_party",
		"refused.internal_affairs", "refused.process_information", "refused.enforcement_file", "refused.administrative_inquiry",
		"unavailable.not_held", "unavailable.requires_creation", "unavailable.still_unclear",
		"not_processed.petition", "not_processed.repeated", "not_processed.published_material", "not_processed.mass_repeated", "not_processed.reconfirmation",
		"other.uncorrected", "other.fee_unpaid", "other.other"} {
		group, row, nested := strings.Cut(r, ".")
		if nested {
			if !strings.Contains(results, "      "+group+":\n") {
				results += "      " + group + ":\n"
			}
			results += "        " + row + ": " + zero + "\n"
		} else {
			results += "      " + group + ": " + zero + "\n"
		}
	}
	prose := []string{"本年办理顺利。", "见[指南](../guide.md)。", "见[乙](../../b/_index.md)和[去年](" + fmt.Sprint(year-1) + ".md)。", "附[表](x.pdf)。", fmt.Sprintf("收到申请 %d 件，{{ applications.new.total }}。", n),
		"见[年份](/years/2022/)与[图](/static/p.png)。", longProse}
	scope, body := "", ""
	if slug == "c" {
		scope = "scope: government\nincludes: [a, b]\n"
	}
	for i, title := range []string{"一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"} {
		body += "## " + title + "\n"
		switch {
		case i == 0:
			body += "\n" + prose[2] + "\n"
		case i > 3:
			body += "\n" + prose[h.rnd.IntN(len(prose))] + "\n"
		}
		body += "\n"
	}
	return fmt.Sprintf(`---
year: %d
published: %d-01-1%d
%sdata:
  proactive:
%s    licensing: 0
    penalties: 0
    coercion: 0
    fees: 0
  applications:
    new: [%d, 0, 0, 0, 0, 0, %d]
    carried_in: %s
    results:
      granted: [%d, 0, 0, 0, 0, 0, %d]
%s      total: [%d, 0, 0, 0, 0, 0, %d]
    carried_out: %s
  review:
    reconsideration: [0, 0, 0, 0, 0]
    direct_litigation: [0, 0, 0, 0, 0]
    litigation_after_reconsideration: [0, 0, 0, 0, 0]
---

%s`, year, year+1, n, scope, rows, n, n, zero, n, n, results, n, n, zero, body)
}

// card passes a bank card's check; beside a word for an account it is a personal number.
const card = "6222021000112233449"

// longProse is long enough to be found in another report again.
var longProse = func() string {
	r := rand.New(rand.NewPCG(1, 1))
	var b strings.Builder
	for range 30 {
		for range 30 {
			b.WriteRune(rune(0x4E00 + r.IntN(3000)))
		}
		b.WriteString("。")
	}
	return b.String()
}()

func (h *editing) put(name, text string) {
	file := filepath.Join(h.dir, filepath.FromSlash(name))
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if _, err := os.Stat(filepath.Join(h.dir, filepath.FromSlash(dir))); err != nil {
			h.changed = append(h.changed, dir)
		}
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return // a file is where the folder should be
	}
	if os.WriteFile(file, []byte(text), 0o644) == nil {
		h.changed = append(h.changed, name)
	}
}

func (h *editing) remove(name string) {
	if err := os.RemoveAll(filepath.Join(h.dir, filepath.FromSlash(name))); err != nil {
		h.Fatal(err)
	}
	h.changed = append(h.changed, name)
}

func (h *editing) rename(old, now string) {
	if os.Rename(filepath.Join(h.dir, filepath.FromSlash(old)), filepath.Join(h.dir, filepath.FromSlash(now))) == nil {
		h.changed = append(h.changed, old, now)
	}
}

// change replaces a text in a file.
func (h *editing) change(name, old, now string) {
	data, err := os.ReadFile(filepath.Join(h.dir, filepath.FromSlash(name)))
	if err == nil {
		h.put(name, strings.Replace(string(data), old, now, 1))
	}
}

func (h *editing) one(list ...string) string { return list[h.rnd.IntN(len(list))] }

// report is the file of one of the reports, chosen at random.
func (h *editing) report() string {
	names, _ := filepath.Glob(filepath.Join(h.dir, "content", "*", "reports", "*.md"))
	if len(names) == 0 {
		return "content/a/reports/2022.md"
	}
	rel, _ := filepath.Rel(h.dir, names[h.rnd.IntN(len(names))])
	return filepath.ToSlash(rel)
}

// edit makes one random change of the site, and says which.
func (h *editing) edit() string {
	slug, file := h.one("a", "b", "c", "d", "a-b"), h.report()
	year := 2021 + h.rnd.IntN(4)
	switch h.rnd.IntN(34) {
	case 0, 1, 2:
		h.change(file, h.one("[0, 0, 0, 0, 0, 0, 0]", "[0, 0, 0, 0, 0]", "in_force: 3", "0, 0]"), h.one("[0, 0, 1, 0, 0, 0, 1]", "[0, 1, 0, 0, 0, 0, 0]", "[0, 0, 待填, 0, 0]", "[1, 0]", "in_force: 4", "[0,"))
		return "figures of " + file
	case 33: // a number that is hidden when a guide tells whose it is
		h.change(file, "licensing: 0", "licensing: \""+card+"\"")
		return "a number in " + file
	case 3:
		h.change(file, "year:", h.one("draft: true\nyear:", "year: x\nyear:", "yaer:", "{{", "waive: [{rule: carry-over, reason: 改革}, {rule: near-duplicate, reason: 同}, {rule: wrong-cell, reason: 另}]\nyear:", "scope: government\nincludes: [b, c]\nyear:", "scope: government\nincludes: children\nyear:", "scope: government\nincludes: children\nexcludes: [{agency: a, reason: 另报}]\nyear:", "form: own\nyear:"))
		return "front matter of " + file
	case 4, 5, 6:
		at := fmt.Sprintf("content/%s/reports/%d.md", slug, year)
		h.put(at, h.reportOf(slug, year))
		return "new " + at
	case 7:
		h.remove(file)
		return "removed " + file
	case 8:
		to := path.Dir(file) + fmt.Sprintf("/%d.md", year)
		h.rename(file, to)
		return "renamed " + file + " to " + to
	case 9:
		h.rename("content/"+slug, "content/"+h.one("d", "e", "a-b"))
		return "renamed the folder " + slug
	case 10:
		h.remove("content/" + slug)
		return "removed the folder " + slug
	case 11, 12:
		h.put("content/"+slug+"/_index.md", entryOf(slug, h.one("", "parent: b\n", "parent: nowhere\n", "predecessors: [{agency: b, year: 2023}]\n", "former_names: [{name: 旧局, until: 2022}]\n", "order: 1\n", "phone: 13800138000\n", "since: 2023\n", "until: 2022\n", "aliases: [b, old]\n", "aliases: [d, e]\n", "aliases: [a-b]\nparent: d\n")))
		return "entry of " + slug
	case 13:
		h.remove("content/" + slug + "/_index.md")
		return "removed the entry of " + slug
	case 14:
		h.put("content/"+slug+"/guide.md", "---\ntitle: 指南\nupdated: 2024-01-0"+h.one("1", "2")+"\n---\n见[丙](../c/_index.md)，"+h.one("电话 13800138000", "电话 010-1", "捐款卡号 "+card)+"。\n")
		return "guide of " + slug
	case 15, 16:
		h.put("content/"+slug+"/catalog/"+h.one("x", "y", "g/z", "g/_index")+".md", "---\ntitle: 文件"+h.one("甲", "乙")+"\nindex_number: "+h.one("1", "2", "3")+"\npublished: 2024-0"+h.one("1", "2")+"-01\nattachments: [{file: f.pdf, title: 附件}]\n---\n正文，"+h.one("[制度](../policies/p.md)", "[外部](https://example.org/)")+"。\n")
		return "item of " + slug
	case 17:
		h.put("content/"+slug+"/"+h.one("catalog/f.pdf", "reports/x.pdf", "policies/p.md", "stray.md", "reports/.#2022.md"), h.one("x", "---\ntitle: 制度\n---\n文。\n"))
		return "file of " + slug
	case 18:
		h.put("static/"+h.one("p.png", "q.css"), h.one("1", "22"))
		return "static file"
	case 19:
		h.remove(h.one("static", "static/p.png", "content/_index.md", "content/b/catalog", "forms", "themes"))
		return "removed something"
	case 20, 21:
		h.put("gongkai.yaml", config0+h.one("theme: own\n", "rules_page: true\nforms_page: true\n", "rules: {balance: warning, jump: off}\n", "rules: {wrong-cell: off}\n", "rules: {row-total: nothing}\n", "rules: {}\n", "x: y\n", "site: {\n", "theme: none\n", ""))
		return "configuration"
	case 22:
		h.put("gongkai.yaml", "format_version: 1\noutputs: "+h.one("[json, csv, xlsx, sqlite, search]", "[]")+"\nsite: {name: 示例, url: \"https://www.example.gov.cn/\", official: true, id_code: \"1101120001\", contact: \"13800138000\", language: "+h.one("en", "zh-CN")+"}\ntheme: own\n")
		return "an official site"
	case 23, 24:
		h.put("themes/own/"+h.one("pages/report.html", "pages/agency.html", "partials/footer.html", "partials/row.html"), h.one("<h1>{{.Title}}</h1>", "<p>{{", "<p>脚</p>", "<h1>{{.Title}}</h1>{{.Nothing}}"))
		return "template"
	case 25:
		h.put("themes/own/"+h.one("assets/css/99-own.css", "assets/own.svg", "assets/js/own.js"), h.one("a{color:#000}", "b{", "<svg/>"))
		return "asset"
	case 26:
		h.remove("themes/own/" + h.one("pages/report.html", "pages", "assets", "partials/row.html", "partials/footer.html", "pages/agency.html"))
		return "removed a part of the theme"
	case 27, 28:
		h.put("forms/own.yaml", h.one("id: own\nextends: cn-2021\ntitle: 自定\n", "id: own\nextends: cn-2021\ntitle: 自定二\nfamily: extra\nfamily_title: 其他\n", "id: own\n", "id: [\n"))
		return "form"
	case 29, 30: // the agencies that others link to and that the area total adds up
		h.remove("content/b")
		return "removed the folder b"
	case 31:
		h.put("content/b/_index.md", entryOf("b", ""))
		h.put("content/b/reports/2022.md", h.reportOf("b", 2022))
		return "the folder b"
	}
	h.put("content/_index.md", h.one("首页。\n", "---\n---\n见[甲](a/_index.md)。\n", "见[丁](d/reports/2023.md)。\n"))
	return "home page"
}

// edits makes a few edits at once.
func (h *editing) edits(n int) {
	h.changed = nil
	for range 1 + h.rnd.IntN(3)*h.rnd.IntN(2) {
		h.said = append(h.said, fmt.Sprintf("%d: %s", n, h.edit()))
	}
}

// update tells the preview what changed; sometimes it does not say what, or an update that
// is cancelled, or one that only tries, comes first.
func (h *editing) update() (*Snapshot, error) {
	if h.rnd.IntN(15) == 0 {
		h.changed = nil
	}
	if h.rnd.IntN(10) == 0 {
		ctx, cancel := context.WithCancel(h.Context())
		cancel()
		if _, err := h.preview.Update(ctx, h.changed); err == nil {
			h.Error("an update that was ended has a result, want an error")
		}
	}
	if h.rnd.IntN(10) == 0 {
		_, _ = h.preview.Try(h.Context(), h.report(), []byte(h.reportOf("a", 2022)))
	}
	return h.preview.Update(h.Context(), h.changed)
}

// step makes edits and compares.
func (h *editing) step(n int) bool {
	if h.edits(n); len(h.changed) == 0 {
		return true
	}
	now, err := h.update()
	clean, cleanErr := NewPreview(h.Context(), Options{Site: h.dir, Version: "test"})
	if fmt.Sprint(err) != fmt.Sprint(cleanErr) {
		h.Errorf("step %d: got error %v, want that of a clean build, %v", n, err, cleanErr)
		return false
	}
	if err != nil {
		return true
	}
	defer clean.Close()
	return h.same(n, now, clean.Snapshot())
}

// same compares two snapshots.
func (h *editing) same(n int, now, clean *Snapshot) bool {
	if !diag.Equal(now.Findings().Slice(), clean.Findings().Slice()) {
		h.Errorf("step %d: got other findings than a clean build, want the same", n)
		for _, f := range now.Findings().Slice() {
			h.Logf("now   %s:%d %s %s", f.File, f.Span.Line, f.Rule, f.Message.EN)
		}
		for _, f := range clean.Findings().Slice() {
			h.Logf("clean %s:%d %s %s", f.File, f.Span.Line, f.Rule, f.Message.EN)
		}
		return false
	}
	if now.Summary() != clean.Summary() {
		h.Errorf("step %d: got %+v, want what a clean build has, %+v", n, now.Summary(), clean.Summary())
		return false
	}
	for _, name := range h.addresses(n, now, clean) {
		a, err := now.Render(name)
		b, cleanErr := clean.Render(name)
		// A file made of all pages names the first page that cannot be made, whichever that is.
		all := name == "manifest.json" || strings.HasPrefix(name, "search/")
		if fmt.Sprint(err) != fmt.Sprint(cleanErr) && !(all && err != nil && cleanErr != nil) {
			h.Errorf("step %d, %s: got error %v, want that of a clean build, %v", n, name, err, cleanErr)
			return false
		}
		if !bytes.Equal(a, b) {
			h.Errorf("step %d: got %d bytes of %s, want the %d of a clean build", n, len(a), name, len(b))
			return false
		}
	}
	return true
}

// addresses lists the files that either snapshot has; those that take long to make only at every tenth step.
func (h *editing) addresses(n int, snapshots ...*Snapshot) []string {
	names := map[string]bool{"nowhere/index.html": true, "robots.txt": true, "sitemap.xml": true, "feed.xml": true, "assets/style.css": true}
	costly := n%10 == 9
	for _, s := range snapshots {
		for _, p := range s.state.Site.Pages() {
			names[p.Path] = p.Path != "data/index.html" || costly
			for _, d := range p.Data {
				names[d.Path] = d.Format == "csv" && p.Report != nil || costly
			}
			for _, f := range p.Files {
				names[f.Path] = true
			}
		}
		for _, f := range s.state.Site.Static {
			names[f.Path] = true
		}
	}
	names["manifest.json"] = costly
	names["search/pages.js"] = costly
	var out []string
	for name, wanted := range names {
		if wanted {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// A preview of a sound site is, file for file, what a build writes.
func TestCleanPreviewEqualsPublish(t *testing.T) {
	h := newEditing(t, 3)
	s := h.preview.Snapshot()
	x, err := renderingOf(s.state, s.options)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out")
	sink, err := output.NewDisk(t.Context(), out, output.Options{Generator: "gongkai test"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gate.Pass(t.Context(), s.state, x, sink); err != nil { // links may lead nowhere
		t.Fatal(err)
	}
	if err := sink.Close(); err != nil {
		t.Fatal(err)
	}
	files := 0
	err = fs.WalkDir(os.DirFS(out), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == ".gitignore" {
			return err
		}
		files++
		want, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			return err
		}
		if got, err := s.Render(name); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: the preview has %d bytes (%v), want the %d of the build", name, len(got), err, len(want))
		}
		return nil
	})
	if err != nil || files < 20 {
		t.Errorf("compared %d files (%v), want more than 20", files, err)
	}
	if _, err := s.Render("nowhere"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got the error %v, want %v", err, fs.ErrNotExist)
	}
}
