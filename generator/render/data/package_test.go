package data

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/site"
	"gongkai/generator/source"
)

// compile reads a schema as a validator does.
func compile(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("https://www.example.org/data/report.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("https://www.example.org/data/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, text []byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(doc)
}

func schema(t *testing.T, id string, forms []*form.Form) []byte {
	t.Helper()
	text, err := Schema(id, forms)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Every form's example follows the schema, and the schema tells what does not.
func TestSchema(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	const id = "https://www.example.org/data/report.schema.json"
	s := compile(t, schema(t, id, forms.All()))
	examples := 0
	for _, f := range forms.All() {
		text, err := os.ReadFile("../../form/defs/" + f.ID + ".example.md")
		if err != nil {
			continue
		}
		r, _ := report.Bind(source.Parse("content/a/"+f.Family+"/x.md", text), forms, f.Family, "a")
		if r == nil {
			t.Fatalf("%s: the example does not bind", f.ID)
		}
		examples++
		p := &site.Page{Kind: site.Report, Title: "标题", Agency: &register.Agency{Slug: "a", Name: "甲局"}, Report: r}
		good := AppendJSON(nil, p, []site.Waived{{Rule: "balance", Reason: "因故"}})
		if err := validate(t, s, good); err != nil {
			t.Errorf("%s: %v", f.ID, err)
		}
		draft := *r
		draft.Draft = !r.Draft
		of := *p
		of.Report = &draft
		text = AppendJSON(nil, &of, nil)
		if err := validate(t, s, text); err != nil || bytes.Contains(text, []byte(`"draft": true`)) != draft.Draft {
			t.Errorf("%s, its draft the other way round (%v): %v\n%.300s", f.ID, draft.Draft, err, text)
		}
		if f.ID != "cn-2021" {
			continue
		}
		for _, bad := range [][2]string{{`"fees": "0"`, `"fees": 0`}, {`"natural": 5`, `"natural": -5`}, {`"natural": 5`, `"natural": 5.5`}, {`"natural": 5`, `"natural": 5, "x": 0`},
			{`"form": "cn-2021"`, `"form": "cn-1999"`}, {`"year": 2024`, `"year": "2024"`}, {`"source": null`, `"source": {}`}} {
			text := strings.Replace(string(good), bad[0], bad[1], 1)
			if text == string(good) {
				t.Fatalf("no %s in %s", bad[0], good)
			}
			if validate(t, s, []byte(text)) == nil {
				t.Errorf("%s follows the schema", bad[1])
			}
		}
	}
	if examples == 0 {
		t.Error("no form has an example")
	}
	compile(t, schema(t, id, nil))
}

// Of a form that has other cells in each report the schema says no more than its name.
func TestSchemaOfOwnForms(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	const id = "https://www.example.org/data/report.schema.json"
	f := forms.ByID("cn-2021")
	other := *f
	other.Data = f.Data.Slots[0]
	if same, one := schema(t, id, []*form.Form{f, f}), schema(t, id, []*form.Form{f}); !bytes.Equal(same, one) {
		t.Error("the same form twice is another schema")
	}
	if text := string(schema(t, id, []*form.Form{f, &other})); strings.Contains(text, "granted") || !strings.Contains(text, `"cn-2021"`) {
		t.Error(text)
	}
}

func TestPackage(t *testing.T) {
	c := collection(t)
	p := Package{Title: "数据", Description: "说明", Homepage: "https://www.example.org/data/", Licence: "注明出处 <a>", Publisher: "甲"}
	for _, table := range c.Tables() {
		p.Resources = append(p.Resources, Resource{Data: site.Data{Path: "data/" + table.Name + ".csv", Format: "csv", Size: 12}, Title: table.Name, SHA256: "ab", Table: &table,
			About: func(column string) string { return "关于" + column }})
	}
	p.Resources = append(p.Resources, Resource{Data: site.Data{Path: "data/reports-2024.zip", Format: site.Zip, Year: 2024, Size: 5}, Title: "一年"})
	var got struct {
		Licenses  []struct{ Path, Title string }
		Resources []struct {
			Name, Path, Profile, Mediatype, Hash string
			Bytes                                int64
			Schema                               struct {
				Fields []struct {
					Name, Type, Description string
					Constraints             map[string]bool
				}
				PrimaryKey  []string
				ForeignKeys []struct {
					Fields    []string
					Reference struct {
						Resource string
						Fields   []string
					}
				}
			}
		}
	}
	if err := json.Unmarshal(p.JSON(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Licenses[0].Title != p.Licence || got.Licenses[0].Path != p.Homepage || len(got.Resources) != 7 {
		t.Errorf("got %+v, want the licence %s at %s, and seven resources", got, p.Licence, p.Homepage)
	}
	types := map[string]string{}
	for _, r := range got.Resources {
		for _, f := range r.Schema.Fields {
			types[r.Name+"."+f.Name] = f.Type
			if f.Description == "" {
				t.Errorf("%s.%s has no description", r.Name, f.Name)
			}
		}
	}
	for name, want := range map[string]string{"reports.year": "integer", "agencies.credit_code": "string", "cn-2021.applications.new.total": "integer",
		"cn-2021.proactive.fees": "number", "cn-2019.proactive.licensing.change": "string", "cn-legacy.value": "number"} {
		if types[name] != want {
			t.Errorf("the type of %s is %q, want %q", name, types[name], want)
		}
	}
	wide := got.Resources[3]
	if keys := wide.Schema.ForeignKeys; wide.Name != "cn-2021" || wide.Path != "cn-2021.csv" || wide.Hash != "sha256:ab" || len(wide.Schema.PrimaryKey) != 2 ||
		len(keys) != 1 || keys[0].Reference.Resource != "reports" || !wide.Schema.Fields[0].Constraints["required"] {
		t.Errorf("got %+v, want cn-2021.csv with its digest, a key of two columns, and the key of reports", wide)
	}
	if zip := got.Resources[6]; zip.Name != "reports-2024.zip" || zip.Mediatype != "application/zip" || zip.Schema.Fields != nil {
		t.Errorf("got %+v, want reports-2024.zip without a schema", zip)
	}
}
