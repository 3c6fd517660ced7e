package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"gongkai/themes"
)

// language is one of the two in which the manual is written.
type language struct {
	slug   string // its folder in the site
	folder string // its folder in docs/
	name   string // what its half of the manual is called
	index  string // what the list of all pages is called
	other  string // words of the link to the same page in this language
}

// languages are in the order in which readers meet them.
func languages() []language {
	return []language{{"zh", "zh", "中文手册", "目录", "本页的中文版"}, {"en", ".", "Manual in English", "Contents", "This page in English"}}
}

// kinds are the four of Diátaxis, in the order of the tables of contents.
func kinds() []string { return []string{"tutorial", "how-to", "reference", "explanation"} }

const contents = "README.md"

// arrange returns the files of the site by their paths.
func arrange(docs fs.FS) (map[string][]byte, error) {
	out := map[string][]byte{}
	places := map[string]string{} // of each page of docs/ in the site
	books := map[string][]chapter{}
	for _, l := range languages() {
		book, err := readContents(docs, l.folder)
		if err != nil {
			return nil, err
		}
		books[l.slug] = book
		root := "content/" + l.slug
		places[path.Join(l.folder, contents)] = root + "/_index.md"
		for i, c := range book {
			for _, p := range c.pages {
				places[p] = root + "/catalog/" + kinds()[i] + "/" + strings.TrimSuffix(path.Base(p), ".md") + "/_index.md"
			}
		}
	}
	for i, l := range languages() {
		root := "content/" + l.slug
		text, err := fs.ReadFile(docs, path.Join(l.folder, contents))
		if err != nil {
			return nil, err
		}
		_, text = heading(text)
		out[root+"/_index.md"] = page(l.name, i+1, links(text, l.folder, places), "name")
		out[root+"/catalog/_index.md"] = page(l.index, 0, nil, "title")
		for i, c := range books[l.slug] {
			out[root+"/catalog/"+kinds()[i]+"/_index.md"] = page(c.title, i+1, links(c.text, l.folder, places), "title")
			for order, name := range c.pages {
				text, err := fs.ReadFile(docs, name)
				if err != nil {
					return nil, err
				}
				title, text := heading(text)
				if title == "" {
					return nil, fmt.Errorf("%s begins with no heading", name)
				}
				out[places[name]] = page(title, order+1, append(translation(name, places), mask(links(text, l.folder, places))...), "title")
			}
		}
	}
	return out, copied(docs, out)
}

// copied adds the theme, the configuration, and what pages link to beside pages: pictures, schemas, samples.
func copied(docs fs.FS, out map[string][]byte) error {
	for _, from := range []struct {
		files        fs.FS
		folder, into string
	}{{site, "theme", "themes/manual"}, {docs, ".", "static"}} {
		err := fs.WalkDir(from.files, from.folder, func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || path.Ext(name) == ".md" || path.Ext(name) == ".go" {
				return err
			}
			data, err := fs.ReadFile(from.files, name)
			out[path.Join(from.into, strings.TrimPrefix(name, from.folder))] = data
			return err
		})
		if err != nil {
			return err
		}
	}
	data, err := fs.ReadFile(site, "gongkai.yaml")
	if err != nil {
		return err
	}
	out["gongkai.yaml"] = data
	out["themes/manual/i18n/zh-CN.yaml"], err = labels()
	return err
}

// labels are those of the default theme with the manual's own, which are for readers of either language, in their place.
func labels() ([]byte, error) {
	all, err := fs.ReadFile(themes.Default(), "i18n/zh-CN.yaml")
	if err != nil {
		return nil, err
	}
	own, err := fs.ReadFile(site, "labels.yaml")
	if err != nil {
		return nil, err
	}
	lines := bytes.SplitAfter(all, []byte("\n"))
	for l := range bytes.Lines(own) {
		key, _, _ := bytes.Cut(l, []byte(" "))
		i := slices.IndexFunc(lines, func(line []byte) bool { return bytes.HasPrefix(line, append(key[:len(key):len(key)], ' ')) })
		if i < 0 {
			return nil, fmt.Errorf("labels.yaml: the default theme has no label %s", key)
		}
		lines[i] = l
	}
	return bytes.Join(lines, nil), nil
}

// page is a content file. Its name is written as JSON is, which YAML reads too.
func page(title string, order int, text []byte, key string) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "---\n%s: %q\n", key, title)
	if order > 0 {
		fmt.Fprintf(&out, "order: %d\n", order)
	}
	out.WriteString("---\n\n")
	out.Write(bytes.TrimLeft(text, "\n"))
	return out.Bytes()
}

// translation is a link to a page in the other languages, where it is there.
func translation(name string, places map[string]string) []byte {
	var out []byte
	for _, l := range languages() {
		other := path.Join(l.folder, path.Base(name))
		if at := places[other]; at != "" && other != name {
			out = fmt.Appendf(out, "[%s](/%s)\n\n", l.other, at)
		}
	}
	return out
}

// heading takes the first line, a heading of the first level, off a text.
func heading(text []byte) (title string, rest []byte) {
	line, rest, _ := bytes.Cut(text, []byte("\n"))
	name, ok := bytes.CutPrefix(line, []byte("# "))
	if !ok {
		return "", text
	}
	return strings.TrimSpace(string(name)), rest
}

// chapter is what a table of contents has of one kind of pages.
type chapter struct {
	title string
	text  []byte   // the list, as written
	pages []string // below docs/
}

// readContents reads the table of contents in a folder of docs/: one part for each kind, which
// lists every page of the folder once.
func readContents(docs fs.FS, folder string) ([]chapter, error) {
	name := path.Join(folder, contents)
	text, err := fs.ReadFile(docs, name)
	if err != nil {
		return nil, err
	}
	var book []chapter
	for i, part := range bytes.Split(text, []byte("\n## ")) {
		if i == 0 {
			continue
		}
		title, list, _ := bytes.Cut(part, []byte("\n"))
		c := chapter{title: string(title), text: list}
		for line := range bytes.Lines(list) {
			if t := targets(line); bytes.HasPrefix(line, []byte("- [")) && path.Dir(t[0]) == "." && path.Ext(t[0]) == ".md" {
				c.pages = append(c.pages, path.Join(folder, t[0]))
			}
		}
		book = append(book, c)
	}
	if len(book) != len(kinds()) {
		return nil, fmt.Errorf("%s has %d parts, want one each for %s", name, len(book), strings.Join(kinds(), ", "))
	}
	there, err := fs.Glob(docs, path.Join(folder, "*.md"))
	if err != nil {
		return nil, err
	}
	listed := map[string]int{path.Join(folder, contents): 1}
	for _, c := range book {
		for _, p := range c.pages {
			listed[p]++
		}
	}
	for _, p := range there {
		if listed[p] == 0 {
			return nil, fmt.Errorf("%s is in no list of %s", p, name)
		}
	}
	for _, p := range slices.SortedFunc(maps.Keys(listed), cmp.Compare[string]) {
		if !slices.Contains(there, p) {
			return nil, fmt.Errorf("%s lists %s, which is not there", name, p)
		}
		if listed[p] > 1 {
			return nil, fmt.Errorf("%s lists %s %d times", name, p, listed[p])
		}
	}
	return book, nil
}
