package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
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
