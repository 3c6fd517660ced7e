package cli

import (
	"io"
	"sync"
	"syscall"

	"gongkai/generator/diag"
)

// printed is where results go. It keeps the first error, so that what prints line after
// line need not look for one.
type printed struct {
	w io.Writer

	mu  sync.Mutex
	err error
}

func (p *printed) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return 0, p.err
	}
	n, err := p.w.Write(b)
	p.err = err
	return n, err
}

// failed is why results are missing, nil where they are not; a reader that has read enough
// misses none.
func (p *printed) failed() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if diag.IsErrno(p.err, syscall.EPIPE, brokenPipe, pipeClosing) {
		return nil
	}
	return p.err
}
