package data

import (
	"reflect"
	"slices"

	"gongkai/generator/form"
	"gongkai/internal/jsonschema"
)

// Schema describes report.json as JSON Schema (2020-12), with the cells of the forms; its
// keys are in alphabetical order, whatever the forms. id is its address. A form may be given
// many times, as reports with rows of their own have it; where its data has not the same
// shape in all of them, the schema says only that it is an object. An error is a fault of the
// program.
func Schema(id string, forms []*form.Form) ([]byte, error) {
	var defs jsonschema.Object
	var rules []jsonschema.Object
	ids := []string{}
	for _, f := range forms {
		shape := groupSchema(f.Data)
		shape.Set("title", f.Title)
		if known, twice := defs.Get(f.ID); twice {
			if !reflect.DeepEqual(known, shape) {
				defs.Set(f.ID, jsonschema.Object{{"title", f.Title}, {"type", "object"}})
			}
			continue
		}
		defs.Set(f.ID, shape)
		ids = append(ids, f.ID)
		rules = append(rules, jsonschema.Object{
			{"if", jsonschema.Object{{"properties", jsonschema.Object{{"form", jsonschema.Object{{"const", f.ID}}}}}}},
			{"then", jsonschema.Object{{"properties", jsonschema.Object{{"data", jsonschema.Object{{"$ref", "#/$defs/" + f.ID}}}}}}},
		})
	}
	known := typed("string")
	if len(ids) > 0 {
		known.Set("enum", ids)
	}
	text, day := typed("string"), matching("string", `^([0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?)?$`)
	s := append(jsonschema.Object{{"$schema", jsonschema.Dialect}, {"$id", id}}, record(jsonschema.Object{
		{"draft", jsonschema.Object{{"const", true}}},
		{"agency", matching("string", "^[a-z0-9-]+$")}, {"name", text}, {"credit_code", text},
		{"year", typed("integer")}, {"form", known}, {"scope", text}, {"title", text}, {"published", day},
		{"source", jsonschema.Object{{"oneOf", []jsonschema.Object{typed("null"), record(jsonschema.Object{{"title", text}, {"url", text}, {"retrieved", day}})}}}},
		{"notes", listOf(record(jsonschema.Object{{"cell", text}, {"original", text}, {"entered", text}, {"reason", text}}))},
		{"revisions", listOf(record(jsonschema.Object{{"date", day}, {"note", text}, {"cells", listOf(record(jsonschema.Object{{"cell", text}, {"from", text}, {"to", text}}))}}))},
		{"waived", listOf(record(jsonschema.Object{{"rule", text}, {"cell", text}, {"reason", text}}))},
		{"data", typed("object")},
	}, "draft")...)
	s.Set("$defs", defs)
	if len(rules) > 0 {
		s.Set("allOf", rules)
	}
	return jsonschema.Print(s.Sorted(), " ")
}

// typed is any value of a type.
func typed(name string) jsonschema.Object { return jsonschema.Object{{"type", name}} }

// optional is a value of a type, or null: one that could not be read and was published all
// the same, or that a report leaves out.
func optional(name string) jsonschema.Object {
	return jsonschema.Object{{"type", []string{name, "null"}}}
}

func matching(name, pattern string) jsonschema.Object {
	return append(typed(name), jsonschema.Member{"pattern", pattern})
}

func listOf(items jsonschema.Object) jsonschema.Object {
	return append(typed("array"), jsonschema.Member{"items", items})
}

// record is an object with these members and no others; all must be there, except those that may be left out.
func record(properties jsonschema.Object, optional ...string) jsonschema.Object {
	var names []string
	for _, p := range properties {
		if !slices.Contains(optional, p.Key()) {
			names = append(names, p.Key())
		}
	}
	slices.Sort(names)
	return closed(properties, names)
}

// closed is an object with no members but these, of which some are required.
func closed(properties jsonschema.Object, required []string) jsonschema.Object {
	return append(typed("object"), jsonschema.Object{{"properties", properties}, {"required", required}, {"additionalProperties", false}}...)
}

// groupSchema is a slot with what lies below it.
func groupSchema(s *form.Slot) jsonschema.Object {
	if s.List != nil {
		return listSchema()
	}
	var properties jsonschema.Object
	required := []string{}
	for _, c := range s.Slots {
		if c.Cell != nil {
			properties.Set(c.ID, cellSchema(c.Cell))
		} else {
			properties.Set(c.ID, groupSchema(c))
		}
		if !c.Optional {
			required = append(required, c.ID)
		}
	}
	out := closed(properties, required)
	if s.Label != "" {
		out.Set("title", s.Label)
	}
	return out
}

// listSchema is a table whose rows the report gives itself.
func listSchema() jsonschema.Object {
	text := typed("string")
	return listOf(record(jsonschema.Object{
		{"code", text}, {"label", text}, {"unit", text}, {"indent", jsonschema.Object{{"type", "integer"}, {"minimum", 0}}}, {"sum_of", listOf(text)},
		{"value", jsonschema.Object{{"type", []string{"integer", "string", "boolean", "null"}}}},
		{"cumulative", jsonschema.Object{{"type", []string{"integer", "string", "boolean", "null"}}}},
	}, "cumulative"))
}

// cellSchema is a value.
func cellSchema(c *form.Cell) jsonschema.Object {
	out := jsonschema.Object{{"title", c.Label}}
	if c.Unit != "" {
		out.Set("description", c.Unit)
	}
	switch c.Kind {
	case form.Count:
		return append(append(out, optional("integer")...), jsonschema.Member{"minimum", 0})
	case form.Signed:
		return append(out, optional("integer")...)
	case form.Money:
		return append(append(out, optional("string")...), jsonschema.Member{"pattern", `^(0|[1-9][0-9]*)(\.[0-9]+)?$`})
	case form.YesNo:
		return append(out, optional("boolean")...)
	}
	return append(out, optional("string")...)
}
