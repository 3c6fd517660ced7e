package acceptance

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// No command but publish, serve and desk asks the network for anything: its calls of the system are looked at.
func TestNoNetwork(t *testing.T) {
	strace := tool(t, "strace")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	site := filepath.Join(dir, "site")
	report := filepath.Join(site, filepath.FromSlash(attackedReport))
	traced := func(args ...string) []byte {
		t.Helper()
		calls := filepath.Join(dir, "calls")
		c := exec.CommandContext(t.Context(), strace, append([]string{"-f", "-qq", "-e", "trace=connect,sendto,sendmsg,bind", "-o", calls, self}, args...)...)
		c.Env = append(os.Environ(), asCommand+"=1")
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("gongkai %q: %v\n%s", args, err, out)
		}
		data, err := os.ReadFile(calls)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for _, args := range [][]string{
		{"init", site}, {"check", "--site", site}, {"fmt", "--site", site}, {"build", "--site", site}, {"archive", "--site", site, "--out", filepath.Join(dir, "a.wacz")},
		{"verify", filepath.Join(dir, "a.wacz")}, {"export", report, "--site", site, "--to", "docx", "--out", dir}, {"import", dir, "--site", site, "--dry-run"},
		{"diff", filepath.Join(site, "public"), site}, {"publish", filepath.Join(dir, "www"), "--site", site}, {"explain"}, {"forms"}, {"version"},
		{"status", "2024", "--site", site}, {"schema", "report"}, {"man"}, {"completion", "bash"}, {"theme", "list", "--site", site}, {"server-config", "nginx", "--site", site},
		{"new", "shilishi-xxgkj", "2025", "--site", site},
	} {
		if args[0] == "import" {
			if err := os.RemoveAll(filepath.Join(dir, "a.wacz")); err != nil {
				t.Fatal(err)
			}
			files, err := filepath.Glob(filepath.Join(dir, "*.docx"))
			if err != nil || len(files) != 1 {
				t.Fatalf("exported %q, %v, want one file", files, err)
			}
			args[1] = files[0]
		}
		if calls := traced(args...); bytes.Contains(calls, []byte("AF_INET")) {
			t.Errorf("gongkai %s: %s", strings.Join(args, " "), calls)
		}
	}
	// What is looked for is found where it is: nobody listens at that port.
	calls := filepath.Join(dir, "calls")
	c := exec.CommandContext(t.Context(), strace, "-f", "-qq", "-e", "trace=connect", "-o", calls, self, "publish", "sftp://x@127.0.0.1:1/x", "--site", site)
	c.Env = append(os.Environ(), asCommand+"=1")
	if out, err := c.CombinedOutput(); err == nil {
		t.Errorf("publish to nobody succeeds: %s", out)
	}
	if traced := readFile(t, calls); !strings.Contains(traced, "AF_INET") {
		t.Errorf("publish asks for no connection, as the trace has it: %s", traced)
	}
}
