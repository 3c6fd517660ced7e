package serve

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/output"
)

// notFound is the output path of the page for addresses where there is none.
const notFound = "404.html"

// page answers with a file of the site: to a program that asks for it as a build would
// write it, to a browser with marks.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	v, _ := s.current()
	raw := r.Header.Get("Gongkai-Raw") == "1"
	if v == nil || v.site == nil {
		if raw || v == nil {
			refuse(w, http.StatusServiceUnavailable, "there is no site yet")
			return
		}
		s.send(w, r, v, &response{status: http.StatusServiceUnavailable})
		return
	}
	name, data, err := v.find(r.URL.Path)
	missing := errors.Is(err, fs.ErrNotExist)
	if missing && !strings.HasSuffix(r.URL.Path, "/") {
		if _, _, err := v.find(r.URL.Path + "/"); err == nil {
			to := url.URL{Path: "./" + path.Base(r.URL.Path) + "/", RawQuery: r.URL.RawQuery}
			w.Header().Set("Location", to.String())
			w.WriteHeader(http.StatusFound)
			return
		}
	}
	if err == nil && output.Active(output.MediaType(name)) && v.site.Carried(name) {
		// As a web server of the finished site has it: what someone else wrote must not act as this page, which may save.
		w.Header().Set("Content-Security-Policy", output.ForeignPolicy)
		file(w, r, name, data)
		return
	}
	if raw {
		s.raw(w, r, v, name, data, err)
		return
	}
	page := &response{name: name, data: data, status: http.StatusOK}
	switch {
	case err == nil && r.URL.Query().Has("edit") && s.editable(v, name) != "":
		page.edit = true
	case err == nil && !isPage(name):
		if t := output.MediaType(name); t == "text/css" || t == "text/javascript" {
			s.good.keep(name, data) // the last good page needs them
		}
		file(w, r, name, data)
		return
	case !missing && err != nil && !isPage(name):
		data := s.good.last(name)
		if data == nil {
			refuse(w, http.StatusInternalServerError, err.Error())
			return
		}
		file(w, r, name, data)
		return
	case (err == nil || missing) && v.unread(name) != nil:
		page.unread = v.unread(name)
		page.findings = page.unread
		if l, ok := v.lost[name]; ok {
			page.data, page.last = l.page, true
		}
		if missing {
			page.status = http.StatusNotFound
		}
	case err == nil:
		page.findings = v.all.Of(v.site.Source(name))
		s.good.keep(name, data)
	case missing:
		page.status = http.StatusNotFound
		page.data, _ = v.site.Render(notFound)
	default: // the theme is broken
		page.status, page.data = http.StatusInternalServerError, s.good.last(name)
		page.last = page.data != nil
		page.fault = &trouble{message: diag.Textf("主题无法生成这个页面", "the theme cannot make this page"), hint: diag.Text{ZH: err.Error(), EN: err.Error()}}
	}
	if v.trouble != nil {
		page.status, page.last = http.StatusServiceUnavailable, true
	}
	s.send(w, r, v, page)
}

// raw answers as the web server of the finished site would.
func (s *Server) raw(w http.ResponseWriter, r *http.Request, v *view, name string, data []byte, err error) {
	switch {
	case v.trouble != nil:
		refuse(w, http.StatusServiceUnavailable, v.trouble.message.EN)
	case err == nil:
		file(w, r, name, data)
	case errors.Is(err, fs.ErrNotExist):
		data, _ := v.site.Render(notFound)
		w.Header().Set("Content-Type", mediaType(notFound))
		w.WriteHeader(http.StatusNotFound)
		if r.Method != http.MethodHead {
			w.Write(data) //nolint:errcheck // the program has gone
		}
	default:
		refuse(w, http.StatusInternalServerError, err.Error())
	}
}

// maxFindings is how many findings the page of all of them lists.
const maxFindings = 2000

// findings answers with a page of all findings.
func (s *Server) findings(w http.ResponseWriter, _ *http.Request) {
	v, _ := s.current()
	if v == nil || v.site == nil {
		refuse(w, http.StatusServiceUnavailable, "there is no site yet")
		return
	}
	sum := v.site.Summary()
	p := &panel{Server: s, State: s.state(v), Errors: sum.Errors, Warnings: sum.Warnings}
	p.There = s.others(v, nil, maxFindings)
	var b bytes.Buffer
	if err := s.print(&b, "findings", p); err != nil {
		refuse(w, http.StatusInternalServerError, err.Error())
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'")
	w.Write(b.Bytes()) //nolint:errcheck // the browser has gone
}

// file answers with a file as it is.
func file(w http.ResponseWriter, r *http.Request, name string, data []byte) {
	w.Header().Set("Content-Type", mediaType(name))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

func isPage(name string) bool { return output.MediaType(name) == "text/html" }

func mediaType(name string) string {
	t := output.MediaType(name)
	if strings.HasPrefix(t, "text/") || t == "application/json" || t == "application/xml" || t == "application/atom+xml" {
		t += "; charset=utf-8"
	}
	return t
}
