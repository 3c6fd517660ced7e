package serve

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
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

// maxKnown is how many contents are kept to go back to.
const maxKnown = 64

// AllowEdits lets pages change reports. It refuses, with ErrNotLocal, for a server that
// others may call.
func (s *Server) AllowEdits(e Edits) error {
	if s.o.Host != "" {
		return ErrNotLocal
	}
	s.edits = &editing{Edits: e, known: map[string][]byte{}}
	s.mux.HandleFunc("GET "+apiPrefix+"edit/report", s.local(s.editLoad))
	for name, do := range map[string]func(*http.Request, *editRequest) (any, error){"try": s.editTry, "read": s.editRead, "save": s.editSave} {
		s.mux.HandleFunc("POST "+apiPrefix+"edit/"+name, s.local(s.editPost(do)))
	}
	return nil
}

// editRequest is what a page sends.
type editRequest struct {
	File string `json:"file"`
	Hash string `json:"hash"` // of the contents that it loaded
	// Cells and Texts are what is to be otherwise than in those.
	Cells map[string]string `json:"cells"`
	Texts map[string]string `json:"texts"`
	// Restore is the hash of earlier contents to go back to, instead.
	Restore string `json:"restore"`
	// Prose asks for the page as it would be.
	Prose bool `json:"prose"`
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

// editLoad tells a page what is in the report that it shows.
func (s *Server) editLoad(w http.ResponseWriter, r *http.Request) {
	out, err := func() (any, error) {
		v, _ := s.current()
		if v == nil || v.site == nil {
			return nil, refusal(http.StatusServiceUnavailable, "网站还没有生成", "there is no site yet")
		}
		name, _, err := v.find(r.URL.Query().Get("page"))
		file := ""
		if err == nil {
			file = v.site.Source(name)
		}
		data, report, err := s.edits.load(s.dir, file)
		if err != nil {
			return nil, err
		}
		return s.loaded(r.Context(), file, data, report)
	}()
	s.answer(w, out, err)
}

// editTry tells what the rules would say of changes.
func (s *Server) editTry(r *http.Request, q *editRequest) (any, error) {
	_, report, err := s.edited(r, q)
	if err != nil {
		return nil, err
	}
	contents, refused := report.Change(amend.Changes{Cells: q.Cells, Texts: q.Texts})
	return s.verdict(r.Context(), q.File, contents, q.Cells, refused, q.Prose)
}

// reading is a copied text and what can be made of it.
type reading struct {
	Cell  string `json:"cell"`
	Text  string `json:"text"`
	Value string `json:"value"`
	None  bool   `json:"none,omitempty"`
	Doubt string `json:"doubt,omitempty"`
}

// editRead tells what copied texts mean in their cells.
func (s *Server) editRead(r *http.Request, q *editRequest) (any, error) {
	_, report, err := s.edited(r, q)
	if err != nil {
		return nil, err
	}
	out := []reading{}
	for _, c := range report.Cells() {
		text, wanted := q.Cells[c.Path]
		if x, ok := report.Read(c.Path, text); ok && wanted {
			out = append(out, reading{c.Path, text, x.Value, x.None, x.Doubt.In(s.lang())})
		}
	}
	return out, nil
}

// editSave writes changes into the file, if it still is what the page loaded.
func (s *Server) editSave(r *http.Request, q *editRequest) (any, error) {
	s.edits.saving.Lock()
	defer s.edits.saving.Unlock()
	before, report, err := s.edited(r, q)
	if err != nil {
		return nil, err
	}
	contents, refused := s.edits.recall(q.File, q.Restore), []diag.Finding(nil)
	switch {
	case q.Restore == "":
		if contents, refused = report.Change(amend.Changes{Cells: q.Cells, Texts: q.Texts}); len(refused) > 0 {
			f := refusal(http.StatusUnprocessableEntity, "有的内容无法写入，没有保存", "some of it cannot be written; nothing was saved")
			f.cells = refused
			return nil, f
		}
	case contents == nil:
		return nil, refusal(http.StatusGone, "这个版本已经不在了", "these contents are not known any more")
	}
	after := s.edits.Open(q.File, contents)
	if after == nil {
		return nil, refusal(http.StatusUnprocessableEntity, "改动之后读不懂这份文件，没有保存", "the file could not be read afterwards; nothing was saved")
	}
	if err := s.edits.write(s.dir, q.File, before, contents); err != nil {
		if !errors.Is(err, errChanged) {
			return nil, notSaved(q.File, err)
		}
		return nil, s.conflict(r.Context(), q.File)
	}
	out, err := s.loaded(r.Context(), q.File, contents, after)
	if err != nil { // what is on disk is no longer what the page has
		return nil, refusal(http.StatusInternalServerError, "已经保存，但没有能够校验；请重新打开页面", "it was saved, but could not be checked; open the page again")
	}
	return out, nil
}

// notSaved says why a file could not be written.
func notSaved(file string, err error) error {
	message, hint, ok := diag.OfSystem(file, err)
	if !ok {
		return err
	}
	return refusal(http.StatusInternalServerError, "没有保存：%v。%v", "it was not saved: %v; %v", message, hint)
}

// edited opens the file that a page speaks of, which must be what it loaded.
func (s *Server) edited(r *http.Request, q *editRequest) ([]byte, *amend.File, error) {
	data, report, err := s.edits.load(s.dir, q.File)
	if err != nil {
		return nil, nil, err
	}
	if hash(data) != q.Hash {
		return nil, nil, s.conflict(r.Context(), q.File)
	}
	return data, report, nil
}

// conflict is the refusal for a file that was changed underneath.
func (s *Server) conflict(ctx context.Context, file string) error {
	f := refusal(http.StatusConflict, "文件在别处改过了", "the file was changed meanwhile")
	data, report, err := s.edits.load(s.dir, file)
	if err == nil {
		f.now, err = s.loaded(ctx, file, data, report)
	}
	if err != nil {
		return err
	}
	return f
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// keep remembers contents to go back to.
func (e *editing) keep(file string, data []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	key := file + "\n" + hash(data)
	if _, ok := e.known[key]; ok {
		return
	}
	if e.order = append(e.order, key); len(e.order) > maxKnown {
		delete(e.known, e.order[0])
		e.order = e.order[1:]
	}
	e.known[key] = data
}

// recall is what keep remembered; nil for nothing.
func (e *editing) recall(file, hash string) []byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.known[file+"\n"+hash]
}

// editable is the address at which a page can be edited, "" for one that cannot.
func (s *Server) editable(v *view, name string) string {
	if s.edits == nil || v == nil || v.site == nil || v.trouble != nil {
		return ""
	}
	if _, _, err := s.edits.load(s.dir, v.site.Source(name)); err != nil {
		return ""
	}
	at := url.URL{Path: "/" + strings.TrimSuffix(name, "index.html"), RawQuery: "edit"}
	return at.String()
}

// editMeta is what the script of a page that is being edited needs to begin.
func (s *Server) editMeta() (string, error) {
	data, err := json.Marshal(map[string]string{"token": s.token, "lang": s.lang(), "at": apiPrefix})
	if err != nil {
		return "", fmt.Errorf("serve: %w", err)
	}
	return string(data), nil
}
