package workspace

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"gongkai/generator/config"
	"gongkai/generator/diag"
	"gongkai/generator/rule"
	"gongkai/generator/workspace/graph"
)

// Input is a file, or a folder of many, that a page is made from.
type Input struct {
	File  string    // in the site
	What  diag.Text // what it is for the page
	Newer bool      // than the published page
}

// Inputs lists what the file at an output path is made from.
func (w *Workspace) Inputs(name string) []Input {
	var out []Input
	add := func(file, zh, en string) {
		if file != "" && !slices.ContainsFunc(out, func(x Input) bool { return x.File == file }) {
			out = append(out, Input{File: file, What: diag.Textf(zh, en)})
		}
	}
	page := w.site.At(name)
	if page == nil { // it lies beside one
		page = w.site.In(path.Dir(name))
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
			if area := w.site.AreaOf(page); area != nil {
				for _, q := range area.Parts {
					add(q.Source, "所含报告：本页列出它的数字", "a report in this total: the page lists its figures")
				}
				for _, m := range slices.Concat(area.Absent, area.Excluded) {
					if m.Agency != nil {
						add(m.Agency.File, "没有计入的机关：列在本页", "an agency that does not count: listed on the page")
					}
					if m.Report != nil {
						add(m.Report.Source, "没有计入的报告：本页链接到它", "a report that does not count: the page links to it")
					}
				}
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
	if dir := "themes/" + w.config.Theme; HasTheme(w.Root.FS(), w.config.Theme) {
		add(dir, "主题", "the theme")
	}
	add(config.File, "配置", "the configuration")
	return out
}

// lookedUp lists what was looked up of other agencies to check an agency and its links.
func (w *Workspace) lookedUp(slug string, add func(file, zh, en string)) {
	reads := slices.Concat(w.checked.Inputs(slug), w.linked.Inputs(slug), w.parts.Inputs(slug), w.resolved.Inputs(slug))
	slices.SortFunc(reads, func(a, b graph.Input) int { return strings.Compare(a.Name+a.Kind, b.Name+b.Kind) })
	for _, in := range reads {
		switch {
		case in.Kind == dependencyInput && in.Name == dependencyName(rule.Dependency{Kind: rule.Reports, Agency: in.Name[1:]}):
			if a := w.agencies.Peek(in.Name[1:]); a != nil && in.Name[1:] != slug {
				for _, r := range a.Reports {
					add(r.File, "规则核对时看过", "looked at by the rules")
				}
			}
		case in.Kind == dependencyInput && in.Name == dependencyName(rule.Dependency{Kind: rule.Registration, Agency: in.Name[1:]}):
			if a := w.agencies.Peek(in.Name[1:]); a != nil && a.Entry != nil {
				add(a.Entry.File, "规则核对时看过", "looked at by the rules")
			}
		case (in.Kind == "part" || in.Kind == folderInput) && in.Name != slug && in.Name != "":
			if w.site.In(in.Name) != nil {
				add("content/"+in.Name, "链接或附件指向这里", "a link or an attachment leads there")
			}
		}
	}
}

// Newer reports whether a file, or one in a folder, was changed after a moment.
func (w *Workspace) Newer(name string, than time.Time) bool {
	found := errors.New("found")
	return fs.WalkDir(w.Root.FS(), name, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		if info, err := d.Info(); err == nil && info.ModTime().After(than) {
			return found
		}
		return nil
	}) != nil
}
