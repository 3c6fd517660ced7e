package data

import (
	"maps"
	"reflect"
	"slices"

	"gongkai/generator/form"
)

type object = map[string]any

// Schema describes report.json as JSON Schema (2020-12), with the cells of the forms. id
// is its address. A form may be given many times, as reports with rows of their own have it;
// where its data has not the same shape in all of them, the schema says only that it is
// an object.
func Schema(id string, forms []*form.Form) []byte {
	defs, ids, rules := object{}, []string{}, []object{}
	for _, f := range forms {
		shape := groupSchema(f.Data)
		shape["title"] = f.Title
		if known, twice := defs[f.ID]; twice {
			if !reflect.DeepEqual(known, shape) {
				defs[f.ID] = object{"title": f.Title, "type": "object"}
			}
			continue
		}
		defs[f.ID] = shape
		ids = append(ids, f.ID)
		rules = append(rules, object{
			"if":   object{"properties": object{"form": object{"const": f.ID}}},
			"then": object{"properties": object{"data": object{"$ref": "#/$defs/" + f.ID}}},
		})
	}
	known := object{"type": "string"}
	if len(ids) > 0 {
		known["enum"] = ids
	}
	list := func(items object) object { return object{"type": "array", "items": items} }
	text, day := object{"type": "string"}, object{"type": "string", "pattern": `^([0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?)?$`}
	s := record(object{
		"agency": object{"type": "string", "pattern": "^[a-z0-9-]+$"}, "name": text, "credit_code": text,
		"year": object{"type": "integer"}, "form": known, "title": text, "published": day,
		"source":    object{"oneOf": []object{{"type": "null"}, record(object{"title": text, "url": text, "retrieved": day})}},
		"notes":     list(record(object{"cell": text, "original": text, "entered": text, "reason": text})),
		"revisions": list(record(object{"date": day, "note": text, "cells": list(record(object{"cell": text, "from": text, "to": text}))})),
		"waived":    list(record(object{"rule": text, "cell": text, "reason": text})),
		"data":      object{"type": "object"},
	})
	s["$schema"], s["$id"], s["$defs"] = "https://json-schema.org/draft/2020-12/schema", id, defs
	if len(rules) > 0 {
		s["allOf"] = rules
	}
	return indented(s)
}

// record is an object that has these members, all of them and no others.
func record(properties object) object {
	return object{"type": "object", "properties": properties, "required": slices.Sorted(maps.Keys(properties)), "additionalProperties": false}
}

// groupSchema is a slot with what lies below it.
func groupSchema(s *form.Slot) object {
	if s.List != nil {
		return listSchema()
	}
	properties, required := object{}, []string{}
	for _, c := range s.Slots {
		if c.Cell != nil {
			properties[c.ID] = cellSchema(c.Cell)
		} else {
			properties[c.ID] = groupSchema(c)
		}
		if !c.Optional {
			required = append(required, c.ID)
		}
	}
	out := object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
	if s.Label != "" {
		out["title"] = s.Label
	}
	return out
}

// listSchema is a table whose rows the report gives itself.
func listSchema() object {
	text := object{"type": "string"}
	return object{"type": "array", "items": record(object{
		"code": text, "label": text, "unit": text, "indent": object{"type": "integer", "minimum": 0}, "sum_of": object{"type": "array", "items": text},
		"value": object{"type": []string{"integer", "string", "boolean", "null"}},
	})}
}

// cellSchema is a value; null is one that could not be read and was published all the
// same, or that a report leaves out.
func cellSchema(c *form.Cell) object {
	out := object{"title": c.Label}
	if c.Unit != "" {
		out["description"] = c.Unit
	}
	switch c.Kind {
	case form.Count:
		out["type"], out["minimum"] = []string{"integer", "null"}, 0
	case form.Signed:
		out["type"] = []string{"integer", "null"}
	case form.Money:
		out["type"], out["pattern"] = []string{"string", "null"}, `^(0|[1-9][0-9]*)(\.[0-9]+)?$`
	case form.YesNo:
		out["type"] = []string{"boolean", "null"}
	default:
		out["type"] = []string{"string", "null"}
	}
	return out
}
