package fixity

import (
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"slices"
	"strings"

	"gongkai/generator/archive/fixity/tree"
	"gongkai/internal/parallel"
)

const (
	packageName = "datapackage.json"
	digestName  = "datapackage-digest.json"
)

// resource is what datapackage.json says of a file.
type resource struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Hash  string `json:"hash"`
	Bytes *int64 `json:"bytes"`
}

// wacz verifies a web archive collection (WACZ 1.1.1).
func (v *verification) wacz(t *tree.Tree) error {
	defer v.Close()
	v.faults(t, "")
	resources, err := v.descriptor(t)
	if err != nil {
		return err
	}
	if err := v.resources(t, resources); err != nil {
		return err
	}
	a, err := v.scanMembers(t)
	if err != nil {
		return err
	}
	x := &index{verification: v, archive: a, urls: map[string]bool{}}
	if err := x.read(t); err != nil {
		return err
	}
	if err := x.pages(t); err != nil {
		return err
	}
	var others []*tree.File
	for _, f := range t.Files {
		if isReports(f.Path) {
			others = append(others, f)
		}
	}
	return v.replayed(a, others...)
}

// Close ends the use of what records are read from.
func (v *verification) Close() error {
	var errs []error
	for _, c := range v.opened {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// part reads a small file of the package; nil where it is not there or damaged, of which a
// finding tells.
func (v *verification) part(t *tree.Tree, name string) ([]byte, error) {
	if t.File(name) == nil {
		v.note(Missing, name, "里面没有这个文件", "it is not in the package")
		return nil, nil
	}
	data, err := t.Read(name, mostManifest)
	var damage *tree.Fault
	if errors.As(err, &damage) {
		v.add(Finding{Kind: Package, File: name, Message: damage.Text})
		return nil, nil
	}
	return data, err
}

// descriptor reads datapackage.json and holds it against datapackage-digest.json.
func (v *verification) descriptor(t *tree.Tree) ([]resource, error) {
	data, err := v.part(t, packageName)
	if data == nil {
		return nil, err
	}
	var d struct {
		Profile   string     `json:"profile"`
		Version   string     `json:"wacz_version"`
		Resources []resource `json:"resources"`
	}
	if json.Unmarshal(data, &d) != nil || d.Profile != "data-package" || d.Version == "" {
		v.note(Manifest, packageName, "不是 WACZ 的 datapackage.json：缺 profile 或 wacz_version，或格式不对", "it is not the datapackage.json of a WACZ: profile or wacz_version is missing, or it is not well formed")
	}
	if t.File(digestName) == nil {
		v.note(Note, digestName, "没有这个文件，无从核对 datapackage.json", "it is not there, so that datapackage.json could not be checked")
		return d.Resources, nil
	}
	text, err := v.part(t, digestName)
	if text == nil {
		return d.Resources, err
	}
	var of struct {
		Path string `json:"path"`
		Hash string `json:"hash"`
	}
	if json.Unmarshal(text, &of) != nil || of.Path != packageName {
		v.note(Manifest, digestName, "格式不对，或说的不是 datapackage.json", "it is not well formed, or not about datapackage.json")
		return d.Resources, nil
	}
	if ok, known := hashHolds(of.Hash, data); !known {
		v.note(Manifest, digestName, "摘要的算法不认识：%s", "the algorithm of its digest is not known: %s", of.Hash)
	} else if !ok {
		v.note(Changed, packageName, "与 %s 所写的摘要不同", "it is not what %s says", digestName)
	}
	return d.Resources, nil
}

// hashOf is the algorithm and the value of a hash such as sha256:…; nil for an unknown one.
func hashOf(s string) (hash.Hash, string) {
	name, value, ok := strings.Cut(s, ":")
	if !ok {
		return md5.New(), s // Frictionless: MD5 where nothing is said
	}
	switch strings.ToLower(name) {
	case "sha256":
		return sha256.New(), value
	case "sha512":
		return sha512.New(), value
	case "md5":
		return md5.New(), value
	}
	return nil, value
}

func hashHolds(stated string, data []byte) (ok, known bool) {
	h, value := hashOf(stated)
	if h == nil {
		return false, false
	}
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil)) == value, true
}

// resources holds every file of the package against datapackage.json.
func (v *verification) resources(t *tree.Tree, list []resource) error {
	listed := map[string]bool{packageName: true, digestName: true}
	for _, r := range list {
		if listed[r.Path] {
			v.note(Manifest, packageName, "%q 列了两次", "it lists %q twice", r.Path)
		}
		listed[r.Path] = true
	}
	for _, f := range t.Files {
		if !listed[f.Path] {
			v.note(Extra, f.Path, "datapackage.json 里没有这个文件", "datapackage.json does not list it")
		}
	}
	return parallel.Try(v.ctx, 0, len(list), func(i int) error {
		r := list[i]
		f := t.File(r.Path)
		if f == nil {
			v.note(Missing, r.Path, "datapackage.json 里有，实际没有", "datapackage.json lists it, and it is not there")
			return nil
		}
		if r.Bytes == nil || *r.Bytes != f.Size {
			v.note(Changed, r.Path, "有 %d 字节，与 datapackage.json 所写的不同", "it has %d bytes, which is not what datapackage.json says", f.Size)
		}
		if strings.TrimSpace(r.Name) == "" || !strings.HasSuffix(r.Path, r.Name) {
			v.note(Manifest, packageName, "%q 的 name 是 %q，应为文件名", "the name of %q is %q, and should be that of the file", r.Path, r.Name)
		}
		h, value := hashOf(r.Hash)
		if h == nil {
			v.note(Manifest, packageName, "%q 的摘要的算法不认识：%s", "the algorithm of the digest of %q is not known: %s", r.Path, r.Hash)
			return nil
		}
		v.counted(1, f.Size)
		in, err := f.Open()
		if err != nil {
			return err
		}
		defer in.Close()
		_, err = io.Copy(h, in)
		var damage *tree.Fault
		switch {
		case errors.As(err, &damage):
			v.add(Finding{Kind: Package, File: r.Path, Message: damage.Text})
			return nil
		case err != nil:
			return err
		case hex.EncodeToString(h.Sum(nil)) != value:
			v.note(Changed, r.Path, "与 datapackage.json 所写的摘要不同", "its digest is not what datapackage.json says")
		}
		return nil
	}, nil)
}

// lines splits a small file into lines, without the last one's end.
func lines(data []byte) [][]byte {
	return slices.Collect(bytes.Lines(data))
}
