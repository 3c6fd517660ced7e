package fixity_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"maps"
	"mime"
	"path"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/archive/fixity"
)

const base = "https://www.example.gov.cn/zwgk/"

// line is one of the index of what warcOf writes.
type line struct {
	url, mime, digest, status string
	offset, length            int
}

// warcOf writes a web archive by hand, after ISO 28500: a record that describes it, and a
// response for each file.
func warcOf(t testing.TB, files map[string][]byte, packed bool) (data []byte, index []line) {
	t.Helper()
	var out bytes.Buffer
	n := 0
	put := func(head, block string) {
		n++
		text := fmt.Sprintf("WARC/1.1\r\n%sWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\nWARC-Date: 2024-01-31T08:00:00Z\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", head, n, len(block), block)
		if !packed {
			out.WriteString(text)
			return
		}
		z := gzip.NewWriter(&out)
		z.Write([]byte(text))
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	put("WARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\n", "software: a test\r\n")
	for _, name := range slices.Sorted(maps.Keys(files)) {
		body := files[name]
		kind, _, _ := mime.ParseMediaType(mime.TypeByExtension(path.Ext(name)))
		if kind == "" {
			kind = "application/octet-stream"
		}
		block := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", kind, len(body), body)
		payload := fmt.Sprintf("sha256:%x", sha256.Sum256(body))
		whole := sha1.Sum([]byte(block))
		at := out.Len()
		put(fmt.Sprintf("WARC-Type: response\r\nWARC-Target-URI: %s%s\r\nWARC-Payload-Digest: %s\r\nWARC-Block-Digest: sha1:%s\r\nContent-Type: application/http; msgtype=response\r\n",
			base, name, payload, base32.StdEncoding.EncodeToString(whole[:])), block)
		index = append(index, line{base + name, kind, payload, "200", at, out.Len() - at})
		if folder, ok := strings.CutSuffix(name, "index.html"); ok {
			index = append(index, line{base + folder, kind, payload, "200", at, out.Len() - at})
		}
	}
	return out.Bytes(), index
}

// cdxj writes an index.
func cdxj(index []line) []string {
	var lines []string
	for _, l := range index {
		key := "cn,gov,example,www)" + strings.TrimPrefix(l.url, "https://www.example.gov.cn")
		lines = append(lines, fmt.Sprintf("%s 20240131080000 {\"url\": %q, \"mime\": %q, \"status\": %q, \"digest\": %q, \"length\": \"%d\", \"offset\": \"%d\", \"filename\": \"data.warc.gz\"}\n",
			key, l.url, l.mime, l.status, l.digest, l.length, l.offset))
	}
	slices.Sort(lines)
	return lines
}

// waczOf makes the files of a WACZ, with a compressed index of blocks.
func waczOf(t testing.TB, files map[string][]byte) map[string][]byte {
	t.Helper()
	data, index := warcOf(t, files, true)
	w := map[string][]byte{"archive/data.warc.gz": data}
	var packed bytes.Buffer
	idx := "!meta 0 {\"format\": \"cdxj-gzip-1.0\", \"filename\": \"index.cdx.gz\"}\n"
	for block := range slices.Chunk(cdxj(index), 20) {
		b := zipped(t, strings.Join(block, ""))
		key, _, _ := strings.Cut(block[0], " {")
		idx += fmt.Sprintf("%s {\"offset\": %d, \"length\": %d, \"digest\": \"sha256:%s\", \"filename\": \"index.cdx.gz\"}\n", key, packed.Len(), len(b), sum(b))
		packed.Write(b)
	}
	w["indexes/index.cdx.gz"], w["indexes/index.idx"] = packed.Bytes(), []byte(idx)
	w["pages/pages.jsonl"] = fmt.Appendf(nil, "{\"format\": \"json-pages-1.0\", \"id\": \"pages\", \"title\": \"All\"}\n{\"id\": \"1\", \"url\": \"%sindex.html\", \"ts\": \"2024-01-31T08:00:00Z\", \"title\": \"首页\"}\n", base)
	described(t, w)
	return w
}

// described writes datapackage.json and its digest again.
func described(t testing.TB, w map[string][]byte) {
	t.Helper()
	delete(w, "datapackage.json")
	delete(w, "datapackage-digest.json")
	var resources []map[string]any
	for _, name := range slices.Sorted(maps.Keys(w)) {
		resources = append(resources, map[string]any{"name": path.Base(name), "path": name, "hash": "sha256:" + sum(w[name]), "bytes": len(w[name])})
	}
	data, err := json.Marshal(map[string]any{"profile": "data-package", "wacz_version": "1.1.1", "resources": resources})
	if err != nil {
		t.Fatal(err)
	}
	w["datapackage.json"] = data
	w["datapackage-digest.json"] = fmt.Appendf(nil, `{"path": "datapackage.json", "hash": "sha256:%s"}`, sum(data))
}

func TestSoundWebArchives(t *testing.T) {
	plain, _ := warcOf(t, site(t), false)
	packed, _ := warcOf(t, site(t), true)
	for name, at := range map[string]string{"warc": save(t, "a.warc", plain), "warc.gz": save(t, "a.warc.gz", packed), "wacz": save(t, "a.wacz", packZip(t, waczOf(t, site(t)), true))} {
		r := verify(t, at)
		if len(r.Findings) > 0 || !strings.HasPrefix(name, r.Kind) || r.Reports != 4 || r.Figures < 1500 {
			t.Errorf("%s: got a %s of %d reports and %d figures, with\n%swant 4 with more than 1500 and no finding", name, r.Kind, r.Reports, r.Figures, list(r))
		}
	}
	// A web archive of another site is verified as a package.
	foreign, _ := warcOf(t, map[string][]byte{"index.html": []byte("<p>")}, true)
	if r := verify(t, save(t, "b.warc.gz", foreign)); r.Failed() || len(r.Findings) != 1 || r.Findings[0].Kind != fixity.Note {
		t.Errorf("got\n%swant a note that only the package was verified", list(r))
	}
}

func TestFaultyWebArchives(t *testing.T) {
	page := agency + "/index.html"
	repack := func(w map[string][]byte, change func(lines []string) []string) {
		_, index := warcOf(t, site(t), true)
		w["indexes/index.cdxj"] = []byte(strings.Join(change(cdxj(index)), ""))
		delete(w, "indexes/index.cdx.gz")
		delete(w, "indexes/index.idx")
	}
	for name, c := range map[string]struct {
		change func(w map[string][]byte)
		want   string
	}{
		"a payload changed": {func(w map[string][]byte) {
			data, _ := warcOf(t, site(t), false)
			w["archive/data.warc.gz"] = altered(t, data, "<title>", "<titlE>")
		}, "its payload is not what WARC-Payload-Digest says"},
		"a page is left out": {func(w map[string][]byte) {
			files := site(t)
			delete(files, page)
			maps.Copy(w, waczOf(t, files))
		}, "missing " + page},
		"a page too many": {func(w map[string][]byte) {
			files := site(t)
			files["x/index.html"] = []byte("<p>")
			maps.Copy(w, waczOf(t, files))
		}, "extra x/index.html"},
		"another page": {func(w map[string][]byte) {
			files := site(t)
			files[page] = append(slices.Clone(files[page]), ' ')
			maps.Copy(w, waczOf(t, files))
		}, "changed " + page},
		"a figure": {func(w map[string][]byte) {
			files := site(t)
			at := agency + "/reports/2024/report.json"
			files[at] = altered(t, files[at], `"new": {"natural": `, `"new": {"natural": 9`)
			remake(t, files)
			maps.Copy(w, waczOf(t, files))
		}, "figure " + agency + "/reports/2024/index.html: applications.new.natural differs"},
		"a figure beside the archive": {func(w map[string][]byte) {
			w["data/reports.jsonl"] = altered(t, site(t)["data/reports.jsonl"], `"new": {"natural": `, `"new": {"natural": 9`)
		}, `" (data/reports.jsonl)`},
		"a line of the index is left out": {func(w map[string][]byte) { repack(w, func(l []string) []string { return l[2:] }) }, "no index has https://www.example.gov.cn/zwgk/404.html"},
		"out of order": {func(w map[string][]byte) {
			repack(w, func(l []string) []string { l[3], l[9] = l[9], l[3]; return l })
		}, "is out of order"},
		"an offset": {func(w map[string][]byte) {
			repack(w, func(l []string) []string { l[3] = strings.Replace(l[3], `"offset": "`, `"offset": "1`, 1); return l })
		}, "there is no record at byte"},
		"a length": {func(w map[string][]byte) {
			repack(w, func(l []string) []string { l[3] = strings.Replace(l[3], `"length": "`, `"length": "1`, 1); return l })
		}, "the length of"},
		"a status": {func(w map[string][]byte) {
			repack(w, func(l []string) []string { l[3] = strings.Replace(l[3], `"200"`, `"404"`, 1); return l })
		}, "the status of"},
		"a digest": {func(w map[string][]byte) {
			repack(w, func(l []string) []string { l[3] = strings.Replace(l[3], `sha256:`, `sha256:0`, 1); return l })
		}, "the digest of"},
		"a time": {func(w map[string][]byte) {
			repack(w, func(l []string) []string { l[3] = strings.Replace(l[3], " 2024", " 2023", 1); return l })
		}, "the time of"},
		"an address": {func(w map[string][]byte) {
			repack(w, func(l []string) []string { l[3] = strings.Replace(l[3], `"url": "`, `"url": "x`, 1); return l })
		}, "the record there is of"},
		"a block of the index": {func(w map[string][]byte) {
			w["indexes/index.idx"] = altered(t, w["indexes/index.idx"], `"sha256:`, `"sha256:0`)
		}, "the digest in line 2 is not that of its block"},
		"a block less": {func(w map[string][]byte) {
			lines := strings.SplitAfter(string(w["indexes/index.idx"]), "\n")
			w["indexes/index.idx"] = []byte(strings.Join(lines[:len(lines)-2], ""))
		}, "it does not list all of the index"},
		"no index of blocks": {func(w map[string][]byte) { delete(w, "indexes/index.idx") }, "missing indexes/index.idx"},
		"no index":           {func(w map[string][]byte) { delete(w, "indexes/index.idx"); delete(w, "indexes/index.cdx.gz") }, "missing indexes: there is no index"},
		"a page that cannot be opened": {func(w map[string][]byte) {
			w["pages/pages.jsonl"] = altered(t, w["pages/pages.jsonl"], "index.html", "indeX.html")
		}, "is not in the index and cannot be opened"},
		"no pages":   {func(w map[string][]byte) { delete(w, "pages/pages.jsonl") }, "missing pages/pages.jsonl"},
		"no records": {func(w map[string][]byte) { w["archive/data.warc.gz"] = nil }, "it holds no record"},
	} {
		t.Run(name, func(t *testing.T) {
			w := waczOf(t, site(t))
			c.change(w)
			described(t, w)
			r := verify(t, save(t, "a.wacz", packZip(t, w, true)))
			if !strings.Contains(list(r), c.want) || !r.Failed() {
				t.Errorf("got\n%swant %q", list(r), c.want)
			}
		})
	}
	for name, c := range map[string]struct {
		change func(w map[string][]byte)
		want   string
	}{
		"a file of the package changed": {func(w map[string][]byte) { w["pages/pages.jsonl"] = append(w["pages/pages.jsonl"], '\n') }, "changed pages/pages.jsonl"},
		"the descriptor changed":        {func(w map[string][]byte) { w["datapackage.json"] = append(w["datapackage.json"], ' ') }, "changed datapackage.json: it is not what datapackage-digest.json says"},
		"a file too many":               {func(w map[string][]byte) { w["x.txt"] = nil }, "extra x.txt"},
		"a file is missing":             {func(w map[string][]byte) { delete(w, "indexes/index.idx") }, "missing indexes/index.idx"},
		"no descriptor":                 {func(w map[string][]byte) { delete(w, "datapackage.json") }, "missing datapackage.json"},
		"no digest of it":               {func(w map[string][]byte) { delete(w, "datapackage-digest.json") }, "note datapackage-digest.json"},
	} {
		w := waczOf(t, site(t))
		c.change(w)
		if r := verify(t, save(t, "a.wacz", packZip(t, w, true))); !strings.Contains(list(r), c.want) || r.Failed() == strings.HasPrefix(c.want, "note") {
			t.Errorf("%s: got\n%swant %q", name, list(r), c.want)
		}
	}
	if r := verify(t, save(t, "a.wacz", packZip(t, waczOf(t, site(t)), false))); !strings.Contains(list(r), "it must be stored") {
		t.Errorf("compressed twice: got\n%swant that it must be stored", list(r))
	}
}
