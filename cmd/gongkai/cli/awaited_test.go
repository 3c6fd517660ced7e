package cli

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A command that goes on to print shows its line while it works, and takes it away before: also where the work fails.
func TestAwaited(t *testing.T) {
	for _, want := range []error{nil, errors.New("disk full")} {
		synctest.Test(t, func(t *testing.T) {
			p, s := watched(manners{})
			err := p.until(func(report reported) error {
				report("read", 3, 9)
				time.Sleep(10 * time.Second)
				return want
			})
			if err != want || s.quiet > time.Second {
				t.Errorf("got %v, and the terminal was silent for %s", err, s.quiet)
			}
			if out := s.b.String(); !strings.Contains(out, "reading 3/9") || !strings.HasSuffix(out, "\r\x1b[K") {
				t.Errorf("got %q, want the line, taken away at the end", out)
			}
		})
	}
}
