package desk

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"strconv"

	"gongkai/generator/diag"
	"gongkai/generator/editing/scaffold"
	"gongkai/generator/editing/serve"
	"gongkai/generator/editing/textedit"
)

// Import is what was read of a file that is to become a report.
type Import struct {
	Name     string // of the file
	Agency   string // "" where none of the site's is named
	Year     int    // 0 where it says none
	File     string // where the report goes; "" while that is not known
	Text     []byte // of the report
	Existing []byte // the report that is there already; nil for none
	Review   []byte // original and reading side by side, as a page
	Lines    []diag.Text
	Whole    bool   // every printed figure was read
	Problem  *Fault // why there is no report
}

// Reading says how a file is read.
type Reading struct {
	Agency string // "" to find it in the file
	Year   int    // 0 to find it in the file
	Own    bool   // it is handed in, and was not published before
}

// pending is a file that was dropped and is not put into the site yet.
type pending struct {
	ID, Name string
	data     []byte
}

const (
	// maxPending is how many files may wait to be put into the site.
	maxPending = 40
	// maxDropped is how many bytes the files of one request may have.
	maxDropped = 64 << 20
)

// imports is the page of what was dropped.
type imports struct {
	List []pending // where there are several
	*Import
	ID       string
	As       Reading
	Agencies []choice
	Diff     []textedit.Line // of the report that is there, to that which was read
	Content  string          // the address of the review
}

// drop takes files.
func (x *visit) drop(w http.ResponseWriter, r *http.Request) {
	var ids []string
	if r.MultipartForm != nil {
		for _, h := range r.MultipartForm.File["file"] {
			f, err := h.Open()
			if err != nil {
				x.tableWith(w, r, err)
				return
			}
			data, err := io.ReadAll(f)
			f.Close() //nolint:errcheck // it was only read
			if err != nil {
				x.tableWith(w, r, err)
				return
			}
			ids = append(ids, x.wait(filepath.Base(h.Filename), data))
		}
		r.MultipartForm.RemoveAll() //nolint:errcheck // what is left in the system's folder goes with it
	}
	to := url.URL{Path: serve.Home + "desk/import"}
	switch len(ids) {
	case 0:
		x.tableWith(w, r, fault("没有选文件", "no file was chosen"))
		return
	case 1:
		to.RawQuery = url.Values{"id": ids}.Encode()
	}
	http.Redirect(w, r, to.String(), http.StatusSeeOther)
}

// wait keeps a file until it is put into the site; the oldest goes where there are too many.
func (x *visit) wait(name string, data []byte) string {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.dropped++
	p := pending{ID: strconv.Itoa(x.dropped), Name: name, data: data}
	if x.waiting = append(x.waiting, p); len(x.waiting) > maxPending {
		x.waiting = x.waiting[1:]
	}
	return p.ID
}

func (x *visit) pending(id string) *pending {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, p := range x.waiting {
		if p.ID == id {
			return &p
		}
	}
	return nil
}

// settled forgets a file that is in the site.
func (x *visit) settled(id string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for i, p := range x.waiting {
		if p.ID == id {
			x.waiting = append(x.waiting[:i:i], x.waiting[i+1:]...)
			return
		}
	}
}

// gone is said of a file that was dropped in another run, or long ago.
func gone() *Fault {
	return &Fault{Status: http.StatusGone, Message: diag.Textf("这个文件已经不在这里了，请再拖一次", "this file is not here any more; drop it again")}
}

// readingOf is how a request says a file is to be read.
func readingOf(r *http.Request) Reading {
	year, _ := strconv.Atoi(r.FormValue("year")) // without a year, it is to be found
	return Reading{Agency: r.FormValue("agency"), Year: year, Own: r.FormValue("own") == "yes"}
}

// imported shows what was read of a dropped file, or lists those that wait.
func (x *visit) imported(w http.ResponseWriter, r *http.Request) {
	if !r.URL.Query().Has("id") {
		x.mu.Lock()
		list := append([]pending{}, x.waiting...)
		x.mu.Unlock()
		x.show(w, "import", page{Title: x.word("import"), View: &imports{List: list}})
		return
	}
	p := x.pending(r.FormValue("id"))
	if p == nil {
		x.tableWith(w, r, gone())
		return
	}
	x.showImport(w, p, readingOf(r), nil)
}

// reviewed is the page of original and reading, within the page of an import.
func (x *visit) reviewed(w http.ResponseWriter, r *http.Request) {
	p := x.pending(r.FormValue("id"))
	if p == nil {
		http.NotFound(w, r)
		return
	}
	im, err := x.site.Import(p.Name, p.data, readingOf(r))
	if err != nil || im.Review == nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'")
	w.Write(im.Review) //nolint:errcheck // the browser has gone
}

func (x *visit) showImport(w http.ResponseWriter, p *pending, as Reading, failed error) {
	im, err := x.site.Import(p.Name, p.data, as)
	if err != nil {
		x.show(w, "import", page{Title: p.Name, View: &imports{}, Fault: faultOf(err)})
		return
	}
	v := &imports{Import: im, ID: p.ID, As: as}
	for _, a := range x.site.Agencies() {
		v.Agencies = append(v.Agencies, choice{a.Slug, a.Name, a.Slug == im.Agency})
	}
	if im.Existing != nil {
		v.Diff = textedit.Lines(im.File, im.Existing, im.Text)
	}
	if im.Review != nil {
		q := url.Values{"id": {p.ID}, "agency": {im.Agency}}
		if im.Year != 0 {
			q.Set("year", strconv.Itoa(im.Year))
		}
		v.Content = serve.Home + "desk/import/review?" + q.Encode()
	}
	f := faultOf(failed)
	if f == nil {
		f = im.Problem
	}
	x.show(w, "import", page{Title: p.Name, View: v, Fault: f})
}

// put puts what was read into the site. A report that is there is not touched unless that is asked for.
func (x *visit) put(w http.ResponseWriter, r *http.Request) {
	p := x.pending(r.FormValue("id"))
	if p == nil {
		x.tableWith(w, r, gone())
		return
	}
	as := readingOf(r)
	im, err := x.site.Import(p.Name, p.data, as)
	how := r.FormValue("how")
	switch {
	case err != nil:
	case im.Problem != nil:
		err = im.Problem
	case im.File == "":
		err = fault("请选机关", "choose the agency")
	case im.Existing == nil:
		err = x.site.Create(r.Context(), im.File, im.Text)
		if errors.Is(err, scaffold.ErrExists) {
			err = fault("刚才有人放进了这份报告", "somebody has just put this report in")
		}
	case how == "replace":
		err = x.site.Write(r.Context(), im.File, im.Existing, im.Text)
	case how == "both":
		err = x.site.Keep(im.File, im.Text)
	default:
		err = &Fault{Status: http.StatusConflict, Message: diag.Textf("%s 已经有 %d 年的报告，没有改动", "%s has a report of %d already, which was left as it is", path.Dir(path.Dir(im.File)), im.Year),
			Hint: diag.Textf("请在下面选怎样处理", "choose below what is to become of the two")}
	}
	if err != nil {
		x.showImport(w, p, as, err)
		return
	}
	x.settled(p.ID)
	to := Address
	if at := x.site.Page(im.File); at != "" && how != "both" {
		to = editAddress(at)
	} else if how == "both" {
		to = historyAddress(im.File)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}
