package serve

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestEditor(t *testing.T) {
	for text, want := range map[string][]string{
		`code -g {file}:{line}:{column}`: {"code", "-g", "{file}:{line}:{column}"},
		`vim`:                            {"vim", "{file}"},
		`"C:\Program Files\x\code.exe" -g '{file}' "" `: {`C:\Program Files\x\code.exe`, "-g", "{file}", ""},
		`/opt/my\ editor/bin +{line} {file}`:            {"/opt/my editor/bin", "+{line}", "{file}"},
		`e 'a"b' "a\"b"; rm {file}`:                     {"e", `a"b`, `a"b;`, "rm", "{file}"},
		`vscode://file/{file}:{line}`:                   nil,
	} {
		e, err := parseEditor(text)
		if err != nil || strings.Join(e.command, "\n") != strings.Join(want, "\n") || len(e.command) != len(want) {
			t.Errorf("%s: got %q, %v, want %q", text, e.command, err, want)
		}
	}
	for _, text := range []string{`code "`, ` `} {
		if _, err := parseEditor(text); err == nil {
			t.Errorf("%q: got an editor, want an error", text)
		}
	}
	s, err := New(Options{Dir: "/srv/网站 a"})
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Separator == '/' {
		if got := s.link("content/x.md", 0, 0); got != "vscode://file/srv/%E7%BD%91%E7%AB%99%20a/content/x.md:1:1" {
			t.Errorf("got the link %s, want vscode: with line 1 and column 1", got)
		}
		s.editor = editor{address: "idea://open?file={file}&line={line}"}
		if got := s.link("x.md", 3, 1); got != "idea://open?file=/srv/%E7%BD%91%E7%AB%99%20a/x.md&line=3" {
			t.Errorf("got the link %s, want idea: with the file and line 3", got)
		}
	}
}

// The editor is started with the file's place as arguments, and with nothing that is not
// of the site.
func TestOpen(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(t.TempDir(), "args")
	for name, text := range map[string]string{"content/a b;touch x.md": "x", "gongkai.yaml": "x"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(os.TempDir(), filepath.Join(dir, "out")); err == nil {
		defer os.Remove(filepath.Join(dir, "out"))
	}
	secret := filepath.Join(os.TempDir(), filepath.Base(dir)+".secret")
	if err := os.WriteFile(secret, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	defer os.Remove(secret)
	t.Setenv("GONGKAI_TEST_EDITOR", out)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	server, base := start(t, site(), Options{Dir: dir, Editor: `"` + self + `" -g {file}:{line}:{column}`})
	_, page := request{path: "/"}.do(t, base)
	if strings.Contains(page, "vscode:") {
		t.Errorf("got\n%s\nwant no link to vscode: where a program is given", page)
	}
	open := func(file, line string) int {
		q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/_gongkai/open", strings.NewReader("token="+server.token+"&line="+line+"&column=7&file="+file))
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	for _, file := range []string{"../x", "/etc/passwd", "none.md", "content", "out/" + filepath.Base(secret), "", "content%5c..%5c..%5cx"} {
		if got := open(file, "3"); got != http.StatusForbidden {
			t.Errorf("%s: got status %d, want 403", file, got)
		}
	}
	if got := open("gongkai.yaml", "x"); got != http.StatusBadRequest {
		t.Errorf("line x: got status %d, want 400", got)
	}
	if _, err := os.Stat(out); err == nil {
		t.Fatal("got a started editor after refusals only, want none")
	}
	if got := open("content/a+b%3Btouch+x.md", "3"); got != http.StatusNoContent {
		t.Fatalf("got status %d, want 204", got)
	}
	want := "-g\n" + filepath.Join(dir, "content", "a b;touch x.md") + ":3:7"
	for range 1000 {
		if got, _ := os.ReadFile(out); string(got) == want {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	got, _ := os.ReadFile(out)
	t.Errorf("the editor gets %q, want %q", got, want)
}

// TestMain is an editor when it is called as one: it writes down its arguments.
func TestMain(m *testing.M) {
	if out := os.Getenv("GONGKAI_TEST_EDITOR"); out != "" && len(os.Args) == 3 && os.Args[1] == "-g" {
		if err := os.WriteFile(out, []byte(strings.Join(os.Args[1:], "\n")), 0o644); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}
