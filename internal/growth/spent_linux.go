package growth

import (
	"syscall"
	"time"
)

// spent is the processor time of this thread so far. That of the process would count what
// other tests do.
func spent() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_THREAD, &u) // fails for wrong arguments only
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
