package tree

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"strings"

	"gongkai/generator/diag"
)

const block = 512

// Tar is the tree of a tar file that is not compressed. What fills up its blocks must be zero.
// An error is a *Fault where the file cannot be read to its end.
func Tar(r io.ReaderAt, size int64) (*Tree, error) {
	s := io.NewSectionReader(r, 0, size)
	t := tar.NewReader(s)
	var files []*File
	var faults []Fault
	end := int64(0)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, damaged("tar 文件受损，读到第 %d 字节为止", "the tar file is damaged; it could be read up to byte %d", end)
		}
		at, _ := s.Seek(0, io.SeekCurrent) // a section reader always can
		name := strings.TrimPrefix(h.Name, "./")
		switch {
		case h.Typeflag == tar.TypeDir:
		case h.Typeflag != tar.TypeReg:
			faults = append(faults, Fault{name, diag.Textf("是链接或设备，不是文件", "it is a link or a device, not a file")})
		case !checkName(name).IsZero():
			faults = append(faults, Fault{"", diag.Textf("%q：%s", "%q: %s", h.Name, checkName(name))})
		default:
			files = append(files, section(r, name, at, h.Size))
		}
		end = at + (h.Size+block-1)/block*block
		if end > size || !zeros(io.NewSectionReader(r, at+h.Size, end-at-h.Size)) {
			faults = append(faults, Fault{name, diag.Textf("后面补齐用的字节不是 0", "the bytes that fill its last block are not zero")})
		}
		if len(files) > mostMembers {
			return nil, damaged("文件太多", "there are too many files")
		}
	}
	if size-end < 2*block || !zeros(io.NewSectionReader(r, end, size-end)) {
		faults = append(faults, Fault{"", diag.Textf("结尾不是全 0，或不完整", "its end is cut short or not zero")})
	}
	return New(files, faults), nil
}

func section(r io.ReaderAt, name string, at, size int64) *File {
	return &File{Path: name, Size: size, Stored: true,
		OpenFunc: func() (io.ReadCloser, error) { return io.NopCloser(io.NewSectionReader(r, at, size)), nil },
		AtFunc: func() (io.ReaderAt, io.Closer, error) {
			return io.NewSectionReader(r, at, size), io.NopCloser(nil), nil
		}}
}

func zeros(r io.Reader) bool {
	buf := make([]byte, 8<<10)
	none := make([]byte, len(buf))
	for {
		n, err := r.Read(buf)
		if !bytes.Equal(buf[:n], none[:n]) {
			return false
		}
		if err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}
