package main

import (
	"context"
	"encoding/json"
	"fmt"
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
	for _, args := range [][]string{
		{"npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"},
		{"npx", "--no-install", "vsce", "package", "--skip-license", "--allow-missing-repository", "--out", r.given("gongkai-vscode-" + r.version + ".vsix")},
	} {
		c := exec.CommandContext(ctx, args[0], args[1:]...)
		c.Dir, c.Env = dir, append(os.Environ(), "SOURCE_DATE_EPOCH="+strconv.FormatInt(r.date.Unix(), 10))
		if said, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("%v: %w\n%s", args, err, said)
		}
	}
	return nil
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
