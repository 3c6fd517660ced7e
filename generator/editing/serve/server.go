// Package serve shows a site to a browser while it is being edited: each page as a build
// would write it, with what is wrong marked in it on the way to the browser, and kept up
// to date there without being loaded again.
package serve

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"log"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"gongkai/generator/diag"
)

// Site is a site as its content was at one moment. It never changes, and is safe for
// concurrent use.
type Site interface {
	// Build counts the rebuilds, from 1.
	Build() int
	// Findings are those of a check with drafts, personal numbers masked.
	Findings() *diag.List
	Summary() diag.Summary
	// Render makes the file at an output path as a clean build writes it; the error is
	// fs.ErrNotExist where there is none.
	Render(path string) ([]byte, error)
	// Source is the content file that the page at an output path is made from, Page the
	// output path of the page made from a content file; "" for none.
	Source(path string) string
	Page(file string) string
	// Carried reports whether the file at an output path was not made by the program: an attachment or a static file.
	Carried(path string) bool
	// Draft reports whether a build leaves the page at an output path out.
	Draft(path string) bool
	// Excerpt is a file of the site, personal numbers masked; nil where it cannot be read.
	Excerpt(file string) []byte
	// Base is the path of the site's public address, with a slash at both ends.
	Base() string
}

// Options of a server.
type Options struct {
	Dir  string // the site's folder
	Lang string // of marks and messages: zh or en
	// Host, where given, is a name or an address beside the loopback ones under which the
	// server may be called; "*" stands for every address, but not for names.
	Host string
	// Editor is what opens a file: the command with its arguments, or an address such as
	// vscode://file/{file}:{line}:{column}, the default.
	Editor string
}

// Server answers browsers. It shows nothing before the first Show.
type Server struct {
	o      Options
	dir    string // absolute
	editor editor
	run    string // tells one run of the program from another
	token  string // without which nothing is done
	mux    *http.ServeMux
	assets map[string]asset
	parts  *template.Template // of what is added to pages
	quit   chan struct{}
	ending sync.Once
	tabs   chan struct{}    // one place for each open stream of events
	most   map[string]int64 // how many bytes requests may send, by path, where it is not the usual

	mu       sync.Mutex
	now      *view
	changed  chan struct{} // closed when the view is exchanged
	building bool
	good     *recent

	edits *editing // nil where pages only show reports
}

// New makes a server.
func New(o Options) (*Server, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	s := &Server{o: o, dir: dir, run: random(6), token: random(16), mux: http.NewServeMux(), quit: make(chan struct{}),
		most: map[string]int64{}, tabs: make(chan struct{}, maxTabs), changed: make(chan struct{}), good: &recent{}}
	if s.editor, err = parseEditor(o.Editor); err != nil {
		return nil, err
	}
	if s.assets, err = readAssets(); err != nil {
		return nil, err
	}
	if s.parts, err = s.parseParts(); err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	s.mux.HandleFunc("GET "+apiPrefix+"status", s.status)
	s.mux.HandleFunc("GET "+apiPrefix+"events", s.events)
	s.mux.HandleFunc("GET "+apiPrefix+"state", s.stateNow)
	s.mux.HandleFunc("GET "+apiPrefix+"findings", s.findings)
	s.mux.HandleFunc("POST "+apiPrefix+"open", s.authorised(s.open))
	for name := range s.assets {
		s.mux.HandleFunc("GET "+apiPrefix+name, s.asset)
	}
	s.mux.HandleFunc("GET "+apiPrefix, http.NotFound)
	s.mux.HandleFunc("GET /", s.page)
	return s, nil
}

// apiPrefix is where what the server says itself has its addresses; no agency's name begins so.
const apiPrefix = "/_gongkai/"

// random is a number of so many bytes that nobody can guess.
func random(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b) //nolint:errcheck // it never fails
	return hex.EncodeToString(b)
}

// Building says that content has changed and that the site is about to be shown in its new state.
func (s *Server) Building() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.building = true
}

// Show shows a site from now on.
func (s *Server) Show(site Site) {
	s.exchange(func(old *view) *view { return old.next(site, s.lang()) })
}

// Fail says why the site cannot be shown as it is now; what was shown last stays.
func (s *Server) Fail(message, hint diag.Text) {
	s.exchange(func(old *view) *view { return old.failed(message, hint) })
}

func (s *Server) exchange(next func(*view) *view) {
	s.mu.Lock()
	old := s.now
	s.mu.Unlock()
	v := next(old)
	v.id = 1
	if old != nil {
		v.id = old.id + 1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now, s.building = v, false
	close(s.changed)
	s.changed = make(chan struct{})
}

// current is what is shown now, and a channel that is closed when it is not any more.
func (s *Server) current() (*view, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now, s.changed
}

// lang is the language of marks and messages.
func (s *Server) lang() string {
	if s.o.Lang == "en" {
		return "en"
	}
	return "zh"
}

// state names what a view of this run shows, for a page to know whether it is of now.
func (s *Server) state(v *view) string { return fmt.Sprintf("%s-%d", s.run, v.id) }

// Handler answers requests, those of strangers with a refusal.
func (s *Server) Handler() http.Handler { return s.guard(s.mux) }

// patience is how long requests in hand may take when the server ends.
const patience = 2 * time.Second

// Serve answers requests until the context ends.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	return Serve(ctx, l, s.Handler(), s.Close)
}

// Serve answers requests with a handler until the context ends. close ends what would not end by itself.
func Serve(ctx context.Context, l net.Listener, handler http.Handler, close func()) error {
	h := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, ConnContext: markStranger, ErrorLog: log.New(io.Discard, "", 0)}
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(l) }()
	select {
	case err := <-ended:
		close()
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	close()
	wait, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	if h.Shutdown(wait) != nil { // some request would not end
		return h.Close()
	}
	return nil
}

// authorised lets only pages of this run have something done.
func (s *Server) authorised(do http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		token := r.Header.Get("Gongkai-Token")
		if token == "" {
			token = r.PostFormValue("token")
		}
		if subtle.ConstantTimeCompare([]byte(token), []byte(s.token)) != 1 {
			refuse(w, http.StatusForbidden, "the token is not that of this run; load the page again")
			return
		}
		do(w, r)
	}
}

//go:embed assets
var files embed.FS

// asset is a file that pages load from the server beside their own.
type asset struct {
	data    []byte
	kind    string
	version string
}

func readAssets() (map[string]asset, error) {
	out := map[string]asset{}
	for name, kind := range map[string]string{"serve.js": "text/javascript", "serve.css": "text/css", "edit.css": "text/css", "edit-bar.css": "text/css", "edit.js": "text/javascript", "edit-bar.js": "text/javascript",
		"edit-block.js": "text/javascript", "edit-place.js": "text/javascript", "edit-review.js": "text/javascript", "edit-prose.js": "text/javascript", "edit-html.js": "text/javascript",
		"edit-dialogs.js": "text/javascript", "edit-grid.js": "text/javascript", "edit-paste.js": "text/javascript", "edit-words.js": "text/javascript", "edit-keys.js": "text/javascript", "edit-marks.js": "text/javascript", "edit-area.js": "text/javascript", "edit-attach.js": "text/javascript", "edit-last.js": "text/javascript", "edit-parts.js": "text/javascript",
		"edit-picture.js": "text/javascript", "edit-changes.js": "text/javascript", "edit-revisions.js": "text/javascript"} {
		data, err := files.ReadFile("assets/" + name)
		if err != nil {
			return nil, fmt.Errorf("serve: %w", err)
		}
		sum := sha256.Sum256(data)
		out[name] = asset{data, kind, hex.EncodeToString(sum[:6])}
	}
	return out, nil
}

func (s *Server) asset(w http.ResponseWriter, r *http.Request) {
	a := s.assets[r.URL.Path[len(apiPrefix):]]
	w.Header().Set("Content-Type", a.kind+"; charset=utf-8")
	w.Write(a.data) //nolint:errcheck // the browser has gone
}
