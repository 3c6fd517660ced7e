package serve_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai/generator"
	"gongkai/generator/editing/amend"
	"gongkai/generator/editing/scaffold"
	"gongkai/generator/editing/serve"
)

const reportFile = "content/shilishi-xxgkj/reports/2024.md"

// bench is a site on disk with a server over it.
type bench struct {
	t       *testing.T
	dir     string
	preview *generator.Preview
	server  *serve.Server
	h       http.Handler
	token   string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	dir := t.TempDir()
	if _, err := scaffold.Site(dir); err != nil {
		t.Fatal(err)
	}
	p, err := generator.NewPreview(context.Background(), generator.Options{Site: dir})
	if err != nil {
		t.Fatal(err)
	}
	s, err := serve.New(serve.Options{Dir: dir, Lang: "zh"})
	if err != nil {
		t.Fatal(err)
	}
	err = s.AllowEdits(serve.Edits{
		Open: func(file string, data []byte) *amend.File { return p.Snapshot().Report(file, data) },
		Try: func(ctx context.Context, file string, data []byte) (serve.Site, error) {
			return p.Try(ctx, file, data)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Show(p.Snapshot())
	b := &bench{t: t, dir: dir, preview: p, server: s, h: s.Handler()}
	b.token = regexp.MustCompile(`token&#34;:&#34;([0-9a-f]+)|token":"([0-9a-f]+)`).FindString(b.get("/shilishi-xxgkj/reports/2024/?edit").Body.String())
	b.token = regexp.MustCompile(`[0-9a-f]{16,}`).FindString(b.token)
	if b.token == "" {
		t.Fatal("got a page without a token of 16 hexadecimal digits or more, want one in it")
	}
	return b
}

func (b *bench) do(r *http.Request) *httptest.ResponseRecorder {
	r.Host, r.RemoteAddr = "127.0.0.1:8080", "127.0.0.1:5000"
	w := httptest.NewRecorder()
	b.h.ServeHTTP(w, r)
	return w
}

func (b *bench) get(path string) *httptest.ResponseRecorder {
	return b.do(httptest.NewRequest("GET", path, nil))
}

// post sends a request as the script does; with changes it.
func (b *bench) post(what string, body any, with ...func(*http.Request)) *httptest.ResponseRecorder {
	b.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		b.t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "/_gongkai/edit/"+what, bytes.NewReader(data))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Gongkai-Token", b.token)
	r.Header.Set("Origin", "http://127.0.0.1:8080")
	r.Host, r.RemoteAddr = "127.0.0.1:8080", "127.0.0.1:5000"
	for _, change := range with {
		change(r)
	}
	w := httptest.NewRecorder()
	b.h.ServeHTTP(w, r)
	return w
}

type m = map[string]any

// answer is what the server says.
type answer struct {
	Hash     string
	Cells    []struct{ Path, Text, Label string }
	Sections []struct{ ID, Text string }
	Findings []struct {
		Rule, Message, Expected, Cause string
		Cells                          []string
	}
	Suggest map[string][]string
	Page    string
	Error   struct{ ZH, EN string }
	Now     *answer
}

func decode(t *testing.T, w *httptest.ResponseRecorder, status int) (a answer) {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	return a
}

func (b *bench) load() answer {
	b.t.Helper()
	return decode(b.t, b.get("/_gongkai/edit/report?page=/shilishi-xxgkj/reports/2024/"), 200)
}

func (b *bench) file() string {
	b.t.Helper()
	data, err := os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(reportFile)))
	if err != nil {
		b.t.Fatal(err)
	}
	return string(data)
}

func (b *bench) put(text string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.dir, filepath.FromSlash(reportFile)), []byte(text), 0o644); err != nil {
		b.t.Fatal(err)
	}
}

func rules(a answer) string {
	var out []string
	for _, f := range a.Findings {
		out = append(out, f.Rule)
	}
	return strings.Join(out, " ")
}

func TestEditTryAndSave(t *testing.T) {
	b := newBench(t)
	before := b.file()
	a := b.load()
	if rules(a) != "" || len(a.Cells) != 203 || len(a.Sections) < 4 {
		t.Fatalf("got %d cells, %d sections, findings %q, want 203, at least 4, none", len(a.Cells), len(a.Sections), rules(a))
	}
	at := func(path string) string {
		for _, c := range a.Cells {
			if c.Path == path {
				return c.Text
			}
		}
		t.Fatalf("got %d cells without %s, want it among them", len(a.Cells), path)
		return ""
	}
	// A figure too many: the sums no longer hold, and say what they would be.
	request := m{"file": reportFile, "hash": a.Hash, "cells": m{"applications.new.natural": "9" + at("applications.new.natural")}}
	tried := decode(t, b.post("try", request), 200)
	if !strings.Contains(rules(tried), "row-total") || !strings.Contains(rules(tried), "balance") {
		t.Errorf("got findings %s, want row-total and balance", rules(tried))
	}
	if got := tried.Suggest["applications.new.total"]; len(got) != 1 || got[0] != "9"+at("applications.new.total") && got[0] == at("applications.new.total") {
		t.Errorf("got suggestions %v, want one for the total, the sum or its own figure", tried.Suggest)
	}
	if strings.Contains(rules(tried), "wrong-cell") || tried.Findings[0].Cause != "" {
		t.Errorf("got %+v, want no doubt about the figure that was just typed", tried.Findings)
	}
	if got := tried.Suggest["applications.results.total.natural"]; len(got) > 0 {
		t.Errorf("got suggestions %v, want none: the balance has four cells", got)
	}
	if b.file() != before {
		t.Fatalf("after a try the file is\n%s\nwant it unchanged:\n%s", b.file(), before)
	}
	// What is not a number is said in its own words, and is not missing as well.
	tried = decode(t, b.post("try", m{"file": reportFile, "hash": a.Hash, "cells": m{"applications.new.natural": "1,0"}}), 200)
	if rules(tried) != "bad-number" {
		t.Errorf("got findings %s, want bad-number alone", rules(tried))
	}
	tried = decode(t, b.post("try", m{"file": reportFile, "hash": a.Hash, "cells": m{"applications.new.natural": "１,042"}}), 200)
	if got := tried.Suggest["applications.new.natural"]; len(got) != 1 || got[0] != "1042" {
		t.Errorf("got suggestions %v, want 1042", tried.Suggest)
	}
	refused := decode(t, b.post("save", m{"file": reportFile, "hash": a.Hash, "cells": m{"applications.new.natural": "1,0"}}), 422)
	if b.file() != before || refused.Error.ZH == "" || refused.Error.EN == "" || rules(refused) != "bad-number" {
		t.Errorf("got %+v, want a refusal in two languages for bad-number and the file unchanged", refused)
	}
	// Saved, only the figure has changed; undone, nothing has.
	saved := decode(t, b.post("save", request), 200)
	gone, added := strings.Split(before, "\n"), strings.Split(b.file(), "\n")
	changed := 0
	for i := range gone {
		if gone[i] != added[i] {
			changed++
		}
	}
	if changed != 1 || len(gone) != len(added) || saved.Hash == a.Hash {
		t.Errorf("changed %d of %d lines, want 1 and another hash:\n%s", changed, len(added), b.file())
	}
	restored := decode(t, b.post("save", m{"file": reportFile, "hash": saved.Hash, "restore": a.Hash}), 200)
	if restored.Hash != a.Hash || b.file() != before {
		t.Errorf("restored to hash %s\n%s\nwant %s\n%s", restored.Hash, b.file(), a.Hash, before)
	}
	decode(t, b.post("save", m{"file": reportFile, "hash": a.Hash, "restore": strings.Repeat("0", 64)}), 410)
}

// A total that nothing else fixes is suggested when its parts are there, in a row that was
// still to be filled in, and where two sums agree in one that is wrong.
func TestEditSuggest(t *testing.T) {
	b := newBench(t)
	b.put(regexp.MustCompile(`new: +\[.*`).ReplaceAllString(b.file(), "new: 待填"))
	a := b.load()
	if rules(a) != "missing-cell" || len(a.Suggest) > 0 && len(a.Suggest["applications.new.total"]) > 1 {
		t.Fatalf("got findings %s, suggestions %v, want missing-cell and at most one for the total", rules(a), a.Suggest)
	}
	cells := m{}
	for name, text := range map[string]string{"natural": "5", "commercial": "2", "research": "0", "public_welfare": "0", "legal": "1", "other": "0"} {
		cells["applications.new."+name] = text
	}
	tried := decode(t, b.post("try", m{"file": reportFile, "hash": a.Hash, "cells": cells}), 200)
	if got := tried.Suggest["applications.new.total"]; rules(tried) != "missing-cell" || len(got) != 1 || got[0] != "8" {
		t.Errorf("got findings %s, suggestions %v, want missing-cell and 8 for the total", rules(tried), tried.Suggest)
	}
}

func TestEditText(t *testing.T) {
	b := newBench(t)
	a := b.load()
	id := a.Sections[1].ID
	request := m{"file": reportFile, "hash": a.Hash, "prose": true, "texts": m{id: "**新的**一段，{{ applications.new.total }}件。"}}
	tried := decode(t, b.post("try", request), 200)
	if !strings.Contains(tried.Page, "<strong>新的</strong>一段，") || strings.Contains(tried.Page, "gongkai-edit") {
		t.Errorf("got the page\n%s\nwant the new text in it, without an editor", tried.Page)
	}
	decode(t, b.post("save", request), 200)
	if !strings.Contains(b.file(), "\n**新的**一段，{{ applications.new.total }}件。\n") {
		t.Errorf("got the file\n%s\nwant the new text in it", b.file())
	}
}

func TestEditRead(t *testing.T) {
	b := newBench(t)
	a := b.load()
	w := b.post("read", m{"file": reportFile, "hash": a.Hash, "cells": m{"applications.new.total": "１,042", "applications.new.other": "7"}})
	var out []struct{ Cell, Value, Doubt string }
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || len(out) != 2 || out[0].Doubt != "" || out[1].Value != "1042" || out[1].Doubt == "" {
		t.Errorf("got %v, %s, want two cells, the second 1042 and in doubt", err, w.Body)
	}
}

func TestEditConflict(t *testing.T) {
	b := newBench(t)
	a := b.load()
	text := b.file() + "\n"
	b.put(text)
	for _, what := range []string{"try", "save", "read"} {
		got := decode(t, b.post(what, m{"file": reportFile, "hash": a.Hash, "cells": m{"proactive.licensing": "7"}}), 409)
		if got.Now == nil || got.Now.Hash == a.Hash || got.Error.EN == "" {
			t.Errorf("%s: got %+v, want the file as it is now and a message", what, got)
		}
	}
	if b.file() != text {
		t.Errorf("got the file\n%s\nwant it as another wrote it:\n%s", b.file(), text)
	}
	if got := decode(t, b.post("save", m{"file": reportFile, "hash": b.load().Hash, "cells": m{"proactive.licensing": "7"}}), 200); got.Hash == "" {
		t.Errorf("got %+v, want the hash of what was saved", got)
	}
	matches, _ := filepath.Glob(filepath.Join(b.dir, filepath.Dir(filepath.FromSlash(reportFile)), ".*"))
	if len(matches) > 0 {
		t.Errorf("left %v, want nothing", matches)
	}
}

func TestEditKeepsMode(t *testing.T) {
	b := newBench(t)
	name := filepath.Join(b.dir, filepath.FromSlash(reportFile))
	if err := os.Chmod(name, 0o640); err != nil {
		t.Fatal(err)
	}
	decode(t, b.post("save", m{"file": reportFile, "hash": b.load().Hash, "cells": m{"proactive.licensing": "7"}}), 200)
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("got mode %v, %v, want 0640 as before", info.Mode(), err)
	}
}

// Nobody but the page of this run, from this machine, writes anything, and nothing but a
// report in the content folder is written.
func TestEditRefusals(t *testing.T) {
	b := newBench(t)
	a := b.load()
	before := b.file()
	outside := filepath.Join(t.TempDir(), "2024.md")
	if err := os.WriteFile(outside, []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(b.dir, "content", "shilishi-xxgkj", "reports")
	if err := os.Symlink(outside, filepath.Join(folder, "2023.md")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.dir, "2024.md"), []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	body := func(file string) m { return m{"file": file, "hash": a.Hash, "cells": m{"proactive.licensing": "7"}} }
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	sound := body(reportFile)
	for name, tc := range map[string]struct {
		body   m
		with   func(*http.Request)
		status int
	}{
		"no token":         {sound, header("Gongkai-Token", ""), 403},
		"another token":    {sound, header("Gongkai-Token", strings.Repeat("a", len(b.token))), 403},
		"foreign origin":   {sound, header("Origin", "http://evil.example"), 403},
		"another port":     {sound, header("Origin", "http://127.0.0.1:9999"), 403},
		"no page's origin": {sound, header("Origin", "null"), 403},
		"cross-site":       {sound, header("Sec-Fetch-Site", "cross-site"), 403},
		"foreign host":     {sound, func(r *http.Request) { r.Host = "evil.example" }, 421},
		"another machine":  {sound, func(r *http.Request) { r.RemoteAddr = "192.0.2.7:5000" }, 403},
		"a form":           {sound, header("Content-Type", "text/plain"), 415},
		"dots":             {body("content/../2024.md"), nil, 404},
		"more dots":        {body("content/shilishi-xxgkj/reports/../../../2024.md"), nil, 404},
		"outside content":  {body("2024.md"), nil, 404},
		"absolute":         {body(outside), nil, 404},
		"backslashes":      {body(`content\shilishi-xxgkj\reports\2024.md`), nil, 404},
		"a link out":       {body("content/shilishi-xxgkj/reports/2023.md"), nil, 404},
		"no report":        {body("content/shilishi-xxgkj/_index.md"), nil, 404},
		"configuration":    {body("gongkai.yaml"), nil, 404},
		"not there":        {body("content/shilishi-xxgkj/reports/2001.md"), nil, 404},
		"stale":            {m{"file": reportFile, "hash": strings.Repeat("0", 64)}, nil, 409},
		"unknown cell":     {m{"file": reportFile, "hash": a.Hash, "cells": m{"applications.new.nobody": "7"}}, nil, 422},
		"large":            {m{"file": reportFile, "hash": a.Hash, "texts": m{"": strings.Repeat("甲", 10<<20/3)}}, nil, 413},
		"large, unannounced": {m{"file": reportFile, "hash": a.Hash, "texts": m{"": strings.Repeat("甲", 10<<20/3)}},
			func(r *http.Request) { r.ContentLength = -1 }, 413},
	} {
		t.Run(name, func(t *testing.T) {
			var with []func(*http.Request)
			if tc.with != nil {
				with = append(with, tc.with)
			}
			if w := b.post("save", tc.body, with...); w.Code != tc.status {
				t.Errorf("status %d, want %d: %s", w.Code, tc.status, w.Body)
			}
		})
	}
	if b.file() != before {
		t.Errorf("got the report\n%s\nwant it unchanged:\n%s", b.file(), before)
	}
	for _, name := range []string{outside, filepath.Join(b.dir, "2024.md")} {
		if data, err := os.ReadFile(name); err != nil || string(data) != before {
			t.Errorf("%s: got %q, %v, want it unchanged: %q", name, data, err, before)
		}
	}
	if w := b.get("/_gongkai/edit/save"); w.Code == 200 {
		t.Errorf("GET of save: got status %d, want a refusal", w.Code)
	}
}

// A server that others may call lets nobody change anything.
func TestEditLocalOnly(t *testing.T) {
	s, err := serve.New(serve.Options{Dir: t.TempDir(), Host: "*"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AllowEdits(serve.Edits{}); err != serve.ErrNotLocal {
		t.Errorf("got %v, want %v", err, serve.ErrNotLocal)
	}
}

// Only pages of reports can be edited, and programs get them as a build writes them.
func TestEditPage(t *testing.T) {
	b := newBench(t)
	const page = "/shilishi-xxgkj/reports/2024/"
	if body := b.get(page + "?edit").Body.String(); !strings.Contains(body, "edit.js") || strings.Contains(body, "serve.js") {
		t.Errorf("got\n%s\nwant edit.js and no serve.js", body)
	}
	if body := b.get(page).Body.String(); !strings.Contains(body, "?edit") || strings.Contains(body, "edit.js") {
		t.Errorf("got\n%s\nwant a link to ?edit and no edit.js", body)
	}
	if body := b.get("/shilishi-xxgkj/?edit").Body.String(); strings.Contains(body, "edit.js") || strings.Contains(body, "?edit") {
		t.Errorf("got the agency's page\n%s\nwant neither edit.js nor ?edit", body)
	}
	r := httptest.NewRequest("GET", page+"?edit", nil)
	r.Header.Set("Gongkai-Raw", "1")
	if body := b.do(r).Body.String(); strings.Contains(body, "gongkai-edit") {
		t.Errorf("got raw bytes\n%s\nwant nothing of an editor", body)
	}
	for _, name := range []string{"edit.js", "edit-bar.js", "edit-block.js", "edit-dialogs.js", "edit-grid.js", "edit-html.js", "edit-changes.js", "edit-parts.js", "edit-paste.js", "edit-picture.js", "edit-place.js", "edit-prose.js", "edit-review.js", "edit-revisions.js", "edit-words.js", "edit.css"} {
		if w := b.get("/_gongkai/" + name); w.Code != 200 {
			t.Errorf("%s: got status %d, want 200", name, w.Code)
		}
	}
}

// A wrong figure of the file is what is marked, and the only one that is to be changed.
func TestEditSuggestsTheWrongCell(t *testing.T) {
	b := newBench(t)
	text := b.file()
	wrong := strings.Replace(text, "[5, 2, 0, 0, 1, 0, 8]", "[50, 2, 0, 0, 1, 0, 8]", 1)
	if wrong == text {
		t.Fatalf("got a report without the row to spoil, want [5, 2, 0, 0, 1, 0, 8] in\n%s", text)
	}
	b.put(wrong)
	a := b.load()
	causes := 0
	for _, f := range a.Findings {
		if f.Cause == "applications.new.natural" {
			causes++
		}
	}
	if !strings.Contains(rules(a), "wrong-cell") || causes != 2 || len(a.Suggest) != 1 || strings.Join(a.Suggest["applications.new.natural"], " ") != "5" {
		t.Errorf("got findings %s, %d with it as their cause, suggestions %v; want wrong-cell, 2, and 5 for that cell", rules(a), causes, a.Suggest)
	}
	// Another figure is typed: the wrong one is still the wrong one.
	tried := decode(t, b.post("try", m{"file": reportFile, "hash": a.Hash, "cells": m{"proactive.licensing": "7"}}), 200)
	if !strings.Contains(rules(tried), "wrong-cell") {
		t.Errorf("got findings %s, want wrong-cell among them", rules(tried))
	}
	// It is typed itself, and is believed.
	tried = decode(t, b.post("try", m{"file": reportFile, "hash": a.Hash, "cells": m{"applications.new.natural": "500"}}), 200)
	if strings.Contains(rules(tried), "wrong-cell") || len(tried.Suggest["applications.new.natural"]) > 0 || len(tried.Suggest["applications.new.total"]) != 1 {
		t.Errorf("findings %s, suggested %v", rules(tried), tried.Suggest)
	}
}
