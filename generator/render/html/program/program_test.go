package program

import (
	"bytes"
	"errors"
	"html/template"
	"reflect"
	"strings"
	"testing"
)

type link struct {
	Href, Text string
	Current    bool
}

func (l link) Twice(n int) string { return strings.Repeat(l.Text, n) }

type entry struct {
	link
	Link  link
	Note  string
	Links []link
}

type named string

type view struct {
	Text    string
	Named   named
	Markup  template.HTML
	Number  int
	Links   []link
	Entries []entry
	Tree    []*node
	Next    *link
	Any     any
	private string
}

func (v *view) Head() template.HTML { return "<b>" + v.Markup + "</b>" }

type node struct {
	link
	Children []*node
}

func funcs() template.FuncMap {
	return template.FuncMap{
		"t":        func(key string, args ...any) (string, error) { return key + strings.Repeat("!", len(args)), nil },
		"external": func(href string) bool { return strings.HasPrefix(href, "https:") },
		"fail":     func(string) (string, error) { return "", errors.New("no") },
		"join":     func(a, b string) string { return a + b },
	}
}

func parsed(t testing.TB, text string) *template.Template {
	t.Helper()
	all := template.Must(template.New("page").Funcs(funcs()).Parse(text))
	template.Must(all.New("link").Parse(`{{if .Href}}<a href="{{.Href}}"{{if external .Href}} rel="external"{{end}}>{{.Text}}</a>{{else}}{{.Text}}{{end}}`))
	template.Must(all.New("node").Parse(`<li>{{.Text}}{{with .Children}}<ul>{{range .}}{{template "node" .}}{{end}}</ul>{{end}}`))
	return all
}

func data() *view {
	a, b := link{Href: "https://a.example/?x=1&y=好", Text: "甲 & <乙>"}, link{Href: "../b/index.html", Text: "丙", Current: true}
	return &view{Text: `"x" + 'y' <z>`, Named: "n<", Markup: "<i>m</i>", Number: -3, Links: []link{a, b}, private: "p",
		Entries: []entry{{link: a, Link: b, Note: "note", Links: []link{b}}, {Link: a}}, Next: &b,
		Tree: []*node{{link: a, Children: []*node{{link: b}}}}}
}

// each is a template that is compiled, and makes what html/template makes of it.
var each = []string{
	`{{.Text}} {{.Number}} {{.Markup}} {{.Named}}`,
	`<p title="{{.Text}}" lang="{{.Named}}" data-n="{{.Number}}">`,
	`<title>{{.Text}}{{.Markup}}</title>`,
	`{{with .Next}}<a href="{{.Href}}">{{.Text}}</a>{{$.Number}}{{else}}none{{end}}`,
	`{{range .Links}}{{template "link" .}}{{.Twice 2}}{{end}}`,
	`{{range $i, $l := .Links}}{{$i}}:{{$l.Text}}{{range $.Links}}{{.Text}}{{$l.Href}}{{end}}{{else}}no{{end}}`,
	`{{range .Entries}}{{.Text}}{{.Href}}{{.Note}}{{range .Links}}{{.Text}}{{else}}-{{end}}{{end}}`,
	`{{range .Tree}}{{template "node" .}}{{end}}`,
	`{{$n := .Number}}{{range .Links}}{{$n}}{{end}}`,
	`{{if gt (len .Links) 1}}{{(index .Links 1).Text}}{{end}}{{if eq .Text "x"}}a{{else if eq .Number -3}}b{{end}}`,
	`{{if not (or .Links .Text)}}a{{else}}b{{end}}{{if and .Text .Next}}c{{end}}{{if not .Number}}d{{end}}`,
	`{{len .Links}}{{t "key"}}{{t "key" .Text .Number}}{{join .Text "z"}}`,
	`{{.Head}}{{with .Head}}{{.}}{{end}}`,
	`<a href="?{{.Text}}">x</a><a href="{{.Text}}">y</a>`,
	`{{range .Links}}{{if .Current}}<b>{{.Text}}</b>{{end}}{{end}}{{/* a comment */}}`,
}

// both runs a template and the program made from it.
func both(t testing.TB, text string, v *view) {
	t.Helper()
	p, err := Compile(parsed(t, text), funcs(), reflect.TypeFor[*view]())
	if err != nil {
		t.Fatalf("%s: got %v, want a program", text, err)
	}
	var want bytes.Buffer
	wrong := parsed(t, text).Execute(&want, v)
	got, err := p.Append([]byte("before "), v)
	switch {
	case wrong != nil && !errors.Is(err, ErrTemplate):
		t.Errorf("%s: got %q, %v, want the template to be asked, which says %v", text, got, err, wrong)
	case wrong != nil:
		if string(got) != "before " {
			t.Errorf("%s: got %q left of a run that failed, want nothing", text, got)
		}
	case err != nil || string(got) != "before "+want.String():
		t.Errorf("%s: got %q, %v, want %q", text, got, err, want.String())
	}
}

func TestProgramEqualsTemplate(t *testing.T) {
	for _, text := range each {
		both(t, text, data())
		both(t, text, &view{})
	}
	for _, text := range []string{`{{.Next.Text}}`, `{{(index .Links 5).Text}}`, `{{fail .Text}}`} { // the data is at fault
		both(t, text, &view{})
	}
}

// What is known only when it is there, or is not understood, is left to the template.
func TestNotCompiled(t *testing.T) {
	for _, text := range []string{`{{.Any}}{{.Any.Text}}`, `{{.private}}`, `{{.Missing}}`, `<script>x = {{.Text}}</script>`, `<p style="width:{{.Number}}">`, `{{printf "%d" .Number}}`,
		`{{range .Number}}{{end}}`, `{{range .Links}}{{break}}{{end}}`, `{{template "none" .}}`, `{{t}}`, `{{external .Number}}`, `<p title={{.Text}}>`} {
		if _, err := Compile(parsed(t, text), funcs(), reflect.TypeFor[*view]()); err == nil {
			t.Errorf("%s: got a program, want an error", text)
		}
	}
	p, err := Compile(parsed(t, each[0]), funcs(), reflect.TypeFor[*view]())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := p.Append(nil, data().Links[0]); !errors.Is(err, ErrTemplate) || len(got) > 0 {
		t.Errorf("data of another type: got %q, %v, want ErrTemplate", got, err)
	}
}

// FuzzText puts texts into every place of a page.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "甲", "a b", "x&amp;<y>'\"+", "java\tscript:x", "\x00\xff�", "https://a.example/?a=b&c=%e4%b8#d", "mailto:a@b", "//x", "`={}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v := &view{Text: s, Named: named(s), Markup: template.HTML(s), Links: []link{{Href: s, Text: s}}, Next: &link{Href: s, Text: s}}
		for _, text := range each {
			both(t, text, v)
		}
	})
}
