package archive

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/nlnwa/gowarc/v3"
)

// members reads a zip archive, whose members must be stored, with their sizes before their bytes.
func members(t *testing.T, file string) map[string][]byte {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	out := map[string][]byte{}
	for _, f := range z.File {
		if f.Method != zip.Store || f.Flags&8 != 0 || f.Flags&0x800 == 0 {
			t.Errorf("%s: method %d, flags %#x, want it stored, with its size before it and its name in UTF-8", f.Name, f.Method, f.Flags)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r) // which compares the checksum
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = data
	}
	return out
}

// indexed looks each address up as a reader does: the block by index.idx, the line, the record.
func indexed(t *testing.T, m map[string][]byte) map[string]gowarc.WarcRecord {
	t.Helper()
	out := map[string]gowarc.WarcRecord{}
	last := ""
	for i, line := range strings.Split(strings.TrimSpace(string(m["indexes/index.idx"])), "\n") {
		if i == 0 {
			if want := `!meta 0 {"format":"cdxj-gzip-1.0","filename":"index.cdx.gz"}`; line != want {
				t.Errorf("index.idx begins with %s, want %s", line, want)
			}
			continue
		}
		at := strings.Index(line, " {")
		var block struct {
			Offset, Length   int
			Digest, Filename string
		}
		if err := json.Unmarshal([]byte(line[at:]), &block); err != nil {
			t.Fatal(err)
		}
		data := m["indexes/"+block.Filename][block.Offset : block.Offset+block.Length]
		if got := "sha256:" + sum(data); got != block.Digest {
			t.Errorf("the block's digest is %s, want %s", block.Digest, got)
		}
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(z)
		for first := true; lines.Scan(); first = false {
			text := lines.Text()
			if first && !strings.HasPrefix(text, line[:at]) {
				t.Errorf("the block begins with %q, its index says %q", text, line[:at])
			}
			if text <= last {
				t.Errorf("%q comes after %q", text, last)
			}
			last = text
			uri, rec := lookUp(t, m, text)
			out[uri] = rec
		}
	}
	return out
}

// lookUp reads the record of a line of the index.
func lookUp(t *testing.T, m map[string][]byte, line string) (string, gowarc.WarcRecord) {
	t.Helper()
	var e map[string]string // every value is a string
	if err := json.Unmarshal([]byte(line[strings.Index(line, " {"):]), &e); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	offset, length := number(t, e["offset"]), number(t, e["length"])
	data := m["archive/"+e["filename"]][offset : offset+length]
	r, err := gowarc.NewWarcFileReaderFromStream(bytes.NewReader(data), 0, gowarc.WithStrictValidation())
	if err != nil {
		t.Fatal(err)
	}
	rec, err := r.Next()
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	h := rec.WarcRecord.WarcHeader()
	mime := e["mime"] // without parameters
	if b, ok := rec.WarcRecord.Block().(gowarc.HttpResponseBlock); ok && rec.WarcRecord.Type() == gowarc.Response && !strings.HasPrefix(b.HttpHeader().Get("Content-Type"), mime) {
		t.Errorf("%s: the index says %s, the record %s", e["url"], mime, b.HttpHeader().Get("Content-Type"))
	}
	if h.Get(gowarc.WarcTargetURI) != e["url"] || h.Get(gowarc.WarcPayloadDigest) != e["digest"] || e["status"] != "200" ||
		(rec.WarcRecord.Type() == gowarc.Revisit) != (mime == "warc/revisit") || rec.Size != int64(length) {
		t.Errorf("the index says %v, the record is\n%s", e, h)
	}
	return e["url"], rec.WarcRecord
}

func number(t *testing.T, text string) int {
	t.Helper()
	n := 0
	if err := json.Unmarshal([]byte(text), &n); err != nil {
		t.Fatalf("%q is not a number: %v", text, err)
	}
	return n
}

func TestWACZ(t *testing.T) {
	dir := smallSite(t)
	file := made(t, options(t, dir, WACZ, "a.wacz"))
	m := members(t, file)
	const base = "https://www.example.org/%E5%85%AC%E5%BC%80/"
	found := indexed(t, m)
	for _, uri := range []string{"", "index.html", "jia/guide/", "jia/guide/index.html", "404.html", "static/a%20b.txt",
		"jia/guide/%E7%94%B3%E8%AF%B7%E8%A1%A8%281%29.txt", "manifest.json"} {
		if found[base+uri] == nil {
			t.Errorf("%s is not in the index", uri)
		}
	}
	var pack struct {
		Version   string `json:"wacz_version"`
		Main      string `json:"mainPageUrl"`
		Created   string
		Resources []struct {
			Name, Path, Hash string
			Bytes            int
		}
	}
	if err := json.Unmarshal(m["datapackage.json"], &pack); err != nil {
		t.Fatal(err)
	}
	if pack.Version != "1.1.1" || pack.Main != base+"index.html" || pack.Created != "2024-05-06T04:00:00Z" {
		t.Errorf("datapackage.json: %+v", pack)
	}
	listed := []string{"datapackage.json", "datapackage-digest.json"}
	for _, r := range pack.Resources {
		listed = append(listed, r.Path)
		if data := m[r.Path]; r.Bytes != len(data) || r.Hash != "sha256:"+sum(data) || r.Name != filepath.Base(r.Path) {
			t.Errorf("datapackage.json says %+v, want %d bytes, %s", r, len(data), sum(data))
		}
	}
	for name := range m {
		if !slices.Contains(listed, name) {
			t.Errorf("%s is in no list", name)
		}
	}
	if want := sum(m["datapackage.json"]); !strings.Contains(string(m["datapackage-digest.json"]), `"sha256:`+want) {
		t.Errorf("datapackage-digest.json is %s, want %s", m["datapackage-digest.json"], want)
	}
	if data, err := os.ReadFile(file); err != nil || !bytes.Contains(data[:100], []byte("README.txt示例库")) {
		t.Errorf("the package begins with %q, want its README (%v)", data[:100], err)
	}
	entries, extra := pagesOf(t, m["pages/pages.jsonl"]), pagesOf(t, m["pages/extraPages.jsonl"])
	if len(entries) == 0 || entries[0] != base+"index.html" || len(entries) > 12 || slices.Contains(entries, base+"jia/guide/index.html") {
		t.Errorf("pages.jsonl has %v, want the home page first and no page of an agency", entries)
	}
	if !slices.Contains(extra, base+"jia/guide/index.html") {
		t.Errorf("extraPages.jsonl has %v, want the agency's pages", extra)
	}
	for _, p := range append(entries, extra...) {
		if found[p] == nil {
			t.Errorf("the page %s is not in the index", p)
		}
	}
}

func pagesOf(t *testing.T, data []byte) []string {
	t.Helper()
	var out []string
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		var p struct{ Format, ID, URL, Title, TS string }
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			if p.Format != "json-pages-1.0" {
				t.Errorf("the list begins with %s", line)
			}
			continue
		}
		if p.ID == "" || p.Title == "" || p.TS != "2024-05-06T04:00:00Z" {
			t.Errorf("a page without id, title or the date of its record: %s", line)
		}
		out = append(out, p.URL)
	}
	return out
}
