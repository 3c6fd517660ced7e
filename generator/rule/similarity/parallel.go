package similarity

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// parallel calls do for every number below n, on as many goroutines as there are
// processors.
func parallel(n int, do func(i int)) {
	jobs := min(runtime.GOMAXPROCS(0), n)
	if jobs < 2 {
		for i := range n {
			do(i)
		}
		return
	}
	var wg sync.WaitGroup
	var next atomic.Int64
	for range jobs {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				do(i)
			}
		})
	}
	wg.Wait()
}
