package acceptance

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Each operation on a report's file fails once, in the system itself, while a command changes the file: it ends with an error
// that names the file, the file is what it was or what it should be, and nothing is left beside it.
func TestOperationsFailOnce(t *testing.T) {
	strace := tool(t, "strace")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	first := attacked(t)
	sound := readFile(t, filepath.Join(first, filepath.FromSlash(attackedReport)))
	exported := t.TempDir()
	if status, _ := attackWith(t, "export", filepath.Join(first, filepath.FromSlash(attackedReport)), "--site", first, "--to", "docx", "--out", exported); status != 0 {
		t.Fatalf("export ends with %d", status)
	}
	word, err := filepath.Glob(filepath.Join(exported, "*.docx"))
	if err != nil || len(word) != 1 {
		t.Fatalf("exported %q, %v", word, err)
	}
	fullWidth := strings.Replace(sound, "[5, 2, 0, 0, 1, 0, 8]", "[５, 2, 0, 0, 1, 0, 8]", 1)
	ragged := strings.Replace(sound, "[5, 2, 0, 0, 1, 0, 8]", "[5,   2, 0, 0, 1, 0, 8]", 1)
	faults := []string{"openat:EMFILE:1", "openat:EACCES:1", "openat:EIO:2", "openat:ENOSPC:3", "openat:EIO:4", "read:EIO:1", "read:EIO:2", "read:EIO:3", "write:ENOSPC:1", "write:EIO:1",
		"fchmod:EPERM:1", "fsync:EIO:1", "close:EIO:1", "close:EIO:2", "renameat:EACCES:1", "renameat:EIO:1", "newfstatat:EIO:1", "newfstatat:EIO:2", "newfstatat:EIO:3"}
	for _, c := range []struct {
		name   string
		before string // what the file holds; "" for no file
		args   []string
	}{
		{"fix", fullWidth, []string{"check", "--fix"}},
		{"fmt", ragged, []string{"fmt"}},
		{"import over", ragged, []string{"import", word[0], "--agency", "shilishi-xxgkj", "--year", "2024", "--force"}},
		{"import", "", []string{"import", word[0], "--agency", "shilishi-xxgkj", "--year", "2024"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			site := attacked(t)
			file := filepath.Join(site, filepath.FromSlash(attackedReport))
			begin := func() {
				t.Helper()
				if err := os.RemoveAll(file); err != nil {
					t.Fatal(err)
				}
				if c.before != "" {
					put(t, file, c.before)
				}
			}
			begin()
			if status, out := attackWith(t, append(c.args, "--site", site, "--lang", "en")...); status != 0 {
				t.Fatalf("without a fault it ends with %d: %s", status, out)
			}
			after := readFile(t, file)
			if after == c.before {
				t.Fatal("without a fault nothing is changed")
			}
			failed := 0
			for _, fault := range faults {
				begin()
				call, rest, _ := strings.Cut(fault, ":")
				errno, when, _ := strings.Cut(rest, ":")
				calls := filepath.Join(t.TempDir(), "calls")
				x := exec.CommandContext(t.Context(), strace, append([]string{"-f", "-qq", "-o", calls, "-P", file, "-P", filepath.Base(file), "-P", filepath.Dir(file),
					"-e", fmt.Sprintf("trace=%s", call), "-e", fmt.Sprintf("inject=%s:error=%s:when=%s", call, errno, when), self}, append(c.args, "--site", site, "--lang", "en")...)...)
				x.Env = append(os.Environ(), asCommand+"=1")
				var out bytes.Buffer
				x.Stdout, x.Stderr = &out, &out
				err := x.Run()
				injected := strings.Contains(readFile(t, calls), "(INJECTED)")
				now, errRead := os.ReadFile(file)
				switch {
				case errRead != nil && (c.before != "" || !os.IsNotExist(errRead)):
					t.Errorf("%s: the file is gone: %v", fault, errRead)
				case errRead == nil && string(now) != c.before && string(now) != after:
					t.Errorf("%s: the file is neither what it was nor what it should be:\n%s", fault, now)
				}
				left, err2 := filepath.Glob(filepath.Join(filepath.Dir(file), ".gongkai-*"))
				if err2 != nil || len(left) > 0 {
					t.Errorf("%s: %q is left, %v", fault, left, err2)
				}
				if !injected {
					continue
				}
				failed++
				status := x.ProcessState.ExitCode()
				if err == nil && string(now) != after {
					t.Errorf("%s: it ends as if all were well, and the file is what it was", fault)
				}
				if err != nil && (status < 1 || status > 2 || !strings.Contains(out.String(), attackedAgency+"/reports") || strings.Contains(out.String(), "goroutine ") || strings.Contains(out.String(), ".gongkai-")) {
					t.Errorf("%s: ends with %d and names neither the file nor its folder:\n%s", fault, status, out.String())
				}
			}
			if failed < 5 {
				t.Errorf("%d operations were made to fail, want more", failed)
			}
			t.Logf("%d of %d faults came about", failed, len(faults))
		})
	}
}
