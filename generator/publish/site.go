package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"gongkai/generator/output"
	"gongkai/internal/parallel"
)

// site is a built folder that is what its manifest says.
type site struct {
	files    []*File // by path, without manifest.json
	list     *File   // manifest.json
	listData []byte
	foreign  []string // files that the build did not write
}

// readSite reads the manifest of a folder and compares each file with it.
func readSite(ctx context.Context, dir string, progress func(string, int, int)) (*site, error) {
	data, err := os.ReadFile(filepath.Join(dir, output.ManifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notBuilt(dir)
	}
	if err != nil {
		return nil, err
	}
	m, err := output.ParseManifest(data)
	if err != nil || m.Part != nil { // a part is not a site
		return nil, notBuilt(dir)
	}
	s := &site{listData: data}
	var bad []Fault
	seen := map[string]bool{}
	for _, e := range m.Files {
		if !valid(e.Path) || e.Path == output.ManifestName || seen[e.Path] {
			bad = append(bad, Fault{e.Path, Unnamed})
			continue
		}
		seen[e.Path] = true
		s.files = append(s.files, &File{Path: e.Path, Size: e.Size, SHA256: e.SHA256, Type: e.Type, Cache: cacheControl(e.Path), folder: dir})
	}
	faults := make([]Fault, len(s.files))
	err = parallel.Try(ctx, 0, len(s.files), func(i int) error {
		fault, err := s.files[i].compare()
		faults[i] = Fault{s.files[i].Path, fault}
		return err
	}, func(n int) { progress("folder", n, len(s.files)) })
	if err != nil {
		return nil, err
	}
	for _, f := range faults {
		if f.Kind != "" {
			bad = append(bad, f)
		}
	}
	if len(bad) > 0 {
		return nil, notItsManifest(dir, bad)
	}
	if !seen[signatureName] {
		if err := s.addSignature(dir); err != nil {
			return nil, err
		}
		seen[signatureName] = true
	}
	sum := sha256.Sum256(data)
	s.list = &File{Path: output.ManifestName, Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:]),
		Type: contentType(output.MediaType(output.ManifestName), true), Cache: cacheAsk, folder: dir}
	s.foreign, err = others(dir, seen)
	return s, err
}

// signatureName is the signature of the manifest, made after the build and so in no manifest.
const signatureName = output.ManifestName + ".minisig"

// addSignature adds the signature of the manifest where there is one.
func (s *site) addSignature(dir string) error {
	f := &File{Path: signatureName, Type: "text/plain", Cache: cacheAsk, folder: dir}
	data, err := os.ReadFile(filepath.Join(dir, signatureName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	f.Size, f.SHA256 = int64(len(data)), hex.EncodeToString(sum[:])
	f.Type = contentType(f.Type, true)
	s.files = append(s.files, f)
	return nil
}

// compare says in what way the file is not what the manifest says; "" if it is. It completes
// the file's type.
func (f *File) compare() (FaultKind, error) {
	r, err := f.Open()
	if errors.Is(err, fs.ErrNotExist) {
		return Missing, nil
	}
	if err != nil {
		return "", err
	}
	defer r.Close()
	if info, err := r.Stat(); err != nil || !info.Mode().IsRegular() {
		return Changed, err
	}
	sum := sha256.New()
	text := &utf8Check{}
	var w io.Writer = sum
	if textual(f.Type) {
		w = io.MultiWriter(sum, text)
	}
	n, err := io.Copy(w, r)
	if err != nil {
		return "", err
	}
	if n != f.Size || hex.EncodeToString(sum.Sum(nil)) != f.SHA256 {
		return Changed, nil
	}
	f.Type = contentType(f.Type, text.ok())
	return "", nil
}

// others lists the files of the folder that the manifest does not.
func others(dir string, listed map[string]bool) (out []string, err error) {
	err = filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return fmt.Errorf("publish: %w", err)
		}
		if rel = filepath.ToSlash(rel); !e.IsDir() && !listed[rel] && rel != output.ManifestName && rel != output.SentName && rel != ".gitignore" {
			out = append(out, rel)
		}
		return nil
	})
	slices.Sort(out)
	return out, err
}
