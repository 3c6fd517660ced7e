// Package fixity verifies what was published or archived: a site's folder, a web archive (WARC,
// WACZ), a bag (BagIt), as a folder or packed. Every file is held against the manifests, the
// manifests against each other, and the figures of the formats against each other, cell by cell.
// It uses none of the code that writes them.
package fixity

import (
	"cmp"
	"slices"
	"sync"

	"gongkai/generator/archive/fixity/figures"
	"gongkai/generator/diag"
)

// Kind says what sort of trouble a finding is; its text is stable, for programs.
type Kind string

// The kinds.
const (
	Changed   Kind = "changed"   // a file's content is not what a manifest says
	Missing   Kind = "missing"   // a file that a manifest lists is not there
	Extra     Kind = "extra"     // a file that no manifest lists
	Manifest  Kind = "manifest"  // a manifest that is damaged, or contradicts another
	Package   Kind = "package"   // damage to the packing: ZIP, tar, gzip, links
	Record    Kind = "record"    // a record of a web archive
	Index     Kind = "index"     // the index or the list of pages of a web archive
	Figure    Kind = "figure"    // a cell that is not the same in all formats
	Data      Kind = "data"      // a data file that cannot be read, or lacks a report
	Signature Kind = "signature" // a signature that does not hold, or is not there
	Note      Kind = "note"      // nothing wrong, but it could not be checked
)

// Finding is one thing that is wrong.
type Finding struct {
	Kind    Kind
	File    string // in the package, with slashes; "" for the package itself
	Message diag.Text
	// Of a figure: whose it is, its cell, and its value in each file.
	Agency string
	Year   int
	Cell   string
	Values []figures.Reading
}

// Report is what verifying found.
type Report struct {
	Kind     string // site, bag, wacz, warc
	Findings []Finding
	More     int // findings beyond the first ten thousand, which are not listed
	Files    int // that were held against a manifest
	Bytes    int64
	Reports  int // of which figures were compared
	Figures  int // in all formats together
	Signed   string
	OneFile  bool // the package is one file, which is signed as a whole
	Digest   bool // it was held as a whole against the digest beside it
	failed   bool
}

// Failed says whether something is wrong.
func (r *Report) Failed() bool { return r.failed }

// mostFindings are listed; a package of which everything is wrong would list millions.
const mostFindings = 10_000

// results collects findings. It is safe for concurrent use.
type results struct {
	mu       sync.Mutex
	progress func(files int) // may be nil
	Report
}

func (r *results) add(f Finding) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failed = r.failed || f.Kind != Note
	if len(r.Findings) >= mostFindings {
		r.More++
		return
	}
	r.Findings = append(r.Findings, f)
}

func (r *results) note(kind Kind, file, zh, en string, args ...any) {
	r.add(Finding{Kind: kind, File: file, Message: diag.Textf(zh, en, args...)})
}

func (r *results) counted(files int, bytes int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Files, r.Bytes = r.Files+files, r.Bytes+bytes
	if r.progress != nil {
		r.progress(r.Files)
	}
}

// finish puts the findings in a fixed order.
func (r *results) finish() *Report {
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Cell, b.Cell), cmp.Compare(a.Message.EN, b.Message.EN))
	})
	return &r.Report
}
