package serve

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"gongkai/generator/diag"
	"gongkai/generator/editing/amend"
)

// Edits are what pages need to change reports.
type Edits struct {
	// Open reads the file of a report with the given contents; nil where it is none.
	Open func(file string, contents []byte) *amend.File
	// Try is the site as it would be with other contents of one file.
	Try func(ctx context.Context, file string, contents []byte) (Site, error)
	// Keep, where it is given, is told what a file says before it is written, and what was written.
	Keep func(file string, contents []byte, saved bool)
	// Waivable reports whether findings of a rule may be waived for a reason; nil for none.
	Waivable func(rule string) bool
	// Last, where it is given, is the report of the year before; nil for none.
	Last func(report *amend.File) *Last
	// Published, where it is given, is what the file of a report said when it was published last; nil for nothing.
	Published func(file string) []byte
	// Children, where it is given, are the agencies that a total of a report's agency may add up.
	Children func(report *amend.File) []Agency
	// Desk is where the pages of a report lead back to; "" for the page of the report itself.
	Desk string
}

// Agency is one of the site.
type Agency struct {
	Folder string `json:"folder"`
	Name   string `json:"name"`
}

// ErrNotLocal says that reports may be changed from this machine alone.
var ErrNotLocal = errors.New("reports can be changed from this machine alone")

// editing is the part of a server that changes reports.
type editing struct {
	Edits
	saving sync.Mutex // one at a time
	mu     sync.Mutex
	known  map[string][]byte // contents that were loaded or saved, by file and hash
	order  []string
}

// AllowEdits lets pages change reports. It refuses, with ErrNotLocal, for a server that
// others may call.
func (s *Server) AllowEdits(e Edits) error {
	if s.o.Host != "" {
		return ErrNotLocal
	}
	s.edits = &editing{Edits: e, known: map[string][]byte{}}
	s.mux.HandleFunc("GET "+apiPrefix+"edit/report", s.local(s.editLoad))
	s.mux.HandleFunc("GET "+apiPrefix+"edit/last", s.local(s.editLast))
	s.mux.HandleFunc("GET "+apiPrefix+"edit/picture", s.local(s.editPicture))
	s.Handle(http.MethodPost, "edit/attach", maxAttachment+maxBody, s.editAttach)
	for name, do := range map[string]func(*http.Request, *editRequest) (any, error){"try": s.editTry, "read": s.editRead, "save": s.editSave} {
		s.mux.HandleFunc("POST "+apiPrefix+"edit/"+name, s.local(s.editPost(do)))
	}
	return nil
}

// editRequest is what a page sends.
type editRequest struct {
	File string `json:"file"`
	Hash string `json:"hash"` // of the contents that it loaded
	// Cells and Texts are the changes to that version.
	Cells map[string]string `json:"cells"`
	Texts map[string]string `json:"texts"`
	Keys  map[string]string `json:"keys"`
	// Restore is the hash of earlier contents to go back to, instead.
	Restore string `json:"restore"`
	// Prose asks for the page as it would be.
	Prose bool `json:"prose"`
	// Diff asks what would change in the file, line by line.
	Diff bool `json:"diff"`
}

// changes are what is to be otherwise.
func (q *editRequest) changes() amend.Changes {
	return amend.Changes{Cells: q.Cells, Texts: q.Texts, Keys: q.Keys}
}

// fault is why a request is refused.
type fault struct {
	status int
	Text   diag.Text
	now    *state         // what the file is now
	cells  []diag.Finding // that cannot be written
}

func (f *fault) Error() string { return f.Text.EN }

func refusal(status int, zh, en string, args ...any) *fault {
	return &fault{status: status, Text: diag.Textf(zh, en, args...)}
}

// local refuses requests from other machines, whatever address they came by.
func (s *Server) local(do http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
			s.answer(w, nil, refusal(http.StatusForbidden, "只能在本机编辑", "reports can be changed from this machine alone"))
			return
		}
		do(w, r)
	}
}

// editPost reads what a page sends, and answers with what is done about it.
func (s *Server) editPost(do func(*http.Request, *editRequest) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get("Gongkai-Token")), []byte(s.token)) != 1 {
			s.answer(w, nil, refusal(http.StatusForbidden, "页面不是这次运行的，请重新载入", "the token is not that of this run; load the page again"))
			return
		}
		if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(kind) != "application/json" {
			s.answer(w, nil, refusal(http.StatusUnsupportedMediaType, "只接受 JSON", "the body should be JSON"))
			return
		}
		data, err := io.ReadAll(r.Body)
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			s.answer(w, nil, refusal(http.StatusRequestEntityTooLarge, "内容超过 1 MB", "the body is larger than 1 MB"))
			return
		}
		q := &editRequest{}
		if err == nil {
			err = json.Unmarshal(data, q)
		}
		if err != nil {
			s.answer(w, nil, refusal(http.StatusBadRequest, "读不懂请求", "the request cannot be read"))
			return
		}
		out, err := do(r, q)
		s.answer(w, out, err)
	}
}

// answer writes what a page gets, or why it gets nothing.
func (s *Server) answer(w http.ResponseWriter, out any, err error) {
	status := http.StatusOK
	if err != nil {
		f := new(fault)
		if !errors.As(err, &f) {
			f = refusal(http.StatusInternalServerError, "做不到：%s", "this failed: %s", err.Error())
			if message, hint, ok := diag.OfSystem("", err); ok {
				f.Text = diag.Textf("做不到：%v。%v", "this failed: %v; %v", message, hint)
			}
		}
		status = f.status
		refused := struct {
			Error struct {
				ZH string `json:"zh"`
				EN string `json:"en"`
			} `json:"error"`
			Now      *state          `json:"now,omitempty"`
			Findings json.RawMessage `json:"findings,omitempty"`
		}{Now: f.now}
		refused.Error.ZH, refused.Error.EN = f.Text.ZH, f.Text.EN
		if len(f.cells) > 0 {
			refused.Findings, _ = diag.MarshalFindings(f.cells, s.lang())
		}
		out = refused
	}
	data, err := json.Marshal(out)
	if err != nil {
		refuse(w, http.StatusInternalServerError, err.Error())
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(data) //nolint:errcheck // the browser has gone
}

// editable is the address at which a page can be edited, "" for one that cannot.
func (s *Server) editable(v *view, name string) string {
	if s.edits == nil || v == nil || v.site == nil || v.trouble != nil {
		return ""
	}
	if _, _, err := s.edits.load(s.dir, v.site.Source(name)); err != nil {
		return ""
	}
	return pathOf(name) + "?edit"
}

// pathOf is the path of the address of the page at an output path.
func pathOf(name string) string {
	at := url.URL{Path: "/" + strings.TrimSuffix(name, "index.html")}
	return at.String()
}

// editMeta is what the script of a page that is being edited needs to begin.
func (s *Server) editMeta() (string, error) {
	data, err := json.Marshal(map[string]string{"token": s.token, "lang": s.lang(), "at": apiPrefix, "desk": s.edits.Desk})
	if err != nil {
		return "", fmt.Errorf("serve: %w", err)
	}
	return string(data), nil
}
