package cli

import (
	"bytes"
	"os"
	"path/filepath"

	"gongkai/generator/importer/review"
)

// importReview writes the page on which people compare the files with what was read.
func (a *app) importReview(name string, done []imported) error {
	data, err := awaited(a, func(reported) ([]byte, error) { return a.review(done) })
	if err != nil {
		return err
	}
	return unwritten(name, "--review", os.WriteFile(name, data, 0o644))
}

// review is that page.
func (a *app) review(done []imported) ([]byte, error) {
	var items []review.Item
	for _, d := range done {
		it := review.Item{Name: filepath.ToSlash(d.file), Report: d.report, Written: filepath.ToSlash(d.written)}
		if d.err != nil {
			it.Error, _ = importFault(d.err)
		}
		items = append(items, it)
	}
	var b bytes.Buffer
	if err := review.Write(&b, items, a.lang); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
