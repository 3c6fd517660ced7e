package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// extensionSource is the extension for Visual Studio Code.
const extensionSource = "internal/release/vscode"

// extension packs the extension for Visual Studio Code, with the program that its makers keep for that.
func (r *release) extension(ctx context.Context) error {
	dir := filepath.Join(r.work, "vscode")
	for _, name := range []string{"package.json", "package-lock.json", "extension.js", "server.js", "README.md", ".vscodeignore", "package.nls.json", "package.nls.zh-cn.json"} {
		data, err := os.ReadFile(filepath.Join(extensionSource, name))
		if err == nil && name == "package.json" {
			data, err = r.versioned(data)
		}
		if err == nil {
			err = os.MkdirAll(dir, 0o755)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), data, 0o644)
		}
		if err != nil {
			return err
		}
	}
	licence, err := os.ReadFile("LICENSE")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "LICENSE"), licence, 0o644); err != nil {
		return err
	}
	run := func(args ...string) error {
		c := exec.CommandContext(ctx, args[0], args[1:]...)
		// vsce writes that date into the archive as the local time, so the zone is given too (3.9.2).
		c.Dir, c.Env = dir, append(os.Environ(), "SOURCE_DATE_EPOCH="+strconv.FormatInt(r.date.Unix(), 10), "TZ=UTC")
		if said, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("%v: %w\n%s", args, err, said)
		}
		return nil
	}
	if err := run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"); err != nil {
		return err
	}
	if err := sameRights(dir); err != nil {
		return err
	}
	return run("npx", "--no-install", "vsce", "package", "--skip-license", "--allow-missing-repository", "--out", r.given("gongkai-vscode-"+r.version+".vsix"))
}

// sameRights gives files the rights that do not depend on who makes them: vsce packs them with those that they have.
func sameRights(dir string) error {
	return filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.Type()&fs.ModeSymlink != 0 {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		rights := fs.FileMode(0o644)
		if e.IsDir() || info.Mode()&0o100 != 0 {
			rights = 0o755
		}
		return os.Chmod(name, rights)
	})
}

// versioned is the description of the extension with the release's version.
func (r *release) versioned(data []byte) ([]byte, error) {
	var description map[string]any
	if err := json.Unmarshal(data, &description); err != nil {
		return nil, err
	}
	description["version"] = r.version
	return json.MarshalIndent(description, "", "  ")
}
