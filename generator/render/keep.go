package render

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"gongkai/generator/output"
	"gongkai/generator/render/search"
	"gongkai/generator/site"
)

// Kept is pages that the last build published and that are the same now. It is safe for concurrent use.
type Kept interface {
	// Page lists the files that were made beside a page; ok is false for a page that has to be made.
	Page(p *site.Page) (beside []string, ok bool)
	// Read reads one of the files as it is published.
	Read(path string) ([]byte, error)
	// Rendered is called for each page that is made, with the files beside it.
	Rendered(p *site.Page, beside []output.File)
	// Shared gives the size and the SHA-256 of a file that stays as it is published: it is made only from the files beside some pages,
	// in their order, and all of these are kept or came out as they are published. The pages must have been made; ok is false where the file has to be made.
	Shared(path string, of []*site.Page) (size int64, sum [sha256.Size]byte, ok bool)
}

// kept lists the files beside each of those pages that stay as they are published.
func (x *Files) kept(pages []*site.Page) map[*site.Page][]string {
	out := map[*site.Page][]string{}
	if x.Kept == nil {
		return out
	}
	for _, page := range pages {
		if beside, ok := x.Kept.Page(page); ok {
			out[page] = beside
		}
	}
	return out
}

// keep gives a page that stays as it is published, and the files beside it, to emit; terms, where given, takes in
// its text.
func (x *Files) keep(page *site.Page, beside []string, emit func(output.File) error, terms *search.Index) error {
	for _, name := range slices.Concat(beside, []string{page.Path}) {
		if err := emit(output.File{Path: name, Kept: true}); err != nil {
			return err
		}
	}
	if terms == nil {
		return nil
	}
	markup, err := x.Kept.Read(page.Path)
	if err != nil {
		return fmt.Errorf("read %s as it is published: %w", page.Path, err)
	}
	return terms.Add(page, markup)
}
