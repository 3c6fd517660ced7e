package serve

import (
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// maxBody is how many bytes a request may send.
const maxBody = 1 << 20

// guard refuses what does not come from the person in front of this machine: other
// sites' pages, which a browser would let send requests here, and names that lead here
// only for as long as it takes to get at what is served (DNS rebinding).
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Referrer-Policy", "same-origin")
		switch {
		case fromStranger(r):
			refuse(w, http.StatusForbidden, "this preview belongs to another account of this machine")
		case !s.knows(r.Host):
			refuse(w, http.StatusMisdirectedRequest, "this preview does not answer to the name "+r.Host)
		case foreign(r):
			refuse(w, http.StatusForbidden, "this preview does not answer to pages of other sites")
		case !plain(r.URL.Path):
			refuse(w, http.StatusBadRequest, "no file of a site has such a path")
		case r.ContentLength > s.mostOf(r):
			w.Header().Set("Connection", "close")
			refuse(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("the body is larger than %d MB", s.mostOf(r)>>20))
		default:
			r.Body = http.MaxBytesReader(w, r.Body, s.mostOf(r))
			next.ServeHTTP(w, r)
		}
	})
}

func refuse(w http.ResponseWriter, status int, why string) {
	http.Error(w, why, status)
}

// knows reports whether a Host header is one under which this server may be called.
func (s *Server) knows(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.TrimSuffix(strings.Trim(name, "[]"), "."))
	ip := net.ParseIP(name)
	switch {
	case name == "localhost" || ip != nil && ip.IsLoopback():
		return true
	case s.o.Host == "":
		return false
	case s.o.Host != "*":
		return strings.EqualFold(name, strings.Trim(s.o.Host, "[]"))
	}
	// An address cannot be made to lead elsewhere, and so cannot be made to lead here.
	own, err := os.Hostname()
	return ip != nil || err == nil && strings.EqualFold(name, own)
}

// foreign reports whether a page of another site sent the request. A link from there that
// a person follows does not count.
func foreign(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" {
		u, err := url.Parse(origin)
		if err != nil || u.Scheme != "http" || !strings.EqualFold(u.Host, r.Host) {
			return true
		}
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return false
	}
	return r.Method != http.MethodGet || r.Header.Get("Sec-Fetch-Mode") != "navigate" || r.Header.Get("Sec-Fetch-Dest") != "document"
}

// plain reports whether a request's path is one that a file of a site can have.
func plain(p string) bool {
	if !strings.HasPrefix(p, "/") || strings.ContainsAny(p, "\\\x00") {
		return false
	}
	name := strings.TrimSuffix(p[1:], "/")
	return p == "/" || name != "." && fs.ValidPath(name)
}
