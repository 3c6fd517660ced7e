package publish_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gongkai/generator/diag"
	"gongkai/generator/publish"
	"gongkai/generator/publish/s3store"
	"gongkai/generator/publish/sftpstore"
)

// liar is a store that keeps other bytes than it is sent, so many times.
type liar struct {
	publish.Store
	path  string
	times int
	dir   string
}

func (l *liar) Send(ctx context.Context, f *publish.File) (publish.Sent, error) {
	s, err := l.Store.Send(ctx, f)
	if err == nil && f.Path == l.path && l.times > 0 {
		l.times--
		err = os.WriteFile(filepath.Join(l.dir, filepath.FromSlash(s.Name)), bytes.Repeat([]byte("x"), int(f.Size)), 0o644)
	}
	return s, err
}

// Whatever a store says, only what can be read back counts as sent.
func TestStoreThatLies(t *testing.T) {
	for times := range 3 {
		x := folderTarget(t)
		x.must(t, edition(1).built(t))
		from := edition(2).built(t)
		_, err := publish.Run(t.Context(), func(ctx context.Context) (publish.Store, error) {
			s, err := x.open(ctx)
			return &liar{s, "某局/reports/2024/index.html", times, x.dir}, err
		}, publish.Options{Folder: from, Target: x.dir})
		if times < 2 {
			if err != nil {
				t.Errorf("a store that lied %d times: %v, want it to be sent once more", times, err)
			}
			mustEqual(t, x.dir, edition(2).with())
			continue
		}
		refused(t, err, "holds other bytes than were sent: 某局/reports/2024/index.html")
		mustEqual(t, x.dir, edition(1).with())
		x.must(t, from)
		mustEqual(t, x.dir, edition(2).with())
	}
}

// between is between the command and an object store, and changes what passes.
func (g gateway) between(t *testing.T, secure bool, handle func(w http.ResponseWriter, r *http.Request, pass http.Handler), notice ...func(diag.Text)) target {
	t.Helper()
	to, err := url.Parse("http://" + g.addr)
	if err != nil {
		t.Fatal(err)
	}
	pass := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Host = r.In.Host // which is signed
	}}
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handle(w, r, pass) })
	s := httptest.NewUnstartedServer(h)
	env := []string{}
	if secure {
		s.StartTLS()
		file := filepath.Join(t.TempDir(), "ca.pem")
		if err := os.WriteFile(file, pemOf(s.Certificate().Raw), 0o600); err != nil {
			t.Fatal(err)
		}
		env = append(env, "AWS_CA_BUNDLE="+file)
	} else {
		s.Start()
	}
	t.Cleanup(s.Close)
	return g.telling(t, append(notice, notices(t))[0], append(env, "AWS_ENDPOINT_URL="+s.URL)...)
}

// An object store gets the digest of everything, over https too, and refuses other bytes.
func TestStoreGetsTheDigest(t *testing.T) {
	for _, secure := range []bool{false, true} {
		t.Run(fmt.Sprintf("secure %v", secure), func(t *testing.T) {
			var mu sync.Mutex
			puts, told := 0, 0
			spoil := ""
			x := startS3(t, false).between(t, secure, func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
				if r.Method == http.MethodPut {
					mu.Lock()
					puts++
					if r.Header.Get("X-Amz-Checksum-Sha256") != "" && len(r.Header.Get("X-Amz-Content-Sha256")) == 64 {
						told++
					}
					if spoil != "" && strings.HasSuffix(r.URL.Path, spoil) {
						data, err := io.ReadAll(r.Body)
						if err != nil {
							t.Error(err)
						}
						r.Body = io.NopCloser(bytes.NewReader(bytes.Repeat([]byte("x"), len(data))))
					}
					mu.Unlock()
				}
				pass.ServeHTTP(w, r)
			})
			x.must(t, edition(1).built(t))
			if puts == 0 || told != puts {
				t.Errorf("of %d writes %d told the store their digest, want all", puts, told)
			}
			mu.Lock()
			spoil = "/2024/index.html"
			mu.Unlock()
			from := edition(2).built(t)
			_, err := x.run(t, from)
			refused(t, err, "other bytes arrived", "某局/reports/2024/index.html")
			page := filepath.Join(x.dir, "某局", "reports", "2024", "index.html")
			if got := readTree(t, x.dir)["某局/reports/2024/index.html"]; got != edition(1)["某局/reports/2024/index.html"] {
				t.Errorf("%s is %q, want it as it was", page, got)
			}
			mu.Lock()
			spoil = ""
			mu.Unlock()
			x.must(t, from)
			mustEqual(t, x.dir, edition(2).with())
		})
	}
}

// An object store that says it has an object and has not, or gives another back.
func TestObjectStoreThatLies(t *testing.T) {
	for name, lie := range map[string]func(w http.ResponseWriter, r *http.Request, pass http.Handler){
		"keeps nothing": func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
			if r.Method == http.MethodPut {
				w.Header().Set("ETag", `"d41d8cd98f00b204e9800998ecf8427e"`)
				_, _ = io.Copy(io.Discard, r.Body)
				return
			}
			pass.ServeHTTP(w, r)
		},
		"gives other bytes": func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
			if r.Method == http.MethodGet {
				w.Header().Set("ETag", `"d41d8cd98f00b204e9800998ecf8427e"`)
				w.Header().Set("Last-Modified", "Sun, 29 Nov 2026 08:00:00 GMT")
				_, _ = w.Write([]byte("other bytes"))
				return
			}
			pass.ServeHTTP(w, r)
		},
	} {
		t.Run(name, func(t *testing.T) {
			lying := true
			x := startS3(t, false).between(t, false, func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
				if lying && strings.HasSuffix(r.URL.Path, "/data/reports.csv") {
					lie(w, r, pass)
					return
				}
				pass.ServeHTTP(w, r)
			})
			from := edition(1).built(t)
			_, err := x.run(t, from)
			refused(t, err, "holds other bytes than were sent: data/reports.csv")
			if _, there := readTree(t, x.dir)["index.html"]; there {
				t.Error("a page was sent, though what it leads to is not there")
			}
			lying = false
			x.must(t, from)
			mustEqual(t, x.dir, edition(1).with())
		})
	}
}

// A store that passes over conditions, or does not know them, cannot lock: the user is told.
func TestStoreWithoutConditions(t *testing.T) {
	conditional := 0
	for name, answer := range map[string]func(w http.ResponseWriter, r *http.Request, pass http.Handler){
		"passes over them": func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
			if conditional++; conditional == 1 {
				pass.ServeHTTP(w, r)
				return
			}
			w.Header().Set("ETag", `"d41d8cd98f00b204e9800998ecf8427e"`)
		},
		"does not know them": func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			w.WriteHeader(http.StatusNotImplemented)
			_, _ = w.Write([]byte(`<Error><Code>NotImplemented</Code><Message>no</Message></Error>`))
		},
	} {
		t.Run(name, func(t *testing.T) {
			var told []string
			x := startS3(t, false).between(t, false, func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
				if r.Header.Get("If-None-Match") != "" {
					answer(w, r, pass)
					return
				}
				pass.ServeHTTP(w, r)
			}, func(n diag.Text) { told = append(told, n.EN) })
			from := edition(1).built(t)
			x.must(t, from)
			mustEqual(t, x.dir, edition(1).with())
			if len(told) != 1 || !strings.Contains(told[0], "lock is not reliable") {
				t.Errorf("the user was told %q, want once that the lock is not reliable", told)
			}
			// One that is there is respected all the same.
			files{publish.Folder + "/lock": `{"id": "x", "owner": "王@other"}`}.write(t, x.dir)
			_, err := x.run(t, from)
			refused(t, err, "by 王@other")
		})
	}
}

// A target without room: the old site stays whole, and once there is room only the rest is sent.
func TestFullTarget(t *testing.T) {
	// No file may be larger than some blocks; the server is OpenSSH's.
	script := filepath.Join(t.TempDir(), "sftp-server")
	if err := os.WriteFile(script, []byte("#!/bin/sh\ntrap '' XFSZ\nulimit -f 1000\nexec /usr/lib/openssh/sftp-server\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	full := startSSHWith(t, script)
	roomy := startSSH(t, "")
	x := sshTarget(t, roomy.addr)
	x.must(t, edition(1).built(t))
	from := edition(2).built(t)
	there := x.open
	x.open = func(ctx context.Context) (publish.Store, error) {
		return sftpstore.Open(ctx, "sftp://"+full.addr+x.dir, noEnv, false, notices(t))
	}
	_, err := x.run(t, from)
	refused(t, err, "gave no reason", "the disk is full")
	mustEqual(t, x.dir, edition(1).with())
	x.open = there
	res := x.must(t, from)
	mustEqual(t, x.dir, edition(2).with())
	if large := int64(len(edition(2)["data/reports.sqlite"])); res.Sent >= large {
		t.Errorf("after the disk was full %d bytes were sent, want less than the large file's %d, of which a part had arrived", res.Sent, large)
	}
}

// Nothing is sent to a server that is not the one that is known.
func TestWrongHostKey(t *testing.T) {
	s := startSSH(t, "")
	x := sshTarget(t, s.addr)
	from := edition(1).built(t)
	c := newCutter(t, s.addr) // another address of the same server
	other := sshTarget(t, c.addr())
	_, err := other.run(t, from)
	refused(t, err, "is not known", "it showed the key SHA256:")
	_, wrong := sshKey(t)
	known(t, c.addr(), wrong)
	_, err = other.run(t, from)
	refused(t, err, "showed another key than known_hosts has", "nothing was sent")
	if entries, err := os.ReadDir(other.dir); err == nil {
		t.Errorf("the target has %v, want nothing", entries)
	}
	x.must(t, from)
}

// Wrong or missing keys, a missing bucket, a wrong address: each has its own words, and no secret is in them.
func TestNotLetIn(t *testing.T) {
	g := startS3(t, false)
	s := startSSH(t, "")
	from := edition(1).built(t)
	sftp := func(raw string) func(context.Context) (publish.Store, error) {
		return func(ctx context.Context) (publish.Store, error) {
			s, err := sftpstore.Open(ctx, raw, noEnv, false, notices(t))
			if err != nil {
				return nil, err
			}
			return s, nil
		}
	}
	s3 := func(raw string, env map[string]string) func(context.Context) (publish.Store, error) {
		return func(context.Context) (publish.Store, error) {
			return s3store.Open(raw, func(name string) string {
				if v, ok := env[name]; ok {
					return v
				}
				return g.env[name]
			}, notices(t))
		}
	}
	dead := freePort(t)
	for name, c := range map[string]struct {
		open  func(context.Context) (publish.Store, error)
		words []string
	}{
		"wrong secret":          {s3("s3://bucket/x", map[string]string{"AWS_SECRET_ACCESS_KEY": "another-secret-nobody-may-see"}), []string{"did not accept the keys (SignatureDoesNotMatch)"}},
		"wrong key":             {s3("s3://bucket/x", map[string]string{"AWS_ACCESS_KEY_ID": "UNKNOWN"}), []string{"did not accept the keys"}},
		"no keys":               {s3("s3://bucket/x", map[string]string{"AWS_ACCESS_KEY_ID": ""}), []string{"there are no keys", "AWS_ACCESS_KEY_ID"}},
		"no bucket":             {s3("s3://nothing/x", nil), []string{"there is no bucket nothing"}},
		"store is not there":    {s3("s3://bucket/x", map[string]string{"AWS_ENDPOINT_URL": "http://" + dead}), []string{dead, "AWS_ENDPOINT_URL"}},
		"keys in the address":   {s3("s3://key:hidden-secret@bucket/x", nil), []string{"must not contain keys"}},
		"keys in the endpoint":  {s3("s3://bucket/x", map[string]string{"AWS_ENDPOINT_URL": "https://key:hidden-secret@example.com"}), []string{"AWS_ENDPOINT_URL is not right"}},
		"no host":               {s3("s3:///x", nil), []string{"s3://bucket/prefix"}},
		"untrusted certificate": {s3("s3://bucket/x", map[string]string{"AWS_ENDPOINT_URL": "https://" + startS3(t, true).addr}), []string{"certificate", "AWS_CA_BUNDLE"}},
		"password in address":   {sftp("sftp://user:hidden-secret@" + s.addr + "/x/y"), []string{"must not contain a password", "GONGKAI_SSH_PASSWORD"}},
		"no folder":             {sftp("sftp://" + s.addr), []string{"names no folder"}},
		"another user":          {sftp("sftp://nobody-of-that-name@" + s.addr + "/tmp/x"), []string{"did not let the user nobody-of-that-name in"}},
		"parent is missing":     {sftp("sftp://" + s.addr + "/nowhere/at/all"), []string{"the server has no /nowhere/at"}},
		"server is not there":   {sftp("sftp://" + dead + "/tmp/x"), []string{dead + " cannot be reached"}},
		"folder is a file":      {sftp("sftp://" + s.addr + "/etc/hostname"), []string{"is a file, not a folder"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := publish.Run(t.Context(), c.open, publish.Options{Folder: from, Target: "x"})
			refused(t, err, c.words...)
			for e := err; e != nil; {
				for _, secret := range []string{testSecret, "another-secret", "hidden-secret"} {
					if strings.Contains(fmt.Sprintf("%+v", e), secret) {
						t.Errorf("the error tells a secret: %+v", e)
					}
				}
				u, ok := e.(interface{ Unwrap() error })
				if !ok {
					break
				}
				e = u.Unwrap()
			}
		})
	}
}

// What a server says to a browser of each file.
func TestHeads(t *testing.T) {
	g := startS3(t, false)
	site := edition(1)
	site["static/gbk.txt"] = "\xb9\xab\xbf\xaa"
	site["static/20241231.12345678.css"] = "p{}"
	from := site.built(t)
	x := g.target(t)
	x.must(t, from)
	s, err := x.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for p, want := range map[string]string{
		"index.html":                     publish.Heads("text/html; charset=utf-8", "no-cache"),
		"data/reports.csv":               publish.Heads("text/csv; charset=utf-8", "no-cache"),
		"某局/reports/2024/report.json":    publish.Heads("application/json; charset=utf-8", "no-cache"),
		"assets/style.css":               publish.Heads("text/css; charset=utf-8", "no-cache"),
		"assets/page.0123abcd.js":        publish.Heads("text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
		"static/20241231.12345678.css":   publish.Heads("text/css; charset=utf-8", "no-cache"),
		"static/gbk.txt":                 publish.Heads("text/plain", "no-cache"),
		"某局/reports/2024/附件：说明 (一).docx": publish.Heads("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "no-cache"),
		"manifest.json":                  publish.Heads("application/json; charset=utf-8", "no-cache"),
		"空/无.txt":                        publish.Heads("text/plain; charset=utf-8", "no-cache"),
	} {
		c, err := s.Read(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		_ = c.Close()
		if c.Heads != want {
			t.Errorf("%s has the headers %q, want %q", p, c.Heads, want)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
