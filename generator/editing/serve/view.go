package serve

import (
	"encoding/json"
	"errors"
	"hash/maphash"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gongkai/generator/diag"
)

// view is what is shown at one moment: a site, and what is known beyond it.
type view struct {
	site Site
	id   int // counts views, also those of a site that could not be read
	// trouble says why the site is not that of now; nil where it is.
	trouble *trouble
	all     *diag.List
	// lost are pages whose files cannot be read now, as they were when they last could be,
	// by path.
	lost map[string]lost

	list func() ([]byte, error) // the findings as JSON, made once
	mu   sync.Mutex
	sums map[string]string // versions of files that pages load
}

type trouble struct{ message, hint diag.Text }

type lost struct {
	file string
	page []byte
}

// maxLost is how many pages are kept that cannot be made any more.
const maxLost = 64

// seed makes versions of files, good for one run.
var seed = maphash.MakeSeed()

// next is the view of a site that takes the place of this one's, which may be nil.
func (v *view) next(site Site, lang string) *view {
	n := &view{site: site, all: site.Findings(), lost: map[string]lost{}, sums: map[string]string{}}
	n.list = sync.OnceValues(func() ([]byte, error) { return diag.MarshalFindings(n.all.Slice(), lang) })
	if v == nil || v.site == nil {
		return n
	}
	for at, l := range v.lost {
		if n.unreadable(l.file) {
			n.lost[at] = l
		}
	}
	last := ""
	for f := range n.all.Since(v.all) {
		file := f.File
		if f.Severity != diag.Error || file == last {
			continue // a page that is lost is an error
		}
		last = file
		at := v.site.Page(file)
		if at == "" || !n.unreadable(file) || v.unreadable(file) || len(n.lost) >= maxLost {
			continue
		}
		if page, err := v.site.Render(at); err == nil {
			n.lost[at] = lost{file, page}
		}
	}
	return n
}

// unreadable reports whether a file is there and has no page, or one that need not be
// what was meant: something in it cannot be read, and only a person can say what it means.
func (v *view) unreadable(file string) bool {
	found := v.all.Of(file)
	return slices.ContainsFunc(found, misread) || found != nil && v.site.Page(file) == ""
}

// misread reports whether a finding is about something that cannot be read.
func misread(f *diag.Finding) bool { return f.Rule == "syntax" && f.Fix == nil && !f.Waived }

// failed is this view with a reason why it is not that of now.
func (v *view) failed(message, hint diag.Text) *view {
	n := &view{trouble: &trouble{message, hint}}
	if v != nil {
		n.site, n.all, n.lost, n.list, n.sums = v.site, v.all, v.lost, v.list, map[string]string{}
	}
	return n
}

// find is the output path that a request's path means: a page of a folder, or a file, at
// the site's root or below its public path, as 404.html has it.
func (v *view) find(p string) (name string, data []byte, err error) {
	p = strings.TrimPrefix(p, "/")
	if name, data, err = v.render(p); !errors.Is(err, fs.ErrNotExist) {
		return name, data, err
	}
	if below, ok := strings.CutPrefix("/"+p, v.site.Base()); ok && below != p {
		if name, data, err := v.render(below); err == nil {
			return name, data, nil
		}
	}
	return name, data, err
}

func (v *view) render(p string) (string, []byte, error) {
	if p == "" || strings.HasSuffix(p, "/") {
		p += "index.html"
	}
	data, err := v.site.Render(p)
	return p, data, err
}

// version tells one content of a file that a page loads from another; "" for none.
func (v *view) version(name string) string {
	v.mu.Lock()
	defer v.mu.Unlock()
	if sum, ok := v.sums[name]; ok {
		return sum
	}
	sum := ""
	if data, err := v.site.Render(name); err == nil {
		sum = strconv.FormatUint(maphash.Bytes(seed, data), 36)
	}
	v.sums[name] = sum
	return sum
}

// unread are the findings on a file that cannot be read, for the path of its page. Files
// have the paths of their pages, so that this is known also of one that was never read.
func (v *view) unread(name string) []*diag.Finding {
	at := strings.TrimSuffix(strings.TrimSuffix(name, "index.html"), "/")
	if l, ok := v.lost[name]; ok {
		return v.all.Of(l.file)
	}
	if file := v.site.Source(name); file != "" {
		if v.unreadable(file) {
			return v.all.Of(file)
		}
		return nil
	}
	for _, file := range []string{path.Join("content", at) + ".md", path.Join("content", at, "_index.md")} {
		if fs := v.all.Of(file); fs != nil && v.site.Page(file) == "" {
			return fs
		}
	}
	return nil
}

// status tells programs what is shown.
func (s *Server) status(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	v, building := s.now, s.building
	s.mu.Unlock()
	out := struct {
		Build    int             `json:"build"`
		Building bool            `json:"building"`
		Error    string          `json:"error,omitempty"`
		Findings json.RawMessage `json:"findings"`
	}{Building: building, Findings: json.RawMessage("[]")}
	if v != nil && v.site != nil {
		list, err := v.list()
		if err != nil {
			refuse(w, http.StatusInternalServerError, err.Error())
			return
		}
		out.Build, out.Findings = v.site.Build(), list
	}
	if v != nil && v.trouble != nil {
		out.Error = v.trouble.message.In(s.lang())
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(out) //nolint:errcheck // the program has gone
}

// recent keeps the pages that were shown last, for when they cannot be made any more.
type recent struct {
	mu    sync.Mutex
	pages map[string][]byte
	order []string
}

const maxRecent = 32

func (r *recent) keep(name string, page []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pages == nil {
		r.pages = map[string][]byte{}
	}
	if _, known := r.pages[name]; !known {
		if r.order = append(r.order, name); len(r.order) > maxRecent {
			delete(r.pages, r.order[0])
			r.order = r.order[1:]
		}
	}
	r.pages[name] = page
}

func (r *recent) last(name string) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.pages[name]
}
