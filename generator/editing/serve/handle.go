package serve

import (
	"net/http"
)

// Home is the address of the server's own pages, with a slash at its end.
const Home = apiPrefix

// Handle answers requests by a method for a name below Home, from this machine alone. What is not
// asked for with GET is done for pages of this run alone, which send its Token as a header or a field. most, where it is
// not 0, is how many bytes a request may send in place of the usual ones.
func (s *Server) Handle(method, name string, most int64, h http.HandlerFunc) {
	if method != http.MethodGet {
		h = s.authorised(h)
	}
	if most > 0 {
		s.most[apiPrefix+name] = most
	}
	s.mux.HandleFunc(method+" "+apiPrefix+name, s.local(h))
}

// Token is what pages of this run send when something is to be done.
func (s *Server) Token() string { return s.token }

// Lang is the language of marks and messages, zh or en.
func (s *Server) Lang() string { return s.lang() }

// mostOf is how many bytes a request may send.
func (s *Server) mostOf(r *http.Request) int64 {
	if most, ok := s.most[r.URL.Path]; ok {
		return most
	}
	return maxBody
}

// Close ends the streams of events, which would not end by themselves.
func (s *Server) Close() { s.ending.Do(func() { close(s.quit) }) }
