package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/nlnwa/gowarc/v3"
)

// read reads a web archive with a reader that is not ours, which checks form and digests of each record,
// and returns the contents by address.
func read(t *testing.T, file string) (contents map[string]string, headers []*gowarc.WarcFields) {
	t.Helper()
	r, err := gowarc.NewWarcFileReader(file, 0, gowarc.WithStrictValidation())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	contents = map[string]string{}
	for rec, err := range r.Records() {
		if err != nil {
			t.Fatal(err)
		}
		w := rec.WarcRecord
		headers = append(headers, w.WarcHeader())
		if v, err := w.ValidateDigest(); err != nil || len(v) > 0 || len(rec.Validation) > 0 {
			t.Errorf("%s: %v %v %v", w, err, v, rec.Validation)
		}
		b, ok := w.Block().(gowarc.HttpResponseBlock)
		if !ok {
			if w.Type() == gowarc.Revisit {
				contents[w.WarcHeader().Get(gowarc.WarcTargetURI)] = "" // another record has the bytes
			}
			continue
		}
		payload, err := b.PayloadBytes()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(payload)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.HttpHeader().Get("Content-Length"); b.HttpStatusCode() != 200 || got != strconv.Itoa(len(data)) {
			t.Errorf("%s: status %d, Content-Length %s, want 200, %d", w, b.HttpStatusCode(), got, len(data))
		}
		contents[w.WarcHeader().Get(gowarc.WarcTargetURI)] = string(data)
	}
	return contents, headers
}

// Each file of the site is in the archive, with its bytes, under the address that pages link to.
func TestWARCHoldsTheSite(t *testing.T) {
	dir := smallSite(t)
	contents, headers := read(t, made(t, options(t, dir, WARC, "a.warc.gz")))
	const base = "https://www.example.org/%E5%85%AC%E5%BC%80/"
	n := 0
	err := filepath.WalkDir(filepath.Join(dir, "public"), func(p string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		n++
		rel, _ := filepath.Rel(filepath.Join(dir, "public"), p)
		want, err := os.ReadFile(p)
		if got, ok := contents[base+(&url.URL{Path: filepath.ToSlash(rel)}).EscapedPath()]; !ok || got != string(want) {
			t.Errorf("%s: %d bytes in the archive (there: %v), want %d", rel, len(got), ok, len(want))
		}
		return err
	})
	if err != nil || n < 25 {
		t.Fatalf("%d files, want 25 and more (%v)", n, err)
	}
	ids, kinds := map[string]bool{}, map[string]int{}
	for _, h := range headers {
		id := h.Get(gowarc.WarcRecordID)
		if ids[id] {
			t.Errorf("two records have the id %s", id)
		}
		ids[id] = true
		kinds[h.Get(gowarc.WarcType)]++
		if got := h.Get(gowarc.WarcDate); got != "2024-05-06T04:00:00Z" {
			t.Errorf("%s: the date is %s, want the newest of the content", id, got)
		}
		if text := h.String(); strings.Contains(strings.ToLower(text), "sm3") {
			t.Errorf("%s: a header names SM3, which readers refuse", text)
		}
	}
	// A page is found by its folder too: as often as there are pages but 404.html.
	pages := len(slices.Collect(func(yield func(string) bool) {
		for uri := range contents {
			if strings.HasSuffix(uri, "/index.html") && !yield(uri) {
				return
			}
		}
	}))
	if kinds["warcinfo"] != 1 || kinds["response"] != n || kinds["revisit"] != pages {
		t.Errorf("records: %v, want 1 warcinfo, %d responses, %d revisits", kinds, n, pages)
	}
}

// What a page links to has the address in the archive that a browser asks for.
func TestLinksAreArchived(t *testing.T) {
	contents, _ := read(t, made(t, options(t, smallSite(t), WARC, "a.warc.gz")))
	link := regexp.MustCompile(`(?:href|src)="?([^" >]+)`)
	n := 0
	for _, from := range slices.Sorted(maps.Keys(contents)) {
		if !strings.HasSuffix(from, ".html") {
			continue
		}
		at, err := url.Parse(from)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(contents[from], -1) {
			to, err := at.Parse(strings.ReplaceAll(m[1], "&amp;", "&"))
			if err != nil || to.Host != at.Host {
				continue
			}
			n++
			to.Fragment, to.RawQuery = "", ""
			if _, ok := contents[to.String()]; !ok {
				t.Errorf("%s links to %s, which is not in the archive", from, to)
			}
		}
	}
	if n < 100 {
		t.Errorf("%d links were followed, want 100 and more", n)
	}
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}
