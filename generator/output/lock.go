package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"gongkai/generator/diag"
	"gongkai/internal/filelock"
)

// BusyError says that another build writes into the folder.
type BusyError struct {
	Folder  string
	Builder string // its process and machine, where known
}

func (e *BusyError) Error() string { return e.Text().EN }

// Text is the error in both languages.
func (e *BusyError) Text() diag.Text {
	return diag.Textf("另一次生成正在写入 %[1]s%[2]s", "another build%[2]s is writing to %[1]s", e.Folder, who(e.Builder))
}

func who(builder string) diag.Text {
	if builder == "" {
		return diag.Text{}
	}
	return diag.Textf("（%s）", " (%s)", builder)
}

const (
	patience = 10 * time.Second       // how long a build waits for another
	tellWait = 500 * time.Millisecond // after which it says so
	retry    = 20 * time.Millisecond
)

// lock is held by the build that may write into a folder. The file is removed with it; what a killed build leaves of
// it locks nobody out.
type lock struct{ files []*flock.Flock }

// acquire locks the folder. Its error is a *BusyError, or says that no lock can be had here.
func (d *Disk) acquire(ctx context.Context) error {
	d.lock = &lock{}
	above := filepath.Join(d.target.above, d.target.prefix()+"lock")
	err := d.acquireFile(ctx, above, os.O_CREATE)
	if err == nil {
		// Somebody who may not write above may be at it.
		if inside := filepath.Join(d.target.path, insideLock); isThere(inside) {
			err = d.acquireFile(ctx, inside, 0)
		}
		return gone(err)
	}
	if !d.target.exists || !barred(err) {
		return err
	}
	d.hinder(cannotWriteAbove)
	if err := d.acquireFile(ctx, above, 0); err != nil && !errors.Is(err, fs.ErrNotExist) && !barred(err) {
		return err // whoever may write above is at it
	}
	return d.acquireFile(ctx, filepath.Join(d.target.path, insideLock), os.O_CREATE)
}

func isThere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// gone takes a lock that was removed meanwhile for one that nobody holds.
func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// acquireFile waits until it holds the lock of one file.
func (d *Disk) acquireFile(ctx context.Context, path string, flag int) error {
	started, told := time.Now(), false
	for {
		held, err := d.tryFile(path, flag)
		if held || err != nil {
			return err
		}
		d.waited = true
		if waited := time.Since(started); waited > tellWait && !told || waited > d.patience {
			busy := &BusyError{Folder: d.target.dir, Builder: builderOf(path)}
			if waited > d.patience {
				return busy
			}
			told = true
			d.notice(diag.Textf("%s；等它结束，最多等 %d 秒", "%s; waiting for it to end, %d seconds at most", busy.Text(), int(d.patience.Seconds())))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(retry):
		}
	}
}

// tryFile takes the lock of one file if nobody holds it.
func (d *Disk) tryFile(path string, flag int) (held bool, err error) {
	var file *flock.Flock
	err = d.sys.do("lock", d.target.dir, func() (err error) {
		file, _, err = filelock.Try(path, flag)
		return err
	})
	if err != nil || file == nil {
		return false, err
	}
	d.lock.files = append(d.lock.files, file)
	if flag&os.O_CREATE != 0 {
		host, _ := os.Hostname() // says who builds, as far as it is known
		_ = os.WriteFile(path, []byte(strconv.Itoa(os.Getpid())+" "+host+"\n"), 0o644)
	}
	return true, nil
}

// builderOf says who holds a lock, as far as can be read.
func builderOf(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	pid, host, ok := strings.Cut(strings.TrimSpace(string(text)), " ")
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s, PID %s", host, pid)
}

// release gives the locks back, and removes their files.
func (l *lock) release() error {
	var errs []error
	for _, file := range l.files {
		errs = append(errs, filelock.Release(file))
	}
	l.files = nil
	return errors.Join(errs...)
}
