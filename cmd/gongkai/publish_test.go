package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var (
	kills  = flag.Int("kills", 10, "how many builds TestKilledBuilds kills")
	rounds = flag.Int("rounds", 3, "how many times TestBuildsAtOnce starts two, and three, builds")
)

// versions are two versions of a site in folders of their own, and what each is built to.
type versions struct {
	top    string
	sites  [2]string
	built  [2]map[string]string // path → content
	public string
}

// twoVersions makes a site of some agencies in two versions, of which nearly every page differs.
func twoVersions(t *testing.T) *versions {
	t.Helper()
	v := &versions{top: t.TempDir()}
	v.public = filepath.Join(v.top, "out", "public")
	for i, name := range []string{"甲", "乙"} {
		site := filepath.Join(v.top, name)
		v.sites[i] = site
		v.run(t, "init", site)
		config := filepath.Join(site, "gongkai.yaml")
		rewrite(t, config, config, "示例市政府信息公开专栏", name+"市政府信息公开专栏")
		first := filepath.Join(site, "content/shilishi-xxgkj")
		for n := range 8 {
			other := filepath.Join(site, fmt.Sprintf("content/a%d", n))
			if n == 7-i { // an agency that only one version has
				continue
			}
			if err := os.CopyFS(other, os.DirFS(first)); err != nil {
				t.Fatal(err)
			}
			rewrite(t, filepath.Join(first, "_index.md"), filepath.Join(other, "_index.md"), "示例市信息公开局", fmt.Sprintf("示例市第%d局", n))
		}
		// What does not differ is shared by both.
		if err := os.WriteFile(filepath.Join(site, "content/_index.md"), []byte("欢迎"), 0o644); err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(v.top, "built", name)
		v.run(t, "build", "--site", site, "--out", out)
		v.built[i] = files(t, out)
	}
	return v
}

func rewrite(t *testing.T, from, to, old, new string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, bytes.ReplaceAll(data, []byte(old), []byte(new)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// gongkai is the command as a process of its own: the test's own program, see TestMain.
func gongkai(args ...string) *exec.Cmd { return started(exec.Command("gongkai", args...)) }

// limited is the command started by a shell that sets something up first.
func limited(setup string, args ...string) *exec.Cmd {
	return started(exec.Command("sh", append([]string{"-c", setup + ` && exec gongkai "$@"`, "sh"}, args...)...))
}

func started(c *exec.Cmd) *exec.Cmd {
	c.Env = append(os.Environ(), raceExit)
	return c
}

// run runs the command to its end, which must be good.
func (v *versions) run(t *testing.T, args ...string) {
	t.Helper()
	if out, err := gongkai(args...).CombinedOutput(); err != nil {
		t.Fatalf("gongkai %q: %v: %s", args, err, out)
	}
}

// start starts a build of one version.
func (v *versions) start(t *testing.T, version int, errs *bytes.Buffer) *exec.Cmd {
	t.Helper()
	c := gongkai("build", "--lang", "en", "--site", v.sites[version], "--out", v.public)
	c.Stderr = errs
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

// files reads all files of a folder.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, p))
		out[p] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// atRest says which version the folder has; it must be one of them.
func (v *versions) atRest(t *testing.T) int {
	t.Helper()
	got := files(t, v.public)
	for i := range v.built {
		if maps.Equal(got, v.built[i]) {
			return i
		}
	}
	of := map[string]int{}
	for p, data := range got {
		switch data {
		case v.built[0][p]:
			of["only first"]++
		case v.built[1][p]:
			of["second"]++
		default:
			of["neither"]++
		}
	}
	t.Fatalf("the folder is of neither version: %d files, %v", len(got), of)
	return -1
}

// crawl reads pages until it is told to stop, and returns what a reader must not see while one version takes the place of
// the other: a page that both have missing, a page of neither, an old one after a new one.
func (v *versions) crawl(from, to int, stop *atomic.Bool) (reads int, faults []string) {
	var both []string
	for p := range v.built[from] {
		if data, ok := v.built[to][p]; ok && data != v.built[from][p] {
			both = append(both, p)
		}
	}
	new := false
	for !stop.Load() {
		p := both[rand.IntN(len(both))]
		data, err := os.ReadFile(filepath.Join(v.public, p))
		reads++
		switch {
		case err != nil:
			faults = append(faults, fmt.Sprintf("missing: %v", err))
		case string(data) == v.built[to][p]:
			new = true
		case string(data) != v.built[from][p]:
			faults = append(faults, "partial: "+p)
		case new:
			faults = append(faults, "old after new: "+p)
		}
	}
	return reads, faults
}

// Builds are killed at random instants, half of them near the switch, while somebody reads the folder without a pause. The reader never
// sees anything but one whole site and then the other, at rest it is one of them, and the next build succeeds.
func TestKilledBuilds(t *testing.T) {
	v := twoVersions(t)
	v.run(t, "build", "--site", v.sites[0], "--out", v.public)
	started := time.Now()
	v.run(t, "build", "--site", v.sites[1], "--out", v.public)
	whole := time.Since(started)
	at, reads, switched := 1, 0, 0
	for i := range *kills {
		to := 1 - at
		var stop atomic.Bool
		var faults []string
		var reader sync.WaitGroup
		reader.Go(func() {
			n, found := v.crawl(at, to, &stop)
			reads, faults = reads+n, found
		})
		var errs bytes.Buffer
		build := v.start(t, to, &errs)
		if i%2 == 0 {
			time.Sleep(time.Duration(rand.Int64N(int64(whole * 5 / 4))))
		} else {
			for deadline := time.Now().Add(10 * whole); time.Now().Before(deadline) && len(beside(t, v.public, "gongkai-*/site")) == 0; {
				time.Sleep(200 * time.Microsecond)
			}
			time.Sleep(time.Duration(rand.Int64N(int64(4 * time.Millisecond))))
		}
		_ = build.Process.Kill() // it may have ended
		_ = build.Wait()
		stop.Store(true)
		reader.Wait()
		for _, f := range faults[:min(len(faults), 3)] {
			t.Errorf("kill %d: %s (%d such)", i, f, len(faults))
		}
		if now := v.atRest(t); now != at {
			switched++
			at = now
		}
	}
	t.Logf("%d builds killed, %d of them after the switch; %d pages read", *kills, switched, reads)
	v.run(t, "build", "--site", v.sites[1-at], "--out", v.public)
	if got := v.atRest(t); got != 1-at {
		t.Errorf("after the last build: got version %d, want %d", got, 1-at)
	}
	if got := beside(t, v.public, "*"); len(got) > 0 {
		t.Errorf("left: %q", got)
	}
}

// beside are the names beside a folder that begin with a dot and its name.
func beside(t *testing.T, dir, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+"."+pattern))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(names, func(name string) bool { return strings.HasSuffix(name, ".gongkai-sources.zip") }) // which stays
}

// Builds that are started at the same time publish one after the other, or say who builds.
func TestBuildsAtOnce(t *testing.T) {
	v := twoVersions(t)
	for round := range *rounds {
		for _, n := range []int{2, 3} {
			builds, errs := make([]*exec.Cmd, n), make([]bytes.Buffer, n)
			for i := range n {
				builds[i] = v.start(t, i%2, &errs[i])
				time.Sleep(time.Duration(rand.Int64N(int64(100 * time.Millisecond))))
			}
			done := 0
			for i, b := range builds {
				switch err := b.Wait(); {
				case err == nil:
					done++
				case b.ProcessState.ExitCode() != 2 || !strings.Contains(errs[i].String(), "another build"):
					t.Errorf("round %d: %v: %s", round, err, &errs[i])
				}
			}
			if done == 0 {
				t.Errorf("round %d: none of %d builds succeeded", round, n)
			}
			v.atRest(t)
			if got := beside(t, v.public, "*"); len(got) > 0 {
				t.Errorf("round %d: left: %q", round, got)
			}
		}
	}
}

// With so few open files that a build cannot do its work the old site stays, and the message names a file as the user knows it.
func TestFewOpenFiles(t *testing.T) {
	v := twoVersions(t)
	v.run(t, "build", "--site", v.sites[0], "--out", v.public)
	failed := 0
	for limit := 8; limit <= 16; limit += 2 {
		c := limited(fmt.Sprintf("ulimit -n %d", limit), "build", "--lang", "en", "--site", v.sites[1], "--out", v.public)
		out, err := c.CombinedOutput()
		var exit *exec.ExitError
		switch {
		case err == nil:
			continue
		case !errors.As(err, &exit):
			t.Fatal(err)
		}
		failed++
		// A note names what is left to be removed, where it is.
		if said := regexp.MustCompile(`(?m)^note: .*\n`).ReplaceAllString(string(out), ""); strings.Contains(said, "unfinished") || strings.Contains(said, ".gongkai-") {
			t.Errorf("limit %d: got %s, want the paths of the user", limit, said)
		}
		if got := v.atRest(t); got != 0 {
			t.Errorf("limit %d: got version %d, want the old one", limit, got)
		}
	}
	if failed == 0 {
		t.Error("no build failed, so nothing was tried")
	}
	v.run(t, "build", "--site", v.sites[1], "--out", v.public)
	if got := beside(t, v.public, "*"); len(got) > 0 {
		t.Errorf("left: %q", got)
	}
}

// Two machines that differ in processors, time zone, language and umask make the same bytes.
func TestTwoMachines(t *testing.T) {
	v := twoVersions(t)
	site := filepath.Join(v.top, "moved", "deeper")
	if err := os.CopyFS(site, os.DirFS(v.sites[0])); err != nil {
		t.Fatal(err)
	}
	c := limited("umask 077", "build", "--site", site, "--out", v.public)
	c.Env = append(c.Env, "GOMAXPROCS=1", "TZ=Pacific/Auckland", "LANG=tr_TR.UTF-8", "LC_ALL=C")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got := v.atRest(t); got != 0 {
		t.Errorf("got version %d, want 0", got)
	}
}
