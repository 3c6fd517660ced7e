package main

import (
	"fmt"
	"os"
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
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANG", "zh_CN.UTF-8")
			e.Vars = append(e.Vars, raceExit, "GOGC="+os.Getenv("GOGC"), "GOMEMLIMIT="+os.Getenv("GOMEMLIMIT"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":  status,
			"replace": replace,
			"write":   write,
		},
	})
}

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
