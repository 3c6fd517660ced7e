package main

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Programs that others keep, which the Go command fetches and builds. They are in no module of this one, so that the command and its
// tests do not grow with theirs.
const (
	nfpm      = "github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.45.2"
	cyclonedx = "github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0"
)

// tool is the path of such a program. It is built without paths in it, since its digest is in what it writes.
func (r *release) tool(ctx context.Context, source string) (string, error) {
	dir := filepath.Join(r.work, "tools")
	name, _, _ := strings.Cut(path.Base(source), "@")
	built := filepath.Join(dir, name)
	if _, err := os.Stat(built); err == nil {
		return built, nil
	}
	_, err := output(ctx, []string{"GOBIN=" + dir, "CGO_ENABLED=0", "GOFLAGS="}, "go", "install", "-trimpath", source)
	return built, err
}
