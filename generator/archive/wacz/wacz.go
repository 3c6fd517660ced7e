// Package wacz packs a web archive with its index and a list of its pages into one file that readers
// such as ReplayWeb.page open: WACZ 1.1.1 (specs.webrecorder.net/wacz/1.1.1).
//
// What readers do decides where the specification leaves a choice. Members are stored, since readers
// ask for ranges of them. The pages that a reader begins with are in pages.jsonl, which is read whole
// when a package is opened, all others in extraPages.jsonl. The index is compressed in blocks that an
// index of its own leads to, so that opening a large package reads a small part of it.
package wacz

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"gongkai/generator/archive/warc"
	"gongkai/generator/archive/zipfile"
	"gongkai/internal/jsontext"
)

// Version is that of the specification.
const Version = "1.1.1"

// Package is what a file holds.
type Package struct {
	Title, Description, Software string
	Date                         time.Time // of every record and of the package
	Records                      []warc.Record
	WARC                         func() (io.ReadCloser, error) // opens the archive that the records are in
	Pages                        []Page                        // the first is the one to begin with
	Files                        []File                        // that are packed beside the archive
}

// Page is an HTML page of the archive.
type Page struct {
	URL, Title string
	Entry      bool // a reader lists it at once
}

// File is a file of the package.
type File struct {
	Name string
	Data []byte
}

// warcName is the archive's name in the package, by which the index names it too.
const warcName = "data.warc.gz"

// Write writes the package.
func Write(w io.Writer, p Package) error {
	index, lookup, err := compress(lines(p.Records, p.Date))
	if err != nil {
		return err
	}
	entries, extra, err := p.pages()
	if err != nil {
		return err
	}
	members := slices.Concat(p.Files, []File{
		{"indexes/index.cdx.gz", index}, {"indexes/index.idx", lookup}, {"pages/pages.jsonl", entries}, {"pages/extraPages.jsonl", extra},
	})
	z := zipfile.New(w)
	list := []resource{}
	for _, m := range members {
		list = append(list, describe(m.Name, m.Data))
		if err := z.Add(m.Name, opener(m.Data)); err != nil {
			return err
		}
	}
	sum, err := measure(p.WARC)
	if err != nil {
		return err
	}
	sum.Name, sum.Path = warcName, "archive/"+warcName
	if err := z.Add(sum.Path, p.WARC); err != nil {
		return err
	}
	pack, err := p.describe(append(list, sum))
	if err != nil {
		return err
	}
	digest, err := jsontext.Bytes(struct {
		Path string `json:"path"`
		Hash string `json:"hash"`
	}{"datapackage.json", describe("", pack).Hash})
	if err != nil {
		return err
	}
	for _, m := range []File{{"datapackage.json", pack}, {"datapackage-digest.json", digest}} {
		if err := z.Add(m.Name, opener(m.Data)); err != nil {
			return err
		}
	}
	return z.Close()
}

// resource is what datapackage.json says of a member.
type resource struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Hash  string `json:"hash"`
	Bytes int64  `json:"bytes"`
}

func describe(path string, data []byte) resource {
	sum := sha256.Sum256(data)
	return resource{path[strings.LastIndexByte(path, '/')+1:], path, "sha256:" + hex.EncodeToString(sum[:]), int64(len(data))}
}

func measure(open func() (io.ReadCloser, error)) (resource, error) {
	r, err := open()
	if err != nil {
		return resource{}, err
	}
	defer r.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, r)
	return resource{Hash: "sha256:" + hex.EncodeToString(sum.Sum(nil)), Bytes: n}, err
}

// describe is datapackage.json (WACZ 1.1.1, 5.1.4).
func (p Package) describe(list []resource) ([]byte, error) {
	date := p.Date.UTC().Format(time.RFC3339)
	main := ""
	if len(p.Pages) > 0 {
		main = p.Pages[0].URL
	}
	return jsontext.Bytes(struct {
		Profile     string     `json:"profile"`
		Version     string     `json:"wacz_version"`
		Title       string     `json:"title"`
		Description string     `json:"description"`
		Created     string     `json:"created"`
		Modified    string     `json:"modified"`
		Software    string     `json:"software"`
		MainPageURL string     `json:"mainPageUrl"`
		MainDate    string     `json:"mainPageDate"`
		Resources   []resource `json:"resources"`
	}{"data-package", Version, p.Title, p.Description, date, date, p.Software, main, date, list})
}

// pages makes the two lists of pages (WACZ 1.1.1, 5.1.3).
func (p Package) pages() (entries, extra []byte, err error) {
	type header struct {
		Format string `json:"format"`
		ID     string `json:"id"`
		Title  string `json:"title"`
	}
	type line struct {
		ID    string `json:"id"`
		URL   string `json:"url"`
		Title string `json:"title"`
		TS    string `json:"ts"`
	}
	for i, out := range []*[]byte{&entries, &extra} {
		h := header{"json-pages-1.0", "pages", "Pages"}
		if i == 1 {
			h = header{"json-pages-1.0", "extraPages", "Extra Pages"}
		}
		var b bytes.Buffer
		if err := encode(&b, h); err != nil {
			return nil, nil, err
		}
		for _, x := range p.Pages {
			if x.Entry != (i == 0) {
				continue
			}
			sum := sha256.Sum256([]byte(x.URL))
			if err := encode(&b, line{hex.EncodeToString(sum[:8]), x.URL, x.Title, p.Date.UTC().Format(time.RFC3339)}); err != nil {
				return nil, nil, err
			}
		}
		*out = b.Bytes()
	}
	return entries, extra, nil
}

func opener(data []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}

// encode writes a value as one line of JSON.
func encode(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
