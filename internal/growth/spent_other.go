//go:build !linux

package growth

import "time"

var began = time.Now()

// spent is the time so far: the standard library tells no thread's processor time here.
func spent() time.Duration { return time.Since(began) }
