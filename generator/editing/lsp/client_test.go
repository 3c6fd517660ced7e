package lsp_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"gongkai/generator"
	"gongkai/generator/editing/lsp"
)

// client speaks the protocol with a server in this process, over pipes.
type client struct {
	t        *testing.T
	to       io.WriteCloser
	from     *bufio.Reader
	messages chan []byte
	id       int
	ended    chan error
	lastSent map[string]json.RawMessage // diagnostics by URI
	dir      string
	notes    []message
}

type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Code    int
		Message string
	} `json:"error"`
}

type object = map[string]any

// start starts a server on a copy of a site and says hello.
func start(t *testing.T, files map[string]string, initialize object) *client {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
	}
	return connect(t, dir, initialize)
}

func connect(t *testing.T, dir string, initialize object) *client {
	t.Helper()
	in, to := io.Pipe()
	from, out := io.Pipe()
	c := &client{t: t, to: to, from: bufio.NewReader(from), messages: make(chan []byte, 1000), ended: make(chan error, 1), lastSent: map[string]json.RawMessage{}, dir: dir}
	go func() {
		err := lsp.Serve(t.Context(), in, out, lsp.Options{Default: "zh", Version: "test", Delay: time.Millisecond, Debug: t.Output(),
			Open: func(dir string) lsp.Site { return generator.NewSession(generator.Options{Site: dir}) }})
		out.Close()
		in.Close()
		c.ended <- err
	}()
	go c.receive()
	t.Cleanup(func() {
		to.Close()
		from.Close()
		<-c.ended
	})
	if initialize == nil {
		initialize = object{"capabilities": object{}}
	}
	c.call("initialize", initialize)
	c.notify("initialized", object{})
	return c
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (c *client) send(m object) {
	c.t.Helper()
	m["jsonrpc"] = "2.0"
	body, err := json.Marshal(m)
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := fmt.Fprintf(c.to, "Content-Length: %d\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n%s", len(body), body); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) notify(method string, params any) {
	c.t.Helper()
	c.send(object{"method": method, "params": params})
}

// receive reads the messages of the server.
func (c *client) receive() {
	defer close(c.messages)
	for {
		header, err := textproto.NewReader(c.from).ReadMIMEHeader()
		if err != nil {
			return
		}
		length, err := strconv.Atoi(header.Get("Content-Length"))
		if err != nil {
			return
		}
		body := make([]byte, length)
		if _, err := io.ReadFull(c.from, body); err != nil {
			return
		}
		c.messages <- body
	}
}

// next reads one message; a request of the server is answered with null.
func (c *client) next() message {
	c.t.Helper()
	var body []byte
	select {
	case body = <-c.messages:
		if body == nil {
			c.t.Fatal("the server is gone")
		}
	case <-time.After(20 * time.Second):
		c.t.Fatal("the server says nothing")
	}
	var m message
	if err := json.Unmarshal(body, &m); err != nil {
		c.t.Fatal(err)
	}
	switch {
	case m.Method == "textDocument/publishDiagnostics":
		var p struct {
			URI         string
			Diagnostics json.RawMessage
		}
		c.decode(m.Params, &p)
		c.lastSent[p.URI] = p.Diagnostics
	case m.Method == "window/logMessage" && bytes.Contains(m.Params, []byte("内部错误")):
		c.t.Errorf("the server broke: %s", m.Params)
	case m.Method != "" && m.ID != nil:
		c.send(object{"id": m.ID, "result": nil})
	}
	if m.Method != "" {
		c.notes = append(c.notes, m)
	}
	return m
}

func (c *client) decode(data json.RawMessage, v any) {
	c.t.Helper()
	if err := json.Unmarshal(data, v); err != nil {
		c.t.Fatalf("%v in %s", err, data)
	}
}

// ask sends a request and returns its response.
func (c *client) ask(method string, params any) message {
	c.t.Helper()
	c.id++
	id := fmt.Sprint(c.id)
	c.send(object{"id": c.id, "method": method, "params": params})
	for {
		if m := c.next(); m.Method == "" && string(m.ID) == id {
			return m
		}
	}
}

func (c *client) call(method string, params any) json.RawMessage {
	c.t.Helper()
	m := c.ask(method, params)
	if m.Error != nil {
		c.t.Fatalf("%s: %+v", method, m.Error)
	}
	return m.Result
}

func (c *client) uri(file string) string {
	return "file://" + filepath.ToSlash(filepath.Join(c.dir, file))
}

// open opens a file as it is on disk, or with the given text.
func (c *client) open(file string, text ...string) {
	c.t.Helper()
	if text == nil {
		data, err := os.ReadFile(filepath.Join(c.dir, file))
		if err != nil {
			c.t.Fatal(err)
		}
		text = []string{string(data)}
	}
	c.notify("textDocument/didOpen", object{"textDocument": object{"uri": c.uri(file), "languageId": "markdown", "version": 1, "text": text[0]}})
}

// edit replaces the whole text.
func (c *client) edit(file string, version int, text string) {
	c.t.Helper()
	c.notify("textDocument/didChange", object{"textDocument": object{"uri": c.uri(file), "version": version}, "contentChanges": []object{{"text": text}}})
}

type diagnostic struct {
	Range    lsp.Range
	Severity int
	Code     string
	Source   string
	Message  string
	Related  []struct {
		Location struct {
			URI   string
			Range lsp.Range
		}
		Message string
	} `json:"relatedInformation"`
}

// diagnostics waits for the diagnostics of a file that a wanted rule is among; "" for
// none at all.
func (c *client) diagnostics(file, want string) []diagnostic {
	c.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		if sent, ok := c.lastSent[c.uri(file)]; ok {
			var ds []diagnostic
			c.decode(sent, &ds)
			if want == "" && len(ds) == 0 || want != "" && slices.ContainsFunc(ds, func(d diagnostic) bool { return d.Code == want }) {
				return ds
			}
		}
		if time.Now().After(deadline) {
			c.t.Fatalf("no %q among the diagnostics of %s: %s", want, file, c.lastSent[c.uri(file)])
		}
		c.next()
	}
}

// at is the position of the mark ‸ in a text, in UTF-16, and the text without it.
func at(t *testing.T, text string) (lsp.Position, string) {
	t.Helper()
	before, after, ok := strings.Cut(text, "‸")
	if !ok {
		t.Fatalf("no mark in %q", text)
	}
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return lsp.Position{Line: strings.Count(before, "\n"), Character: len(utf16.Encode([]rune(line)))}, before + after
}

// point asks about the place of the mark in a text that is opened for it.
func (c *client) point(method, file, text string) json.RawMessage {
	c.t.Helper()
	p, text := at(c.t, text)
	c.open(file, text)
	return c.call(method, object{"textDocument": object{"uri": c.uri(file)}, "position": p})
}

func (c *client) read(file string) string {
	c.t.Helper()
	data, err := os.ReadFile(filepath.Join(c.dir, file))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(data)
}

// The files of the site that the tests edit: a new site, and the same report for the
// year before.
const (
	this  = "content/shilishi-xxgkj/reports/2024.md"
	last  = "content/shilishi-xxgkj/reports/2023.md"
	entry = "content/shilishi-xxgkj/_index.md"
	guide = "content/shilishi-xxgkj/guide.md"
)

// aligned are the spaces that put figures into columns, on which no test depends.
var aligned = regexp.MustCompile(`(?m)(^ +[a-z_]+:) +`)

func site(t testing.TB) map[string]string {
	files := map[string]string{}
	for _, name := range []string{"gongkai.yaml", "content/_index.md", this, entry, guide} {
		data, err := os.ReadFile("../scaffold/site/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(data)
	}
	files[this] = aligned.ReplaceAllString(files[this], "$1 ")
	files[last] = strings.NewReplacer("2024", "2023", "2025", "2024").Replace(files[this])
	return files
}
