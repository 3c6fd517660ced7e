package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"gongkai/cmd/gongkai/cli"
)

// What the command prints is what the published schemas say.
func TestOutputFollowsItsSchema(t *testing.T) {
	dir := t.TempDir()
	run := func(want int, args ...string) []byte {
		var out, errs bytes.Buffer
		if got := cli.Main(t.Context(), args, &out, &errs, func(string) string { return "" }); got != want {
			t.Fatalf("%v: exit status %d\n%s", args, got, errs.String())
		}
		return out.Bytes()
	}
	run(0, "init", dir+"/s")
	report := filepath.Join(dir, "s/content/shilishi-xxgkj/reports/2024.md")
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	// An error, a waived error, a warning, and a fault of a whole file.
	broken := strings.NewReplacer("[5, 2, 0, 0, 1, 0, 8]", "[5, 2, 0, 0, 1, 0, 9]",
		"published: 2025-01-20", "waive: [{rule: row-total, reason: 原件如此}, {rule: form-year, reason: 无}]").Replace(string(text))
	if err := os.WriteFile(report, []byte(broken), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "s/content/Bureau"), 0o755); err != nil {
		t.Fatal(err)
	}
	for format, file := range map[string]string{"json": "../../docs/schema/findings.schema.json", "sarif": "../../generator/diag/testdata/sarif-schema-2.1.0.json"} {
		schema, err := jsonschema.NewCompiler().Compile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"zh", "en"} {
			out := run(1, "check", "--site", dir+"/s", "--format", format, "--lang", lang)
			for _, id := range []string{"row-total", "balance", "unused-waiver", "register"} {
				if !bytes.Contains(out, []byte(id)) {
					t.Errorf("%s: no %s", format, id)
				}
			}
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(doc); err != nil {
				t.Errorf("%s, %s: %v", format, lang, err)
			}
			// A schema that takes anything proves nothing.
			wrong := bytes.ReplaceAll(out, []byte(`"message":`), []byte(`"massage":`))
			if doc, err = jsonschema.UnmarshalJSON(bytes.NewReader(wrong)); err != nil || schema.Validate(doc) == nil {
				t.Errorf("%s: a wrong key passes (%v)", format, err)
			}
		}
	}
}
