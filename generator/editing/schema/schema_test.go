package schema

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"gongkai/generator/config"
	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/source"
	"gongkai/generator/source/keys"
)

func forms(t *testing.T) *form.Catalogue {
	t.Helper()
	c, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// of prints a schema, twice, and compiles it.
func of(t *testing.T, print func() ([]byte, error)) *jsonschema.Schema {
	t.Helper()
	a, err := print()
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := print(); !bytes.Equal(a, b) {
		t.Error("printed otherwise the second time")
	}
	return compile(t, a)
}

func schemas(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	out := map[string]*jsonschema.Schema{}
	for name, k := range map[string]*keys.Key{"config": config.Keys(), "register": register.EntryKeys(), "page": register.PageKeys(), "category": register.CategoryKeys(), "form": Definition()} {
		out[name] = of(t, func() ([]byte, error) { return JSON(k, "zh") })
	}
	all := forms(t)
	if faults := all.AddDir(os.DirFS("../../..")); len(faults) > 0 {
		t.Fatal(faults)
	}
	out["report"] = of(t, func() ([]byte, error) { return Reports(all.All(), form.Reports, "年报", "zh") })
	return out
}

// kind says which schema a file of a site follows; "" for none.
func kind(name string) string {
	parts := strings.Split(name, "/")
	switch {
	case name == "gongkai.yaml":
		return "config"
	case parts[0] == "forms":
		return "form"
	case len(parts) < 3 || path.Ext(name) != ".md":
		return ""
	case parts[2] == "_index.md":
		return "register"
	case parts[2] == "reports":
		return "report"
	case path.Base(name) == "_index.md":
		return "category"
	}
	return "page"
}

func front(t *testing.T, name string, data []byte) any {
	t.Helper()
	if path.Ext(name) == ".yaml" {
		n, _ := source.ParseYAML(name, data)
		return instance(n)
	}
	return instance(source.Parse(name, data).Front)
}

func TestExamplesAreAccepted(t *testing.T) {
	all := schemas(t)
	count := map[string]int{}
	for _, site := range []string{"../../..", "../scaffold/site"} {
		root := os.DirFS(site)
		names := []string{"gongkai.yaml"}
		err := fs.WalkDir(root, "content", func(name string, d fs.DirEntry, err error) error {
			names = append(names, name)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			s := all[kind(name)]
			if s == nil {
				continue
			}
			data, err := fs.ReadFile(root, name)
			if err != nil {
				t.Fatal(err)
			}
			count[kind(name)]++
			if err := s.Validate(front(t, name, data)); err != nil {
				t.Errorf("%s/%s: %v", site, name, err)
			}
		}
	}
	for _, k := range []string{"config", "register", "page", "category", "report"} {
		if count[k] == 0 {
			t.Errorf("no example of %s", k)
		}
	}
	definitions, _ := fs.Glob(os.DirFS("../../form/defs"), "*.yaml")
	for _, name := range definitions {
		data, err := os.ReadFile("../../form/defs/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if err := all["form"].Validate(front(t, name, data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		example := strings.TrimSuffix(name, ".yaml") + ".example.md"
		if data, err = os.ReadFile("../../form/defs/" + example); err != nil {
			t.Fatal(err)
		}
		f := forms(t).ByID(strings.TrimSuffix(name, ".yaml"))
		doc := front(t, example, data)
		if err := of(t, func() ([]byte, error) { return ReportJSON(f, "en") }).Validate(doc); err != nil {
			t.Errorf("%s: %v", example, err)
		}
		if err := all["report"].Validate(doc); err != nil && f.Family == form.Reports {
			t.Errorf("%s, of all forms: %v", example, err)
		}
	}
}

// wrong are changes to a sound file that its schema refuses, as the stages do.
var wrong = []struct{ file, old, new string }{
	{"content/shilishi-xxgkj/reports/2024.md", "[5, 2, 0, 0, 1, 0, 8]", "[5, 2, 0, 0, 1, 0]"},
	{"content/shilishi-xxgkj/reports/2024.md", "[5, 2, 0, 0, 1, 0, 8]", "[5, 2, 0, 0, 1, 0, 8, 8]"},
	{"content/shilishi-xxgkj/reports/2024.md", "[5, 2, 0, 0, 1, 0, 8]", "[5, 2, 0, 0, 1, 0, -8]"},
	{"content/shilishi-xxgkj/reports/2024.md", "[5, 2, 0, 0, 1, 0, 8]", "[5, 2, 0, 0, 1, 0, 8件]"},
	{"content/shilishi-xxgkj/reports/2024.md", "[5, 2, 0, 0, 1, 0, 8]", "[5, 2, 0, 0, 1, 0, 0.5]"},
	{"content/shilishi-xxgkj/reports/2024.md", "[5, 2, 0, 0, 1, 0, 8]", "[5, 2, 0, 0, 1, 0, 待填]"},
	{"content/shilishi-xxgkj/reports/2024.md", "[5, 2, 0, 0, 1, 0, 8]", `[5, 2, 0, 0, 1, 0, "8"]`},
	{"content/shilishi-xxgkj/reports/2024.md", "[5, 2, 0, 0, 1, 0, 8]", "待填"},
	{"content/shilishi-xxgkj/reports/2024.md", "[5, 2, 0, 0, 1, 0, 8]", "{natural: 5, total: 8}"},
	{"content/shilishi-xxgkj/reports/2024.md", "2024\n", "2009\n"},
	{"content/shilishi-xxgkj/reports/2024.md", "2024\n", "2024\n年度: 2024\n"},
	{"content/shilishi-xxgkj/reports/2024.md", "2024\n", "2024\nform: cn-1999\n"},
	{"content/shilishi-xxgkj/reports/2024.md", "2024\n", "2024\nyaer: 2024\n"},
	{"content/shilishi-xxgkj/reports/2024.md", "2024\n", "2024\nwaive: [{rule: row-totl, reason: 无}]\n"},
	{"content/shilishi-xxgkj/reports/2024.md", "2024\n", "2024\nrevisions: [{date: 2024年, note: 更正}]\n"},
	{"content/shilishi-xxgkj/_index.md", "name:", "nmae:"},
	{"content/shilishi-xxgkj/_index.md", "level: ", "level: village # "},
	{"content/shilishi-xxgkj/_index.md", "name:", "until: 二〇二四\nname:"},
	{"content/shilishi-xxgkj/_index.md", "name:", "predecessors: [{agency: a}]\nname:"},
	{"content/shilishi-xxgkj/guide.md", "title:", "titel:"},
	{"content/shilishi-xxgkj/guide.md", "title:", "validity: 长期\ntitle:"},
	{"gongkai.yaml", "format_version: 1", "format_version: 2"},
	{"gongkai.yaml", "output:", "outputs: [pdf]\noutput:"},
	{"gongkai.yaml", "output:", "rules: {late: never}\noutput:"},
	{"gongkai.yaml", "output:", "rules: {latest: off}\noutput:"},
	{"gongkai.yaml", "  url:", "  address:"},
}

func TestFaultsAreRefused(t *testing.T) {
	all := schemas(t)
	for _, w := range wrong {
		data, err := os.ReadFile("../scaffold/site/" + w.file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(data, []byte(w.old)) {
			t.Errorf("%s does not contain %q", w.file, w.old)
		}
		changed := bytes.Replace(data, []byte(w.old), []byte(w.new), 1)
		if all[kind(w.file)].Validate(front(t, w.file, changed)) == nil {
			t.Errorf("%s with %q is accepted", w.file, w.new)
		}
	}
	text, err := os.ReadFile("../../form/defs/cn-2021.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for old, new := range map[string]string{"kind: money": "kind: euro", "label: 规章}": "lable: 规章}", "rule: row-total": "rule: row-sum", "by: 01-31": "by: 1月"} {
		changed := strings.Replace(string(text), old, new, 1)
		if changed == string(text) {
			t.Errorf("the definition does not contain %q", old)
		}
		if all["form"].Validate(front(t, "f.yaml", []byte(changed))) == nil {
			t.Errorf("a definition with %q is accepted", new)
		}
	}
}

// Each figure of a form has its label, path and unit in the schema, and is asked for.
func TestEveryCellIsDeclared(t *testing.T) {
	for _, f := range forms(t).All() {
		root := Report(f)
		data, err := ReportJSON(f, "zh")
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		var walk func(k *keys.Key)
		walk = func(k *keys.Key) {
			if k.Type == keys.Figure {
				found = append(found, k.Path)
			}
			for _, c := range k.Keys {
				walk(c)
			}
		}
		walk(root)
		for _, c := range f.Cells {
			if !slices.Contains(found, c.Path) {
				t.Errorf("%s: no key for %s", f.ID, c.Path)
			}
			description := c.Path
			if c.Unit != "" {
				description += " (" + c.Unit + ")"
			}
			for _, s := range []string{`"title": "` + c.Label + `"`, `"description": "` + description + `"`} {
				if !bytes.Contains(data, []byte(s)) {
					t.Errorf("%s: the schema lacks %s", f.ID, s)
				}
			}
		}
	}
}
