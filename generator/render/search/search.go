// Package search writes an index of the portal's text that a page can search without
// a server.
//
// Chinese has no spaces, and cutting it into words guesses: a search for 务服 must find
// the pages that contain these two characters, and no others. So the index knows, for
// every character, every pair of neighbouring characters and every number or Latin
// word, the pages it is on. What one of these alone cannot answer, a phrase of
// three characters, the page of results checks against the texts themselves before it
// shows them.
//
// Everything is published as small scripts that call one function with data, because a
// browser does not fetch other files for a page opened from a disk:
//
//	search/pages.js      how many pages, their agencies, years and columns
//	search/terms/N.js    terms, cut by a hash, with the pages each is on
//	search/texts/N.js    address, title and text of a few pages each
//
// The reader of these files is the theme's assets/js/search.js; fold.go and hash say
// what both must agree on.
package search

import (
	"sync"

	"gongkai/generator/output"
	"gongkai/generator/site"
)

// Index is written while pages are rendered. Its texts go out as they come; only the
// terms are kept, a byte or two for each page they are on.
type Index struct {
	write    func(output.File) error
	agencies []*site.Page
	docs     []document // by id
	ids      map[*site.Page]int
	terms    terms
	texts    texts
	scratch  sync.Pool // of *scratch
}

// scratch is what reading one page after another uses again.
type scratch struct {
	reader  reader
	found   found
	matcher folder
}

// New prepares an index of a site's pages, which goes to write in pieces; write is
// called from many goroutines.
func New(s *site.Site, write func(output.File) error) *Index {
	x := &Index{write: write, agencies: s.AgencyPages(), docs: arrange(s), ids: map[*site.Page]int{}}
	for id, d := range x.docs {
		x.ids[d.page] = id
	}
	x.texts = texts{waiting: map[int][]byte{}}
	x.scratch.New = func() any { return new(scratch) }
	return x
}

// Order returns the site's pages with those that are searched in the order in which
// the index wants them: the fewer texts wait for their turn, the less is held.
func (x *Index) Order(pages []*site.Page) []*site.Page {
	out := make([]*site.Page, 0, len(pages))
	for _, d := range x.docs {
		out = append(out, d.page)
	}
	for _, p := range pages {
		if _, searched := x.ids[p]; !searched {
			out = append(out, p)
		}
	}
	return out
}

// Add takes the finished HTML of a page. It is safe for concurrent use and does nothing
// for a page that is not searched.
func (x *Index) Add(p *site.Page, markup []byte) error {
	id, searched := x.ids[p]
	if !searched {
		return nil
	}
	s := x.scratch.Get().(*scratch)
	defer x.scratch.Put(s)
	title, text := s.reader.read(markup)
	s.found.reset()
	s.matcher.each(title, s.found.inTitle)
	s.matcher.each([]byte(p.Agency.Name), s.found.inTitle)
	s.matcher.each(text, s.found.inText)
	x.terms.add(id, &s.found)
	return x.texts.add(id, appendText(make([]byte, 0, len(text)+len(text)/16+len(title)+len(p.Path)+32), p.Path, title, text), x.write)
}

// Close writes what is left: the terms, and the list of pages. Every page must have
// been added.
func (x *Index) Close() error {
	if err := x.texts.flush(x.write); err != nil {
		return err
	}
	order := fingerprint(x.docs)
	shards, err := x.terms.publish(order, len(x.docs), x.write)
	if err != nil {
		return err
	}
	return x.write(output.File{Path: "search/pages.js", Data: x.directory(order, shards)})
}
