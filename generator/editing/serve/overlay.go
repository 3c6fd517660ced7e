package serve

import (
	"bytes"
	"html/template"
	"net/http"
	"strings"

	"gongkai/generator/diag"
)

// overlay covers a page that is not that of now, and says why.
type overlay struct {
	Title   string
	Message string
	Hint    string
	Last    bool // the page under it is the last good one
	Under   bool // there is a page under it
	Reasons []reason
}

// reason is a finding with the lines of the file around it.
type reason struct {
	entry
	Lines []line
}

// line is one of a file, the place that the finding is about apart.
type line struct {
	Number              int
	Before, Here, After string
	At                  bool
}

const (
	maxReasons = 5
	around     = 2  // lines before and after
	reach      = 60 // characters of a long line on either side
)

func (s *Server) overlay(v *view, page *response) *overlay {
	o := &overlay{Last: page.last, Under: string(page.data) != blank}
	t := v.trouble
	if t == nil {
		t = page.fault
	}
	switch {
	case t != nil:
		o.Title, o.Message, o.Hint = s.word("trouble"), t.message.In(s.lang()), t.hint.In(s.lang())
	case page.unread != nil:
		o.Title = s.word("unread")
		if page.status == http.StatusOK {
			o.Title = s.word("misread")
		}
	default:
		return nil
	}
	for _, f := range page.unread {
		if len(o.Reasons) < maxReasons && (misread(f) || page.status != http.StatusOK && f.Severity == diag.Error) {
			o.Reasons = append(o.Reasons, reason{s.entry(f), lines(v.site.Excerpt(f.File), f.Span)})
		}
	}
	return o
}

// lines are those of a file around a place.
func lines(file []byte, at diag.Span) []line {
	if file == nil || at.Line == 0 {
		return nil
	}
	all := strings.Split(string(bytes.TrimPrefix(file, []byte("\ufeff"))), "\n")
	var out []line
	for n := max(1, at.Line-around); n <= min(len(all), at.Line+around); n++ {
		text := []rune(strings.ReplaceAll(strings.TrimRight(all[n-1], "\r"), "\t", " "))
		if n != at.Line {
			out = append(out, line{Number: n, Before: cut(text, len(text), 2*reach, false)})
			continue
		}
		from := min(max(at.Column-1, 0), len(text))
		to := len(text)
		if at.EndLine == at.Line {
			to = min(max(at.EndColumn-1, from), len(text))
		}
		out = append(out, line{n, cut(text[:from], from, reach, true), cut(text[from:to], to-from, 2*reach, false), cut(text[to:], len(text)-to, reach, false), true})
	}
	return out
}

// cut is a text of so many characters, its end or its beginning where it is too long.
func cut(text []rune, length, limit int, end bool) string {
	switch {
	case length <= limit:
		return string(text)
	case end:
		return "…" + string(text[length-limit:])
	}
	return string(text[:limit]) + "…"
}

// words are what the preview says, beside the findings.
var words = map[string]diag.Text{
	"error":       {ZH: "错误", EN: "error"},
	"warning":     {ZH: "警告", EN: "warning"},
	"waived":      {ZH: "已说明", EN: "waived"},
	"colon":       {ZH: "：", EN: ": "},
	"preview":     {ZH: "预览", EN: "Preview"},
	"draft":       {ZH: "草稿：生成网站时不会发布这一页", EN: "Draft: a build leaves this page out"},
	"draft-short": {ZH: "草稿", EN: "draft"},
	"here":        {ZH: "本页", EN: "This page"},
	"there":       {ZH: "其他页面和文件", EN: "Other pages and files"},
	"all":         {ZH: "全站", EN: "Site"},
	"sound":       {ZH: "没有问题", EN: "nothing is wrong"},
	"errors":      {ZH: "%d 个错误", EN: "%d errors"},
	"an-error":    {ZH: "1 个错误", EN: "1 error"},
	"warnings":    {ZH: "%d 个警告", EN: "%d warnings"},
	"a-warning":   {ZH: "1 个警告", EN: "1 warning"},
	"comma":       {ZH: "，", EN: ", "},
	"more":        {ZH: "另有 %d 个，列出全部", EN: "%d more, list all"},
	"list":        {ZH: "全部问题", EN: "All findings"},
	"expected":    {ZH: "应为", EN: "expected"},
	"actual":      {ZH: "现为", EN: "is"},
	"hint":        {ZH: "建议", EN: "hint"},
	"reason":      {ZH: "理由", EN: "reason"},
	"in-table":    {ZH: "看表格", EN: "show in the table"},
	"see-page":    {ZH: "看页面", EN: "show the page"},
	"edit":        {ZH: "在编辑器中打开 ", EN: "open in the editor: "},
	"edit-page":   {ZH: "编辑这份报告", EN: "Edit this report"},
	"close":       {ZH: "关闭", EN: "close"},
	"look":        {ZH: "先看页面", EN: "look at the page"},
	"away":        {ZH: "预览程序没有运行，正在重新连接…", EN: "the preview is not running; connecting again…"},
	"trouble":     {ZH: "预览无法更新", EN: "The preview cannot be brought up to date"},
	"unread":      {ZH: "这个文件现在无法读取", EN: "This file cannot be read now"},
	"misread":     {ZH: "这个文件里有读不懂的地方", EN: "Something in this file cannot be read"},
	"partly":      {ZH: "下面的页面只有读得懂的部分。", EN: "Below is a page of what can be read."},
	"last":        {ZH: "下面是它上一次能读取时的页面。", EN: "Below is its page as it was when it last could be read."},
	"home":        {ZH: "回到首页", EN: "to the home page"},
}

// word is one of them.
func (s *Server) word(key string) string { return words[key].In(s.lang()) }

// print writes a part of what the preview adds to pages.
func (s *Server) print(w *bytes.Buffer, name string, data any) error {
	return s.parts.ExecuteTemplate(w, name, data)
}

// parseParts reads the templates of what the preview adds.
func (s *Server) parseParts() (*template.Template, error) {
	return template.New("parts").Funcs(template.FuncMap{
		"t":     s.word,
		"asset": func(name string) string { return apiPrefix + name + "?" + s.assets[name].version },
		"own":   func() string { return apiPrefix },
		"language": func() string {
			if s.lang() == "en" {
				return "en"
			}
			return "zh-CN"
		},
		"count":   s.count,
		"editing": s.editMeta,
		"more": func(n int) string {
			return diag.Textf(words["more"].ZH, words["more"].EN, n).In(s.lang())
		},
	}).ParseFS(files, "assets/*.html")
}

// count says how many errors and warnings there are.
func (s *Server) count(errors, warnings int) string {
	var parts []string
	for _, of := range []struct {
		n         int
		one, many string
	}{{errors, "an-error", "errors"}, {warnings, "a-warning", "warnings"}} {
		switch of.n {
		case 0:
		case 1:
			parts = append(parts, s.word(of.one))
		default:
			parts = append(parts, diag.Textf(words[of.many].ZH, words[of.many].EN, of.n).In(s.lang()))
		}
	}
	if parts == nil {
		return s.word("sound")
	}
	return strings.Join(parts, s.word("comma"))
}
