package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// target is a system for which a program is made.
type target struct{ os, arch string }

var targets = []target{
	{"windows", "amd64"}, {"windows", "arm64"},
	{"linux", "amd64"}, {"linux", "arm64"}, {"linux", "loong64"},
	{"darwin", "amd64"}, {"darwin", "arm64"},
}

// name is what files for the target are called, before their ending.
func (r *release) name(t target) string { return "gongkai_" + r.version + "_" + t.os + "_" + t.arch }

// ending is that of the target's archive.
func (t target) ending() string {
	if t.os == "windows" {
		return ".zip"
	}
	return ".tar.gz"
}

// program is a built command.
type program struct {
	path string
	data []byte
}

// file is the program as a file of an archive.
func (p program) file() file { return file{Name: filepath.Base(p.path), Data: p.data, Mode: 0o755} }

// build builds the command, without anything in it that depends on where or when.
func (r *release) build(ctx context.Context, t target) (program, error) {
	module, err := output(ctx, nil, "go", "list", "-m")
	if err != nil {
		return program{}, err
	}
	name := "gongkai"
	if t.os == "windows" {
		name += ".exe"
	}
	path := filepath.Join(r.work, t.os+"_"+t.arch, name)
	flags := "-s -w -X " + strings.TrimSpace(string(module)) + "/cmd/gongkai/cli.Version=" + r.version
	_, err = output(ctx, t.env(), "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", path, "./cmd/gongkai")
	if err != nil {
		return program{}, err
	}
	data, err := os.ReadFile(path)
	return program{path, data}, err
}

func (t target) env() []string {
	return []string{"CGO_ENABLED=0", "GOOS=" + t.os, "GOARCH=" + t.arch, "GOFLAGS=", "GOAMD64=v1", "GOARM64=v8.0"}
}

// output runs a program and returns what it prints; what it says of a fault is in the error.
func output(ctx context.Context, env []string, name string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, name, args...)
	c.Env = append(os.Environ(), env...)
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &said
	if err := c.Run(); err != nil {
		return nil, fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, bytes.TrimSpace(said.Bytes()))
	}
	return out.Bytes(), nil
}
