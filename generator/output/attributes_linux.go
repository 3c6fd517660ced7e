package output

import (
	"bytes"
	"errors"
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// keepExtended gives an open folder the extended attributes of another: access lists, labels.
func keepExtended(from, to *os.File) error {
	want, err := extended(from)
	if err != nil {
		return err
	}
	has, err := extended(to)
	if err != nil {
		return err
	}
	for _, name := range has {
		if !slices.Contains(want, name) {
			if err := unix.Fremovexattr(int(to.Fd()), name); err != nil {
				return err
			}
		}
	}
	for _, name := range want {
		value, err := attribute(from, name)
		if err != nil {
			return err
		}
		if slices.Contains(has, name) {
			if now, err := attribute(to, name); err == nil && bytes.Equal(now, value) {
				continue
			}
		}
		if err := unix.Fsetxattr(int(to.Fd()), name, value, 0); err != nil {
			return err
		}
	}
	return nil
}

// extended are the names of a folder's extended attributes; none where the file system has no such thing.
func extended(f *os.File) ([]string, error) {
	n, err := unix.Flistxattr(int(f.Fd()), nil)
	if errors.Is(err, errors.ErrUnsupported) || n == 0 && err == nil {
		return nil, nil
	}
	buf := make([]byte, n+256) // one may be added meanwhile
	if err == nil {
		n, err = unix.Flistxattr(int(f.Fd()), buf)
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for name := range bytes.SplitSeq(buf[:n], []byte{0}) {
		if len(name) > 0 {
			names = append(names, string(name))
		}
	}
	return names, nil
}

// attribute is the value of one extended attribute.
func attribute(f *os.File, name string) ([]byte, error) {
	buf := make([]byte, 64<<10) // more than any file system takes
	n, err := unix.Fgetxattr(int(f.Fd()), name, buf)
	return buf[:max(n, 0)], err
}
