package growth

import (
	"fmt"
	"strings"
	"testing"
)

// told notes what a test would be told.
type told []string

func (*told) Helper() {}

func (t *told) Errorf(format string, args ...any) { *t = append(*t, fmt.Sprintf(format, args...)) }

var sum int // so that no loop is left out

func TestLinear(t *testing.T) {
	var got told
	Linear(&got, "once", 400_000, func(size int) func() {
		return func() {
			for i := range size {
				sum += i
			}
		}
	})
	if len(got) > 0 {
		t.Errorf("a loop over the input: got %q, want nothing", got)
	}
	Linear(&got, "each with each", 4_000, func(size int) func() {
		return func() {
			for i := range size {
				for k := range size {
					sum += i ^ k
				}
			}
		}
	})
	if len(got) != 1 || !strings.HasPrefix(got[0], "each with each: 500 bytes take ") {
		t.Errorf("a loop over each pair: got %q, want one message on 500 and 4000 bytes", got)
	}
}
