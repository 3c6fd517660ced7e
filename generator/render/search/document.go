package search

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strconv"

	"gongkai/generator/site"
)

// document is a page that is searched.
type document struct {
	page   *site.Page
	agency int    // index among the agencies
	column string // the column's name, or that of a family of reports
	year   int    // of the report or of publication, 0 where unknown
}

// arrange lists the pages that are searched by id. Results are shown from the highest
// id down: agencies, then what is newest. New reports therefore get the highest ids
// except for the agencies', and the texts of older ones stay in the files they were in.
func arrange(s *site.Site) []document {
	agencies := map[string]int{}
	for i, p := range s.AgencyPages() {
		agencies[p.Agency.Slug] = i
	}
	var docs []document
	for _, p := range s.Pages() {
		if column := columnOf(p); column != "" {
			docs = append(docs, document{p, agencies[p.Agency.Slug], column, yearOf(p)})
		}
	}
	slices.SortFunc(docs, func(a, b document) int {
		return -cmp.Or(compareBool(b.page.Kind == site.Agency, a.page.Kind == site.Agency), cmp.Compare(b.year, a.year),
			compareBool(b.column == string(site.ReportsColumn), a.column == string(site.ReportsColumn)), cmp.Compare(a.column, b.column),
			cmp.Compare(a.agency, b.agency), cmp.Compare(a.page.Path, b.page.Path))
	})
	return docs
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// columnOf is what the filter of results calls a page's column, "" where the page is
// not searched: an index repeats what is on the pages it lists.
func columnOf(p *site.Page) string {
	if p.Leaf > 0 {
		return ""
	}
	switch p.Kind {
	case site.Agency:
		return string(site.Agency)
	case site.Guide, site.Policy, site.Item, site.Category:
		return string(p.Column)
	case site.Report:
		return p.Report.Form.Family
	}
	return ""
}

// yearOf is the year of a report, or in which a document was published.
func yearOf(p *site.Page) int {
	if p.Item == nil {
		return p.Year
	}
	day := cmp.Or(p.Item.Published, p.Item.Written, p.Item.Updated)
	if len(day) < 4 {
		return 0
	}
	year, err := strconv.Atoi(day[:4])
	if err != nil {
		return 0
	}
	return year
}

// fingerprint changes with the list of pages, so that a browser that still holds a file
// of an earlier index does not take its numbers for those of this one.
func fingerprint(docs []document) string {
	h := sha256.New()
	for _, d := range docs {
		_, _ = io.WriteString(h, d.page.Path+"\n") // never fails
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}

// directory is pages.js: what the filters need to know of every page, in runs.
func (x *Index) directory(order string, shards int) []byte {
	out := append([]byte(`gongkaiSearch("pages",{"order":"`), order...)
	out = append(out, `","pages":`...)
	out = strconv.AppendInt(out, int64(len(x.docs)), 10)
	out = append(out, `,"terms":`...)
	out = strconv.AppendInt(out, int64(shards), 10)
	out = append(out, `,"texts":"`...)
	for _, n := range x.texts.counts {
		out = appendNumber(out, n)
	}
	out = append(out, `","agencies":[`...)
	for i, p := range x.agencies {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendJSON(append(out, "\n["...), p.Agency.Slug)
		out = appendJSON(append(out, ','), p.Agency.Name)
		if p.Agency.Fictitious {
			out = append(out, ",1"...)
		}
		out = append(out, ']')
	}
	return append(x.appendGroups(append(out, "],\n\"groups\":["...)), "]})\n"...)
}

// appendGroups appends runs of pages of one column and year: column, year, and the
// pages' agencies as pairs of a step down and how often it is taken.
func (x *Index) appendGroups(out []byte) []byte {
	for from := 0; from < len(x.docs); {
		first := x.docs[from]
		to := from
		for to < len(x.docs) && x.docs[to].column == first.column && x.docs[to].year == first.year {
			to++
		}
		if from > 0 {
			out = append(out, ',')
		}
		out = appendJSON(append(out, "\n["...), first.column)
		out = strconv.AppendInt(append(out, ','), int64(first.year), 10)
		out = append(out, `,"`...)
		above := len(x.agencies) // agencies are listed from the last
		for from < to {
			step, times := above-x.docs[from].agency, 0
			for from < to && above-x.docs[from].agency == step {
				above = x.docs[from].agency
				from++
				times++
			}
			out = appendNumber(appendNumber(out, step), times)
		}
		out = append(out, `"]`...)
	}
	return out
}
