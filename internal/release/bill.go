package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// bill writes what a program is made of, as CycloneDX: read from the program itself.
func (r *release) bill(ctx context.Context, t target, p program) error {
	tool, err := r.tool(ctx, cyclonedx)
	if err != nil {
		return err
	}
	file := r.given(r.name(t) + ".cdx.json")
	_, err = output(ctx, t.env(), tool, "bin", "-json", "-output-version", "1.6", "-noserial", "-notimestamp", "-licenses", "-std",
		"-version", "v"+r.version, "-output", file, p.path)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if data, err = goLicence(data); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, data, 0o644)
}

// goLicence calls the licence of Go's own modules BSD-3-Clause, as SPDX does. cyclonedx-gomod 1.10.0 takes its text, since it
// names Google LLC, for that of BSD-Source-Code, which asks for more.
func goLicence(bill []byte) ([]byte, error) {
	const seen, right = `"BSD-Source-Code"`, `"BSD-3-Clause"`
	var b struct{ Components []json.RawMessage }
	if err := json.Unmarshal(bill, &b); err != nil {
		return nil, err
	}
	for _, c := range b.Components {
		var module struct{ Name string }
		if err := json.Unmarshal(c, &module); err != nil {
			return nil, err
		}
		if bytes.Contains(c, []byte(seen)) && !strings.HasPrefix(module.Name, "golang.org/x/") {
			return nil, fmt.Errorf("%s has the licence %s; look at its text", module.Name, seen)
		}
	}
	return bytes.ReplaceAll(bill, []byte(seen), []byte(right)), nil
}
