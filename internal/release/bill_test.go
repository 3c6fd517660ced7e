package main

import (
	"strings"
	"testing"
)

func TestGoLicence(t *testing.T) {
	of := func(name, licence string) string {
		return `{"components": [{"name": "` + name + `", "evidence": {"licenses": [{"license": {"id": "` + licence + `"}}]}}]}`
	}
	for bill, want := range map[string]string{
		of("golang.org/x/net", "BSD-Source-Code"): of("golang.org/x/net", "BSD-3-Clause"),
		of("example.org/a", "MIT"):                of("example.org/a", "MIT"),
		of("example.org/a", "BSD-Source-Code"):    "example.org/a has the licence",
		"{":                                       "unexpected end",
	} {
		got, err := goLicence([]byte(bill))
		if err != nil {
			got = []byte(err.Error())
		}
		if (err == nil) != strings.HasPrefix(want, "{") || !strings.HasPrefix(string(got), want) {
			t.Errorf("%s: got %s, want %s", bill, got, want)
		}
	}
}
