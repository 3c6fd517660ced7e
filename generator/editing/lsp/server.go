package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/editing/ide"
)

// Site is a site that is being edited.
type Site interface {
	// Check validates the site with contents instead of those of its files, by path in
	// the site. The error says that it could not be done, or was cancelled.
	Check(ctx context.Context, unsaved map[string][]byte) ([]diag.Finding, *ide.Site, error)
	// Format lays out one file's front matter; nil where nothing changes.
	Format(ctx context.Context, unsaved map[string][]byte, file string) ([]byte, error)
}

// Options of a server.
type Options struct {
	Lang    string // zh or en; "" follows the client
	Default string // where the client does not say either
	Site    string // folder of the only site; "" looks for each file's own
	Version string
	Open    func(dir string) Site // begins to edit a site
	Delay   time.Duration         // from the last change of a text to its check
	Debug   io.Writer             // where the stack of an internal error goes; nil for nowhere
}

// ErrNoShutdown says that the client left without asking for it first.
var ErrNoShutdown = errors.New("the client left without a shutdown")

// server is one connection with an editor.
type server struct {
	Options
	*conn
	ctx context.Context

	encoding encoding
	lang     string
	watch    bool // the client can watch files
	related  bool // it shows places beside that of a diagnostic
	pull     bool // it asks for diagnostics, and is told when to ask again
	begun    bool // initialize was answered
	ending   bool // shutdown was answered

	mu         sync.Mutex
	documents  map[string]*document // by URI
	changes    int                  // of documents
	workspaces map[string]*workspace
	running    map[string]context.CancelFunc // requests, by id
	requests   sync.WaitGroup
}

// document is an open file. It is replaced when it changes.
type document struct {
	uri     string
	file    string     // path in the site
	site    *workspace // nil outside a site
	version int
	text    *text
	changed int // which of all changes of documents was its last
}

// Serve answers a client until it leaves.
func Serve(ctx context.Context, in io.Reader, out io.Writer, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	s := &server{Options: o, conn: newConn(in, out), ctx: ctx, encoding: utf16Units, lang: o.Lang,
		documents: map[string]*document{}, workspaces: map[string]*workspace{}, running: map[string]context.CancelFunc{}}
	defer func() {
		cancel()
		s.requests.Wait()
		for _, w := range s.workspaces {
			w.stop()
		}
		s.close()
	}()
	for {
		body, err := s.read()
		switch {
		case errors.Is(err, io.EOF):
			if s.ending {
				return nil
			}
			return ErrNoShutdown
		case err != nil:
			return fmt.Errorf("read from the editor: %w", err)
		}
		var m message
		if err := json.Unmarshal(body, &m); err != nil {
			s.reply(json.RawMessage("null"), nil, &rpcError{parseError, err.Error()})
			continue
		}
		if m.Method == "exit" {
			if s.ending {
				return nil
			}
			return ErrNoShutdown
		}
		s.dispatch(&m)
	}
}

// dispatch handles notifications in their order, and requests each on its own, with the
// texts as they are now.
func (s *server) dispatch(m *message) {
	switch {
	case m.Method == "": // a response; nothing was asked that needs one
	case m.ID == nil:
		if s.begun && !s.ending {
			s.guard(nil, func() (any, *rpcError) { s.notified(m); return nil, nil })
		}
	case m.Method == "initialize" && !s.begun:
		s.guard(m.ID, func() (any, *rpcError) { return s.initialize(m.Params) })
	case !s.begun:
		s.reply(m.ID, nil, &rpcError{notInitialized, "initialize first"})
	case m.Method == "initialize", s.ending:
		s.reply(m.ID, nil, &rpcError{invalidRequest, "not now"})
	case m.Method == "shutdown":
		s.ending = true
		s.reply(m.ID, nil, nil)
	default:
		answer, ok := answers[m.Method]
		if !ok {
			s.reply(m.ID, nil, &rpcError{methodNotFound, "unknown method " + m.Method})
			return
		}
		s.request(m, answer)
	}
}

// request answers on a goroutine of its own.
func (s *server) request(m *message, answer func(*server, *request) (any, error)) {
	var p documentParams
	if err := json.Unmarshal(m.Params, &p); err != nil {
		s.reply(m.ID, nil, &rpcError{invalidParams, err.Error()})
		return
	}
	ctx, cancel := context.WithCancel(s.ctx)
	id := string(m.ID)
	s.mu.Lock()
	r := &request{ctx: ctx, document: s.documents[p.TextDocument.URI], documentParams: p}
	s.running[id] = cancel
	s.mu.Unlock()
	s.requests.Go(func() {
		defer func() {
			cancel()
			s.mu.Lock()
			delete(s.running, id)
			s.mu.Unlock()
		}()
		s.guard(m.ID, func() (any, *rpcError) {
			if r.document == nil || r.document.site == nil {
				if m.Method == "textDocument/diagnostic" { // which must be answered by a list
					return object{"kind": "full", "items": []diagnostic{}}, nil
				}
				return nil, nil
			}
			result, err := answer(s, r)
			switch {
			case err == nil:
				return result, nil
			case ctx.Err() != nil:
				return nil, &rpcError{cancelled, "cancelled"}
			}
			return nil, &rpcError{internalError, err.Error()}
		})
	})
}

// guard answers a request, or, without an id, handles a notification; a fault of the
// server's own must not end the editor's session.
func (s *server) guard(id json.RawMessage, do func() (any, *rpcError)) {
	defer func() {
		if p := recover(); p != nil {
			if s.Debug != nil {
				fmt.Fprintf(s.Debug, "%v\n%s", p, debug.Stack())
			}
			s.log(diag.Textf("程序内部错误：%v", "internal error: %v", p))
			if id != nil {
				s.reply(id, nil, &rpcError{internalError, "internal error"})
			}
		}
	}()
	result, fault := do()
	if id != nil {
		s.reply(id, result, fault)
	}
}

// log writes to the editor's log.
func (s *server) log(t diag.Text) {
	s.notify("window/logMessage", object{"type": 1, "message": t.In(s.lang)})
}

func (s *server) initialize(params json.RawMessage) (any, *rpcError) {
	var p initializeParams
	if err := json.Unmarshal(params, &p); err != nil {
		return nil, &rpcError{invalidParams, err.Error()}
	}
	s.begun = true
	for _, e := range []encoding{utf8Units, utf32Units} {
		if slices.Contains(p.Capabilities.General.PositionEncodings, e) {
			s.encoding = e
			break
		}
	}
	var o options
	if json.Unmarshal(p.InitializationOptions, &o) == nil && slices.Contains([]encoding{utf8Units, utf16Units, utf32Units}, o.PositionEncoding) {
		s.encoding = o.PositionEncoding
	}
	switch {
	case s.lang != "":
	case strings.HasPrefix(strings.ToLower(p.Locale), "zh"):
		s.lang = "zh"
	case p.Locale != "":
		s.lang = "en"
	default:
		s.lang = s.Default
	}
	s.watch = p.Capabilities.Workspace.DidChangeWatchedFiles.DynamicRegistration
	s.related = p.Capabilities.TextDocument.PublishDiagnostics.RelatedInformation
	s.pull = p.Capabilities.TextDocument.Diagnostic != nil && p.Capabilities.Workspace.Diagnostics.RefreshSupport
	can := object{
		"positionEncoding":           s.encoding,
		"textDocumentSync":           object{"openClose": true, "change": 2, "save": true},
		"completionProvider":         object{"triggerCharacters": []string{".", "{", " "}},
		"hoverProvider":              true,
		"definitionProvider":         true,
		"documentHighlightProvider":  true,
		"referencesProvider":         true,
		"inlayHintProvider":          true,
		"documentSymbolProvider":     true,
		"documentFormattingProvider": true,
		"codeActionProvider":         object{"codeActionKinds": []string{"quickfix", fixAll}},
	}
	if s.pull {
		// Pushed beside it, an editor would show each finding twice.
		can["diagnosticProvider"] = object{"identifier": "gongkai", "interFileDependencies": true, "workspaceDiagnostics": false}
	}
	return object{"serverInfo": object{"name": "gongkai", "version": s.Version}, "capabilities": can}, nil
}

func (s *server) notified(m *message) {
	switch m.Method {
	case "initialized":
		if s.watch {
			s.write(outgoing{Version: "2.0", ID: json.RawMessage(`"watch"`), Method: "client/registerCapability", Params: object{"registrations": []object{{
				"id": "watch", "method": "workspace/didChangeWatchedFiles",
				"registerOptions": object{"watchers": []object{{"globPattern": "**/*"}}}}}}})
		}
	case "textDocument/didOpen":
		s.didOpen(m.Params)
	case "textDocument/didChange":
		s.didChange(m.Params)
	case "textDocument/didSave":
		s.changed(m.Params, 0)
	case "textDocument/didClose":
		s.didClose(m.Params)
	case "workspace/didChangeWatchedFiles":
		s.didChangeFiles(m.Params)
	case "$/cancelRequest":
		var p cancelParams
		if json.Unmarshal(m.Params, &p) == nil {
			s.mu.Lock()
			if cancel := s.running[string(p.ID)]; cancel != nil {
				cancel()
			}
			s.mu.Unlock()
		}
	}
}
