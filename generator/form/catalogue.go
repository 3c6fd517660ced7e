package form

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"gongkai/generator/diag"
)

//go:embed defs/*.yaml
var defs embed.FS

// Catalogue holds the forms that a site may use.
type Catalogue struct{ forms []*Form }

// Builtin loads the forms in the binary. An error means a broken program.
func Builtin() (*Catalogue, error) {
	c := &Catalogue{}
	names, err := fs.Glob(defs, "defs/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := defs.ReadFile(name)
		if err != nil {
			return nil, err
		}
		f, findings := Load(name, data)
		findings = append(findings, c.Add(f)...)
		if len(findings) > 0 {
			x := findings[0]
			return nil, fmt.Errorf("form %s:%d:%d: %s", name, x.Span.Line, x.Span.Column, x.Message.EN)
		}
	}
	return c, nil
}

// AddDir loads a site's own definitions, forms/*.yaml.
func (c *Catalogue) AddDir(site fs.FS) []diag.Finding {
	names, _ := fs.Glob(site, "forms/*.yaml")
	var out []diag.Finding
	for _, name := range names {
		data, err := fs.ReadFile(site, name)
		if err != nil {
			out = append(out, diag.Finding{Rule: "form", File: name, Message: diag.Textf("无法读取文件", "the file cannot be read")})
			continue
		}
		f, findings := Load(name, data)
		out = append(out, findings...)
		out = append(out, c.Add(f)...)
	}
	return out
}

// Add puts a form into the catalogue; a second form of one id, or a second default
// of a family for one year, is a finding.
func (c *Catalogue) Add(f *Form) []diag.Finding {
	if f == nil {
		return nil
	}
	fault := func(m diag.Text) []diag.Finding {
		return []diag.Finding{{Rule: "form", File: f.File, Span: diag.Span{Line: 1, Column: 1, EndLine: 1, EndColumn: 2}, Message: m}}
	}
	for _, g := range c.forms {
		if g.ID == f.ID {
			return fault(diag.Textf("表格 %s 已在 %s 中定义", "form %s is already defined in %s", f.ID, path.Base(g.File)))
		}
		if g.Family == f.Family && overlap(g.Default, f.Default) {
			return fault(diag.Textf("%s 与 %s 在同一年都是默认格式", "%s and %s are both the default of one year", f.ID, g.ID))
		}
	}
	c.forms = append(c.forms, f)
	slices.SortFunc(c.forms, func(a, b *Form) int {
		if a.Years.From != b.Years.From {
			return b.Years.From - a.Years.From
		}
		return slices.Compare([]byte(a.ID), []byte(b.ID))
	})
	return nil
}

func overlap(a, b Years) bool {
	if a == (Years{}) || b == (Years{}) {
		return false
	}
	last := func(y Years) int {
		if y.To == 0 {
			return 1 << 30
		}
		return y.To
	}
	return a.From <= last(b) && b.From <= last(a)
}

// All lists the forms, newest first.
func (c *Catalogue) All() []*Form { return slices.Clone(c.forms) }

// ByID returns a form, nil where there is none.
func (c *Catalogue) ByID(id string) *Form {
	for _, f := range c.forms {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// DefaultFor returns the form that governs a family's year, nil where none does.
func (c *Catalogue) DefaultFor(family string, year int) *Form {
	for _, f := range c.forms {
		if f.Family == family && f.Default.Has(year) {
			return f
		}
	}
	return nil
}
