package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai/cmd/gongkai/cli"
)

// The documents on the commands are what --help prints of each: `make docs`.
func TestCommandsDocuments(t *testing.T) {
	for _, c := range []struct{ lang, file, head, list, inherited string }{
		{"en", "docs/commands.md", "# Commands\n\nEvery command, as `gongkai COMMAND --help` prints it. Every command takes:\n\n", "\nAvailable Commands:\n", "\n\nGlobal Flags:\n"},
		{"zh", "docs/zh/commands.md", "# 命令\n\n每条命令的用法，与 `gongkai 命令 --help` 印出的相同。每条命令都有的选项：\n\n", "\n命令：\n", "\n\n通用选项：\n"},
	} {
		text := c.head
		root := run(t, 0, "--help", "--lang", c.lang)
		_, global, ok := strings.Cut(run(t, 0, "version", "--help", "--lang", c.lang), c.inherited)
		if !ok {
			t.Fatalf("%s: got no %q in the help of version, want one", c.lang, c.inherited)
		}
		text += "```\n" + global + "```\n"
		var add func(names []string, help string)
		add = func(names []string, help string) {
			_, list, _ := strings.Cut(help, c.list)
			list, _, _ = strings.Cut(list, "\n\n")
			for _, m := range command.FindAllStringSubmatch(list, -1) {
				below := append(names[:len(names):len(names)], m[1])
				its := run(t, 0, append(below, "--help", "--lang", c.lang)...)
				own, _, _ := strings.Cut(its, c.inherited)
				text += "\n## " + strings.Join(below, " ") + "\n\n```\n" + strings.TrimRight(own, "\n") + "\n```\n"
				add(below, its)
			}
		}
		add(nil, root)
		if *updateGuides {
			if err := os.WriteFile(filepath.Join("../..", c.file), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got := read(t, c.file); got != text {
			t.Errorf("%s is not what --help prints: run `make docs`", c.file)
		}
		if n := strings.Count(text, "\n## "); n < 20 {
			t.Errorf("%s has %d commands, want 20 at least", c.file, n)
		}
	}
}

// command is a line of a help's list of commands.
var command = regexp.MustCompile(`(?m)^  ([a-z-]+) +\S.*$`)

// Every command that a document tells to type is there, with its flags.
func TestDocumentsNameRealCommands(t *testing.T) {
	var files []string
	for _, pattern := range []string{"README*.md", "CONTRIBUTING.md", "docs/*.md", "docs/zh/*.md"} {
		found, err := filepath.Glob(filepath.Join("../..", filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	help := map[string]string{}
	helpOf := func(name string) string {
		if _, known := help[name]; !known {
			var out, errs bytes.Buffer
			if cli.Main(t.Context(), append(strings.Fields(name), "--help", "--lang", "en"), &out, &errs, func(string) string { return "" }) != 0 {
				out.Reset()
			}
			help[name] = out.String()
		}
		return help[name]
	}
	there := map[string]bool{"help": true}
	for _, m := range command.FindAllStringSubmatch(run(t, 0, "--help", "--lang", "en"), -1) {
		there[m[1]] = true
	}
	typed := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range typedCommand.FindAllStringSubmatch(string(data), -1) {
			words := strings.Fields(m[1])
			name, rest := words[0], words[1:]
			if !lowerCase.MatchString(name) {
				continue // gongkai COMMAND
			}
			typed++
			if !there[name] {
				t.Errorf("%s: there is no command %q", file, "gongkai "+m[1])
				continue
			}
			if len(rest) > 0 && strings.Contains(helpOf(name), "\n  "+rest[0]+" ") && strings.Contains(helpOf(name), "Available Commands") {
				name += " " + rest[0]
			}
			for _, w := range rest {
				flag, _, _ := strings.Cut(w, "=")
				if !longFlag.MatchString(flag) {
					continue
				}
				if !strings.Contains(helpOf(name), flag+" ") {
					t.Errorf("%s: gongkai %s has no flag %s", file, name, flag)
				}
			}
		}
	}
	if typed < 300 {
		t.Errorf("got %d commands in the documents, want 300 at least", typed)
	}
}

var (
	typedCommand = regexp.MustCompile("(?:^|[`\\n]|\\$ |&& )gongkai ([a-z][^`\\n#;&|）]*)")
	lowerCase    = regexp.MustCompile(`^[a-z][a-z-]*$`)
	longFlag     = regexp.MustCompile(`^--[a-z][a-z-]*$`)
)
