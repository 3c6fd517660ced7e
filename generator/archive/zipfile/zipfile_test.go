package zipfile

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/generator/archive/fixity/tree"
)

// sparse is a file in which runs of zeros take no room on the disk.
type sparse struct{ *os.File }

func (s sparse) Write(p []byte) (int, error) {
	if len(p) > 0 && len(bytes.Trim(p, "\x00")) == 0 {
		_, err := s.Seek(int64(len(p)), io.SeekCurrent)
		return len(p), err
	}
	return s.File.Write(p)
}

// zeros reads as so many zeros.
type zeros struct{ left int64 }

func (z *zeros) Read(p []byte) (int, error) {
	if z.left == 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), z.left))
	clear(p[:n])
	z.left -= int64(n)
	return n, nil
}

// Members of 4 GiB and more, and those after them, are found by readers that ask for places in the
// file, and by those that read from the front.
func TestLargeMembers(t *testing.T) {
	const large = 1<<32 + 5
	at := filepath.Join(t.TempDir(), "large.zip")
	f, err := os.Create(at)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := New(sparse{f})
	text := func(s string) func() (io.ReadCloser, error) {
		return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(s)), nil }
	}
	add := func(name string, open func() (io.ReadCloser, error)) {
		t.Helper()
		if err := w.Add(name, open); err != nil {
			t.Fatal(err)
		}
	}
	add("first", text("一"))
	add("large", func() (io.ReadCloser, error) { return io.NopCloser(&zeros{large}), nil })
	add("last", text("三"))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	files, err := tree.Zip(f, info.Size())
	if err != nil || len(files.Faults) > 0 {
		t.Fatalf("by our reader: got %v, %v, want no fault", err, files.Faults)
	}
	other, err := zip.NewReader(f, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		name string
		size int64
		text string
	}{{"first", 3, "一"}, {"large", large, ""}, {"last", 3, "三"}} {
		got := other.File[i]
		if got.Name != want.name || int64(got.UncompressedSize64) != want.size || files.File(want.name).Size != want.size {
			t.Errorf("%s: got %s of %d bytes, and %d by our reader, want %d", want.name, got.Name, got.UncompressedSize64, files.File(want.name).Size, want.size)
		}
		if want.text == "" {
			continue
		}
		r, err := got.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil || string(data) != want.text {
			t.Errorf("%s: got %q, %v, want %q", want.name, data, err, want.text)
		}
	}
	list, err := exec.Command("zipinfo", "-v", at).CombinedOutput()
	if err != nil {
		t.Fatalf("zipinfo: %v\n%s", err, list)
	}
	if n := strings.Count(string(list), "4294967301 bytes"); n < 2 {
		t.Errorf("zipinfo: got no size of 4294967301 bytes\n%s", list)
	}
}
