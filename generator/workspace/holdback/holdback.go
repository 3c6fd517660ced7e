// Package holdback finds which reports of a site keep their last published version for now, and puts the sources of
// those in the place of the new ones. What is built then is built as if the files had never been changed: pages,
// indexes, statistics and data agree with each other, and with what was published.
package holdback

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/output/edition"
	"gongkai/generator/workspace"
)

// Held is a report whose file is not built as it is.
type Held struct {
	File     string // in the site
	Agency   string
	Year     int
	Draft    bool           // it says that it is a draft; else it has errors
	New      bool           // it was never published, and is left out
	Findings []diag.Finding // the errors
}

// Result is what was found.
type Result struct {
	State *workspace.State  // the site with the texts in their places
	Texts map[string][]byte // in place of the site's files, by path
	Held  []Held            // by path
	Lost  []string          // files with errors whose published version was not kept
}

// Find reads the site until no report that can be held back has an error. Errors elsewhere stay, and so do those of
// a published version that no longer fits the rest of the site: they are for the build to tell.
func Find(ctx context.Context, o workspace.Options, out string, read func(context.Context, workspace.Options) (*workspace.State, error)) (*Result, error) {
	last, err := published(out)
	if err != nil {
		return nil, err
	}
	kept, err := edition.OpenSources(out)
	if err != nil && !errors.Is(err, edition.ErrNoSources) {
		return nil, err
	}
	r := &Result{Texts: maps.Clone(o.Unsaved)}
	if r.Texts == nil {
		r.Texts = map[string][]byte{}
	}
	looked := map[string]bool{} // at each file once
	for {
		again := false
		o.Unsaved = r.Texts
		p, err := read(ctx, o)
		if err != nil {
			return nil, err
		}
		hold := func(h Held) {
			if looked[h.File] {
				return
			}
			looked[h.File] = true
			source, ok := kept[h.File]
			switch h.New = !last[h.File]; {
			case h.New && h.Draft:
				return // it is left out as it is
			case h.New:
				source = []byte(fmt.Sprintf("---\nyear: %d\ndraft: true\n---\n", h.Year))
			case !ok:
				r.Lost = append(r.Lost, h.File)
				return
			}
			r.Texts[h.File], again = source, true
			r.Held = append(r.Held, h)
		}
		for f := range p.Findings.Unresolved() {
			if it := content.Classify(f.File, p.Forms.Families()); f.Severity != diag.Error || it == nil || it.Kind != content.ReportPage || looked[f.File] {
				continue
			}
			hold(heldOf(f.File, errorsIn(p, f.File)))
		}
		for _, a := range p.Agencies {
			for _, d := range a.Drafts {
				h := heldOf(d.File, nil)
				h.Draft = true
				hold(h)
			}
		}
		if r.State = p; !again {
			break
		}
		if err := p.Close(); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(r.Held, func(a, b Held) int { return strings.Compare(a.File, b.File) })
	slices.Sort(r.Lost)
	return r, nil
}

// heldOf says which report is in a file, by its path.
func heldOf(file string, found []diag.Finding) Held {
	parts := strings.Split(file, "/") // content, agency, family, year
	year, _ := strconv.Atoi(strings.TrimSuffix(path.Base(file), ".md"))
	return Held{File: file, Agency: parts[1], Year: year, Findings: found}
}

func errorsIn(p *workspace.State, file string) (out []diag.Finding) {
	for _, f := range p.Findings.Of(file) {
		if f.Severity == diag.Error && !f.Waived {
			out = append(out, *f)
		}
	}
	return out
}

// published lists the files whose reports are in an output folder.
func published(out string) (map[string]bool, error) {
	files := map[string]bool{}
	e, err := edition.Open(os.DirFS(out))
	if errors.Is(err, edition.ErrNoBuild) || errors.Is(err, fs.ErrNotExist) {
		return files, nil
	}
	if err != nil {
		return nil, err
	}
	for _, k := range e.Reports() {
		files[path.Join("content", k.Agency, k.Family, strconv.Itoa(k.Year)+".md")] = true
	}
	return files, nil
}
