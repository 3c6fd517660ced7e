package serve

import (
	"fmt"
	"net/http"
	"time"
)

const (
	// maxTabs is how many streams of events may be open at once.
	maxTabs = 256
	// heartbeat is how often a stream says that it is alive.
	heartbeat = 15 * time.Second
	// stalled is how long a browser may take nothing from a stream.
	stalled = 30 * time.Second
)

// stateNow answers with what is shown now.
func (s *Server) stateNow(w http.ResponseWriter, _ *http.Request) {
	if v, _ := s.current(); v != nil {
		fmt.Fprint(w, s.state(v))
	}
}

// events tells a browser what is shown now, and again whenever that changes. Each event
// names it whole, so that one that was missed is made good by the next, or by the first
// after the browser has connected again.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	select {
	case s.tabs <- struct{}{}:
		defer func() { <-s.tabs }()
	default:
		w.Header().Set("Retry-After", "5")
		refuse(w, http.StatusServiceUnavailable, "too many pages are open")
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	control := http.NewResponseController(w)
	control.SetReadDeadline(time.Time{}) //nolint:errcheck // a connection without deadlines needs none lifted
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	say := func(format string, args ...any) bool {
		control.SetWriteDeadline(time.Now().Add(stalled)) //nolint:errcheck // as above
		_, err := fmt.Fprintf(w, format, args...)
		return err == nil && control.Flush() == nil
	}
	if !say("retry: 500\n\n") {
		return
	}
	for shown := (*view)(nil); ; {
		v, changed := s.current()
		if v != shown && v != nil && !say("id: %[1]s\nevent: state\ndata: %[1]s\n\n", s.state(v)) {
			return
		}
		shown = v
		select {
		case <-changed:
		case <-beat.C:
			if !say(": still here\n\n") {
				return
			}
		case <-r.Context().Done():
			return
		case <-s.quit:
			return
		}
	}
}
