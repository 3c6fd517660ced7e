package fixity_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gongkai/generator/archive/fixity"
)

var (
	corruptions = flag.Int("corruptions", 5, "bytes to damage in each kind of package")
	seed        = flag.Uint64("seed", 1, "of the random damage")
)

// damage is one byte that is not what it was.
type damage struct {
	at       int
	old, new byte
}

func (d damage) String() string {
	return fmt.Sprintf("byte %d: %#02x became %#02x", d.at, d.old, d.new)
}

// random chooses a byte of data and another value for it.
func random(r *rand.Rand, data []byte) damage {
	at := r.IntN(len(data))
	return damage{at, data[at], data[at] ^ byte(1+r.IntN(255))}
}

// Each of many random damages to a single byte of a folder is found, wherever it is: manifests too.
func TestDamagedFolders(t *testing.T) {
	for name, files := range map[string]map[string][]byte{"site": site(t), "bag": siteBag(t)} {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(*seed, 1))
			dir := lay(t, files)
			names := slices.Sorted(maps.Keys(files))
			total := 0
			for _, f := range names {
				total += len(files[f])
			}
			for i := range *corruptions {
				// By bytes, and now and then by files, so that small ones have their turn.
				file := names[r.IntN(len(names))]
				if i%2 == 0 {
					at := r.IntN(total)
					for _, file = range names {
						if at -= len(files[file]); at < 0 {
							break
						}
					}
				}
				if len(files[file]) == 0 {
					continue
				}
				d := random(r, files[file])
				at := filepath.Join(dir, filepath.FromSlash(file))
				bad := slices.Clone(files[file])
				bad[d.at] = d.new
				if err := os.WriteFile(at, bad, 0o644); err != nil {
					t.Fatal(err)
				}
				res, err := fixity.Verify(context.Background(), dir, fixity.Options{})
				if err != nil || !res.Failed() {
					t.Errorf("%s, %v: got %v and no finding, want one", file, d, err)
				}
				if err := os.WriteFile(at, files[file], 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// Each of many random damages to a single byte of a package is found, or has changed nothing that
// is in it: then the digest beside the package tells.
func TestDamagedPackages(t *testing.T) {
	plain, _ := warcOf(t, site(t), false)
	packed, _ := warcOf(t, site(t), true)
	for _, p := range []struct {
		name    string
		data    []byte
		content func([]byte) (string, error)
	}{
		{"a.wacz", packZip(t, waczOf(t, site(t)), true), zipContent},
		{"a.zip", packZip(t, siteBag(t), false), zipContent},
		{"a.tar", packTar(t, siteBag(t)), tarContent},
		{"a.warc.gz", packed, gzipContent},
		// The header of a record that is not compressed is covered by nothing but the digest beside it.
		{"a.warc", plain, nil},
	} {
		t.Run(p.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(*seed, 2))
			at := save(t, p.name, p.data)
			want := ""
			if p.content != nil {
				var err error
				if want, err = p.content(p.data); err != nil {
					t.Fatal(err)
				}
			}
			unseen := 0
			marks := marks(p.data)
			for i := range *corruptions {
				d := random(r, p.data)
				if i%2 == 0 { // near a header, where most bytes have no digest of their own
					start := marks[r.IntN(len(marks))]
					d = random(r, p.data[:min(len(p.data), start+120)][start:])
					d.at += start
				}
				bad := slices.Clone(p.data)
				bad[d.at] = d.new
				if err := os.WriteFile(at, bad, 0o644); err != nil {
					t.Fatal(err)
				}
				res, err := fixity.Verify(context.Background(), at, fixity.Options{})
				if err == nil && res.Failed() {
					continue
				}
				if err != nil {
					t.Fatalf("%v: %v", d, err)
				}
				unseen++
				if p.content != nil {
					if got, err := p.content(bad); err != nil || got != want {
						t.Errorf("%v: no finding, but another reader finds other content (%v)", d, err)
					}
				}
				if err := os.WriteFile(at+fixity.DigestExtension, fmt.Appendf(nil, "%s  %s\n", sum(p.data), p.name), 0o644); err != nil {
					t.Fatal(err)
				}
				if res, err := fixity.Verify(context.Background(), at, fixity.Options{}); err != nil || !res.Failed() || !res.Digest {
					t.Errorf("%v: got %v and no finding beside the digest, want one", d, err)
				}
				if err := os.Remove(at + fixity.DigestExtension); err != nil {
					t.Fatal(err)
				}
			}
			t.Logf("%d of %d were found in the package itself", *corruptions-unseen, *corruptions)
		})
	}
}

// marks are the places where headers begin: of ZIP, tar (of which the mark is in the middle), gzip, WARC.
func marks(data []byte) []int {
	var out []int
	for _, mark := range []string{"PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "ustar", "\x1f\x8b\x08\x00", "WARC/1.1"} {
		for at := 0; ; at++ {
			next := bytes.Index(data[at:], []byte(mark))
			if next < 0 {
				break
			}
			at += next
			out = append(out, max(at-100, 0))
			out = append(out, at)
		}
	}
	return out
}

// zipContent is the names and contents of a ZIP, by the standard library's reader.
func zipContent(data []byte) (string, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%s\n", f.Name)
		if _, err := io.Copy(&b, in); err != nil {
			return "", err
		}
	}
	return sum(b.Bytes()), nil
}

func tarContent(data []byte) (string, error) {
	r := tar.NewReader(bytes.NewReader(data))
	var b bytes.Buffer
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return sum(b.Bytes()), nil
		}
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%s\n", h.Name)
		if _, err := io.Copy(&b, r); err != nil {
			return "", err
		}
	}
}

func gzipContent(data []byte) (string, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(z)
	return sum(text), err
}
