package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// licenceName is what the files of a module that say how it may be used are called.
var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([-_.][a-z0-9]+)*$`)

// notice is the licences of all modules that a program of any target is linked with, and of Go. Those with the same text come together.
func notice(ctx context.Context) ([]byte, error) {
	texts := map[string]map[string]bool{} // of each module
	for _, t := range targets {
		list, err := output(ctx, t.env(), "go", "list", "-deps", "-f", `{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}	{{.Dir}}	{{$.Dir}}{{end}}{{end}}`, "./cmd/gongkai")
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(list)) {
			part := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if len(part) != 3 {
				continue
			}
			if texts[part[0]] == nil {
				texts[part[0]] = map[string]bool{}
			}
			if err := licences(part[1], part[2], texts[part[0]]); err != nil {
				return nil, err
			}
		}
	}
	root, err := output(ctx, nil, "go", "env", "GOROOT", "GOVERSION")
	if err != nil {
		return nil, err
	}
	where, version, _ := strings.Cut(strings.TrimSpace(string(root)), "\n")
	standard := map[string]bool{}
	if err := licences(where, where, standard); err != nil {
		return nil, err
	}
	texts["Go, its standard library "+version] = standard
	return printNotice(texts)
}

// licences adds the texts of the files in a package's folder and those above it, up to the module's.
func licences(module, dir string, texts map[string]bool) error {
	for ; ; dir = filepath.Dir(dir) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.IsDir() || !licenceName.MatchString(e.Name()) {
				continue
			}
			data, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				return err
			}
			texts[strings.Trim(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")+"\n"] = true
		}
		if dir == module {
			return nil
		}
		if dir == filepath.Dir(dir) {
			return errors.New("a package lies outside its module")
		}
	}
}

func printNotice(texts map[string]map[string]bool) ([]byte, error) {
	alike := map[string][]string{} // modules by their texts
	for _, module := range slices.Sorted(maps.Keys(texts)) {
		if len(texts[module]) == 0 {
			return nil, fmt.Errorf("%s has no licence", module)
		}
		all := strings.Join(slices.Sorted(maps.Keys(texts[module])), "\n")
		alike[all] = append(alike[all], module)
	}
	var b bytes.Buffer
	b.WriteString("gongkai is licensed under the Apache License 2.0 (LICENSE). It is linked with these modules, under the licences that follow each.\n" +
		"gongkai 以 Apache License 2.0 许可（LICENSE）。程序里有以下模块，各按后面所附的许可使用。\n")
	groups := slices.SortedFunc(maps.Keys(alike), func(a, b string) int { return strings.Compare(alike[a][0], alike[b][0]) })
	for _, all := range groups {
		b.WriteString("\n" + strings.Repeat("=", 80) + "\n" + strings.Join(alike[all], "\n") + "\n" + strings.Repeat("=", 80) + "\n\n" + all)
	}
	return b.Bytes(), nil
}
