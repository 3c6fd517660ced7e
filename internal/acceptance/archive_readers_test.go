package acceptance

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/generator/archive"
)

// member reads a file out of a zip archive.
func member(t *testing.T, file, name string) []byte {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	r, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The index of a package is the one that Webrecorder's tools make of the same archive: keys, addresses, types, places
// and lengths of records are equal, letter by letter. (They leave the digest's algorithm out.)
func TestIndexEqualsWebrecorders(t *testing.T) {
	file := packed(t, archive.WACZ, "site.wacz")
	dir := t.TempDir()
	warc, theirs := filepath.Join(dir, "data.warc.gz"), filepath.Join(dir, "theirs.wacz")
	if err := os.WriteFile(warc, member(t, file, "archive/data.warc.gz"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(tool(t, "node"), "node_modules/@harvard-lil/js-wacz/bin/cli.js", "create", "-f", warc, "-o", theirs).CombinedOutput(); err != nil {
		t.Fatalf("js-wacz: %v\n%s", err, out)
	}
	z, err := gzip.NewReader(bytes.NewReader(member(t, file, "indexes/index.cdx.gz")))
	if err != nil {
		t.Fatal(err)
	}
	ours, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(strings.ReplaceAll(string(ours), `"sha256:`, `"`), "\n")
	want := strings.Split(string(member(t, theirs, "indexes/index.cdx")), "\n")
	if len(got) != len(want) || len(got) < 200 {
		t.Fatalf("%d lines in the index, Webrecorder's has %d; want 200 and more, and as many", len(got), len(want))
	}
	for i, line := range got {
		if line != want[i] {
			t.Errorf("line %d of the index: got\n%s\nwant\n%s", i+1, line, want[i])
		}
	}
}

// Library of Congress's validator finds a bag valid, and one of which a file changed not.
func TestBagIsValid(t *testing.T) {
	bag := packed(t, archive.BagIt, "bag")
	validate := func() ([]byte, error) {
		c := exec.Command("/usr/bin/python3", "testdata/bagit/bagit.py", "--validate", bag)
		c.Env = append(os.Environ(), "PYTHONPATH=testdata/bagit", "PYTHONDONTWRITEBYTECODE=1")
		return c.CombinedOutput()
	}
	if out, err := validate(); err != nil || !strings.Contains(string(out), "is valid") {
		t.Errorf("bagit-python: %v\n%s", err, out)
	}
	page := filepath.Join(bag, "data/site/index.html")
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(page, bytes.Replace(data, []byte("0"), []byte("1"), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := validate(); err == nil || !strings.Contains(string(out), "data/site/index.html sha512 validation failed") {
		t.Errorf("a page is changed; bagit-python: %v\n%s", err, out)
	}
}
