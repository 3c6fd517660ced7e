// Package growth holds tests to how the processor time of a call grows with its input. A
// bound on the time itself would fail on a busy machine, and would have to be too wide to
// say anything on an idle one.
package growth

import (
	"runtime"
	"time"
)

const (
	factor = 8 // by which the larger input exceeds the smaller
	limit  = 3 // times factor; a call whose time grows by the square takes factor times factor
	tries  = 5 // the least of them counts: other work can make a call slower, but not faster
	enough = 10 * time.Millisecond
)

// T is what is needed of a test.
type T interface {
	Helper()
	Errorf(format string, args ...any)
}

// Linear fails the test where a call takes far more time than in proportion to its input.
// prepare returns the call for an input of about so many bytes, size or an eighth of it;
// what it does itself does not count.
func Linear(t T, what string, size int, prepare func(size int) (call func())) {
	t.Helper()
	small, large := prepare(size/factor), prepare(size)
	var least, most time.Duration
	for n := range tries {
		s, l := processorTime(small), processorTime(large)
		if n == 0 || s < least {
			least = s
		}
		if n == 0 || l < most {
			most = l
		}
		if most <= limit*factor*least {
			return
		}
	}
	t.Errorf("%s: %d bytes take %v of processor time and %d bytes %v, want at most %d times as much", what, size/factor, least, size, most, limit*factor)
}

// processorTime returns the time that one call takes of a processor: the mean of as many
// calls as take long enough to be measured.
func processorTime(call func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	start := spent()
	for n := 1; ; n++ {
		call()
		if took := spent() - start; took >= enough {
			return took / time.Duration(n)
		}
	}
}
