package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no room") }

// Results that could not be written are not success, whatever prints them.
func TestResultsThatCannotBeWritten(t *testing.T) {
	for _, args := range []string{"explain", "explain balance", "forms", "forms cn-2021", "schema report", "version", "completion bash", "--help", "check --site ../../.."} {
		var errs bytes.Buffer
		status := Main(context.Background(), append(strings.Fields(args), "--lang", "en"), full{}, &errs, func(string) string { return "" })
		if status != notPossible || !strings.Contains(errs.String(), "error: the results could not be written: no room\nhint: ") {
			t.Errorf("%s: status %d, %s", args, status, errs.String())
		}
	}
}

// The name of a file steers no terminal, whatever prints it.
func TestNamesSteerNoTerminal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "s")
	run := func(args string) (status int, printed string) {
		var out bytes.Buffer
		status = Main(context.Background(), append(strings.Fields(args), "--lang", "en"), &out, &out, func(string) string { return "" })
		return status, out.String()
	}
	if status, printed := run("init " + dir); status != 0 {
		t.Fatalf("init: got status %d, %s, want 0", status, printed)
	}
	const name = "p\x1b[2J.md"
	folder := filepath.Join(dir, "content", "shilishi-xxgkj", "policies")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), []byte("---\ndate:   2020-01-01\ntitle: 甲\n---\n文\n"), 0o644); err != nil {
		if runtime.GOOS == "windows" { // which has no such names
			t.Skip(err)
		}
		t.Fatal(err)
	}
	for _, args := range []string{"fmt --check", "check", "check --format github", "build", "check nowhere\x1b[2J"} {
		_, printed := run(args + " --site " + dir)
		if strings.Contains(printed, "\x1b") || !strings.Contains(printed, "\ufffd[2J") {
			t.Errorf("%q: got %q, want the name in it with U+FFFD for its escape", args, printed)
		}
	}
}
