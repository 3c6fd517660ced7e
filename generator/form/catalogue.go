package form

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"

	"gongkai/generator/diag"
)

//go:embed defs/*.yaml
var defs embed.FS

// Builtin is the definition of a form in the binary, with its comments; nil for one of a site's own.
func (f *Form) Builtin() []byte {
	text, err := defs.ReadFile(f.File)
	if err != nil {
		return nil
	}
	return text
}

// Catalogue holds the forms that a site may use.
type Catalogue struct{ forms []*Form }

// Builtin returns a catalogue of the forms in the binary; forms that are added to it are in
// no other. An error means a broken program.
func Builtin() (*Catalogue, error) {
	forms, err := builtin()
	return &Catalogue{slices.Clone(forms)}, err
}

// builtin reads the definitions in the binary once: forms do not change.
var builtin = sync.OnceValues(func() ([]*Form, error) {
	c := &Catalogue{}
	names, err := fs.Glob(defs, "defs/*.yaml")
	if err != nil {
		return nil, err
	}
	var ds []*definition
	for _, name := range names {
		data, err := defs.ReadFile(name)
		if err != nil {
			return nil, err
		}
		ds = append(ds, parse(name, data))
	}
	if findings := c.load(ds); len(findings) > 0 {
		x := findings[0]
		return nil, fmt.Errorf("form %s:%d:%d: %s", x.File, x.Span.Line, x.Span.Column, x.Message.EN)
	}
	return c.forms, nil
})

// folder holds a site's own definitions.
const folder = "forms"

// AddDir loads a site's own definitions, forms/*.yaml.
func (c *Catalogue) AddDir(site fs.FS) []diag.Finding {
	var out []diag.Finding
	unread := func(name string, err error) {
		f := diag.Finding{Rule: "form", File: name, Message: diag.Textf("无法读取文件", "the file cannot be read")}
		if message, hint, ok := diag.OfSystem(name, err); ok {
			f.Message, f.Hint = message, hint
		}
		out = append(out, f)
	}
	if _, err := fs.ReadDir(site, folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
		unread(folder, err)
	}
	names, _ := fs.Glob(site, folder+"/[^.~]*.yaml") // an editor's own files are none
	var ds []*definition
	for _, name := range names {
		data, err := fs.ReadFile(site, name)
		if err != nil {
			unread(name, err)
			continue
		}
		ds = append(ds, parse(name, data))
	}
	return append(out, c.load(ds)...)
}

// Load reads one definition, which may extend a form of the catalogue. The form, which
// is not added, is nil when it has faults.
func (c *Catalogue) Load(file string, data []byte) (*Form, []diag.Finding) {
	d := parse(file, data)
	if id := d.base(); id != "" {
		base := c.ByID(id)
		if base == nil {
			return nil, append(d.findings, d.fault(d.extends, diag.Textf("没有格式“%s”", "unknown form %q", id)))
		}
		d.over(base.def)
	}
	return d.load()
}

// load adds definitions, which may extend each other in any order. What extends a
// faulty one is left out with it.
func (c *Catalogue) load(ds []*definition) []diag.Finding {
	var out []diag.Finding
	byID, open, done := map[string]*definition{}, map[*definition]bool{}, map[*definition]bool{}
	for _, d := range ds {
		if byID[d.id] == nil {
			byID[d.id] = d
		}
	}
	var load func(d *definition)
	load = func(d *definition) {
		if done[d] {
			return
		}
		done[d], open[d] = true, true
		defer delete(open, d)
		if id := d.base(); id != "" {
			b := byID[id]
			switch {
			case c.ByID(id) != nil:
			case b == nil:
				out = append(out, d.fault(d.extends, diag.Textf("没有格式“%s”", "unknown form %q", id)))
			case open[b]:
				out = append(out, d.fault(d.extends, diag.Textf("格式 %s 的 extends 绕成一圈，又回到它自己", "the form %s extends itself in a circle", d.id)))
			default:
				load(b)
			}
			base := c.ByID(id)
			if base == nil {
				return
			}
			d.over(base.def)
		}
		f, findings := d.load()
		out = append(out, findings...)
		out = append(out, c.Add(f)...)
	}
	for _, d := range ds {
		load(d)
	}
	return out
}

// Add puts a form into the catalogue; a second form of one id, or a second default
// of a family for one year, is a finding.
func (c *Catalogue) Add(f *Form) []diag.Finding {
	if f == nil {
		return nil
	}
	fault := func(key string, m diag.Text) []diag.Finding {
		return []diag.Finding{f.def.fault(f.def.root.Get(key), m)}
	}
	for _, g := range c.forms {
		if g.ID == f.ID {
			return fault("id", diag.Textf("格式 %s 已在 %s 中定义", "form %s is already defined in %s", f.ID, path.Base(g.File)))
		}
		if g.Family == f.Family && overlap(g.Default, f.Default) {
			out := fault("default", diag.Textf("%s 与 %s 在同一年都是默认格式", "%s and %s are both the default of one year", f.ID, g.ID))
			out[0].Hint = diag.Textf("一年只有一种默认格式：去掉 default，在报告里写 form: %s", "a year has one default: leave default out, and name the form in reports, form: %s", f.ID)
			return out
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
