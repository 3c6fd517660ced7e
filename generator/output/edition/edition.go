// Package edition reads a published site from its files alone: the figures of its reports as readers
// saw them, their corrections and their text.
//
// A report is read from its report.json, or, where the site published none, from its page, whose cells
// carry their paths. The files are an [fs.FS], so that a folder and a package are read alike.
package edition

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"gongkai/generator/output"
	"gongkai/generator/report"
)

// ErrNoBuild says that files are not those of a build: they have no manifest.json.
var ErrNoBuild = errors.New("not a published site")

// Edition is a published site, as one build made it. It is safe for concurrent use as far as its files are.
type Edition struct {
	files    fs.FS
	manifest output.Manifest
}

// Open reads the manifest of a build. Without one the error is ErrNoBuild; a manifest that cannot be read
// is an error of its own.
func Open(files fs.FS) (*Edition, error) {
	data, err := fs.ReadFile(files, output.ManifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoBuild
	}
	if err != nil {
		return nil, fmt.Errorf("read the published site: %w", err)
	}
	m, err := output.ParseManifest(data)
	if err != nil {
		return nil, err
	}
	if m.Part != nil { // of a site
		return nil, ErrNoBuild
	}
	return &Edition{files, m}, nil
}

// Key says which report of a build is meant.
type Key struct {
	Agency, Family string // the agency's slug; the family's folder, such as reports
	Year           int
}

// folder is where a report is published.
func (k Key) folder() string { return path.Join(k.Agency, k.Family, strconv.Itoa(k.Year)) }

// Reports lists the reports of the build, in the order of their addresses.
func (e *Edition) Reports() []Key {
	var out []Key
	for _, f := range e.manifest.Files {
		parts := strings.Split(f.Path, "/")
		if len(parts) != 4 || parts[3] != "index.html" || parts[1] == "policies" || parts[1] == "catalog" {
			continue
		}
		if year, err := strconv.Atoi(parts[2]); err == nil && len(parts[2]) == 4 {
			out = append(out, Key{parts[0], parts[1], year})
		}
	}
	return out
}

// Agency is an agency of a build.
type Agency struct {
	Slug, Name string
	Moved      string // where its pages are now, a slug; "" for an agency that is there
}

// Agencies lists the agencies of the build, in the order of their addresses, and the old addresses of those
// that were renamed.
func (e *Edition) Agencies() []Agency {
	var out []Agency
	for _, f := range e.manifest.Files {
		slug, rest, _ := strings.Cut(f.Path, "/")
		if rest != "reports/index.html" { // which every agency has
			continue
		}
		a := Agency{Slug: slug, Name: slug}
		if page, err := fs.ReadFile(e.files, slug+"/index.html"); err == nil {
			p := readPage(page)
			if p.title != "" {
				a.Name = p.title
			}
			if p.refresh != "" {
				a.Moved, _, _ = strings.Cut(path.Join(slug, p.refresh), "/")
			}
		}
		out = append(out, a)
	}
	return out
}

// Report reads a report; nil where the build has none that can be read.
func (e *Edition) Report(k Key) *report.Publication {
	if data, err := fs.ReadFile(e.files, k.folder()+"/report.json"); err == nil {
		if r, err := decode(data); err == nil {
			return r
		}
	}
	page, err := fs.ReadFile(e.files, k.folder()+"/index.html")
	if err != nil {
		return nil
	}
	p := readPage(page)
	if p.refresh != "" {
		return nil
	}
	return &report.Publication{Title: p.title, Figures: p.figures}
}

// Text reads the sections of a report's text from its page.
func (e *Edition) Text(k Key) []Section {
	page, err := fs.ReadFile(e.files, k.folder()+"/index.html")
	if err != nil {
		return nil
	}
	return readPage(page).sections
}

// Labels reads what the cells of a report are called, and their units, from its report.csv.
func (e *Edition) Labels(k Key) map[string]Label {
	data, err := fs.ReadFile(e.files, k.folder()+"/report.csv")
	if err != nil {
		return nil
	}
	return labels(data)
}
