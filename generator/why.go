package generator

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gongkai/generator/config"
	"gongkai/generator/diag"
	"gongkai/generator/rule"
	"gongkai/generator/workspace/graph"
)

// Reason says whether a build would write a published file again, and what it is made
// from.
type Reason struct {
	Path  string // in the output
	State State
	Line  int    // of the first difference, where there is one
	Was   string // what stands there, cut short
	Is    string // what would stand there
	Made  []Ingredient
}

// State is how a file that a build would write is to the published one.
type State int

// The states.
const (
	Unchanged State = iota // byte for byte
	Changed                // it would be written again
	Added                  // nothing is published there
	Dropped                // a build would write nothing there
)

// Ingredient is a file, or a folder of many, that a page is made from.
type Ingredient struct {
	File  string    // in the site
	What  diag.Text // it is to the page
	Newer bool      // than the published page
}

// Why finds out why the file at an address of the site would be written again; nothing
// is written. The address is that of a page, with or without the site's own, or a path
// in the output.
func Why(ctx context.Context, o Options, address string) (*Reason, error) {
	w, err := openWorkspace(o, o.Drafts, false)
	if err != nil {
		return nil, err
	}
	defer w.root.Close()
	p, err := w.update(ctx, nil, o.Overlay)
	if err != nil {
		return nil, err
	}
	s := newSnapshot(p, o, 0)
	r := &Reason{Path: outputPath(address, p.config.URL)}
	file := filepath.Join(p.out(o), filepath.FromSlash(r.Path))
	before, readErr := os.ReadFile(file)
	after, err := s.Render(r.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && readErr != nil:
		return nil, err
	case errors.Is(err, fs.ErrNotExist):
		r.State = Dropped
		return r, nil
	case err != nil:
		return nil, err
	case readErr != nil:
		r.State = Added
	case !bytes.Equal(before, after):
		r.State = Changed
		r.compare(before, after)
	}
	var published time.Time
	if info, err := os.Stat(file); err == nil {
		published = info.ModTime()
	}
	r.Made = w.ingredients(r.Path)
	for i := range r.Made {
		r.Made[i].Newer = r.State != Added && w.newer(r.Made[i].File, published)
	}
	return r, nil
}

// outputPath is the path in the output that an address means.
func outputPath(address, home string) string {
	at := strings.TrimPrefix(address, strings.TrimSuffix(home, "/"))
	if u, err := url.Parse(home); err == nil && strings.HasPrefix(address, "/") && u.Path != "" {
		at = strings.TrimPrefix(address, strings.TrimSuffix(u.Path, "/"))
	}
	folder := strings.HasSuffix(at, "/") || path.Ext(at) == ""
	if at = strings.Trim(path.Clean("/"+at), "/"); folder {
		at = path.Join(at, "index.html")
	}
	return at
}

// compare finds the first line that differs.
func (r *Reason) compare(before, after []byte) {
	const shown = 100 // characters
	at := 0
	for at < min(len(before), len(after)) && before[at] == after[at] {
		at++
	}
	r.Line = 1 + bytes.Count(before[:at], []byte("\n"))
	cut := func(data []byte) string {
		from := bytes.LastIndexByte(data[:at], '\n') + 1
		from = max(from, at-shown/2)
		line, _, _ := bytes.Cut(data[from:], []byte("\n"))
		text := []rune(strings.ToValidUTF8(string(line), ""))
		return string(text[:min(len(text), shown)])
	}
	r.Was, r.Is = cut(before), cut(after)
}

// ingredients lists what the file at an output path is made from.
func (w *workspace) ingredients(name string) []Ingredient {
	var out []Ingredient
	add := func(file, zh, en string) {
		if file != "" && !slices.ContainsFunc(out, func(x Ingredient) bool { return x.File == file }) {
			out = append(out, Ingredient{File: file, What: diag.Textf(zh, en)})
		}
	}
	page := w.site.At(name)
	if page == nil { // it lies beside one
		page = w.site.At(path.Join(path.Dir(name), "index.html"))
	}
	if page != nil {
		add(page.Source, "正文和数据", "its text and figures")
		for _, f := range page.Files {
			if f.Path == name {
				add(f.Source, "原样复制", "copied as it is")
			}
		}
	}
	if page != nil && page.Agency != nil {
		add(page.Agency.File, "机关登记信息", "the agency's register entry")
		for _, c := range page.Children {
			add(c.Source, "列在本页", "listed on the page")
		}
		if page.Report != nil {
			for _, q := range page.Parent.Children {
				add(q.Source, "同一机关的报告：前后年度的链接、跨年核对", "a report of the agency: links to other years, rules between years")
			}
		}
		w.lookedUp(page.Agency.Slug, add)
	} else {
		add("content", "全部内容：首页、索引、统计和数据由所有机关生成", "all content: the home page, indexes, statistics and data are made from all agencies")
	}
	if page != nil && page.Report != nil {
		if f := page.Report.Form.File; strings.HasPrefix(f, "forms/") {
			add(f, "报告的格式", "the report's form")
		}
	}
	if dir := "themes/" + w.config.Theme; hasTheme(w.root.FS(), w.config.Theme) {
		add(dir, "主题", "the theme")
	}
	add(config.File, "配置", "the configuration")
	return out
}

// lookedUp lists what was looked up of other agencies to check an agency and its links.
func (w *workspace) lookedUp(slug string, add func(file, zh, en string)) {
	reads := slices.Concat(w.checked.Inputs(slug), w.linked.Inputs(slug), w.parts.Inputs(slug), w.settled.Inputs(slug))
	slices.SortFunc(reads, func(a, b graph.Input) int { return strings.Compare(a.Name+a.Kind, b.Name+b.Kind) })
	for _, in := range reads {
		switch {
		case in.Kind == questionInput && in.Name == questionName(rule.Question{About: rule.Reports, Agency: in.Name[1:]}):
			if a := w.agencies.Peek(in.Name[1:]); a != nil && in.Name[1:] != slug {
				for _, r := range a.reports {
					add(r.File, "规则核对时看过", "looked at by the rules")
				}
			}
		case in.Kind == questionInput && in.Name == questionName(rule.Question{About: rule.Registration, Agency: in.Name[1:]}):
			if a := w.agencies.Peek(in.Name[1:]); a != nil && a.entry != nil {
				add(a.entry.File, "规则核对时看过", "looked at by the rules")
			}
		case (in.Kind == "part" || in.Kind == folderInput) && in.Name != slug && in.Name != "":
			if w.site.At(in.Name+"/index.html") != nil {
				add("content/"+in.Name, "链接或附件指向这里", "a link or an attachment leads there")
			}
		}
	}
}

// newer reports whether a file, or one in a folder, was changed after a moment.
func (w *workspace) newer(name string, than time.Time) bool {
	found := errors.New("found")
	return fs.WalkDir(w.root.FS(), name, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		if info, err := d.Info(); err == nil && info.ModTime().After(than) {
			return found
		}
		return nil
	}) != nil
}
