package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/editing/ide"
)

// workspace is a site with open files. It is checked when one of them changes; a newer
// change ends an older check.
type workspace struct {
	server *server
	dir    string
	site   Site

	mu        sync.Mutex
	timer     *time.Timer
	cancel    context.CancelFunc // of the running check
	stopped   bool
	due       int               // number of the check that is due, or runs
	quiet     chan struct{}     // closed when no check is due
	published map[string]string // diagnostics last sent, by URI
	running   sync.WaitGroup

	found *found
}

// found is what a check found.
type found struct {
	site     *ide.Site
	findings map[string][]diag.Finding // by file
	texts    map[string]*text          // of the open files, by file, as they were checked

	mu     sync.Mutex
	others map[string]*text // of files that findings of open ones are related to; nil where one is gone
}

func newWorkspace(s *server, dir string) *workspace {
	w := &workspace{server: s, dir: dir, site: s.Open(dir), quiet: make(chan struct{}), published: map[string]string{}}
	close(w.quiet)
	return w
}

// contains gives a file's path in the site.
func (w *workspace) contains(name string) (rel string, ok bool) {
	rel, err := filepath.Rel(w.dir, name)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// schedule has the site checked after a delay, which a further call restarts.
func (w *workspace) schedule(delay time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.interrupt()
	select {
	case <-w.quiet:
		w.quiet = make(chan struct{})
	default:
	}
	w.due++
	number := w.due
	if w.stopped {
		return
	}
	w.running.Add(1)
	w.timer = time.AfterFunc(delay, func() {
		defer w.running.Done()
		w.server.guard(nil, func() (any, *rpcError) { w.check(number); return nil, nil })
	})
}

// check checks the site and publishes what it found, unless a newer check is due.
func (w *workspace) check(number int) {
	w.mu.Lock()
	if number != w.due {
		w.mu.Unlock()
		return
	}
	ctx, cancel := context.WithCancel(w.server.ctx)
	w.cancel = cancel
	w.mu.Unlock()
	defer cancel()

	unsaved, open := map[string][]byte{}, w.server.open(w)
	for file, d := range open {
		unsaved[file] = d.text.data
	}
	findings, site, err := w.site.Check(ctx, unsaved)

	w.mu.Lock()
	defer w.mu.Unlock()
	if number != w.due {
		return
	}
	defer close(w.quiet)
	if err != nil {
		if ctx.Err() == nil {
			w.server.log(diag.Textf("无法校验 %s：%v", "cannot check %s: %v", w.dir, err))
		}
		return
	}
	f := &found{site: site, findings: map[string][]diag.Finding{}, texts: map[string]*text{}, others: map[string]*text{}}
	for _, x := range findings {
		f.findings[x.File] = append(f.findings[x.File], x)
	}
	for file, d := range open {
		f.texts[file] = d.text
	}
	w.found = f
	different := false
	for _, d := range open {
		different = w.publish(d, f) || different
	}
	if w.server.pull && different {
		w.server.write(outgoing{Version: "2.0", ID: json.RawMessage(fmt.Sprintf(`"refresh-%d"`, number)), Method: "workspace/diagnostic/refresh"})
	}
}

// diagnostics are those of an open file.
func (w *workspace) diagnostics(f *found, d *document) []diagnostic {
	out := []diagnostic{}
	findings := f.findings[d.file]
	for i := range findings {
		out = append(out, w.diagnostic(f, d.text, &findings[i]))
	}
	return out
}

// publish sends the diagnostics of an open file, where they are not what it has, to an editor that does not ask for them; it
// reports whether they have changed.
func (w *workspace) publish(d *document, f *found) (different bool) {
	p := publishParams{URI: d.uri, Version: d.version, Diagnostics: w.diagnostics(f, d)}
	body, err := json.Marshal(p)
	if err != nil || w.published[d.uri] == string(body) {
		return false
	}
	w.published[d.uri] = string(body)
	if !w.server.pull {
		w.server.notify("textDocument/publishDiagnostics", p)
	}
	return true
}

// diagnostic shows a finding of a file with a text. Of what another finding explains it
// makes less.
func (w *workspace) diagnostic(all *found, t *text, f *diag.Finding) diagnostic {
	lang := w.server.lang
	d := diagnostic{Range: t.span(f.Span), Severity: severityWarning, Code: f.Rule, Source: "gongkai", Message: f.Text(lang)}
	switch {
	case f.Waived:
		d.Severity = severityHint
		d.Message += " " + diag.Textf("已说明理由：%s", "(waived: %s)", f.Reason).In(lang)
	case f.Cause != (diag.Cause{}):
		d.Severity = severityInformation
	case f.Severity == diag.Error:
		d.Severity = severityError
	}
	for _, r := range f.Related {
		if t := all.text(w, r.File); t != nil && w.server.related {
			d.Related = append(d.Related, relatedInformation{location{w.uri(r.File), t.span(r.Span)}, r.Text(lang)})
		}
	}
	d.Message = strings.TrimSpace(d.Message)
	return d
}

// text is the text of a file that was checked; nil where it cannot be read any more.
func (f *found) text(w *workspace, file string) *text {
	if t := f.texts[file]; t != nil {
		return t
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	t, ok := f.others[file]
	if !ok {
		if data, err := w.file(file); err == nil {
			t = newText(data, w.server.encoding)
		}
		f.others[file] = t
	}
	return t
}

// uri is the URI of a file of the site.
func (w *workspace) uri(file string) string {
	return fileURI(filepath.Join(w.dir, filepath.FromSlash(file)))
}

// forget takes back the diagnostics of a file that was closed.
func (w *workspace) forget(uri string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.published, uri)
	if w.server.pull {
		return
	}
	w.server.notify("textDocument/publishDiagnostics", object{"uri": uri, "diagnostics": []diagnostic{}})
}

// settled waits until no check is due and returns what the last one found; nil where
// the site could not be checked.
func (w *workspace) settled(ctx context.Context) (*found, error) {
	for {
		w.mu.Lock()
		quiet, f := w.quiet, w.found
		w.mu.Unlock()
		select {
		case <-quiet:
			w.mu.Lock()
			same := quiet == w.quiet
			f = w.found
			w.mu.Unlock()
			if same {
				return f, nil
			}
		case <-ctx.Done():
			return f, ctx.Err()
		}
	}
}

// read returns what the last check found, and waits where there was none yet.
func (w *workspace) read(ctx context.Context) (*found, error) {
	w.mu.Lock()
	f := w.found
	w.mu.Unlock()
	if f != nil {
		return f, nil
	}
	return w.settled(ctx)
}

// interrupt ends a check that is due or runs.
func (w *workspace) interrupt() {
	if w.timer != nil && w.timer.Stop() {
		w.running.Done()
	}
	if w.cancel != nil {
		w.cancel()
	}
}

// stop ends all checks and waits for them.
func (w *workspace) stop() {
	w.mu.Lock()
	w.stopped = true
	w.due++
	w.interrupt()
	w.mu.Unlock()
	w.running.Wait()
}

// file reads a file of the site; nothing outside it can be read.
func (w *workspace) file(name string) ([]byte, error) {
	root, err := os.OpenRoot(w.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.ReadFile(filepath.FromSlash(name))
}
