package html

import (
	"bytes"
	"testing"
	"testing/fstest"

	"gongkai/generator/workspace/unionfs"
	"gongkai/themes"
)

// Every page is made by a compiled template, which makes what the template itself makes.
func TestProgramsEqualTemplates(t *testing.T) {
	for _, language := range []string{"zh-CN", "en"} {
		cfg := example()
		cfg.Language = language
		s := assemble(t, "revisions:\n  - {date: 2024-03-01, note: '更正 \"<表>\" & 其他', cells: [{cell: applications.new.total, from: 0, to: 1}]}\nsource: {title: 原件, url: 'https://www.example.gov.cn/?a=1&b=<2>', retrieved: 2024-02-01}\n")
		r := renderer(t, cfg, s)
		for _, p := range append(s.Pages(), s.MovedPages()...) {
			template := r.templates.pages[p.Kind]
			program := template.program()
			if program == nil {
				t.Errorf("pages of the kind %s: got none, want a compiled template", p.Kind)
				continue
			}
			v, err := r.view(p, nil, p.Data)
			if err != nil {
				t.Fatal(err)
			}
			got, err := program.Append(nil, v)
			if err != nil {
				t.Fatalf("%s: got %v, want no error", p.Path, err)
			}
			v, err = r.view(p, nil, p.Data)
			if err != nil {
				t.Fatal(err)
			}
			var want bytes.Buffer
			if err := template.Execute(&want, v); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want.Bytes()) {
				t.Errorf("%s: got %q, want %q", p.Path, got, want.Bytes())
			}
		}
	}
}

// A theme that does what is not compiled gets the same page from its template.
func TestThemeOfOtherTemplates(t *testing.T) {
	s := assemble(t, "")
	p := s.At("a/reports/2023/index.html")
	page := func(text string) string {
		theme := unionfs.New(fstest.MapFS{"partials/citation.html": {Data: []byte(text)}}, themes.Default())
		r, err := newRenderer(theme, example(), s, "gongkai test")
		if err != nil {
			t.Fatal(err)
		}
		data, err := r.Page(p, nil, p.Data)
		if err != nil {
			t.Fatal(err)
		}
		if compiled := r.templates.pages[p.Kind].program() != nil; compiled == (text[:4] == "{{pr") {
			t.Errorf("%s: got a program %v", text, compiled)
		}
		return string(data)
	}
	contains(t, page(`{{printf "%d or more" (len .Crumbs)}}`), "4 or more", `data-cell="applications.new.total"`)
	contains(t, page(`<p>{{len .Crumbs}} or more</p>`), "<p>4 or more</p>", `data-cell="applications.new.total"`)
}
