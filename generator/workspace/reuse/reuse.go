// Package reuse finds which pages of the last build are as this one would make them, and writes down for the next what they are made
// from.
//
// The pages of an agency are kept together. They are the same where no file in its folder has changed (cache.Reusable sees to it, to the
// configuration, forms and theme, and to the program), where the rest of the site shows in them as it did (site.Elsewhere), and where the findings
// that their reports waive are the same; and where each of their files is still what was published. All else is
// made again: the pages of other agencies, and those that belong to none.
package reuse

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"gongkai/generator/audit"
	"gongkai/generator/output"
	"gongkai/generator/site"
	"gongkai/generator/workspace"
	"gongkai/generator/workspace/cache"
)

// Pages is the pages of a site as far as they are kept, and what is to be known of those that are made. It is safe for concurrent
// use.
type Pages struct {
	state    *workspace.State
	reusable *cache.Reusable
	out      string                // the output folder
	shown    map[string]cache.Sum  // what the pages of an agency show of the rest, by slug; none of those that are never kept
	kept     map[string]cache.Part // agencies whose pages are, by slug
	files    map[string][]string   // beside each of their pages, by its path

	mu   sync.Mutex
	made map[string][]cache.Page // by agency
	same map[string]bool         // pages that were made again, and what is beside them came out as it is published
	// Files over pages of many agencies.
	shared []cache.Shared
}

// Of finds which pages of a site stay as they are published in the folder out. reusable is what is still valid of the last build; nil for
// nothing.
func Of(p *workspace.State, reusable *cache.Reusable, out string) *Pages {
	x := &Pages{state: p, reusable: reusable, out: out, shown: map[string]cache.Sum{}, kept: map[string]cache.Part{}, files: map[string][]string{}, made: map[string][]cache.Page{}, same: map[string]bool{}}
	_, public := p.Redactor.Public()
	for _, home := range p.Site.AgencyPages() {
		slug := home.Agency.Slug
		sum, ok := p.Site.Elsewhere(slug)
		if !ok {
			continue
		}
		shown := x.withWaived(slug, sum)
		x.shown[slug] = shown
		// A number that is hidden is hidden everywhere.
		if part, ok := reusable.Part(slug); ok && public && part.Shown == shown {
			x.kept[slug] = part
			for _, page := range part.Pages {
				x.files[page.Path] = page.Beside
			}
		}
	}
	return x
}

// withWaived sums up what an agency's pages show beside sum: the findings that its reports waive.
func (x *Pages) withWaived(slug string, sum [sha256.Size]byte) cache.Sum {
	h := sha256.New()
	h.Write(sum[:])
	for _, page := range x.state.Site.Below(slug) {
		if page.Report != nil {
			fmt.Fprintf(h, "%q %q\n", page.Path, fmt.Sprint(x.state.Waived(page)))
		}
	}
	return cache.Sum(h.Sum(nil))
}

// Page implements render.Kept.
func (x *Pages) Page(p *site.Page) (beside []string, ok bool) {
	if p.Agency == nil {
		return nil, false
	}
	if _, ok = x.kept[p.Agency.Slug]; !ok {
		return nil, false
	}
	beside, ok = x.files[p.Path]
	return beside, ok
}

// Read implements render.Kept.
func (x *Pages) Read(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(x.out, filepath.FromSlash(path)))
}

// Rendered implements render.Kept.
func (x *Pages) Rendered(p *site.Page, beside []output.File) {
	if p.Agency == nil {
		return
	}
	page, same := cache.Page{Path: p.Path}, x.reusable != nil
	for _, f := range beside {
		page.Beside = append(page.Beside, f.Path)
		if same {
			_, sum, ok := x.reusable.Published(f.Path)
			same = ok && sum == sha256.Sum256(f.Data)
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.same[p.Path] = same
	x.made[p.Agency.Slug] = append(x.made[p.Agency.Slug], page)
}

// Hold reports whether the links of all pages that are kept lead to what is there, now that links knows all files of the site.
func (x *Pages) Hold(links *audit.Links) bool {
	for _, part := range x.kept {
		if !links.Holds(part.Leads) {
			return false
		}
	}
	return true
}

// Shared implements render.Kept.
func (x *Pages) Shared(path string, of []*site.Page) (size int64, sum [sha256.Size]byte, ok bool) {
	h, kept := sha256.New(), true
	x.mu.Lock()
	for _, p := range of {
		fmt.Fprintf(h, "%q\n", p.Path)
		_, is := x.Page(p)
		kept = kept && (is || x.same[p.Path])
	}
	s := cache.Shared{Path: path, Of: cache.Sum(h.Sum(nil))}
	x.shared = append(x.shared, s)
	x.mu.Unlock()
	if !kept {
		return 0, sum, false
	}
	return x.reusable.Shared(path, s.Of)
}

// Made is what the next build is to know of this one. links knows all files of the site.
func (x *Pages) Made(links *audit.Links) cache.Made {
	leads := links.Leading()
	out := x.state.Parts()
	for i := range out {
		part := &out[i]
		if was, ok := x.kept[part.Slug]; ok {
			part.Shown, part.Pages, part.Leads = was.Shown, was.Pages, was.Leads
		} else {
			part.Shown, part.Pages, part.Leads = x.shown[part.Slug], x.made[part.Slug], leads[part.Slug]
		}
	}
	return cache.Made{Parts: out, Shared: x.shared}
}
