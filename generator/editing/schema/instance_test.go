package schema

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"bytes"

	"gongkai/generator/source"
)

var (
	integer = regexp.MustCompile(`^[-+]?[0-9]+$`)
	decimal = regexp.MustCompile(`^[-+]?[0-9]*\.?[0-9]+$`)
)

// instance turns a node into what YAML 1.2's core schema makes of it, which is what an
// editor's validator sees.
func instance(n *source.Node) any {
	switch n.Kind {
	case source.Mapping:
		out := map[string]any{}
		for i, k := range n.Keys {
			out[k.Value] = instance(n.Items[i])
		}
		return out
	case source.Sequence:
		out := []any{}
		for _, i := range n.Items {
			out = append(out, instance(i))
		}
		return out
	}
	switch v := n.Value; {
	case n.Quoted:
		return v
	case v == "" || v == "null" || v == "~":
		return nil
	case v == "true" || v == "false":
		return v == "true"
	case integer.MatchString(v), decimal.MatchString(v):
		for len(v) > 1 && (v[0] == '+' || v[0] == '0' && v[1] != '.') {
			v = v[1:]
		}
		return json.Number(v)
	default:
		return v
	}
}

// compile checks a schema against the meta-schema that it names.
func compile(t *testing.T, data []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if doc.(map[string]any)["$schema"] != "https://json-schema.org/draft/2020-12/schema" {
		t.Fatal("no dialect named")
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("test.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("test.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}
