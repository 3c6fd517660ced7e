package main

import (
	"fmt"
	"slices"
	"strings"
)

// allowed are the licences that oblige nobody who is given the program to more than passing on their texts, by their names in SPDX.
var allowed = []string{"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"}

// held reports the first part of a list that has a licence which is not allowed, or none.
func held(parts []any) error {
	for _, p := range parts {
		part, _ := p.(map[string]any)
		name, _ := part["name"].(string)
		found := append(named(part["licenses"]), named(at(part, "evidence", "licenses"))...)
		if len(found) == 0 && name != "std" { // Go's own library, which no tool looks at
			return fmt.Errorf("%s has no licence", name)
		}
		for _, l := range found {
			if !slices.Contains(allowed, l) {
				return fmt.Errorf("%s: the licence %s is not one of %s", name, l, strings.Join(allowed, ", "))
			}
		}
	}
	return nil
}

func at(part map[string]any, keys ...string) (v any) {
	v = part
	for _, k := range keys {
		m, _ := v.(map[string]any)
		v = m[k]
	}
	return v
}

// named are the names of a list of licences: an id, a name or an expression each.
func named(list any) (out []string) {
	items, _ := list.([]any)
	for _, item := range items {
		m, _ := item.(map[string]any)
		name := ""
		for _, v := range []any{m["expression"], at(m, "license", "id"), at(m, "license", "name")} {
			if s, ok := v.(string); ok && name == "" {
				name = s
			}
		}
		out = append(out, name)
	}
	return out
}
