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
	p := Package{Title: "数据", Description: "说明", Homepage: "https://www.example.org/data/", Licence: "注明出处 <a>", Publisher: "甲",
		Resources: []Resource{{site.Data{Path: "data/reports.csv", Format: "csv", Size: 12}, "全部"}, {site.Data{Path: "data/reports-2024.zip", Format: site.Zip, Year: 2024, Size: 5}, "一年"}},
		Fields:    []Field{{"agency", "机关"}, {"year", "年度"}, {"value", "值"}}}
	var got struct {
		Licenses  []struct{ Path, Title string }
		Resources []struct {
			Name, Path, Profile, Mediatype string
			Bytes                          int64
			Schema                         struct {
				Fields []struct {
					Name, Type  string
					Constraints map[string]bool
				}
				PrimaryKey []string
			}
		}
	}
	if err := json.Unmarshal(p.JSON(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Licenses[0].Title != p.Licence || got.Licenses[0].Path != p.Homepage || len(got.Resources) != 2 {
		t.Errorf("got %+v, want the licence %s at %s, and two resources", got, p.Licence, p.Homepage)
	}
	csv := got.Resources[0]
	if csv.Path != "reports.csv" || csv.Bytes != 12 || csv.Schema.Fields[1].Type != "integer" || !csv.Schema.Fields[0].Constraints["required"] || csv.Schema.Fields[2].Type != "string" || len(csv.Schema.PrimaryKey) != 4 {
		t.Errorf("got %+v, want reports.csv of 12 bytes, a year that is an integer, a key of four columns", csv)
	}
	if zip := got.Resources[1]; zip.Name != "reports-2024.zip" || zip.Mediatype != "application/zip" || zip.Schema.Fields != nil {
		t.Errorf("got %+v, want reports-2024.zip without a schema", zip)
	}
}
