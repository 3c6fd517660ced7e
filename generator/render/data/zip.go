package data

import (
	"archive/zip"
	"compress/flate"
	"io"
	"time"

	"gongkai/generator/site"
)

// Encode appends a report in one of the formats beside its page.
type Encode func(dst []byte, format string, p *site.Page) ([]byte, error)

// WriteZip writes the files beside the pages into an archive, under the addresses that
// they have in the site.
func WriteZip(w io.Writer, pages []*site.Page, encode Encode) error {
	z := zip.NewWriter(w)
	deflate, err := flate.NewWriter(nil, flate.BestSpeed)
	if err != nil {
		return err
	}
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		deflate.Reset(w) // one file after the other: it is a megabyte
		return deflate, nil
	})
	var content []byte
	for _, p := range pages {
		for _, d := range p.Data {
			if content, err = encode(content[:0], d.Format, p); err != nil {
				return err
			}
			h := &zip.FileHeader{Name: d.Path, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
			if d.Format == "xlsx" {
				h.Method = zip.Store // is an archive itself
			}
			f, err := z.CreateHeader(h)
			if err != nil {
				return err
			}
			if _, err := f.Write(content); err != nil {
				return err
			}
		}
	}
	return z.Close()
}
