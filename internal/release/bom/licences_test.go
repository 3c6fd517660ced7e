package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// Licences that are allowed pass, wherever the list says them; another one, one that is missing and an expression do not.
func TestHeld(t *testing.T) {
	for list, want := range map[string]string{
		`[{"name": "std"}, {"name": "a", "licenses": [{"license": {"id": "MIT"}}]}, {"name": "b", "evidence": {"licenses": [{"license": {"id": "ISC"}}]}}]`: "",
		`[{"name": "golang.org/x/net", "evidence": {"licenses": [{"license": {"id": "BSD-3-Clause"}}]}}]`:                                                   "",
		`[{"name": "a", "evidence": {"licenses": [{"license": {"id": "BSD-Source-Code"}}]}}]`:                                                               "a: the licence BSD-Source-Code",
		`[{"name": "a", "evidence": {"licenses": [{"license": {"id": "MIT"}}, {"license": {"id": "MPL-2.0"}}]}}]`:                                           "a: the licence MPL-2.0",
		`[{"name": "a", "licenses": [{"expression": "MIT AND GPL-3.0-only"}]}]`:                                                                             "a: the licence MIT AND GPL-3.0-only",
		`[{"name": "a", "licenses": [{"license": {"name": "Somebody's own"}}]}]`:                                                                            "a: the licence Somebody's own",
		`[{"name": "a"}]`:                      "a has no licence",
		`[{"name": "a", "licenses": [{}]}]`:    "a: the licence  is not",
		`[{"name": "stdx", "licenses": null}]`: "stdx has no licence",
	} {
		var parts []any
		if err := json.Unmarshal([]byte(list), &parts); err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := held(parts); err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s: got %q, want %q", list, got, want)
		}
	}
}
