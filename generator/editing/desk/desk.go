// Package desk serves a web interface for people who do not work with files: it lists the reports and how far each is,
// begins one, reads one from a file, and hands it in. While no site is open its page makes or opens one.
//
// It has its pages beside those of a serve.Server, which checks hosts, origins and tokens for it.
package desk

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/editing/help"
	"gongkai/generator/editing/history"
	"gongkai/generator/editing/round"
	"gongkai/generator/editing/scaffold"
	"gongkai/generator/editing/serve"
	"gongkai/generator/register"
)

// Site is an open site. Its errors are shown as they are: a *Fault has words for people.
type Site interface {
	Dir() string
	Name() string
	// Years are those with reports, the newest first.
	Years() []int
	// Statuses tells how far the reports of years are, days counted from a date.
	Statuses(years []int, day time.Time) ([]*round.Status, error)
	// Page is the output path of the page made from a content file, "" for none.
	Page(file string) string
	// Begin writes a new report and returns its file, of which there is a page then.
	Begin(ctx context.Context, agency string, year int) (string, error)
	// Agencies are those of the site, in the order in which they are listed.
	Agencies() []*register.Agency
	// Import reads a file by its name and contents.
	Import(name string, data []byte, as Reading) (*Import, error)
	// Contents are those of a report's file, fs.ErrNotExist where it is none.
	Contents(file string) ([]byte, error)
	// Create writes a report that is not there yet, Write others into one that still says what it did; there is a page of
	// it then. Earlier states are kept.
	Create(ctx context.Context, file string, contents []byte) error
	Write(ctx context.Context, file string, before, after []byte) error
	// Keep adds to a report's earlier states contents that it never had.
	Keep(file string, contents []byte) error
	// History lists the earlier states of a report, the newest first; Earlier is one of them.
	History(file string) ([]history.State, error)
	Earlier(file, state string) ([]byte, error)
	// ReportState is the state of a report; Word is the report in the statutory layout, and the file's name.
	ReportState(file string) (*ReportState, error)
	Word(file string) (data []byte, name string, err error)
	// Build publishes the site, or nothing; hold keeps the last published version of other reports with errors.
	Build(ctx context.Context, hold bool) (*Built, error)
}

// Open is a site with the server that shows it.
type Open struct {
	Site   Site
	Server *serve.Server
	Close  func() // lets go of both
}

// Fault is why something could not be done, in words for people.
type Fault struct {
	Status        int // of HTTP
	Message, Hint diag.Text
}

func (f *Fault) Error() string { return f.Message.EN }

// fault is one that the person can mend.
func fault(zh, en string, args ...any) *Fault {
	return &Fault{Status: http.StatusUnprocessableEntity, Message: diag.Textf(zh, en, args...)}
}

// Options of a desk.
type Options struct {
	Lang   string // zh or en
	Folder string // where a new site goes, to begin with
	// Open opens the site in a folder, Create makes one there.
	Open   func(dir string) (*Open, error)
	Create func(dir string, o scaffold.Office) error
	Today  func() time.Time
	End    func() // ends the program
}

// Desk answers browsers.
type Desk struct {
	o      Options
	parts  *template.Template
	start  *serve.Server     // while no site is open
	manual map[string][]byte // its pages, by their paths

	mu  sync.Mutex
	now *Open // nil for none
}

// Address is the path of the desk's page.
const Address = serve.Home + "desk"

// New makes a desk without a site.
func New(o Options) (*Desk, error) {
	d := &Desk{o: o}
	var err error
	if d.start, err = serve.New(serve.Options{Dir: ".", Lang: o.Lang}); err != nil {
		return nil, err
	}
	if d.parts, err = d.parse(); err != nil {
		return nil, fmt.Errorf("desk: %w", err)
	}
	if d.manual, err = help.Files(Address); err != nil {
		return nil, err
	}
	d.furnish(d.start, nil)
	return d, nil
}

// Open opens the site in a folder, in the place of the one that is open.
func (d *Desk) Open(dir string) error {
	next, err := d.o.Open(dir)
	if err != nil {
		return err
	}
	d.furnish(next.Server, next.Site)
	d.mu.Lock()
	last := d.now
	d.now = next
	d.mu.Unlock()
	if last != nil {
		last.Server.Close()
		last.Close()
	}
	return nil
}

func (d *Desk) current() *Open {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

// ServeHTTP answers with the pages of the open site, and those of the desk.
func (d *Desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch now := d.current(); {
	case now != nil:
		now.Server.Handler().ServeHTTP(w, r)
	case r.URL.Path == "/" && r.Method == http.MethodGet:
		http.Redirect(w, r, Address, http.StatusSeeOther)
	default:
		d.start.Handler().ServeHTTP(w, r)
	}
}

// Serve answers until the context ends.
func (d *Desk) Serve(ctx context.Context, l net.Listener) error {
	err := serve.Serve(ctx, l, d, func() {
		d.start.Close()
		if now := d.current(); now != nil {
			now.Server.Close()
		}
	})
	if now := d.current(); now != nil {
		now.Close()
	}
	return err
}

//go:embed assets
var files embed.FS

// furnish gives a server the pages of the desk; site is nil where none is open.
func (d *Desk) furnish(s *serve.Server, site Site) {
	for name, kind := range map[string]string{"desk.css": "text/css", "desk.js": "text/javascript"} {
		s.Handle(http.MethodGet, name, 0, func(w http.ResponseWriter, _ *http.Request) {
			data, _ := files.ReadFile("assets/" + name)
			w.Header().Set("Content-Type", kind+"; charset=utf-8")
			w.Write(data) //nolint:errcheck // the browser has gone
		})
	}
	x := &visit{Desk: d, server: s, site: site}
	s.Handle(http.MethodGet, "help/", 0, d.help)
	s.Handle(http.MethodGet, "start", 0, x.beginning)
	s.Handle(http.MethodPost, "start/open", 0, x.open)
	s.Handle(http.MethodPost, "start/new", 0, x.create)
	s.Handle(http.MethodPost, "desk/end", 0, x.end)
	if site == nil {
		s.Handle(http.MethodGet, "desk", 0, x.beginning)
		return
	}
	s.Handle(http.MethodGet, "desk", 0, x.table)
	s.Handle(http.MethodPost, "desk/new", 0, x.begin)
	s.Handle(http.MethodPost, "desk/import", maxDropped, x.drop)
	s.Handle(http.MethodGet, "desk/import", 0, x.imported)
	s.Handle(http.MethodGet, "desk/import/review", 0, x.reviewed)
	s.Handle(http.MethodPost, "desk/import/put", 0, x.put)
	s.Handle(http.MethodGet, "desk/round", 0, x.round)
	s.Handle(http.MethodGet, "desk/hand", 0, x.handIn)
	s.Handle(http.MethodGet, "desk/word", 0, x.document)
	s.Handle(http.MethodPost, "desk/publish", 0, x.publish)
	s.Handle(http.MethodGet, "desk/history", 0, x.history)
	s.Handle(http.MethodPost, "desk/history/restore", 0, x.restore)
}

// visit is the desk of one server.
type visit struct {
	*Desk
	server *serve.Server
	site   Site

	mu      sync.Mutex
	waiting []pending // files that were dropped
	dropped int       // how many so far
}

// page is what each of the desk's pages has.
type page struct {
	Title string
	Site  string // its name, "" for none
	Token string
	Wide  bool
	Fault *Fault
	View  any
}

// policy is that of the desk's pages: nothing but what is the program's own.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// show answers with a page, of which name is the template.
func (x *visit) show(w http.ResponseWriter, name string, p page) {
	p.Token = x.server.Token()
	if x.site != nil {
		p.Site = x.site.Name()
	}
	var b bytes.Buffer
	if err := x.parts.ExecuteTemplate(&b, name, &p); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", policy)
	if p.Fault != nil {
		w.WriteHeader(p.Fault.Status)
	}
	w.Write(b.Bytes()) //nolint:errcheck // the browser has gone
}

// help shows a page of the manual.
func (d *Desk) help(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, serve.Home+"help/")
	data, ok := d.manual[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", map[string]string{".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".png": "image/png"}[path.Ext(name)])
	w.Header().Set("Content-Security-Policy", policy)
	w.Write(data) //nolint:errcheck // the browser has gone
}

// faultOf finds the words for an error.
func faultOf(err error) *Fault {
	if err == nil {
		return nil
	}
	f := new(Fault)
	if errors.As(err, &f) {
		return f
	}
	f = &Fault{Status: http.StatusInternalServerError, Message: diag.Textf("没有做成：%v", "this failed: %v", err)}
	if message, hint, ok := diag.OfSystem("", err); ok {
		f.Message, f.Hint = message, hint
	}
	if errors.Is(err, fs.ErrNotExist) {
		f.Status, f.Message = http.StatusNotFound, diag.Textf("没有这份报告", "there is no such report")
	}
	return f
}

// end ends the program, once the browser has its answer.
func (x *visit) end(w http.ResponseWriter, _ *http.Request) {
	x.show(w, "ended", page{Title: x.word("ended")})
	time.AfterFunc(300*time.Millisecond, x.o.End)
}
