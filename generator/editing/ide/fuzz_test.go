package ide_test

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/editing/ide"
)

const report = "content/shilishi-xxgkj/reports/2024.md"

// FuzzAnswers asks everything about a text in any state: no answer may crash, and each
// speaks of places that the text has.
func FuzzAnswers(f *testing.F) {
	_, site, err := generator.NewSession(generator.Options{Site: "../scaffold/site"}).Check(f.Context(), nil)
	if err != nil {
		f.Fatal(err)
	}
	files := []string{report, "content/shilishi-xxgkj/_index.md", "content/shilishi-xxgkj/guide.md", "gongkai.yaml", "forms/own.yaml", "content/_index.md", "README.md"}
	sound, err := os.ReadFile("../scaffold/site/" + report)
	if err != nil {
		f.Fatal(err)
	}
	definition, err := os.ReadFile("../../form/defs/cn-2021.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{
		string(sound), string(sound[:300]), string(definition[:2000]),
		"---\nyear: 2024\ndata:\n  applications: {new: [1, 2", "---\n年度：2024\n数据：\n  依申请公开：\n    本年新收：［1，0",
		"---\nwaive:\n  - {rule: , cell: }\n  -\n---\n{{ }} {{ 依申请公开. }}{{", "\ufeff---\r\na: \"\r\n- - - [[[{{{\r\n---\r\n", "site:\n  rules: {a: }\nrules:\n - x\n",
		"---\n? a\n: b\n&x *y !z <<: |\n  text\n---\n## 一、\n", "---\nincludes: [a, b, ]\npredecessors:\n- agency: a\n  year: \n",
	} {
		f.Add(text, uint8(0), uint16(3), uint16(5))
		f.Add(text, uint8(4), uint16(12), uint16(0))
	}
	f.Fuzz(func(t *testing.T, text string, file uint8, line, column uint16) {
		text = text[:min(len(text), 1<<16)]
		d := ide.Open(site, files[int(file)%len(files)], []byte(text), "zh")
		lines := strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n")
		valid := utf8.ValidString(text)
		in := func(what string, s diag.Span) {
			if !valid {
				return // the file has no places then
			}
			if s.Line < 1 || s.EndLine < s.Line || s.EndLine > len(lines)+1 || s.Column < 1 || s.EndLine == s.Line && s.EndColumn < s.Column {
				t.Errorf("%s: %+v in %q", what, s, text)
			}
		}
		at := ide.Place{Line: int(line)%(len(lines)+1) + 1, Column: int(column)%64 + 1}
		for _, it := range d.Complete(at) {
			if it.Label == "" || it.Insert == "" || it.Span.EndColumn != at.Column || it.Span.Column > at.Column || it.Span.Line != at.Line {
				t.Errorf("%+v at %+v of %q", it, at, text)
			}
		}
		if text, span := d.Hover(at); text != "" {
			in("hover", span)
		}
		if r, ok := d.Define(at); ok && r.File == files[int(file)%len(files)] {
			in("definition", r.Span)
		}
		for _, h := range d.Hints(1, len(lines)) {
			in("hint", diag.Span{Line: h.At.Line, Column: h.At.Column, EndLine: h.At.Line, EndColumn: h.At.Column})
		}
		var walk func([]ide.Symbol)
		walk = func(symbols []ide.Symbol) {
			for _, s := range symbols {
				in("symbol", s.Span)
				in("label", s.Label)
				walk(s.Symbols)
			}
		}
		walk(d.Symbols())
	})
}
