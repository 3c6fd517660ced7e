package main

import "context"

// bill writes what a program is made of, as CycloneDX: read from the program itself.
func (r *release) bill(ctx context.Context, t target, p program) error {
	tool, err := r.tool(ctx, cyclonedx)
	if err != nil {
		return err
	}
	_, err = output(ctx, t.env(), tool, "bin", "-json", "-output-version", "1.6", "-noserial", "-notimestamp", "-licenses", "-std",
		"-version", "v"+r.version, "-output", r.given(r.name(t)+".cdx.json"), p.path)
	return err
}
