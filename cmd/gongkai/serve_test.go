package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/cmd/gongkai/cli"
	"gongkai/generator"
)

// served is a site in a preview.
type served struct {
	testing.TB
	dir, base string
	errs      *heap
	stop      func() int // ends the preview; its exit status
}

// heap is what a command prints, read while it is being printed.
type heap struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (h *heap) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b.Write(p)
}

func (h *heap) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b.String()
}

const theReport = "content/shilishi-xxgkj/reports/2024.md"

// serveSite previews a new site.
func serveSite(t *testing.T, flags ...string) *served {
	t.Helper()
	s := &served{TB: t, dir: filepath.Join(t.TempDir(), "site")}
	if _, err := generator.NewSite(s.dir, "zh"); err != nil {
		t.Fatal(err)
	}
	s.start(flags...)
	return s
}

func (s *served) start(flags ...string) {
	s.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, w := io.Pipe()
	s.errs = &heap{}
	ended := make(chan int, 1)
	go func() {
		ended <- cli.Main(ctx, append([]string{"serve", "--lang", "en", "--site", s.dir, "--addr", "127.0.0.1:0"}, flags...), w, s.errs, func(string) string { return "" })
		w.Close()
	}()
	stop := sync.OnceValue(func() int {
		cancel()
		select {
		case status := <-ended:
			return status
		case <-time.After(30 * time.Second):
			s.Error("serve does not end")
			return -1
		}
	})
	s.stop = stop
	s.Cleanup(func() { stop() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		s.Fatalf("no address: %v\n%s", err, s.errs)
	}
	s.base = strings.TrimSpace(line)
}

// A preview begins with what the last build published, and then shows the site as it is read.
func TestServeBeginsWithTheLastBuild(t *testing.T) {
	s := &served{TB: t, dir: filepath.Join(t.TempDir(), "site")}
	if _, err := generator.NewSite(s.dir, "zh"); err != nil {
		t.Fatal(err)
	}
	o := generator.Options{Site: s.dir, Version: cli.Version}
	if res, err := generator.Build(t.Context(), o); err != nil || res.Failed() {
		t.Fatalf("got %v, %+v, want a build", err, res)
	}
	if generator.LastBuild(t.Context(), o) == nil {
		t.Fatal("got no last build, want one that is still valid")
	}
	published, err := os.ReadFile(filepath.Join(s.dir, "public", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	s.start()
	for read := false; !read; {
		if status, page := s.get(""); status != 200 || page != string(published) {
			t.Fatalf("got %d and %d bytes, want the %d that were published", status, len(page), len(published))
		}
		_, text := s.get("_gongkai/status")
		var now struct {
			Build    int  `json:"build"`
			Building bool `json:"building"`
		}
		if err := json.Unmarshal([]byte(text), &now); err != nil {
			t.Fatal(err)
		}
		if read = now.Build > 0; !read && !now.Building {
			t.Fatalf("got %s, want that the site is being read", text)
		}
	}
}

// get asks for an address as a program.
func (s *served) get(path string) (int, string) {
	s.Helper()
	q, err := http.NewRequestWithContext(s.Context(), http.MethodGet, s.base+path, nil)
	if err != nil {
		s.Fatal(err)
	}
	q.Header.Set("Gongkai-Raw", "1")
	resp, err := http.DefaultClient.Do(q)
	if err != nil {
		s.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func (s *served) write(name, text string) {
	s.Helper()
	if err := os.MkdirAll(filepath.Dir(filepath.Join(s.dir, name)), 0o755); err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o644); err != nil {
		s.Fatal(err)
	}
}

func (s *served) read(name string) string {
	s.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		s.Fatal(err)
	}
	return string(data)
}

// until waits for something to become true.
func (s *served) until(what string, ok func() bool) {
	s.Helper()
	for start := time.Now(); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Since(start) > time.Minute {
			s.Fatalf("%s: not within a minute\n%s", what, s.errs)
		}
	}
}

type shown struct {
	Build    int               `json:"build"`
	Building bool              `json:"building"`
	Findings []json.RawMessage `json:"findings"`
}

func (s *served) status() (out shown) {
	s.Helper()
	_, body := s.get("_gongkai/status")
	if err := json.Unmarshal([]byte(body), &out); err != nil {
		s.Fatalf("%v: %s", err, body)
	}
	return out
}

// What is served is what a build with drafts writes, and follows the files.
func TestServe(t *testing.T) {
	for name, flags := range map[string][]string{"notified": nil, "looking": {"--poll=20ms"}} {
		t.Run(name, func(t *testing.T) {
			s := serveSite(t, flags...)
			if !strings.HasPrefix(s.base, "http://127.0.0.1:") || !strings.HasSuffix(s.base, "/") {
				t.Errorf("the address is %s", s.base)
			}
			s.sameAsBuild()
			was := s.status()
			if was.Build < 1 || len(was.Findings) > 0 {
				t.Errorf("the status is %+v, want a first build without errors", was)
			}

			text := s.read(theReport)
			const page = "shilishi-xxgkj/reports/2024/"
			_, before := s.get(page)
			s.write(theReport, strings.Replace(text, "## ", "加一句话。\n\n## ", 1))
			s.until("a sentence more", func() bool { _, now := s.get(page); return now != before && strings.Contains(now, "加一句话") })
			s.sameAsBuild()

			s.write("content/shilishi-xxgkj/reports/2025.md", "---\n年度: 2025\n草稿: true\n---\n")
			s.until("a draft with errors", func() bool { code, _ := s.get("shilishi-xxgkj/reports/2025/"); return code == 200 })
			s.until("the list", func() bool { return strings.Contains(s.errs.String(), "[missing-cell]") })
			if now := s.status(); now.Build <= was.Build || len(now.Findings) == 0 {
				t.Errorf("the status is %+v", now)
			}
			s.write("static/note.txt", "a note")
			s.until("a file of another kind", func() bool { _, now := s.get("static/note.txt"); return now == "a note" })

			// What cannot be built at all, and can again.
			config := s.read("gongkai.yaml")
			if err := os.Remove(filepath.Join(s.dir, "gongkai.yaml")); err != nil {
				t.Fatal(err)
			}
			s.until("no configuration", func() bool { code, _ := s.get(""); return code == http.StatusServiceUnavailable })
			s.until("the reason", func() bool { return strings.Contains(s.errs.String(), "no gongkai.yaml found") })
			s.write("gongkai.yaml", config)
			s.until("a configuration", func() bool { code, _ := s.get(""); return code == 200 })

			if err := os.Remove(filepath.Join(s.dir, "content/shilishi-xxgkj/reports/2025.md")); err != nil {
				t.Fatal(err)
			}
			s.until("no draft", func() bool { code, _ := s.get("shilishi-xxgkj/reports/2025/"); return code == 404 })
			s.sameAsBuild()

			// A link out of the site leads nowhere.
			secret := filepath.Join(t.TempDir(), "secret.txt")
			if err := os.WriteFile(secret, []byte("a secret"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(secret, filepath.Join(s.dir, "static/secret.txt")); err == nil {
				s.until("the link is looked at", func() bool { return len(s.status().Findings) > 0 })
				if code, body := s.get("static/secret.txt"); code != 404 || strings.Contains(body, "a secret") {
					t.Errorf("a link out of the site: got %d, want 404", code)
				}
			}
			if got := s.stop(); got != 0 {
				t.Errorf("it ends with status %d\n%s", got, s.errs)
			}
		})
	}
}

// sameAsBuild compares every file.
func (s *served) sameAsBuild() {
	s.Helper()
	out := s.TempDir()
	if _, err := generator.Build(s.Context(), generator.Options{Site: s.dir, Out: out, Drafts: true, Version: cli.Version}); err != nil {
		s.Fatal(err)
	}
	n := 0
	err := fs.WalkDir(os.DirFS(out), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == ".gitignore" {
			return err
		}
		n++
		want, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			return err
		}
		if code, got := s.get(name); code != 200 || got != string(want) {
			s.Errorf("%s: %d, not what a build writes", name, code)
		}
		return nil
	})
	if err != nil || n < 20 {
		s.Errorf("%d files, %v", n, err)
	}
}

// The site's folder goes, and another comes in its place.
func TestServeFolderReplaced(t *testing.T) {
	s := serveSite(t)
	if err := os.Rename(s.dir, s.dir+".old"); err != nil {
		if runtime.GOOS == "windows" { // which does not let go of a folder in use
			t.Skip(err)
		}
		t.Fatal(err)
	}
	s.until("no site", func() bool { code, _ := s.get(""); return code == http.StatusServiceUnavailable })
	if err := os.CopyFS(s.dir, os.DirFS(s.dir+".old")); err != nil {
		t.Fatal(err)
	}
	s.write("static/note.txt", "of the new one")
	s.until("the new site", func() bool { _, now := s.get("static/note.txt"); return now == "of the new one" })
	s.sameAsBuild()
}

func TestServeUsage(t *testing.T) {
	s := serveSite(t)
	taken := strings.TrimSuffix(strings.TrimPrefix(s.base, "http://"), "/")
	for want, flags := range map[string][]string{
		"cannot listen on " + taken: {"--addr", taken},
		`"8711" is not an address`:  {"--addr", "8711"},
		"the editor's command":      {"--editor", `code "`},
		"no gongkai.yaml found":     {"--site", t.TempDir()},
		`--poll does not take`:      {"--poll=often"},
	} {
		var errs bytes.Buffer
		args := append([]string{"serve", "--lang", "en", "--site", s.dir, "--addr", "127.0.0.1:0"}, flags...)
		if got := cli.Main(t.Context(), args, io.Discard, &errs, func(string) string { return "" }); got != 2 || !strings.Contains(errs.String(), want) {
			t.Errorf("%q: status %d, %s", flags, got, errs.String())
		}
	}
	// Others can see it: that is said.
	open := &served{TB: t, dir: s.dir}
	open.start("--addr", "0.0.0.0:0")
	if !strings.HasPrefix(open.base, "http://127.0.0.1:") {
		t.Errorf("the address is %s", open.base)
	}
	open.until("a warning", func() bool { return strings.Contains(open.errs.String(), "warning: other machines can see") })
	q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, open.base, nil)
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{"192.0.2.7": 200, "rebound.example": 421} {
		_, port, _ := net.SplitHostPort(q.URL.Host)
		q.Host = net.JoinHostPort(host, port)
		resp, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: %d", host, resp.StatusCode)
		}
	}
}
