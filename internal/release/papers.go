package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"gongkai/cmd/gongkai/cli"
)

// papers are what is given out with each program: what explains it, its licence and those of its modules, completions of shells, and
// manual pages, both as the command itself prints them.
func (r *release) papers(ctx context.Context) ([]file, error) {
	var files []file
	for _, name := range []string{"README.md", "README.zh-CN.md", "LICENSE", "CHANGELOG.md"} {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files = append(files, file{name, data, 0o644})
	}
	notice, err := notice(ctx)
	if err != nil {
		return nil, err
	}
	files = append(files, file{"NOTICE", notice, 0o644})
	docs, err := tree("docs")
	if err != nil {
		return nil, err
	}
	files = append(files, docs...)
	printed, err := r.printed()
	return append(files, printed...), err
}

// tree reads the files of a folder, called as they are from here.
func tree(dir string) (files []file, err error) {
	err = filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		files = append(files, file{filepath.ToSlash(name), data, 0o644})
		return err
	})
	return files, err
}

// completions are the shells, and what the file for each is called where it looks for it.
var completions = map[string]string{"bash": "gongkai.bash", "zsh": "_gongkai", "fish": "gongkai.fish", "powershell": "gongkai.ps1"}

// manuals are the languages of manual pages, and the folder of each below that of manual pages.
var manuals = map[string]string{"en": "man1", "zh": "zh_CN/man1"}

// printed is what the command prints of itself.
func (r *release) printed() (files []file, err error) {
	cli.Version = r.version
	run := func(out io.Writer, args ...string) error {
		var said bytes.Buffer
		env := func(name string) string {
			return map[string]string{"SOURCE_DATE_EPOCH": strconv.FormatInt(r.date.Unix(), 10)}[name]
		}
		if status := cli.Main(context.Background(), args, out, &said, env); status != 0 {
			return fmt.Errorf("gongkai %v: exit status %d: %s", args, status, said.String())
		}
		return nil
	}
	for shell, name := range completions {
		var out bytes.Buffer
		if err := run(&out, "completion", shell, "--lang", "en"); err != nil {
			return nil, err
		}
		files = append(files, file{"completions/" + name, out.Bytes(), 0o644})
	}
	for lang, folder := range manuals {
		dir, err := os.MkdirTemp("", "gongkai-man-")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
		if err := run(io.Discard, "man", "--out", dir, "--lang", lang); err != nil {
			return nil, err
		}
		pages, err := os.ReadDir(dir)
		if err != nil {
			return nil, err
		}
		for _, page := range pages {
			data, err := os.ReadFile(filepath.Join(dir, page.Name()))
			if err != nil {
				return nil, err
			}
			files = append(files, file{"man/" + folder + "/" + page.Name(), data, 0o644})
		}
	}
	return files, nil
}
