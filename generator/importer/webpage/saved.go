package webpage

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"net/url"
	"regexp"
	"strings"

	"gongkai/generator/importer/grid"
)

// ErrNotSaved says that a file is not a page that a browser saved as one file.
var ErrNotSaved = errors.New("the file is not a page saved with its pictures, or is damaged")

// savedHeader is what a page says at its beginning that was saved with all its parts in one file (RFC 2557).
var savedHeader = regexp.MustCompile(`(?im)^content-type:\s*multipart/related`)

// IsSaved reports whether a file is such a page (.mhtml, .mht).
func IsSaved(data []byte) bool { return savedHeader.Match(data[:min(len(data), 4096)]) }

// mostParts is how many parts a page may have.
const mostParts = 5000

// savedPart is one part of a page that was saved.
type savedPart struct {
	location, id, charset string
	data                  []byte
}

// ReadSaved reads a page that a browser or a word processor saved with its pictures as one file. Where the page itself
// has no table, those of its frames are read after it.
func ReadSaved(data []byte) (*grid.Document, error) {
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotSaved, err)
	}
	_, parameters, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || parameters["boundary"] == "" {
		return nil, fmt.Errorf("%w: no boundary", ErrNotSaved)
	}
	var pages []savedPart
	files := map[string][]byte{}
	parts := multipart.NewReader(m.Body, parameters["boundary"])
	for n := 0; ; n++ {
		p, err := parts.NextRawPart()
		if err != nil {
			if !errors.Is(err, io.EOF) && n == 0 {
				return nil, fmt.Errorf("%w: %w", ErrNotSaved, err)
			}
			break // what is cut at the end is not there
		}
		if n == mostParts {
			return nil, grid.ErrTooMuch
		}
		kind, charset, content := unpacked(p.Header, p)
		one := savedPart{p.Header.Get("Content-Location"), strings.Trim(p.Header.Get("Content-Id"), "<>"), charset, content}
		if kind == "text/html" || kind == "application/xhtml+xml" {
			pages = append(pages, one)
			continue
		}
		files[one.location], files["cid:"+one.id] = content, content
	}
	if len(pages) == 0 {
		return nil, ErrNotSaved
	}
	d, err := pages[0].read(files)
	if err != nil && !errors.Is(err, grid.ErrEmpty) {
		return nil, err
	}
	if d == nil || !hasTable(d) {
		for _, frame := range pages[1:] {
			f, err := frame.read(files)
			switch {
			case err != nil: // a frame may be empty
			case d == nil:
				d = f
			default:
				d.Blocks = append(d.Blocks, f.Blocks...)
			}
		}
	}
	if d == nil {
		return nil, grid.ErrEmpty
	}
	d.Kind = "mhtml"
	if at := cmp.Or(m.Header.Get("Snapshot-Content-Location"), pages[0].location); d.Meta["url"] == "" && strings.HasPrefix(at, "http") {
		d.Meta["url"] = at
	}
	return d, nil
}

// unpacked is what a part holds.
func unpacked(h textproto.MIMEHeader, body io.Reader) (kind, charset string, data []byte) {
	kind, parameters, _ := mime.ParseMediaType(h.Get("Content-Type"))
	switch strings.ToLower(strings.TrimSpace(h.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	data, _ = io.ReadAll(body) // what could be read is right
	return kind, parameters["charset"], data
}

func hasTable(d *grid.Document) bool {
	for _, b := range d.Blocks {
		if b.Table != nil {
			return true
		}
	}
	return false
}

// read reads the page in a part, with the pictures that it shows from other parts.
func (p savedPart) read(files map[string][]byte) (*grid.Document, error) {
	d, err := read(p.data, "text/html; charset="+p.charset)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(p.location)
	if err != nil {
		base = &url.URL{}
	}
	for _, b := range d.Blocks {
		if b.Paragraph == nil {
			continue
		}
		for _, m := range b.Paragraph.Pictures() {
			if u, err := url.Parse(m.Picture.Address); err == nil && m.Picture.Data == nil && m.Picture.Address != "" {
				if data, ok := files[m.Picture.Address]; ok {
					m.Picture.Data = data
				} else if data, ok := files[base.ResolveReference(u).String()]; ok {
					m.Picture.Data = data
				}
			}
		}
	}
	return d, nil
}
