//go:build soak

package acceptance

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// operationFaults are the calls of the system by which commands work on files, and how each may fail.
var operationFaults = map[string][]string{
	"openat": {"EMFILE", "EACCES", "EIO", "ENOSPC"}, "read": {"EIO"}, "pread64": {"EIO"}, "write": {"ENOSPC", "EIO"}, "pwrite64": {"ENOSPC"}, "getdents64": {"EIO"},
	"newfstatat": {"EIO", "EACCES"}, "mkdirat": {"ENOSPC", "EACCES"}, "renameat": {"EIO", "EACCES"}, "renameat2": {"EIO"}, "linkat": {"EIO", "EMFILE"}, "unlinkat": {"EIO"},
	"fsync": {"EIO"}, "fchmod": {"EIO"}, "fchmodat": {"EIO"}, "close": {"EIO"}, "copy_file_range": {"EIO", "ENOSPC"}, "ftruncate": {"ENOSPC"},
}

// faultyCommand is a command that writes, in a folder with a site.
type faultyCommand struct {
	name  string
	args  []string
	whole []string // folders that are exchanged as a whole: they are as before or as after
	spoil string   // what the report has in place of its first row
}

var faultyCommands = []faultyCommand{
	{"build", []string{"build", "--site", "site", "--out", "fresh"}, []string{"fresh"}, ""},
	{"build again", []string{"build", "--site", "site"}, []string{"site/public"}, ""},
	{"build in place", []string{"build", "--site", "site", "--in-place"}, nil, ""},
	{"fix", []string{"check", "--fix", "--site", "site"}, nil, "[５, 2, 0, 0, 1, 0, 8]"},
	{"fmt", []string{"fmt", "--site", "site"}, nil, "[5,   2, 0, 0, 1, 0, 8]"},
	{"import", []string{"import", "inbox", "--site", "site", "--receipts", "receipts", "--review", "look.html"}, nil, ""},
	{"archive", []string{"archive", "--site", "site", "--from", "was", "--out", "a.wacz"}, nil, ""},
	{"publish", []string{"publish", "www", "--site", "site", "--from", "was"}, nil, ""},
}

// filesIn are the files below a folder by their paths, without what programs keep for themselves.
func filesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		name, _ = filepath.Rel(dir, name)
		if !strings.HasPrefix(name, "site/.gongkai/") && !strings.HasPrefix(name, "www/.gongkai/record") && !strings.HasSuffix(name, ".gongkai-sources.zip") {
			out[filepath.ToSlash(name)] = string(data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// faultySite is a folder with a site that was built and published, and changed since; what it is then; and a page with a picture that came in.
func faultySite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	site := filepath.Join(dir, "site")
	run := func(args ...string) {
		t.Helper()
		if status, out := attackWith(t, args...); status != 0 {
			t.Fatalf("gongkai %q ends with %d: %s", args, status, out)
		}
	}
	run("init", site, "--lang", "en")
	run("export", filepath.Join(site, attackedReport), "--site", site, "--to", "html", "--out", filepath.Join(dir, "inbox"))
	page := filepath.Join(dir, "inbox/shilishi-xxgkj-2024.html")
	text := strings.ReplaceAll(readFile(t, page), "2024", "2022")
	if err := os.Remove(page); err != nil {
		t.Fatal(err)
	}
	page = filepath.Join(dir, "inbox/came.html")
	put(t, page, strings.Replace(text, "<p>", `<p><img src="p.png" alt="图"></p><p>`, 1))
	put(t, filepath.Join(dir, "inbox/p.png"), "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\x0aIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82")
	run("build", "--site", site)
	run("publish", filepath.Join(dir, "www"), "--site", site)
	file := filepath.Join(site, attackedAgency, "guide.md")
	put(t, file, readFile(t, file)+"\n又一段。\n")
	run("build", "--site", site, "--out", filepath.Join(dir, "was"))
	return dir
}

// Operations fail, in the system itself, while a whole command works: reading the site and what comes in, writing, removing. Each time it ends with an error
// that says where, or has done its work; every file is what it was or what it should be, nothing else is left, and the next run does it all.
// Which of its threads makes a call is chance, so a different call fails each time; make soak runs the test.
func TestCommandsUnderFaults(t *testing.T) {
	strace := tool(t, "strace")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	base := faultySite(t)
	at := []int{1, 2, 3, 4, 6, 9, 14, 25, 40}
	for _, c := range faultyCommands {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := ""
			begin := func() {
				t.Helper()
				dir = t.TempDir()
				if err := os.CopyFS(dir, os.DirFS(base)); err != nil {
					t.Fatal(err)
				}
				if c.spoil != "" {
					file := filepath.Join(dir, "site", filepath.FromSlash(attackedReport))
					put(t, file, strings.Replace(readFile(t, file), "[5, 2, 0, 0, 1, 0, 8]", c.spoil, 1))
				}
			}
			run := func(under ...string) (status int, out string) {
				t.Helper()
				x := exec.CommandContext(t.Context(), self, append(slices.Clone(c.args), "--lang", "en")...)
				if under != nil {
					x = exec.CommandContext(t.Context(), strace, append(append(under, self), x.Args[1:]...)...)
				}
				x.Dir, x.Env = dir, append(os.Environ(), asCommand+"=1")
				var b bytes.Buffer
				x.Stdout, x.Stderr = &b, &b
				err := x.Run()
				if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
					t.Fatal(err)
				}
				return x.ProcessState.ExitCode(), b.String()
			}
			begin()
			before := filesIn(t, dir)
			want, out := run()
			after := filesIn(t, dir)
			if want != 0 || maps.Equal(before, after) {
				t.Fatalf("without a fault it ends with %d and changes nothing: %s", want, out)
			}
			outcomes := map[string]int{}
			for _, call := range slices.Sorted(maps.Keys(operationFaults)) {
				for _, errno := range operationFaults[call] {
					for _, n := range at {
						begin()
						calls := filepath.Join(t.TempDir(), "calls")
						status, out := run("-f", "-qq", "-y", "--seccomp-bpf", "-o", calls, "-e", "trace="+call, "-e", fmt.Sprintf("inject=%s:error=%s:when=%d", call, errno, n))
						var hit []string   // the calls that failed in the folder
						elsewhere := false // others did too, perhaps what was to be printed
						for line := range strings.Lines(readFile(t, calls)) {
							switch {
							case !strings.Contains(line, "(INJECTED)"):
							case strings.Contains(line, dir):
								hit = append(hit, strings.ReplaceAll(strings.TrimSpace(line), dir+"/", ""))
							default:
								elsewhere = true
							}
						}
						if len(hit) == 0 || strings.Contains(out, "netpollBreak") { // Go's runtime writes too, to wake itself, and ends where that fails
							continue
						}
						what := fmt.Sprintf("%s fails with %s, %q", call, errno, hit)
						now := filesIn(t, dir)
						if call == "unlinkat" { // a lock that could not be removed is open to the next run
							maps.DeleteFunc(now, func(name, _ string) bool { return strings.HasSuffix(name, ".gongkai-lock~") })
						}
						switch {
						case status < 0 || status > 2 || strings.Contains(out, "goroutine ") || strings.Contains(out, "internal error"):
							t.Errorf("%s: it ends with %d\n%s", what, status, out)
						case status == 0 && !maps.Equal(now, after) && !strings.Contains(out, "could not be removed"):
							t.Errorf("%s: it ends as if all were well, and %s\n%s", what, unlike(now, after), out)
						case status != 0 && !elsewhere && !names(out, dir, c.args):
							t.Errorf("%s: it names no file\n%s", what, out)
						}
						if status != 0 || strings.Contains(out, "could not be removed") { // what is kept for the next run, or hidden until then
							maps.DeleteFunc(now, func(name, _ string) bool { return hidden.MatchString(name) })
						}
						if status == 1 { // of a file that was not read another receipt says so, under its own name
							maps.DeleteFunc(now, func(name, _ string) bool { return strings.HasPrefix(name, "receipts/came") || name == "look.html" })
						}
						for name, data := range now {
							if is, was := after[name], before[name]; data != is && data != was || data == "" && is != "" && was != "" {
								t.Errorf("%s: %s is left, neither as it was nor as it should be\n%s", what, name, out)
							}
						}
						for name := range before {
							if _, there := now[name]; !there {
								if _, stays := after[name]; stays {
									t.Errorf("%s: %s is gone\n%s", what, name, out)
								}
							}
						}
						for _, folder := range c.whole {
							if is := below(now, folder); !maps.Equal(is, below(before, folder)) && !maps.Equal(is, below(after, folder)) {
								t.Errorf("%s: %s is neither the old nor the new one: %s\n%s", what, folder, unlike(is, below(after, folder)), out)
							}
						}
						outcomes[map[bool]string{true: "done all the same", false: "said"}[status == 0]]++
						if status == 0 {
							continue
						}
						for name := range filesIn(t, dir) {
							if strings.HasPrefix(name, "receipts/came") {
								os.Remove(filepath.Join(dir, name)) // the office has sent it
							}
						}
						if status, out := run(); status != 0 {
							t.Errorf("%s: the next run ends with %d\n%s", what, status, out)
						} else if now := filesIn(t, dir); !maps.Equal(now, after) {
							t.Errorf("%s: after the next run %s", what, unlike(now, after))
						}
					}
				}
			}
			if outcomes["said"] < 2 { // each thread counts its calls, so how many fail is chance
				t.Errorf("%d faults were said, want more", outcomes["said"])
			}
			t.Log(outcomes)
		})
	}
}

// hidden is what a next run clears, or goes on with.
var hidden = regexp.MustCompile(`(^|/)\.(public|fresh)\.gongkai-|(^|/)\.gongkai(-[^/]*)?/`)

// names reports whether a message says a path: one of the folder, the site or another folder that the command was given, or that itself.
func names(out, dir string, args []string) bool {
	for _, word := range strings.FieldsFunc(out, func(r rune) bool { return strings.ContainsRune(" \n\"“”,;():", r) }) {
		word = strings.TrimPrefix(word, dir+"/")
		if slices.Contains(args[1:], word) {
			return true
		}
		within := []string{dir}
		for _, arg := range append([]string{"site"}, args[1:]...) {
			within = append(within, filepath.Join(dir, arg))
		}
		for _, at := range within {
			if _, err := os.Lstat(filepath.Join(at, word)); err == nil && word != "" || strings.Contains(word, "/") {
				return true
			}
		}
	}
	return false
}

func below(files map[string]string, folder string) map[string]string {
	out := map[string]string{}
	for name, data := range files {
		if strings.HasPrefix(name, folder+"/") {
			out[name] = data
		}
	}
	return out
}

// unlike says in which files two folders differ.
func unlike(got, want map[string]string) string {
	var out []string
	for name, data := range want {
		if is, ok := got[name]; !ok {
			out = append(out, name+" is missing")
		} else if is != data && strings.HasSuffix(name, ".txt") {
			out = append(out, fmt.Sprintf("%s is %q, not %q", name, is, data))
		} else if is != data {
			out = append(out, name+" is other")
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			out = append(out, name+" is too many")
		}
	}
	slices.Sort(out)
	return strings.Join(out[:min(len(out), 5)], ", ")
}
