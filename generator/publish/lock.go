package publish

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// lockName is the file that a run makes before it changes anything, and that no two can have made.
const lockName = Folder + "/lock"

// holder is what a lock says of the run that holds it.
type holder struct {
	ID    string    `json:"id"`
	Owner string    `json:"owner"`
	Since time.Time `json:"since"`
}

// lock is one that is held.
type lock struct {
	r    *run
	id   string
	memo string // file in which this machine remembers the run, or ""
}

// memory is what a machine remembers of a run that locked a target.
type memory struct {
	ID  string `json:"id"`
	PID int    `json:"pid"` // 0 once the run has ended
}

// lock takes the lock. One that a run on this machine left which does no longer run is taken over.
func (r *run) lock(ctx context.Context) (*lock, error) {
	l := &lock{r: r, id: rand.Text()}
	if r.Memory != "" {
		sum := sha256.Sum256([]byte(r.Target))
		l.memo = filepath.Join(r.Memory, hex.EncodeToString(sum[:12])+".json")
	}
	data, err := json.Marshal(holder{l.id, r.Owner, time.Now().UTC().Truncate(time.Second)})
	if err != nil {
		return nil, fmt.Errorf("publish: lock: %w", err)
	}
	err = r.store.Create(ctx, lockName, data)
	if errors.Is(err, fs.ErrExist) {
		var other holder
		if other, err = r.holder(ctx); err != nil {
			return nil, err
		}
		if other.ID == l.id { // made by a request whose answer was lost, and that was repeated
			l.remember(os.Getpid())
			return l, nil
		}
		if !r.Unlock && !l.left(other) {
			return nil, held(r.Target, other.Owner, other.Since)
		}
		if err := r.store.Remove(ctx, lockName); err != nil {
			return nil, err
		}
		if err = r.store.Create(ctx, lockName, data); errors.Is(err, fs.ErrExist) {
			return nil, held(r.Target, "", time.Time{})
		}
	}
	if err != nil {
		return nil, err
	}
	l.remember(os.Getpid())
	return l, nil
}

// holder reads whose the lock is; it is empty where the lock cannot be read or was released meanwhile.
func (r *run) holder(ctx context.Context) (h holder, err error) {
	data, err := r.readAll(ctx, lockName)
	if errors.Is(err, fs.ErrNotExist) {
		return h, nil
	}
	if err == nil {
		_ = json.Unmarshal(data, &h)
	}
	return h, err
}

// left says whether a lock is one of this machine's whose run has ended.
func (l *lock) left(h holder) bool {
	if l.memo == "" || h.ID == "" {
		return false
	}
	data, err := os.ReadFile(l.memo)
	var m memory
	return err == nil && json.Unmarshal(data, &m) == nil && m.ID == h.ID && !running(m.PID)
}

// remember writes down that this run holds the lock, or, with 0, that it has ended. What cannot be
// written down only has to be asked for later.
func (l *lock) remember(pid int) {
	if l.memo == "" {
		return
	}
	if data, err := json.Marshal(memory{l.id, pid}); err == nil && os.MkdirAll(filepath.Dir(l.memo), 0o700) == nil {
		_ = os.WriteFile(l.memo, data, 0o600)
	}
}

// check says whether the lock is still this run's.
func (l *lock) check(ctx context.Context) error {
	h, err := l.r.holder(ctx)
	if err == nil && h.ID != l.id {
		err = lockTaken(l.r.Target, h.Owner)
	}
	return err
}

// release gives the lock back, also after a run that failed or was interrupted.
func (l *lock) release(ctx context.Context, failed error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), late)
	defer cancel()
	h, err := l.r.holder(ctx)
	if err == nil && h.ID == l.id {
		err = l.r.store.Remove(ctx, lockName)
	}
	if err == nil {
		if l.memo != "" {
			_ = os.Remove(l.memo)
		}
		return nil
	}
	l.remember(0)
	if failed != nil {
		return nil // of two troubles the first is the one to speak of
	}
	return err
}

// running says whether there is a process of that number.
func running(pid int) bool {
	if pid <= 0 {
		return false
	}
	p, err := os.FindProcess(pid)
	if err != nil || runtime.GOOS == "windows" { // where finding it is opening it
		return err == nil
	}
	err = p.Signal(syscall.Signal(0))
	return err == nil || errors.Is(err, os.ErrPermission)
}
