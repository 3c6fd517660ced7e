package lsp

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

func (s *server) didOpen(params json.RawMessage) {
	var p didOpenParams
	if json.Unmarshal(params, &p) != nil {
		return
	}
	d := &document{uri: p.TextDocument.URI, version: p.TextDocument.Version, text: newText([]byte(p.TextDocument.Text), s.encoding)}
	s.locate(d)
	s.mu.Lock()
	s.changes++
	d.changed = s.changes
	s.documents[d.uri] = d
	s.mu.Unlock()
	if d.site != nil {
		d.site.schedule(0)
	}
}

func (s *server) didChange(params json.RawMessage) {
	var p didChangeParams
	if json.Unmarshal(params, &p) != nil {
		return
	}
	s.mu.Lock()
	old := s.documents[p.TextDocument.URI]
	if old == nil {
		s.mu.Unlock()
		return
	}
	d := *old
	for _, c := range p.ContentChanges {
		d.text = d.text.change(c.Range, c.Text)
	}
	if d.version++; p.TextDocument.Version != nil {
		d.version = *p.TextDocument.Version
	}
	s.changes++
	d.changed = s.changes
	s.documents[d.uri] = &d
	s.mu.Unlock()
	if d.site != nil {
		d.site.schedule(s.Delay)
	}
}

func (s *server) didClose(params json.RawMessage) {
	var p documentParams
	if json.Unmarshal(params, &p) != nil {
		return
	}
	s.mu.Lock()
	d := s.documents[p.TextDocument.URI]
	delete(s.documents, p.TextDocument.URI)
	s.mu.Unlock()
	if d == nil || d.site == nil {
		return
	}
	d.site.forget(d.uri)
	d.site.schedule(0) // what was not saved is gone
}

// open are the open files of a site. One may be open under two spellings of its name: the text
// that was written last counts.
func (s *server) open(w *workspace) map[string]*document {
	out := map[string]*document{}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.documents {
		if other := out[d.file]; d.site == w && (other == nil || other.changed < d.changed) {
			out[d.file] = d
		}
	}
	return out
}

// changed checks the site of a document again.
func (s *server) changed(params json.RawMessage, delay time.Duration) {
	var p documentParams
	if json.Unmarshal(params, &p) != nil {
		return
	}
	s.mu.Lock()
	d := s.documents[p.TextDocument.URI]
	s.mu.Unlock()
	if d != nil && d.site != nil {
		d.site.schedule(delay)
	}
}

// didChangeFiles checks the sites in which files changed outside the editor. What a
// build writes changes nothing.
func (s *server) didChangeFiles(params json.RawMessage) {
	var p watchedParams
	if json.Unmarshal(params, &p) != nil {
		return
	}
	s.mu.Lock()
	var sites []*workspace
	for _, w := range s.workspaces {
		sites = append(sites, w)
	}
	s.mu.Unlock()
	for _, w := range sites {
		for _, c := range p.Changes {
			if rel, ok := w.contains(filePath(c.URI)); ok && source(rel) {
				w.schedule(s.Delay)
				break
			}
		}
	}
}

// source reports whether a site is made from a file.
func source(rel string) bool {
	top, _, _ := strings.Cut(rel, "/")
	switch top {
	case "content", "forms", "static", "themes", "gongkai.yaml":
		return true
	}
	return false
}

// locate finds the site of a document: the one that was named, or the nearest folder
// upwards with a gongkai.yaml.
func (s *server) locate(d *document) {
	name := filePath(d.uri)
	if name == "" {
		return
	}
	dir := s.Site
	if dir == "" {
		dir = nearest(name)
	}
	if dir == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspaces[dir]
	if w == nil {
		w = newWorkspace(s, dir)
	}
	if rel, ok := w.contains(name); ok {
		s.workspaces[dir] = w
		d.site, d.file = w, rel
	}
}

func nearest(name string) string {
	for dir := filepath.Dir(name); ; {
		if info, err := os.Stat(filepath.Join(dir, "gongkai.yaml")); err == nil && info.Mode().IsRegular() {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// filePath is the path of a file's URI, "" for any other.
func filePath(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Path == "" {
		return ""
	}
	p := u.Path
	if len(p) > 2 && p[0] == '/' && p[2] == ':' { // /C:/… on Windows
		p = p[1:]
	}
	return filepath.Clean(filepath.FromSlash(p))
}

// fileURI is the URI of a file.
func fileURI(name string) string {
	p := filepath.ToSlash(name)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p
	}
	return (&url.URL{Scheme: "file", Path: p}).String()
}
