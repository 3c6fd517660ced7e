// Package schema prints the declarations of keys as JSON Schema, together with the figures as forms declare
// them, and declares what a definition of a form may say.
package schema

import (
	"encoding/json"

	"gongkai/generator/form"
	"gongkai/generator/rule"
	"gongkai/generator/source/keys"
	"gongkai/internal/jsonschema"
)

// JSON prints a file's declaration as JSON Schema, with labels in the given language.
// Its keys have a fixed order.
func JSON(root *keys.Key, lang string) ([]byte, error) {
	p := newPrinter(lang)
	return p.document(root.Title.In(lang), p.mapping(root.Keys))
}

// Reports prints the schema of a report of any form of a family: the one that the report
// names, or the one that governs its year.
func Reports(forms []*form.Form, family, title, lang string) ([]byte, error) {
	p := newPrinter(lang)
	var otherwise any = false
	byName, byYear := []*form.Form{}, []*form.Form{}
	for _, f := range forms {
		if f.Family != family {
			continue
		}
		p.prefix = f.ID + "."
		p.define(f.ID, p.report(f))
		byName = append(byName, f)
		if f.Default != (form.Years{}) {
			byYear = append(byYear, f)
		}
	}
	for _, f := range byYear {
		year := jsonschema.Object{{"properties", jsonschema.Object{{"year", years(f.Default.From, f.Default.To)}}}, {"required", []string{"year"}}}
		zh := jsonschema.Object{{"properties", jsonschema.Object{{"年度", years(f.Default.From, f.Default.To)}}}, {"required", []string{"年度"}}}
		otherwise = jsonschema.Object{{"if", jsonschema.Object{{"not", jsonschema.Object{{"required", []string{"form"}}}}, {"anyOf", []any{year, zh}}}}, {"then", p.ref(f.ID)}, {"else", otherwise}}
	}
	for _, f := range byName {
		named := jsonschema.Object{{"properties", jsonschema.Object{{"form", jsonschema.Object{{"const", f.ID}}}}}, {"required", []string{"form"}}}
		otherwise = jsonschema.Object{{"if", named}, {"then", p.ref(f.ID)}, {"else", otherwise}}
	}
	return p.document(title, otherwise.(jsonschema.Object))
}

// ReportJSON prints the schema of a report of one form.
func ReportJSON(f *form.Form, lang string) ([]byte, error) {
	p := newPrinter(lang)
	return p.document(f.Title, p.report(f))
}

// printer turns declarations into schemas.
type printer struct {
	lang    string
	prefix  string // of the names of definitions
	defs    jsonschema.Object
	defined map[string]bool
	open    map[*keys.Key]bool // first keys of the mappings being printed
}

func newPrinter(lang string) *printer {
	return &printer{lang: lang, defined: map[string]bool{}, open: map[*keys.Key]bool{}}
}

func (p *printer) document(title string, body jsonschema.Object) ([]byte, error) {
	doc := append(jsonschema.Object{{"$schema", jsonschema.Dialect}, {"title", title}}, body...)
	if len(p.defs) > 0 {
		doc = append(doc, jsonschema.Member{"$defs", p.defs})
	}
	return jsonschema.Print(doc, "  ")
}

func (p *printer) define(name string, s jsonschema.Object) {
	p.defined[name] = true
	p.defs = append(p.defs, jsonschema.Member{name, s})
}

func (p *printer) ref(name string) jsonschema.Object {
	return jsonschema.Object{{"$ref", "#/$defs/" + name}}
}

// report prints a report's mapping; the year must be one in which the form may be used.
func (p *printer) report(f *form.Form) jsonschema.Object {
	root := Report(f)
	year := root.Key("year")
	year.From, year.To = f.Years.From, f.Years.To
	return p.mapping(root.Keys)
}

func years(from, to int) jsonschema.Object {
	o := jsonschema.Object{{"type", "integer"}, {"minimum", from}}
	if to != 0 {
		o = append(o, jsonschema.Member{"maximum", to})
	}
	return o
}

// mapping prints a mapping of keys. A key with two names may be given under one of
// them only.
func (p *printer) mapping(keys []*keys.Key) jsonschema.Object {
	var props jsonschema.Object
	var needed []string
	var rest []any
	for _, k := range keys {
		v := p.value(k)
		props = append(props, jsonschema.Member{k.ID, v})
		both := []string{k.ID, k.Chinese}
		switch {
		case k.Chinese == "" && k.Required:
			needed = append(needed, k.ID)
		case k.Chinese == "":
		case k.Required:
			rest = append(rest, jsonschema.Object{{"oneOf", []any{jsonschema.Object{{"required", both[:1]}}, jsonschema.Object{{"required", both[1:]}}}}})
		default:
			rest = append(rest, jsonschema.Object{{"not", jsonschema.Object{{"required", both}}}})
		}
		if k.Chinese != "" {
			props = append(props, jsonschema.Member{k.Chinese, v})
		}
	}
	o := jsonschema.Object{{"type", "object"}, {"properties", props}, {"additionalProperties", false}}
	if needed != nil {
		o = append(o, jsonschema.Member{"required", needed})
	}
	if rest != nil {
		o = append(o, jsonschema.Member{"allOf", rest})
	}
	return o
}

// value prints a key's value. Figures become definitions, since each is under two
// names and in two layouts.
func (p *printer) value(k *keys.Key) jsonschema.Object {
	if k.Path != "" {
		name := p.prefix + k.Path
		if !p.defined[name] {
			p.define(name, append(p.title(k), p.figures(k)...))
		}
		return p.ref(name)
	}
	return append(p.title(k), p.plain(k)...)
}

func (p *printer) title(k *keys.Key) jsonschema.Object {
	o := jsonschema.Object{{"title", k.Title.In(p.lang)}}
	switch {
	case k.Unit != "":
		o = append(o, jsonschema.Member{"description", k.Path + " (" + k.Unit + ")"})
	case k.Path != "":
		o = append(o, jsonschema.Member{"description", k.Path})
	}
	return o
}

// The limits are those of report.parseNumber.
func (p *printer) figures(k *keys.Key) jsonschema.Object {
	switch {
	case k.Type == keys.Figure && k.Kind == string(form.Text):
		return p.maybe(k, jsonschema.Object{{"type", text}})
	case k.Type == keys.Figure && k.Kind == string(form.YesNo):
		return jsonschema.Object{{"enum", append(choices(k), true, false)}}
	case k.Type == keys.Figure && k.Kind == string(form.Money):
		return p.maybe(k, jsonschema.Object{{"type", "number"}, {"minimum", 0}, {"exclusiveMaximum", json.Number("1e11")}})
	case k.Type == keys.Figure && k.Kind == string(form.Signed):
		return p.maybe(k, jsonschema.Object{{"type", "integer"}})
	case k.Type == keys.Figure:
		return p.maybe(k, jsonschema.Object{{"type", "integer"}, {"minimum", 0}, {"exclusiveMaximum", json.Number("1e15")}})
	case k.Type == keys.Figures:
		var row []any
		least := 0
		for i, c := range k.Keys {
			row = append(row, p.value(c))
			if c.Required {
				least = i + 1
			}
		}
		return jsonschema.Object{{"oneOf", []any{
			jsonschema.Object{{"type", "array"}, {"prefixItems", row}, {"items", false}, {"minItems", least}},
			p.mapping(k.Keys)}}}
	}
	return p.mapping(k.Keys)
}

// text is how a YAML library reads what gongkai takes for a text.
var text = []string{"string", "number", "boolean"}

func (p *printer) plain(k *keys.Key) jsonschema.Object {
	switch k.Type {
	case keys.Integer:
		return p.maybe(k, jsonschema.Object{{"type", "integer"}})
	case keys.Number:
		var all []json.Number
		for _, e := range k.Enum {
			all = append(all, json.Number(e))
		}
		return jsonschema.Object{{"enum", all}}
	case keys.Year:
		if k.From != 0 {
			return p.maybe(k, years(k.From, k.To))
		}
		return p.maybe(k, years(1900, 2999))
	case keys.Date:
		return p.maybe(k, jsonschema.Object{{"type", "string"}, {"pattern", `^\d{4}-\d{2}-\d{2}$`}})
	case keys.Moment:
		return p.maybe(k, jsonschema.Object{{"type", "string"}, {"pattern", `^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$`}})
	case keys.Day:
		return p.maybe(k, jsonschema.Object{{"type", "string"}, {"pattern", `^\d{2}-\d{2}$`}})
	case keys.Bool:
		return jsonschema.Object{{"enum", []any{true, false, "是", "否", nil}}}
	case keys.Choice:
		return jsonschema.Object{{"enum", choices(k)}}
	case keys.Texts:
		item := jsonschema.Object{{"type", text}}
		if k.Enum != nil {
			item = jsonschema.Object{{"enum", k.Enum}}
		}
		list := p.maybe(k, jsonschema.Object{{"type", "array"}, {"items", item}})
		if k.Whole != "" {
			list = jsonschema.Object{{"anyOf", []any{jsonschema.Object{{"const", k.Whole}}, list}}}
		}
		return list
	case keys.Figure:
		return p.figures(k)
	case keys.Free:
		return p.maybe(k, jsonschema.Object{{"type", "object"}})
	case keys.Words:
		return jsonschema.Object{{"anyOf", []any{jsonschema.Object{{"type", []string{"string", "number", "null"}}}, jsonschema.Object{{"type", "array"}, {"items", jsonschema.Object{{"type", text}}}}, p.mapping(k.Keys)}}}
	case keys.List:
		return p.maybe(k, jsonschema.Object{{"type", "array"}, {"items", p.item(k)}})
	case keys.Sets:
		return p.maybe(k, jsonschema.Object{{"type", "object"}, {"additionalProperties", jsonschema.Object{{"type", "array"}, {"items", p.item(k)}}}})
	case keys.Mapping:
		return p.maybe(k, p.mapping(k.Keys))
	case keys.Levels:
		return p.maybe(k, jsonschema.Object{{"type", "object"}, {"propertyNames", jsonschema.Object{{"enum", rules()}}}, {"additionalProperties", jsonschema.Object{{"enum", []string{"error", "warning", "off"}}}}})
	}
	if k.Name == keys.OfRule {
		return jsonschema.Object{{"enum", rules()}}
	}
	return p.maybe(k, jsonschema.Object{{"type", text}})
}

// item prints the mappings that a list holds; a list that may hold itself refers to a
// definition.
func (p *printer) item(k *keys.Key) jsonschema.Object {
	first := k.Keys[0]
	if !p.open[first] {
		p.open[first] = true
		defer delete(p.open, first)
		return p.mapping(k.Keys)
	}
	if !p.defined[k.ID] {
		p.defined[k.ID] = true
		p.define(k.ID, p.mapping(k.Keys))
	}
	return p.ref(k.ID)
}

// maybe lets an optional key be empty, which is as if it were not there.
func (p *printer) maybe(k *keys.Key, s jsonschema.Object) jsonschema.Object {
	if k.Required {
		return s
	}
	switch t, _ := s.Get("type"); t := t.(type) {
	case string:
		s.Set("type", []string{t, "null"})
	case []string:
		s.Set("type", append(append([]string{}, t...), "null"))
	}
	return s
}

func choices(k *keys.Key) (out []any) {
	for _, e := range k.Enum {
		out = append(out, e)
	}
	if !k.Required {
		out = append(out, nil)
	}
	return out
}

func rules() []string {
	var ids []string
	for _, r := range rule.All() {
		ids = append(ids, r.ID)
	}
	return ids
}
