package fixity

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/andybalholm/brotli"

	"gongkai/generator/archive/fixity/tree"
	"gongkai/internal/parallel"
)

// copies holds what a site has twice against each other: the archives of data and the files in
// them, compressed files and those that they are of, and what datapackage.json says of files.
func (s *site) copies() error {
	files := s.manifest.Files
	return parallel.Try(s.ctx, 0, len(files), func(i int) error {
		e := &files[i]
		f := s.tree.File(e.Path)
		if f == nil {
			return nil
		}
		var err error
		switch {
		case path.Dir(e.Path) == "data" && path.Ext(e.Path) == ".zip":
			err = s.archive(f)
		case e.Path == "data/datapackage.json":
			err = s.descriptor(e.Path)
		case path.Ext(e.Path) == ".gz" || path.Ext(e.Path) == ".br":
			if of := s.manifest.entries[strings.TrimSuffix(e.Path, path.Ext(e.Path))]; of != nil {
				err = s.compressed(f, of)
			}
		}
		var damage *tree.Fault
		if errors.As(err, &damage) {
			s.add(Finding{Kind: Data, File: s.prefix + e.Path, Message: damage.Text})
			return nil
		}
		return err
	}, nil)
}

// archive compares the files in a ZIP with those of the site.
func (s *site) archive(f *tree.File) error {
	at, closer, err := f.At()
	if err != nil {
		return err
	}
	defer closer.Close()
	z, err := tree.Zip(at, f.Size)
	if err != nil {
		return err
	}
	for _, fault := range z.Faults {
		s.add(Finding{Kind: Data, File: s.prefix + f.Path, Message: fault.Text})
	}
	for _, m := range z.Files {
		e := s.manifest.entries[m.Path]
		if e == nil {
			s.note(Data, s.prefix+f.Path, "里面的 %s 不是网站的文件", "%s in it is not a file of the site", m.Path)
			continue
		}
		sum, err := sumOf(m)
		if err != nil {
			return err
		}
		if sum != e.SHA256 {
			s.note(Data, s.prefix+f.Path, "里面的 %s 与网站上的不同", "%s in it is not the one of the site", m.Path)
		}
	}
	return nil
}

func sumOf(f *tree.File) (string, error) {
	r, err := f.Open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	h := sha256.New()
	_, err = io.Copy(h, r)
	return hex.EncodeToString(h.Sum(nil)), err
}

// compressed compares a file of gzip or Brotli with the one that it is of.
func (s *site) compressed(f *tree.File, of *entry) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	h := sha256.New()
	var unpacked io.Reader = brotli.NewReader(r)
	if path.Ext(f.Path) == ".gz" {
		unpacked, err = gzip.NewReader(r)
	}
	if err == nil {
		_, err = io.Copy(h, io.LimitReader(unpacked, of.Size+1))
	}
	if err != nil || hex.EncodeToString(h.Sum(nil)) != of.SHA256 {
		s.note(Data, s.prefix+f.Path, "解开后不是 %s", "it does not unpack to %s", of.Path)
	}
	return nil
}

// descriptor compares what datapackage.json says of files with the manifest.
func (s *site) descriptor(name string) error {
	data, err := s.tree.Read(name, mostKept)
	if err != nil {
		return err
	}
	var d struct {
		Resources []struct {
			Path  any    `json:"path"`
			Bytes *int64 `json:"bytes"`
			Hash  string `json:"hash"`
		} `json:"resources"`
	}
	if json.Unmarshal(data, &d) != nil {
		s.note(Data, s.prefix+name, "不是 JSON", "it is not JSON")
		return nil
	}
	for _, r := range d.Resources {
		at, _ := r.Path.(string)
		e := s.manifest.entries[path.Join("data", at)]
		switch {
		case e == nil:
			s.note(Data, s.prefix+name, "所列的 %s 不是网站的文件", "%s, which it lists, is not a file of the site", at)
		case r.Bytes != nil && *r.Bytes != e.Size:
			s.note(Data, s.prefix+name, "写 %s 有 %d 字节，清单写的是 %d", "it says that %s has %d bytes, the manifest says %d", at, *r.Bytes, e.Size)
		case strings.HasPrefix(r.Hash, "sha256:") && r.Hash != "sha256:"+e.SHA256:
			s.note(Data, s.prefix+name, "写的 %s 的摘要与清单不同", "its digest of %s is not that of the manifest", at)
		}
	}
	return nil
}
