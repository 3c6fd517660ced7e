package cli

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// screen is a terminal that knows when something was written to it.
type screen struct {
	mu    sync.Mutex
	b     bytes.Buffer
	last  time.Time
	quiet time.Duration // the longest time in which nothing came
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.quiet = max(s.quiet, now.Sub(s.last))
	s.last = now
	return s.b.Write(p)
}

// watched is the progress of a command on a terminal.
func watched(m manners) (*progress, *screen) {
	s := &screen{last: time.Now()}
	p := &progress{a: &app{err: s, tty: s, lang: "en", manners: m}, watch: true, listed: m.verbose, start: time.Now(), stop: func() {}}
	p.begin()
	return p, s
}

// A terminal is never silent for more than a second, whether or not anything is reported; the stages are named in their order.
func TestProgressIsNeverSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s := watched(manners{})
		time.Sleep(3 * time.Second) // before the first stage
		for _, stage := range []string{"read", "check", "render", "write"} {
			for i := range 5 {
				p.report(stage, i+1, 5)
				time.Sleep(9 * time.Second)
			}
		}
		p.finish(nil)
		if s.quiet > time.Second {
			t.Errorf("the terminal was silent for %s, want at most a second", s.quiet)
		}
		out := s.b.String()
		at := 0
		for _, name := range []string{"preparing, 0.5 s", "reading 1/5, 3.", "reading 5/5", "checking 1/5", "rendering 5/5", "writing 5/5"} {
			next := strings.Index(out[at:], name)
			if next < 0 {
				t.Fatalf("%q is not drawn after what comes before it", name)
			}
			at += next
		}
		if want := "\r\x1b[K183.0 s in all; reading took longest, at 0 files a second\n"; !strings.HasSuffix(out, want) {
			t.Errorf("it ends with %q, want %q", out[max(0, len(out)-80):], want)
		}
	})
}

// Work that is done at once leaves nothing on the terminal.
func TestProgressOfShortWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s := watched(manners{})
		p.report("read", 64, 64)
		time.Sleep(firstDrawn / 2)
		p.finish(nil)
		if s.b.Len() > 0 {
			t.Errorf("got %q, want nothing", s.b.String())
		}
	})
}

// What ends with an error has no end line, and its line is taken away.
func TestProgressOfWhatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s := watched(manners{})
		p.report("read", 1, 2)
		time.Sleep(2 * time.Second)
		p.finish(errContent)
		if out := s.b.String(); !strings.HasSuffix(out, "\r\x1b[K") || strings.Contains(out, "\n") {
			t.Errorf("got %q, want the line taken away and nothing after it", out)
		}
	})
}

// With --verbose each stage has a line of its own, with how much it did and how long it took.
func TestProgressListsStages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s := watched(manners{verbose: true})
		p.watch = false
		p.stop()
		p.report("read", 64, 200)
		time.Sleep(time.Second)
		p.report("read", 200, 200)
		time.Sleep(time.Second)
		p.report("render", 10, 10)
		time.Sleep(time.Second)
		p.finish(nil)
		want := "reading: 200 files in 2.0 s\nrendering: 10 pages in 1.0 s\n3.0 s in all; reading took longest, at 100 files a second\n"
		if got := s.b.String(); got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
	})
}
