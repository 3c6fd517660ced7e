package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"gongkai/generator"
)

// startDesk starts the program with the desk of a site, as a process of its own.
func startDesk(t *testing.T, dir string, flags ...string) (*desk, *exec.Cmd) {
	t.Helper()
	d := &desk{TB: t, dir: dir}
	c := gongkai(append([]string{"desk", dir, "--open=false", "--lang", "en", "--addr", "127.0.0.1:0"}, flags...)...)
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill() //nolint:errcheck // it may have ended
		c.Wait()         //nolint:errcheck // as above
	})
	d.enter(out)
	return d, c
}

// enter reads the address that a desk prints, and takes the token of the run from its page.
func (d *desk) enter(printed io.Reader) {
	d.Helper()
	line, err := bufio.NewReader(printed).ReadString('\n')
	if err != nil {
		d.Fatal(err)
	}
	d.base = strings.TrimSuffix(strings.TrimSpace(line), "/_gongkai/desk")
	_, page := d.ask(http.MethodGet, "/_gongkai/desk", nil, nil)
	token := regexp.MustCompile(`name="token" value="([0-9a-f]+)"`).FindStringSubmatch(page)
	if token == nil {
		d.Fatalf("got no token in\n%s", page)
	}
	d.token = token[1]
}

// TestDeskKilled kills the desk at random moments of random actions. Whatever was answered is on the disk; what was not is there whole or
// not at all, and nothing else changed; states in the history are whole; and the desk that is started again takes back what the
// killed one did.
func TestDeskKilled(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := generator.NewSite(dir, "zh"); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(*deskSeed, 3))
	had := map[string][]string{}
	deeds, cuts, took, undone := 0, 0, 0, 0
	for round := range *deskKills {
		d, process := startDesk(t, dir)
		// What the one before did is taken back, and put in place again.
		for file, texts := range had {
			now, was := d.site()[file], texts[rng.IntN(len(texts))]
			for _, want := range []string{was, now} {
				state := ""
				for id, text := range d.kept(file) {
					if text == want {
						state = id
					}
				}
				if state == "" && want == now {
					continue // it was never changed again
				}
				status, page := d.ask(http.MethodPost, "/_gongkai/desk/history/restore", url.Values{"token": {d.token}, "file": {file}, "state": {state}}, nil)
				if got := d.site()[file]; status != http.StatusSeeOther || got != want {
					t.Fatalf("kill %d: going back to a state %q of %s: got status %d (%s) and\n%s\nwant\n%s", round, state, file, status, page, got, want)
				}
				undone++
			}
		}
		done := 0
		last := 50 * time.Millisecond
		stop := rng.IntN(5)
		after := rng.Float64()
		killed := make(chan struct{})
		began := make(chan time.Duration, 1)
		go func() {
			defer close(killed)
			time.Sleep(time.Duration(after * float64(<-began)))
			process.Process.Kill() //nolint:errcheck // it is there
		}()
		for {
			before := d.site()
			x := d.deedOn(rng, before, had)
			if x == nil {
				continue
			}
			if done == stop {
				began <- last
			}
			start := time.Now()
			status, err := x.do()
			if err == nil {
				last = time.Since(start)
			}
			if err != nil {
				if done < stop || errors.Is(err, errRefused) {
					t.Fatalf("kill %d, %s: %v", round, x.what, err)
				}
				<-killed
				process.Wait() //nolint:errcheck // it was killed
			}
			now := d.site()
			if wrong := x.holds(before, now, err != nil); wrong != nil || err == nil && status != x.want {
				t.Fatalf("kill %d, %s, cut off by %v: got status %d, want %d: %v", round, x.what, err, status, x.want, wrong)
			}
			if x.file != "" && now[x.file] != before[x.file] {
				had[x.file] = append(had[x.file], now[x.file])
				if err != nil {
					took++
				}
			}
			if err != nil {
				cuts++
				break
			}
			done++
			deeds++
		}
		for name, text := range files(t, dir) {
			if !strings.HasPrefix(name, ".gongkai/history/") || strings.HasSuffix(name, "~") || strings.HasSuffix(name, ".gitignore") {
				continue
			}
			sum := sha256.Sum256([]byte(text))
			if !strings.HasSuffix(name, "-"+hex.EncodeToString(sum[:8])) {
				t.Errorf("kill %d: the state %s is not whole: it has %d bytes", round, name, len(text))
			}
		}
	}
	if deeds == 0 || undone == 0 {
		t.Errorf("got %d actions and %d taken back, want some of each", deeds, undone)
	}
	t.Logf("%d kills; %d actions were answered, %d cut off, %d of these done; %d states put in place", *deskKills, deeds, cuts, took, undone)
}
