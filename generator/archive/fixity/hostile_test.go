package fixity_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"gongkai/generator/archive/fixity"
)

// raw packs one file under any name, with any sizes: what a ZIP library refuses to write.
func raw(t testing.TB, name string, body []byte, size uint64, change func(h *zip.FileHeader)) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	if _, err := w.CreateRaw(&zip.FileHeader{Name: "bagit.txt"}); err != nil {
		t.Fatal(err)
	}
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, CompressedSize64: uint64(len(body)), UncompressedSize64: size}
	if change != nil {
		change(h)
	}
	f, err := w.CreateRaw(h)
	if err != nil {
		t.Fatal(err)
	}
	f.Write(body)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func deflated(t testing.TB, r io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(w, r); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// endless reads zeros.
type endless struct{}

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// What was made to do harm is a finding, or an error with words, and takes little memory.
func TestHostilePackages(t *testing.T) {
	const huge = 32 << 20
	bomb := deflated(t, io.LimitReader(endless{}, huge))
	twice := func() []byte { // two entries of the directory lead to the same bytes
		data := packZip(t, map[string][]byte{"bagit.txt": []byte("x"), "b": []byte("y")}, true)
		at := bytes.LastIndex(data, []byte("PK\x01\x02"))
		first := bytes.Index(data, []byte("PK\x01\x02"))
		copy(data[at+42:at+46], data[first+42:first+46])
		return data
	}
	link := tarOf(t, &tar.Header{Name: "data/x", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"})
	climbing := tarOf(t, &tar.Header{Name: "../../x", Mode: 0o644})
	for name, c := range map[string]struct {
		file string
		data []byte
		want string
	}{
		"more than it says":        {"a.wacz", raw(t, "datapackage.json", bomb, 10, func(h *zip.FileHeader) { h.CRC32 = 1 }), "package datapackage.json: it is larger than the directory says"},
		"a manifest of zeros":      {"a.wacz", raw(t, "datapackage.json", bomb, huge, func(h *zip.FileHeader) { h.CRC32 = zeroSum(huge) }), "it is not the datapackage.json"},
		"a size beyond all disks":  {"a.wacz", raw(t, "datapackage.json", bomb, 1<<62, nil), "size or checksum"},
		"overlapping files":        {"a.zip", twice(), "overlaps the file before it"},
		"a path out of it":         {"a.zip", raw(t, "../../etc/passwd", nil, 0, nil), "leads out of the package"},
		"an absolute path":         {"a.zip", raw(t, "/etc/passwd", nil, 0, nil), "leads out of the package"},
		"a path of Windows":        {"a.zip", raw(t, `..\x`, nil, 0, nil), "a backslash"},
		"a link":                   {"a.zip", raw(t, "x", nil, 0, func(h *zip.FileHeader) { h.SetMode(os.ModeSymlink | 0o777) }), "it is a link"},
		"an encrypted file":        {"a.zip", raw(t, "x", nil, 0, func(h *zip.FileHeader) { h.Flags |= 1 }), "is encrypted"},
		"bytes before it":          {"a.zip", append([]byte("MZ"), packZip(t, siteBag(t), true)...), "directory is not where its end says"},
		"a link in a tar":          {"a.tar", link, "it is a link or a device"},
		"a path out of a tar":      {"a.tar", climbing, "leads out of the package"},
		"a header without an end":  {"a.warc", append([]byte("WARC/1.1\r\nX: "), bytes.Repeat([]byte("x"), 3<<20)...), "a header of more than 1048576 bytes"},
		"more headers than fit":    {"a.warc", append([]byte("WARC/1.1\r\n"), bytes.Repeat([]byte("X: y\r\n"), 1<<19)...), "a header of more than 1048576 bytes"},
		"a length beyond the file": {"a.warc", []byte("WARC/1.1\r\nContent-Length: 9000000000000000000\r\n\r\nx"), "it is cut short"},
		"no length":                {"a.warc", []byte("WARC/1.1\r\nContent-Length: -1\r\n\r\nx"), "no usable Content-Length"},
		"cut short":                {"a.zip", packZip(t, siteBag(t), true)[:5000], "its end is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			at := save(t, c.file, c.data)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			res, err := fixity.Verify(context.Background(), at, fixity.Options{})
			runtime.ReadMemStats(&after)
			got := fmt.Sprint(err)
			if err == nil {
				got = list(res)
			}
			if !strings.Contains(got, c.want) {
				t.Errorf("got %s, want %q", got, c.want)
			}
			// Only what must be read whole is: the package's own descriptor, which may be large.
			if used := after.TotalAlloc - before.TotalAlloc; used > 8*huge {
				t.Errorf("%d MB were used", used>>20)
			}
		})
	}
}

func zeroSum(n int) uint32 {
	h := crc32.NewIEEE()
	io.Copy(h, io.LimitReader(endless{}, int64(n)))
	return h.Sum32()
}

func tarOf(t testing.TB, h *tar.Header) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, h := range []*tar.Header{{Name: "bagit.txt", Mode: 0o644}, h} {
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A site's files that are not the tables, pages or databases they should be are findings; a link is not followed.
func TestHostileSites(t *testing.T) {
	dir := agency + "/reports/2024/"
	deep := strings.Repeat(`{"a":`, 100_000)
	wide := "<table><tr>" + strings.Repeat(`<td colspan=2000 rowspan=20000 data-cell=x>1</td>`, 50) + "</table>"
	cycle := bytes.Clone(site(t)["data/reports.sqlite"])
	for at := 0; at < len(cycle); at += 4096 { // every page leads to itself
		if cycle[at] == 2 || cycle[at] == 5 {
			binary.BigEndian.PutUint32(cycle[at+8:], uint32(at/4096+1))
		}
	}
	for name, c := range map[string]struct {
		file string
		data []byte
		want string
	}{
		"nested JSON":             {dir + "report.json", []byte(`{"agency": "x", "data": ` + deep), "too large or nested too deep"},
		"a huge table":            {dir + "index.html", []byte(wide), "data " + dir + "index.html: too large"},
		"deep HTML":               {dir + "index.html", bytes.Repeat([]byte("<b><table><tr><td>"), 20_000), "data " + dir + "index.html"},
		"a workbook of no sheets": {dir + "report.xlsx", packZip(t, map[string][]byte{"xl/workbook.xml": []byte("<a/>")}, false), "data " + dir + "report.xlsx"},
		"no workbook":             {dir + "report.xlsx", []byte("PK"), "not a whole ZIP file"},
		"pages in a circle":       {"data/reports.sqlite", cycle, "data data/reports.sqlite: "},
		"an endless line":         {"data/cn-2021.csv", append([]byte("agency,year,form,cell,value\n\""), bytes.Repeat([]byte("x"), 65<<20)...), "data data/cn-2021.csv: too large"},
	} {
		t.Run(name, func(t *testing.T) {
			files := site(t)
			files[c.file] = c.data
			remake(t, files)
			if r := verify(t, lay(t, files)); !strings.Contains(list(r), c.want) {
				t.Errorf("got\n%swant %q", list(r)[:min(2000, len(list(r)))], c.want)
			}
		})
	}
	files := site(t)
	delete(files, "robots.txt")
	at := lay(t, files)
	if err := os.Symlink("/etc/passwd", filepath.Join(at, "robots.txt")); err != nil {
		if runtime.GOOS == "windows" { // which lets not everyone make links
			t.Skip(err)
		}
		t.Fatal(err)
	}
	if r := verify(t, at); !strings.Contains(list(r), "package robots.txt: it is a link") || !strings.Contains(list(r), "missing robots.txt") {
		t.Errorf("got\n%swant that robots.txt is a link and missing", list(r))
	}
}
