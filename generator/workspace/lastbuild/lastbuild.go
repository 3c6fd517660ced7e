// Package lastbuild shows the pages of the last build in a preview until the site itself is read, if nothing has changed since: reading
// 10,000 reports takes seconds, and to find out that nothing changed a quarter of one.
//
// It answers what a preview answers, from the output folder, the paths of files and what the build found.
package lastbuild

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/workspace/cache"
)

// Site is a site as it was built. It is safe for concurrent use.
type Site struct {
	folder, base string
	memory       *cache.Memory
	published    map[string]bool // files, by path
	list         *diag.List
	summary      diag.Summary
	excerpt      func(file string) []byte
}

// Of is the site whose last build, which found this, is still valid in a folder, as memory knows; nil for one with drafts, which a preview shows and a build
// leaves out. base is the path of its public address; excerpt reads a file of the site.
func Of(memory *cache.Memory, found *cache.Found, folder, base string, excerpt func(file string) []byte) *Site {
	if len(found.Drafts) > 0 {
		return nil
	}
	return &Site{folder: folder, base: base, memory: memory, published: memory.Published(), list: diag.NewList(diag.ByFile(found.Findings)), summary: found.Summary, excerpt: excerpt}
}

// Build counts the readings of the site: there was none.
func (s *Site) Build() int { return 0 }

// Findings are those of the build.
func (s *Site) Findings() *diag.List { return s.list }

// Summary counts them.
func (s *Site) Summary() diag.Summary { return s.summary }

// Render reads the file at an output path.
func (s *Site) Render(name string) ([]byte, error) {
	if !s.published[name] {
		return nil, fs.ErrNotExist
	}
	return os.ReadFile(filepath.Join(s.folder, filepath.FromSlash(name)))
}

const index = "/index.html"

// Source is the content file that the page at an output path is made from, "" for a page of many or of none: a page is the index of a
// folder that is called as its file.
func (s *Site) Source(name string) string {
	if !s.published[name] {
		return ""
	}
	if name == index[1:] {
		return s.there("content/_index.md")
	}
	folder, ok := strings.CutSuffix(name, index)
	if !ok {
		return ""
	}
	if file := s.there("content/" + folder + ".md"); file != "" {
		return file
	}
	return s.there("content/" + folder + "/_index.md")
}

func (s *Site) there(file string) string {
	if s.memory.Has(file) {
		return file
	}
	return ""
}

// Page is the output path of the page that is made from a content file, "" for none.
func (s *Site) Page(file string) string {
	local, ok := strings.CutPrefix(file, "content/")
	if !ok || !strings.HasSuffix(local, ".md") || !s.memory.Has(file) {
		return ""
	}
	folder := strings.TrimSuffix(local, ".md")
	if path.Base(local) == "_index.md" {
		folder = path.Dir(local)
	}
	if at := path.Join(folder, index); s.published[at] {
		return at
	}
	return ""
}

// Carried reports whether the file at an output path may be an attachment or a static file: all but pages and the lists at the root, which no
// attachment is called as.
func (s *Site) Carried(name string) bool {
	ours := name == index[1:] || strings.HasSuffix(name, index) || name == "404.html" || name == "feed.xml" || name == "sitemap.xml"
	return s.published[name] && (!ours || strings.HasPrefix(name, "static/"))
}

// Draft reports whether a page is one: a site with drafts is not shown so.
func (s *Site) Draft(string) bool { return false }

// Base is the path of the site's public address, with a slash at both ends.
func (s *Site) Base() string { return s.base }

// Excerpt is a file of the site; nil where it cannot be read.
func (s *Site) Excerpt(file string) []byte { return s.excerpt(file) }
