// Command bom holds lists of what programs are made of to the schema of CycloneDX 1.6, which comes with the library of its makers, and the
// licences in them to those that are allowed.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// library has the schemas.
const library = "github.com/CycloneDX/cyclonedx-go@v0.9.3"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "bom: %v\n", err)
		os.Exit(1)
	}
}

func run(names []string) error {
	schema, err := compile()
	if err != nil {
		return err
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		bom, err := jsonschema.UnmarshalJSON(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := schema.Validate(bom); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		parts, _ := bom.(map[string]any)["components"].([]any)
		if len(parts) == 0 {
			return fmt.Errorf("%s: lists nothing", name)
		}
		if err := held(parts); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		fmt.Printf("%s: valid, %d modules, all under licences that are allowed\n", filepath.Base(name), len(parts))
	}
	return nil
}

// compile reads the schema, and those it refers to.
func compile() (*jsonschema.Schema, error) {
	out, err := exec.Command("go", "mod", "download", "-json", library).Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", library, err)
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(out, &module); err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	const base = "http://cyclonedx.org/schema/"
	for file, id := range map[string]string{"bom-1.6.schema.json": "bom-1.6.schema.json", "spdx.schema.json": "spdx.schema.json", "jsf-0.82.schemax.json": "jsf-0.82.schema.json"} {
		f, err := os.Open(filepath.Join(module.Dir, "schema", file))
		if err != nil {
			return nil, err
		}
		doc, err := jsonschema.UnmarshalJSON(f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if err := c.AddResource(base+strings.TrimPrefix(id, base), doc); err != nil {
			return nil, err
		}
	}
	return c.Compile(base + "bom-1.6.schema.json")
}
