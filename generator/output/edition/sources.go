package edition

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"gongkai/generator/output"
)

// ErrNoSources says that the sources of a published site were not kept, or that those that were are of another one.
var ErrNoSources = errors.New("the sources of the published site were not kept")

const (
	sourcesName = "sources.zip" // beside the output folder: comments and remarks in a source are not for the public
	forManifest = "manifest.sha256"
)

// Sources are the files that the reports of a published site were made from, as they were then, by their paths in the
// site's folder.
type Sources map[string][]byte

// SaveSources keeps the sources of the site in an output folder, in a ZIP file beside it that names the manifest of that
// site: with any other one they do not count. No other build may publish into the folder meanwhile. Files without contents are those
// that were kept of the site with the manifest of the digest before, or what read returns.
func SaveSources(out string, files Sources, before [sha256.Size]byte, read func(file string) ([]byte, error)) error {
	name, sum, err := sourcesOf(out)
	if err != nil {
		return err
	}
	if _, err := readSources(name, sum, false); err == nil {
		return nil // the same site was published again
	}
	// One name for all builds, of which only one at a time comes here: the next one writes over what a killed one left.
	unfinished := name + ".new"
	to, err := os.OpenFile(unfinished, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("keep the sources: %w", err)
	}
	b := bufio.NewWriterSize(to, 1<<16)
	z := zip.NewWriter(b)
	put := func(name string, data []byte) error {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = w.Write(data)
		}
		return err
	}
	last := openEarlier(name, before)
	defer last.close()
	err = put(forManifest, []byte(sum))
	for _, file := range slices.Sorted(maps.Keys(files)) {
		data := files[file]
		if data == nil {
			if member := last.members[file]; member != nil {
				err = errors.Join(err, z.Copy(member))
				continue
			}
			var unread error
			data, unread = read(file)
			err = errors.Join(err, unread)
		}
		err = errors.Join(err, put(file, data))
	}
	if err = errors.Join(err, z.Close(), b.Flush(), to.Close()); err == nil {
		err = os.Rename(unfinished, name)
	}
	if err != nil {
		return fmt.Errorf("keep the sources: %w", errors.Join(err, gone(os.Remove(unfinished))))
	}
	return nil
}

// earlier is what was kept of an earlier site. Members are copied as they are, without their checksums being reckoned again.
type earlier struct {
	zip     *zip.ReadCloser
	members map[string]*zip.File
}

// openEarlier opens a file of sources, if it is of the manifest with a digest; else there are no members.
func openEarlier(name string, manifest [sha256.Size]byte) (e earlier) {
	if manifest == ([sha256.Size]byte{}) {
		return e
	}
	if _, err := readSources(name, fmt.Sprintf("%x", manifest), false); err != nil {
		return e
	}
	z, err := zip.OpenReader(name)
	if err != nil {
		return e
	}
	e = earlier{z, make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		e.members[f.Name] = f
	}
	return e
}

func (e earlier) close() {
	if e.zip != nil {
		_ = e.zip.Close() // only read from
	}
}

// gone takes a file that is not there for one that was removed.
func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// KeptSources reports whether the sources of the site in an output folder are kept.
func KeptSources(out string) bool {
	name, sum, err := sourcesOf(out)
	if err != nil {
		return false
	}
	_, err = readSources(name, sum, false)
	return err == nil
}

// OpenSources reads the sources of the site in an output folder; ErrNoSources where there are none of that very site.
func OpenSources(out string) (Sources, error) {
	name, sum, err := sourcesOf(out)
	if err != nil {
		return nil, err
	}
	return readSources(name, sum, true)
}

// sourcesOf is where the sources of a published site are kept, and the digest of its manifest.
func sourcesOf(out string) (name, sum string, err error) {
	if name, err = output.Beside(out, sourcesName); err != nil {
		return "", "", err
	}
	manifest, err := os.ReadFile(filepath.Join(out, output.ManifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return "", "", ErrNoSources
	}
	return name, fmt.Sprintf("%x", sha256.Sum256(manifest)), err
}

// readSources reads a file of sources that must be of the manifest with a digest; without all, that is only looked at.
func readSources(name, sum string, all bool) (Sources, error) {
	z, err := zip.OpenReader(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoSources, err)
	}
	defer z.Close()
	files := Sources{}
	for i, f := range z.File {
		if i > 0 && !all {
			break
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNoSources, err)
		}
		data, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNoSources, err)
		}
		if i == 0 && (f.Name != forManifest || string(data) != sum) {
			return nil, ErrNoSources
		}
		files[f.Name] = data
	}
	if len(z.File) == 0 {
		return nil, ErrNoSources
	}
	delete(files, forManifest)
	return files, nil
}
