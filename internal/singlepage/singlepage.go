// Package singlepage makes pages that are one file, without script or network: to be mailed, read and printed. They share
// their head, the colours for light, dark and paper, and how texts and tables look.
package singlepage

import (
	"embed"
	"html/template"
)

//go:embed frame.html
var frame embed.FS

// New parses a page in a language, zh or en. The text defines the templates title, style and main; the functions lang (of
// the page) and t (of a Chinese and an English text that of the language) are there beside those that are given.
func New(lang string, text string, functions template.FuncMap) (*template.Template, error) {
	english := lang == "en"
	page, err := template.New("frame.html").Funcs(functions).Funcs(template.FuncMap{
		"lang": func() string {
			if english {
				return "en"
			}
			return "zh-CN"
		},
		"t": func(zh, en string) string {
			if english {
				return en
			}
			return zh
		},
	}).ParseFS(frame, "frame.html")
	if err != nil {
		return nil, err
	}
	if _, err := page.New("page").Parse(text); err != nil {
		return nil, err
	}
	return page, nil
}
