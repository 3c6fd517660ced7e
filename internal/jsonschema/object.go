// Package jsonschema prints JSON Schema whose keys are in the order in which they were
// written, so that people can read it and the same schema is the same bytes.
package jsonschema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Dialect is the JSON Schema that is written.
const Dialect = "https://json-schema.org/draft/2020-12/schema"

// Object is a JSON object that keeps its order. Values are objects, and what encoding/json
// encodes in one way only.
type Object []Member

// Member is a key of an object, a string, and its value.
type Member [2]any

// Key returns the member's key.
func (m Member) Key() string { return m[0].(string) }

// Get returns the value of a key, and whether the object has it.
func (o Object) Get(key string) (value any, ok bool) {
	for _, m := range o {
		if m.Key() == key {
			return m[1], true
		}
	}
	return nil, false
}

// Set gives a key another value; one that the object has not comes last.
func (o *Object) Set(key string, value any) {
	for i := range *o {
		if (*o)[i].Key() == key {
			(*o)[i][1] = value
			return
		}
	}
	*o = append(*o, Member{key, value})
}

// Sorted returns the object with its keys in alphabetical order, and all objects in it so.
func (o Object) Sorted() Object {
	out := make(Object, len(o))
	for i, m := range o {
		out[i] = Member{m.Key(), sorted(m[1])}
	}
	slices.SortStableFunc(out, func(a, b Member) int { return strings.Compare(a.Key(), b.Key()) })
	return out
}

func sorted(value any) any {
	switch v := value.(type) {
	case Object:
		return v.Sorted()
	case []Object:
		out := make([]Object, len(v))
		for i := range v {
			out[i] = v[i].Sorted()
		}
		return out
	}
	return value
}

// MarshalJSON writes the members in order. An error is a value that has no JSON.
func (o Object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := encode(m.Key())
		if err != nil {
			return nil, err
		}
		value, err := encode(m[1])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.Key(), err)
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// Print writes a schema over many lines, indented by the given text at each level. An error
// is a value that has no JSON.
func Print(o Object, indent string) ([]byte, error) {
	data, err := encode(o)
	if err != nil {
		return nil, fmt.Errorf("JSON Schema: %w", err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, data, "", indent); err != nil {
		return nil, fmt.Errorf("JSON Schema: %w", err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// encode is json.Marshal that leaves < and > as they are.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}
