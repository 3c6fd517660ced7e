package source

import (
	"testing"

	"gongkai/generator/source/keys"
)

// A reader that goes by a declaration cannot read another key, nor forget one.
func TestDeclaredKeys(t *testing.T) {
	declared := keys.New("entry", keys.Mapping, "条目", "an entry", keys.With(
		keys.New("name", keys.Text, "名称", "name", keys.Required, keys.Also("名称")),
		keys.New("published", keys.Moment, "公布日期", "date of publication"),
		keys.New("kind", keys.Choice, "类别", "kind", keys.OneOf("a", "b"))))
	read := func(text string, do func(*Fields)) (findings int, panicked bool) {
		root, _ := ParseYAML("x.yaml", []byte(text))
		b := &Binder{Rule: "syntax"}
		defer func() { findings, panicked = len(b.Findings), recover() != nil }()
		do(b.Fields(root, declared))
		return
	}
	all := func(d *Fields) {
		d.NeedRequired()
		d.Text("name")
		d.Date("published")
		d.Enum("kind")
		d.Done()
	}
	for name, tc := range map[string]struct {
		text     string
		do       func(*Fields)
		findings int
		panics   bool
	}{
		"sound":             {"名称: x\npublished: 2024-01-02 03:04\nkind: a\n", all, 0, false},
		"required":          {"kind: a\n", all, 1, false},
		"another choice":    {"name: x\nkind: c\n", all, 1, false},
		"a key of nobody's": {"name: x\nnone: 1\n", all, 1, false},
		"not declared":      {"name: x\n", func(d *Fields) { d.Text("title") }, 0, true},
		"not read":          {"name: x\n", func(d *Fields) { d.Text("name"); d.Done() }, 0, true},
	} {
		if n, panicked := read(tc.text, tc.do); n != tc.findings || panicked != tc.panics {
			t.Errorf("%s: %d findings, panic %v; want %d, %v", name, n, panicked, tc.findings, tc.panics)
		}
	}
}
