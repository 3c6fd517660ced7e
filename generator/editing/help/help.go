// Package help makes the pages of the manual that are inside the program, so that they are read where there is no network: those
// of docs/ for whoever fills in, collects and publishes reports, in Chinese and in English.
package help

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"gongkai/docs"
	"gongkai/generator/prose"
)

//go:embed assets
var assets embed.FS

// language is one of the two in which the pages are.
type language struct {
	id, folder string // its folder among the pages, and in docs/
	table      string // what a table is called
	Tag        string // of HTML
	Manual     string
	Other      string // words of the link to the same page in the other language
	Back       string
}

var languages = []language{
	{"zh", "zh", "表格", "zh-CN", "手册", "English", "回到工作台"},
	{"en", ".", "Table", "en", "Manual", "中文", "Back to the desk"},
}

// Start is the path of the first page in a language, zh or en.
func Start(lang string) string {
	if lang == "en" {
		return "en/index.html"
	}
	return "zh/index.html"
}

// entry is a line of a table of contents: a page and what it is about.
var entry = regexp.MustCompile(`(?m)^- \[([^\]]+)\]\(([a-z-]+)\.md\)[:：]? *(.*)$`)

// line is an entry as a page shows it.
type line struct {
	Name, Title, About string
	Here               bool
}

// page is what the template of a page has.
type page struct {
	language
	Title string
	Index bool
	Lines []line
	Body  template.HTML
	There string // the page in the other language
	Desk  string // address of the desk, "" for none
}

// Files are the pages and what they show, by their paths: pages lead to each other by relative addresses. desk is
// where they lead back to, "" where they are not part of a desk.
func Files(desk string) (map[string][]byte, error) {
	parts, err := template.ParseFS(assets, "assets/page.html")
	if err != nil {
		return nil, fmt.Errorf("help: %w", err)
	}
	style, err := assets.ReadFile("assets/help.css")
	if err != nil {
		return nil, fmt.Errorf("help: %w", err)
	}
	out := map[string][]byte{"help.css": style}
	pictures, err := fs.Glob(docs.Files, "images/*")
	for _, name := range pictures {
		if err == nil {
			out[name], err = docs.Files.ReadFile(name)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("help: %w", err)
	}
	for i, l := range languages {
		if err := l.pages(out, parts, languages[1-i].id, desk); err != nil {
			return nil, fmt.Errorf("help: %w", err)
		}
	}
	return out, nil
}

// pages adds the pages in a language.
func (l language) pages(out map[string][]byte, parts *template.Template, other, desk string) error {
	contents, err := docs.Files.ReadFile(path.Join(l.folder, "README.md"))
	if err != nil {
		return err
	}
	var lines []line
	for _, m := range entry.FindAllSubmatch(contents, -1) {
		if name := string(m[2]); l.has(name + ".md") {
			lines = append(lines, line{Name: name, Title: string(m[1]), About: strings.TrimSpace(string(m[3]))})
		}
	}
	show := func(name, title string, body []byte) error {
		p := page{language: l, Title: title, Index: name == "index", Body: template.HTML(body), There: "../" + other + "/" + name + ".html", Desk: desk} //nolint:gosec // made by prose, of our own pages
		for _, x := range lines {
			x.Here = x.Name == name
			p.Lines = append(p.Lines, x)
		}
		var b bytes.Buffer
		err := parts.ExecuteTemplate(&b, "page.html", &p)
		out[l.id+"/"+name+".html"] = b.Bytes()
		return err
	}
	if err := show("index", l.Manual, nil); err != nil {
		return err
	}
	converter := prose.NewConverter()
	for _, x := range lines {
		text, err := docs.Files.ReadFile(path.Join(l.folder, x.Name+".md"))
		if err != nil {
			return err
		}
		first, rest, _ := bytes.Cut(text, []byte("\n"))
		title, ok := bytes.CutPrefix(first, []byte("# "))
		if !ok {
			return fmt.Errorf("%s begins with no heading", x.Name)
		}
		var b bytes.Buffer
		if err := converter.HTML(&b, rest, prose.Options{HeadingShift: -1, Link: l.link}); err != nil {
			return err
		}
		if err := show(x.Name, string(bytes.TrimSpace(title)), scrolled(b.Bytes(), l.table)); err != nil {
			return err
		}
	}
	return nil
}

// has reports whether a page of docs/ in this language is inside the program.
func (l language) has(name string) bool {
	_, err := fs.Stat(docs.Files, path.Join(l.folder, name))
	return err == nil
}

// link is where a link of a page leads. What is not inside the program keeps its words alone.
func (l language) link(target string) string {
	const nowhere = "none:"
	file, fragment, _ := strings.Cut(target, "#")
	if fragment != "" {
		fragment = "#" + fragment
	}
	local := path.Join(l.folder, file)
	switch {
	case strings.Contains(target, "://") || file == "":
		return target
	case path.Base(file) == "README.md" && l.has(file):
		return "index.html"
	case path.Dir(local) == path.Clean(l.folder) && strings.HasSuffix(file, ".md") && l.has(file):
		return strings.TrimSuffix(file, ".md") + ".html" + fragment
	case strings.HasPrefix(local, "images/") && languages[1].has(local):
		return "../" + local
	}
	return nowhere
}

var (
	heading = regexp.MustCompile(`<h[2-6][^>]*>(.*?)</h[2-6]>`)
	markup  = regexp.MustCompile(`<[^>]*>`)
)

// scrolled has wide tables scrolled, by keyboard too: regions that are named by the headings above them, and numbered where
// several are below one.
func scrolled(body []byte, word string) []byte {
	var out bytes.Buffer
	named, name := map[string]int{}, word
	for _, part := range bytes.SplitAfter(body, []byte("</table>")) {
		before, table, found := bytes.Cut(part, []byte("<table>"))
		out.Write(before)
		if !found {
			continue
		}
		if above := heading.FindAllSubmatch(before, -1); above != nil {
			name = word + " – " + string(bytes.ReplaceAll(markup.ReplaceAll(above[len(above)-1][1], nil), []byte(`"`), []byte("&#34;")))
		}
		label := name
		if named[name]++; named[name] > 1 {
			label = fmt.Sprintf("%s (%d)", name, named[name])
		}
		fmt.Fprintf(&out, `<div class="scroll" role="region" tabindex="0" aria-label="%s"><table>%s</div>`, label, table)
	}
	return out.Bytes()
}
