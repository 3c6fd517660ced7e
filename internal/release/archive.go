package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"
)

// file is a file of an archive.
type file struct {
	Name string // slash-separated
	Data []byte
	Mode fs.FileMode
}

// archive writes the archive of a target: the program and the papers, in one folder.
func (r *release) archive(t target, p program, papers []file) error {
	files := []file{p.file()}
	files = append(files, papers...)
	for i := range files {
		files[i].Name = r.name(t) + "/" + files[i].Name
	}
	pack := tarball
	if t.ending() == ".zip" {
		pack = zipped
	}
	data, err := pack(files, r.date)
	if err != nil {
		return err
	}
	return os.WriteFile(r.given(r.name(t)+t.ending()), data, 0o644)
}

// sorted returns the files by name, with the folders that they lie in before them.
func sorted(files []file) []file {
	all := map[string]file{}
	for _, f := range files {
		for dir := path.Dir(strings.TrimSuffix(f.Name, "/")); dir != "."; dir = path.Dir(dir) {
			all[dir+"/"] = file{Name: dir + "/", Mode: fs.ModeDir | 0o755}
		}
	}
	for _, f := range files { // a folder that is named has the mode that it is given
		all[f.Name] = f
	}
	list := make([]file, 0, len(all))
	for _, f := range all {
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b file) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// tarball packs files; the same files in any order make the same bytes.
func tarball(files []file, date time.Time) ([]byte, error) {
	var packed bytes.Buffer
	data, err := plainTar(files, date)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	err = z.Close()
	return packed.Bytes(), err
}

func plainTar(files []file, date time.Time) ([]byte, error) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range sorted(files) {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: f.Name, Size: int64(len(f.Data)), Mode: int64(f.Mode.Perm()), ModTime: date, Format: tar.FormatPAX}
		if f.Mode.IsDir() {
			h.Typeflag = tar.TypeDir
			if f.Mode&fs.ModeSticky != 0 {
				h.Mode |= 0o1000
			}
		}
		if err := w.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.Data); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}

func zipped(files []file, date time.Time) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range sorted(files) {
		h := &zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: date}
		if f.Mode.IsDir() {
			h.Method = zip.Store
		}
		h.SetMode(f.Mode)
		out, err := w.CreateHeader(h)
		if err != nil {
			return nil, err
		}
		if f.Mode.IsDir() {
			continue
		}
		if _, err := out.Write(f.Data); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}
