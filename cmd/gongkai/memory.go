package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
)

// Garbage is not collected before there is so much memory in use, which every machine has: that takes 5 per cent of the processor time of a
// check or a build of 1,000 reports away, 2 of a check of 10,000. A larger site stays in memory as a whole, so that from then on half of it in garbage is enough: a sixth less at the peak
// than Go's own setting, for 7 per cent more time.
const (
	room      = 96 << 20
	inGarbage = 50 // per cent of what is alive
)

// collectLate sets when garbage is collected, as long as nobody else has set it.
func collectLate() {
	if os.Getenv("GOGC") != "" {
		return
	}
	if os.Getenv("GOMEMLIMIT") != "" {
		debug.SetGCPercent(inGarbage)
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(room)
	first := new([64]byte) // goes when garbage is first collected
	runtime.AddCleanup(first, func(int) {
		debug.SetGCPercent(inGarbage)
		debug.SetMemoryLimit(math.MaxInt64)
	}, 0)
}
