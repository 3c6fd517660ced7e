package main

import (
	"bufio"
	"encoding"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"aead.dev/minisign"
)

var program = flag.String("program", "", "the gongkai that the guides are done with, an absolute path (default: what is tested)")

var updateGuides = flag.Bool("update", false, "write into the documents what their commands print, and the commands with their flags")

// TestGuides does what the tutorial and the guides say, from an empty folder, by the real command. In a guide
//
//   - a block of code whose lines begin with `$ ` is typed in, and what follows each of them is what is printed;
//     a line … stands for any lines;
//   - a block below a line that names a file and ends with a colon is put into that file; in one of `diff`,
//     lines with - are replaced by the lines with + below them.
//
// What is not typed, of blocks that may be commands, is in notTyped, with the reason. Times, sizes, numbers of files, digests and keys are not compared.
func TestGuides(t *testing.T) {
	for file, lang := range guides(t) {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			g := &guide{t: t, file: file, folder: t.TempDir(), lang: lang}
			text := g.follow(read(t, file))
			if *updateGuides {
				if err := os.WriteFile(filepath.Join("../..", file), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if g.typed == 0 && nothingToType[filepath.Base(file)] == "" {
				t.Errorf("%s: got no command, want some", file)
			}
		})
	}
}

// guide is a reader who does what a guide says.
type guide struct {
	t            *testing.T
	file, folder string // the guide, and the folder in which the reader is
	lang         string
	typed        int // commands
}

// follow does all of it, and returns the guide with what was printed.
func (g *guide) follow(text string) string {
	lines := strings.Split(text, "\n")
	var out []string
	at := 0
	for _, b := range codeBlocks(lines) {
		out = append(out, lines[at:b.line]...)
		at = b.line + len(b.lines)
		name := b.putInto()
		printed := b.lines
		switch {
		case b.isTyped():
			printed = g.console(b.lines, b.line+1)
		case name != "" && b.kind == "diff":
			g.edit(name, b.lines, b.line)
		case name != "":
			g.write(name, strings.Join(b.lines, "\n")+"\n")
		case b.mayBeTyped() && notTyped[b.first()] == "":
			g.t.Errorf("%s:%d: a block that begins with %q is neither typed nor in notTyped", g.file, b.line+1, b.first())
		}
		for _, l := range printed {
			if l != "" {
				l = b.indent + l
			}
			out = append(out, l)
		}
	}
	return strings.Join(append(out, lines[at:]...), "\n")
}

func (g *guide) path(name string) string { return filepath.Join(g.folder, filepath.FromSlash(name)) }

func (g *guide) write(name, text string) {
	g.t.Helper()
	if err := os.MkdirAll(filepath.Dir(g.path(name)), 0o755); err != nil {
		g.t.Fatal(err)
	}
	if err := os.WriteFile(g.path(name), []byte(text), 0o644); err != nil {
		g.t.Fatal(err)
	}
}

// edit replaces each run of lines with - by the lines with + after it.
func (g *guide) edit(name string, block []string, line int) {
	g.t.Helper()
	data, err := os.ReadFile(g.path(name))
	if err != nil {
		g.t.Fatal(err)
	}
	text := "\n" + string(data)
	for len(block) > 0 {
		if block[0] == "" {
			block = block[1:]
			continue
		}
		var old, new []string
		for len(block) > 0 && strings.HasPrefix(block[0], "-") {
			old, block = append(old, block[0][1:]), block[1:]
		}
		for len(block) > 0 && strings.HasPrefix(block[0], "+") {
			new, block = append(new, block[0][1:]), block[1:]
		}
		was, is := "\n"+strings.Join(old, "\n")+"\n", "\n"+strings.Join(append(new, ""), "\n")
		if len(old) == 0 {
			g.t.Fatalf("%s:%d: got the block %q, want - and + lines", g.file, line, block)
		}
		if n := strings.Count(text, was); n != 1 {
			g.t.Fatalf("%s:%d: %s has %d times the lines %q, want once:\n%s", g.file, line, name, n, was, text)
		}
		text = strings.Replace(text, was, is, 1)
	}
	g.write(name, text[1:])
}

// console types the commands of a block, and returns it with what they print.
func (g *guide) console(block []string, line int) []string {
	g.t.Helper()
	var out []string
	for len(block) > 0 {
		command := strings.TrimPrefix(block[0], "$ ")
		out = append(out, block[0])
		at := line
		n := 1
		for n < len(block) && !strings.HasPrefix(block[n], "$ ") {
			n++
		}
		want := block[1:n]
		block, line = block[n:], line+n
		g.typed++
		if folder, ok := strings.CutPrefix(command, "cd "); ok {
			g.folder = g.path(folder)
			continue
		}
		if notTyped[command] != "" {
			out = append(out, want...)
			continue
		}
		got := g.run(command)
		if strings.HasPrefix(command, "gongkai sign --generate ") {
			g.unlock(filepath.Base(command[strings.LastIndex(command, " ")+1:]))
		}
		switch {
		case matches(plainLines(got), plainLines(want)):
			out = append(out, want...)
		case *updateGuides:
			out = append(out, got...)
		default:
			g.t.Errorf("%s:%d: %s printed\n%s\nwant\n%s", g.file, at, command, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	return out
}

// run runs a command with the shell, and returns the lines of both of its outputs.
func (g *guide) run(command string) []string {
	g.t.Helper()
	command = strings.Replace(command, " --open", "", 1) // no browser is opened
	if command == "gongkai desk" {
		command += " --open=false"
	}
	c := exec.Command("sh", "-c", "{ "+command+"\n} 2>&1")
	c.Dir = g.folder
	c.Env = append(os.Environ(), "LC_ALL=", "LANG="+g.lang, "GONGKAI_SIGN_PASSWORD=secret", raceExit)
	if *program != "" {
		c.Env = append(c.Env, "PATH="+filepath.Dir(*program)+":"+os.Getenv("PATH"))
	}
	var text []byte
	var err error
	if strings.HasPrefix(command+" ", "gongkai serve ") || strings.HasPrefix(command, "gongkai desk") {
		c.Args[2] = "exec " + command + " 2>&1"
		text, err = g.serve(c)
	} else {
		text, err = c.Output()
	}
	if exit := (*exec.ExitError)(nil); err != nil && !asExit(err, &exit) {
		g.t.Fatalf("%s: %s: %v: %s", g.file, command, err, text)
	}
	if len(text) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// unlock puts a pair of keys without a password in the place of one, which takes seconds to open each time.
func (g *guide) unlock(name string) {
	g.t.Helper()
	public, secret, err := minisign.GenerateKey(nil)
	if err != nil {
		g.t.Fatal(err)
	}
	for suffix, key := range map[string]encoding.TextMarshaler{".pub": public, ".key": secret} {
		text, err := key.MarshalText()
		if err != nil {
			g.t.Fatal(err)
		}
		g.write(name+suffix, string(text)+"\n")
	}
}

func asExit(err error, to **exec.ExitError) bool {
	e, ok := err.(*exec.ExitError)
	*to = e
	return ok && e.ExitCode() != 2 && e.ExitCode() < 126 // no guide shows a command that is not found or could not do its work
}

// serve starts a preview, and ends it as a reader does when it says where it is.
func (g *guide) serve(c *exec.Cmd) ([]byte, error) {
	pipe, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		return nil, err
	}
	first, err := bufio.NewReader(pipe).ReadBytes('\n')
	if e := c.Process.Signal(os.Interrupt); e != nil {
		err = e
	}
	io.Copy(io.Discard, pipe) //nolint:errcheck // what follows is not compared
	if e := c.Wait(); e != nil && err == nil {
		err = fmt.Errorf("after an interrupt: %w", e)
	}
	return first, err
}

var passing = regexp.MustCompile(`\d+(\.\d+)? ?(秒|s\b|个文件|个没有变化|files?\b|[KM]?B\b|字节|bytes|个数字|figures)|127\.0\.0\.1:\d+|\b\d+ (unchanged|removed)|[0-9a-f]{64}|"size":\d+` +
	`|timestamp:\d+|\b[0-9A-F]{16}\b|\bRW[0-9A-Za-z+/]{54}`) // of signatures, and of keys that are new in each run

// plainLines are lines without what differs from run to run.
func plainLines(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = strings.TrimRight(passing.ReplaceAllString(l, "N"), " ")
	}
	return out
}

// matches reports whether lines are those wanted, where … stands for any.
func matches(got, want []string) bool {
	if len(want) == 0 {
		return len(got) == 0
	}
	if want[0] != "…" {
		return len(got) > 0 && got[0] == want[0] && matches(got[1:], want[1:])
	}
	for n := range len(got) + 1 {
		if matches(got[n:], want[1:]) {
			return true
		}
	}
	return false
}
