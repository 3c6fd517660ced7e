package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gongkai": main})
}

// Under the race detector a program sleeps a second before it exits, to see what is
// left running. The tests start some hundreds of programs, and what a command leaves
// running when it exits does nothing any more.
const raceExit = "GORACE=atexit_sleep_ms=0"

// Every behaviour of the command is a short script in testdata/script.
func TestScripts(t *testing.T) { runScripts(t, "testdata/script") }

func runScripts(t *testing.T, dir string) {
	t.Helper()
	testscript.Run(t, testscript.Params{
		Dir: dir,
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANG", "zh_CN.UTF-8")
			e.Vars = append(e.Vars, raceExit, "GOGC="+os.Getenv("GOGC"), "GOMEMLIMIT="+os.Getenv("GOMEMLIMIT"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":  status,
			"replace": replace,
			"write":   write,
			"setup":   setUp,
		},
	})
}

// setUp EDITOR N FILE writes the Nth block of code below an editor's heading of docs/editors.md into a file. The Chinese page has the same.
func setUp(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: setup EDITOR N FILE")
	}
	var found []string
	for _, page := range []string{"docs/editors.md", "docs/zh/editors.md"} {
		data, err := os.ReadFile(filepath.Join("../..", page))
		ts.Check(err)
		_, section, _ := strings.Cut(string(data), "\n## "+args[0]+"\n")
		section, _, _ = strings.Cut(section, "\n## ")
		n, err := strconv.Atoi(args[1])
		ts.Check(err)
		blocks := codeBlock.FindAllStringSubmatch(section, -1)
		if n < 1 || n > len(blocks) {
			ts.Fatalf("%s has %d blocks of code for %s, want %d", page, len(blocks), args[0], n)
		}
		found = append(found, blocks[n-1][1])
	}
	if found[0] != found[1] {
		ts.Fatalf("the pages have other set-ups for %s:\n%s\n%s", args[0], found[0], found[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(found[0]), 0o644))
}

var codeBlock = regexp.MustCompile("(?s)\n```[a-z]+\n(.*?)```\n")

// status N command… runs a command of the tool and checks its exit status.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N gongkai args…")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}

// replace OLD NEW FILE changes the first occurrence of a text in a file.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace OLD NEW FILE")
	}
	text := ts.ReadFile(args[2])
	if !strings.Contains(text, args[0]) {
		ts.Fatalf("%s does not contain %q", args[2], args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(strings.Replace(text, args[0], args[1], 1)), 0o644))
}

// write FILE SIZE [HEX] writes a file of SIZE bytes, each of the value HEX.
func write(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: write FILE SIZE HEX")
	}
	var size int
	var b byte
	if _, err := fmt.Sscan(args[1], &size); err != nil {
		ts.Fatalf("size: %v", err)
	}
	if _, err := fmt.Sscanf(args[2], "%x", &b); err != nil {
		ts.Fatalf("hex: %v", err)
	}
	data := make([]byte, size)
	for i := range data {
		data[i] = b
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}
