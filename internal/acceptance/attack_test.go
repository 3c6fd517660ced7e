package acceptance

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/chromedp/chromedp"
	"go.yaml.in/yaml/v4"

	"gongkai/cmd/gongkai/cli"
)

// attack is one line of testdata/attacks.yaml.
type attack struct{ Input, Want string }

// attacks reads those of a kind, with what is written for a character in its place.
func attacks(t *testing.T, kind string) []attack {
	t.Helper()
	var all []struct {
		Kind, Holds string
		Inputs      []attack
	}
	if err := yaml.Unmarshal([]byte(readFile(t, "testdata/attacks.yaml")), &all); err != nil {
		t.Fatal(err)
	}
	n := 0
	var out []attack
	for _, k := range all {
		n += len(k.Inputs)
		if k.Kind == kind {
			out = k.Inputs
		}
	}
	if n < 150 || len(out) == 0 {
		t.Fatalf("%d attacks, %d of the kind %s, want at least 150 in all", n, len(out), kind)
	}
	for i := range out {
		out[i].Input = strings.NewReplacer("{{ESC}}", "\x1b", "{{BEL}}", "\a", "{{TAB}}", "\t", "{{RLO}}", "\u202e", "{{ZWSP}}", "\u200b").Replace(out[i].Input)
	}
	return out
}

// attackWith runs the command; what it prints must steer no terminal and be no stack trace.
func attackWith(t *testing.T, args ...string) (status int, out string) {
	t.Helper()
	var b, errs bytes.Buffer
	status = cli.Main(t.Context(), args, &b, &errs, func(string) string { return "" })
	for _, text := range []string{b.String(), errs.String()} {
		if i := strings.IndexFunc(text, func(r rune) bool {
			return unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\u202e' && !slices.Contains(args, "--format")
		}); i >= 0 {
			t.Errorf("gongkai %q prints %q, which steers a terminal", args, text[max(0, i-40):min(len(text), i+40)])
		}
		if strings.Contains(text, "goroutine ") || strings.Contains(text, "internal error") {
			t.Errorf("gongkai %q prints %q", args, text)
		}
	}
	return status, b.String()
}

// attacked is a new site in a folder of its own, beside which nothing may be written.
func attacked(t *testing.T) (site string) {
	t.Helper()
	site = filepath.Join(t.TempDir(), "site")
	if status, _ := attackWith(t, "init", site, "--lang", "zh"); status != 0 {
		t.Fatalf("init ends with %d", status)
	}
	t.Cleanup(func() {
		entries, err := os.ReadDir(filepath.Dir(site))
		if err != nil {
			t.Error(err)
		}
		for _, e := range entries {
			if e.Name() != "site" && !strings.Contains(e.Name(), "gongkai-sources") {
				t.Errorf("%s was written beside the site", e.Name())
			}
		}
	})
	return site
}

func put(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

const (
	attackedAgency = "content/shilishi-xxgkj"
	attackedReport = attackedAgency + "/reports/2024.md"
)

// wrongFiles are the files with errors, and their rules.
func wrongFiles(t *testing.T, site string) map[string][]string {
	t.Helper()
	_, out := attackWith(t, "check", "--site", site, "--format", "json")
	var found struct {
		Findings []struct{ File, Rule, Severity string }
	}
	if err := json.Unmarshal([]byte(out), &found); err != nil {
		t.Fatalf("check --format json: %v", err)
	}
	wrong := map[string][]string{}
	for _, f := range found.Findings {
		if f.Severity == "error" {
			wrong[f.File] = append(wrong[f.File], f.Rule)
		}
	}
	return wrong
}

// Texts and names of authors reach readers as text, whatever they are: in a browser, in tables of figures, in feeds.
func TestAttacksInContent(t *testing.T) {
	site := attacked(t)
	var asked struct {
		sync.Mutex
		elsewhere []string
	}
	public := filepath.Join(site, "public")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !strings.HasPrefix(r.Host, "127.0.0.1:"):
			asked.Lock()
			defer asked.Unlock()
			asked.elsewhere = append(asked.elsewhere, r.URL.Path)
		case r.URL.Path == "/frames":
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<!doctype html><title>frames</title><script>var hits=[];function hit(n){hits.push(n)}</script>")
		default:
			http.FileServerFS(os.DirFS(public)).ServeHTTP(w, r)
		}
	}))
	defer server.Close()
	_, port, _ := strings.Cut(strings.TrimPrefix(server.URL, "http://"), ":")
	elsewhere := "127.0.0.2:" + port
	armed := func(name, input string) string {
		return strings.NewReplacer("HIT", "top.hit('"+name+"')", "ELSEWHERE", "http://"+elsewhere, "ELSEHOST", elsewhere).Replace(input)
	}
	entry, report := readFile(t, filepath.Join(site, attackedAgency, "_index.md")), readFile(t, filepath.Join(site, attackedReport))
	wants := map[string]string{}
	for i, a := range attacks(t, "text") {
		name := fmt.Sprintf("t%03d", i)
		file := attackedAgency + "/policies/" + name + ".md"
		put(t, filepath.Join(site, file), "---\ntitle: 制度"+name+"\n---\n\n正文 "+armed(name, a.Input)+"\n\n"+armed(name, a.Input)+"\n\n完。\n")
		wants[file] = a.Want
	}
	for i, a := range attacks(t, "field") {
		name := fmt.Sprintf("f%03d", i)
		text := armed(name, a.Input)
		quoted, err := json.Marshal(text) // which is YAML too
		if err != nil {
			t.Fatal(err)
		}
		dir := "content/" + name
		named := "name: " + string(quoted[:len(quoted)-1]) + name + "\""
		lines := strings.SplitAfter(entry, "\n")
		for j, line := range lines {
			for _, key := range []string{"name", "address", "hours", "名称", "地址", "short_name"} {
				if strings.HasPrefix(line, key+":") {
					lines[j] = map[bool]string{true: named, false: key + ": " + string(quoted)}[key == "name" || key == "名称"] + "\n"
				}
			}
			if strings.HasPrefix(line, "credit_code:") {
				lines[j] = ""
			}
		}
		put(t, filepath.Join(site, dir, "_index.md"), strings.Join(lines, ""))
		head := "---\ntitle: " + string(quoted) + "\nsource: {title: " + string(quoted) + "}\nnotes: [{cell: applications.new.other, original: " + string(quoted) + ", entered: 0, reason: " + string(quoted) + "}]\n"
		_, body, _ := strings.Cut(report, "---\n")
		for _, key := range []string{"title:", "标题:"} {
			var kept []string
			for _, line := range strings.SplitAfter(body, "\n") {
				if !strings.HasPrefix(line, key) {
					kept = append(kept, line)
				}
			}
			body = strings.Join(kept, "")
		}
		put(t, filepath.Join(site, dir, "reports/2024.md"), head+body)
		put(t, filepath.Join(site, dir, "policies/x.md"), "---\ntitle: "+string(quoted)+"\ndoc_number: "+string(quoted)+"\nissuer: "+string(quoted)+"\n---\n\n正文。\n")
		wants[dir+"/_index.md"], wants[dir+"/reports/2024.md"], wants[dir+"/policies/x.md"] = a.Want, a.Want, a.Want
	}
	for file, rules := range wrongFiles(t, site) {
		t.Logf("refused: %s: %v", file, rules)
		if err := os.RemoveAll(filepath.Join(site, filepath.FromSlash(file))); err != nil {
			t.Fatal(err)
		}
		if path.Base(file) == "_index.md" && strings.HasPrefix(file, "content/f") {
			if err := os.RemoveAll(filepath.Join(site, filepath.FromSlash(path.Dir(file)))); err != nil {
				t.Fatal(err)
			}
		}
	}
	if left := wrongFiles(t, site); len(left) > 0 {
		t.Fatalf("still wrong: %v", left)
	}
	for _, args := range [][]string{{"build"}, {"status", "2024"}, {"check", "--verbose"}, {"fmt", "--dry-run"}, {"forms"}, {"theme", "list"}} {
		attackWith(t, append(args, "--site", site, "--lang", "en")...)
	}
	attackWith(t, "diff", public, site)
	var pages []string
	files := os.DirFS(public)
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err == nil {
			err = readableTo(name, data)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if strings.HasSuffix(name, ".html") {
			pages = append(pages, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) < 100 {
		t.Fatalf("%d pages, want those of all attacks", len(pages))
	}
	tab := newTab(t)
	do(t, tab, chromedp.Navigate(server.URL+"/frames"))
	list, _ := json.Marshal(pages)
	for _, fault := range eval[[]string](t, tab, "("+lookThrough+")("+string(list)+")") {
		t.Error(fault)
	}
	asked.Lock()
	defer asked.Unlock()
	if len(asked.elsewhere) > 0 {
		t.Errorf("another host was asked for %q", asked.elsewhere)
	}
}

// lookThrough opens pages as frames, some at a time, and tells what is in them that no page of ours has.
const lookThrough = `async pages => {
	const faults = [], safe = /^(https?:|mailto:|tel:)/i
	const look = name => new Promise(done => {
		const frame = document.createElement('iframe')
		frame.onload = () => {
			const d = frame.contentDocument
			if (!d || !d.querySelector('main')) faults.push(name + ': is not a page')
			else for (const e of d.querySelectorAll('*')) {
				for (const a of e.attributes) {
					if (/^on/i.test(a.name)) faults.push(name + ': ' + e.outerHTML.slice(0, 120) + ' has ' + a.name)
					if (/^(href|src|action|formaction|data|srcdoc|xlink:href|poster)$/i.test(a.name) && !a.value.startsWith('#')) {
						let scheme = ''
						try { scheme = new URL(a.value, d.baseURI).protocol } catch (e) { scheme = '' }
						if (scheme && !safe.test(scheme) && !(scheme === 'blob:' && name === 'data/query/index.html')) faults.push(name + ': ' + a.name + ' leads to ' + a.value.slice(0, 80))
					}
				}
				const tag = e.localName
				if (/^(iframe|object|embed|base|frame|applet|math|template)$/.test(tag)) faults.push(name + ': has <' + tag + '>')
				if (tag === 'style' && name !== '404.html') faults.push(name + ': has <style>')
				if (tag === 'meta' && /refresh/i.test(e.httpEquiv)) faults.push(name + ': leads away')
				if (tag === 'script' && e.type === 'application/ld+json') try { JSON.parse(e.textContent) } catch (x) { faults.push(name + ': ' + x) }
				else if (tag === 'script' && (!e.src || new URL(e.src).origin !== location.origin || e.textContent)) faults.push(name + ': ' + e.outerHTML.slice(0, 120))
				// an image of another host is in the page, and its policy keeps it from being asked for
				if (/^(link|source|video|audio)$/.test(tag) && (e.src || e.rel === 'stylesheet') && new URL(e.src || e.href).origin !== location.origin) faults.push(name + ': ' + e.outerHTML.slice(0, 120))
			}
			frame.remove()
			done()
		}
		frame.src = '/' + name
		document.body.append(frame)
	})
	for (let i = 0; i < pages.length; i += 24) await Promise.all(pages.slice(i, i + 24).map(look))
	await new Promise(done => setTimeout(done, 100))
	return faults.concat(hits.map(n => n + ': its script ran'))
}`

// Other places: figures, names, configuration, folders, arguments.
func TestAttacksOnCommands(t *testing.T) {
	t.Run("number", func(t *testing.T) {
		site := attacked(t)
		entry, report := readFile(t, filepath.Join(site, attackedAgency, "_index.md")), readFile(t, filepath.Join(site, attackedReport))
		all := attacks(t, "number")
		for i, a := range all {
			dir := fmt.Sprintf("content/n%03d", i)
			put(t, filepath.Join(site, dir, "_index.md"), strings.Replace(entry, "示例市信息公开局", "示例市信息公开局"+dir[9:], 1))
			put(t, filepath.Join(site, dir, "reports/2024.md"), strings.Replace(report, "[5, 2, 0, 0, 1, 0, 8]", "["+a.Input+", 2, 0, 0, 1, 0, 8]", 1))
		}
		wrong := wrongFiles(t, site)
		for i, a := range all {
			want := a.Want
			if want == "" {
				want = "bad-number"
			}
			if rules := wrong[fmt.Sprintf("content/n%03d/reports/2024.md", i)]; !slices.Contains(rules, want) {
				t.Errorf("%q: got the findings %q, want %s", a.Input, rules, want)
			}
		}
		if status, _ := attackWith(t, "build", "--site", site); status != 1 {
			t.Errorf("build ends with %d, want 1", status)
		}
		if _, err := os.Stat(filepath.Join(site, "public")); err == nil {
			t.Error("something was published")
		}
	})
	t.Run("name", func(t *testing.T) {
		site := attacked(t)
		for _, a := range attacks(t, "name") {
			file := filepath.Join(site, filepath.FromSlash(a.Input))
			if os.MkdirAll(filepath.Dir(file), 0o755) == nil {
				_ = os.WriteFile(file, []byte("---\ntitle: x\nname: x\n---\n\nx\n"), 0o644) // where the system has such names
			}
		}
		for _, args := range [][]string{{"check"}, {"check", "--verbose", "--lang", "en"}, {"build"}, {"fmt"}, {"fmt", "--dry-run"}, {"status", "2024"}, {"forms"}, {"theme", "list"}, {"check", "--format", "github"}} {
			if status, _ := attackWith(t, append(args, "--site", site)...); status > 2 {
				t.Errorf("%q ends with %d", args, status)
			}
		}
		attackWith(t, "import", filepath.Join(site, "static"), "--site", site, "--dry-run")
		if len(wrongFiles(t, site)) < 10 {
			t.Errorf("only these names are refused: %v", wrongFiles(t, site))
		}
	})
	t.Run("config", func(t *testing.T) {
		site := attacked(t)
		for _, a := range attacks(t, "config") {
			put(t, filepath.Join(site, "gongkai.yaml"), "format_version: 1\nsite:\n  name: x\n  "+a.Input+"\n")
			if wrong := wrongFiles(t, site); len(wrong["gongkai.yaml"]) == 0 {
				t.Errorf("%s is not refused: %v", a.Input, wrong)
			}
			if status, _ := attackWith(t, "build", "--site", site); status != 1 {
				t.Errorf("%s: build ends with %d, want 1", a.Input, status)
			}
		}
	})
	t.Run("output", func(t *testing.T) {
		site, all := attacked(t), attacks(t, "output")
		t.Chdir(site)
		put(t, ".git/config", "x")
		before := listing(t, ".")
		for _, a := range all {
			if status, _ := attackWith(t, "build", "--out", filepath.FromSlash(a.Input)); status != 2 {
				t.Errorf("--out %s ends with %d, want 2", a.Input, status)
			}
		}
		if after := listing(t, "."); !slices.Equal(before, after) {
			t.Errorf("files before\n%q\nand after\n%q", before, after)
		}
	})
	t.Run("command", func(t *testing.T) {
		site, all := attacked(t), attacks(t, "command")
		t.Chdir(site)
		attackWith(t, "build", "--quiet")
		before := listing(t, ".")
		for _, a := range all {
			args := strings.Split(a.Input, " ")
			if status, _ := attackWith(t, args...); status != 2 && !strings.HasPrefix(a.Input, "import") {
				t.Errorf("gongkai %s ends with %d, want 2", a.Input, status)
			}
		}
		if after := listing(t, "."); !slices.Equal(before, after) {
			t.Errorf("files before\n%q\nand after\n%q", before, after)
		}
	})
	t.Run("import", func(t *testing.T) {
		site := attacked(t)
		for i, a := range attacks(t, "import") {
			for _, ending := range []string{"html", "txt", "md"} {
				put(t, filepath.Join(site, "inbox", fmt.Sprintf("%02d.%s", i, ending)), a.Input)
			}
		}
		before := listing(t, filepath.Join(site, "content"))
		for _, args := range [][]string{{"import"}, {"import", "--format", "json"}, {"import", "--lang", "en", "--agency", "shilishi-xxgkj", "--year", "2019", "--dry-run"}} {
			if status, _ := attackWith(t, append(args, "--site", site, filepath.Join(site, "inbox"))...); status != 1 {
				t.Errorf("%q ends with %d, want 1", args, status)
			}
		}
		if after := listing(t, filepath.Join(site, "content")); !slices.Equal(before, after) {
			t.Errorf("files before\n%q\nand after\n%q", before, after)
		}
	})
}

// listing are the files below a folder.
func listing(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.Contains(filepath.ToSlash(name), ".gongkai/") {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// The preview refuses what does not come from the person in front of it.
func TestAttacksOnThePreview(t *testing.T) {
	site := attacked(t)
	before := readFile(t, filepath.Join(site, attackedReport))
	p := &previewed{T: t, dir: site}
	p.serve("127.0.0.1:0", "--edit")
	host := strings.TrimSuffix(strings.TrimPrefix(p.base, "http://"), "/")
	for _, a := range attacks(t, "request") {
		method, rest, _ := strings.Cut(a.Input, " ")
		target, header, _ := strings.Cut(rest, " ")
		sent := method + " " + target + " HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n"
		if !strings.HasPrefix(header, "Host:") {
			sent += "Host: " + host + "\r\n"
		}
		if header != "" {
			sent += header + "\r\n"
		}
		answer := exchange(t, host, sent+"\r\n")
		line, body, _ := strings.Cut(answer, "\r\n")
		_, code, _ := strings.Cut(line, " ")
		if !strings.HasPrefix(code, "4") && !strings.HasPrefix(code, "301") && !strings.HasPrefix(code, "307") {
			t.Errorf("%q is answered by %q, want a refusal", a.Input, line)
		}
		for _, secret := range []string{"root:", "data-token", "Gongkai-Token", "format_version"} {
			if strings.Contains(body, secret) {
				t.Errorf("%q is answered with %q in it", a.Input, secret)
			}
		}
	}
	if after := readFile(t, filepath.Join(site, attackedReport)); !bytes.Equal([]byte(before), []byte(after)) {
		t.Error("the report was changed")
	}
}

// The language server outlives what no editor sends, or ends.
func TestAttacksOnTheLanguageServer(t *testing.T) {
	site := attacked(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range attacks(t, "frame") {
		input := strings.NewReplacer(`\r`, "\r", `\n`, "\n").Replace(a.Input)
		if text, ok := strings.CutPrefix(a.Input, "REQ "); ok {
			input = fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(text), text)
		}
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		c := exec.CommandContext(ctx, self, "lsp", "--site", site)
		c.Env = append(os.Environ(), asCommand+"=1")
		c.Stdin = strings.NewReader(input)
		var out, errs bytes.Buffer
		c.Stdout, c.Stderr = &out, &errs
		err := c.Run()
		cancel()
		if status := c.ProcessState.ExitCode(); err != nil && (status < 0 || status > 2) || strings.Contains(errs.String(), "goroutine ") {
			t.Errorf("%q: ends with %v\n%s", a.Input, err, errs.String())
		}
	}
}

// asCommand is the variable that makes this test program the command.
const asCommand = "GONGKAI_ACCEPTANCE_COMMAND"

// beCommand is the command, with which a test talks as a program of its own.
func beCommand() int {
	return cli.Main(context.Background(), os.Args[1:], os.Stdout, os.Stderr, func(string) string { return "" })
}

// Each thing that is looked for in pages is found where it is.
func TestLookThroughFindsFaults(t *testing.T) {
	parts := map[string]string{
		"on": `<p onclick="x()">x</p>`, "scheme": `<a href="javascript:x">x</a>`, "frame": `<iframe></iframe>`, "style": `<style>p{}</style>`,
		"data": `<script type="application/ld+json">{</script>`, "inline": `<script>x=1</script>`, "ran": `<script>top.hit('ran.html')</script>`,
		"refresh": `<meta http-equiv="refresh" content="999">`, "sheet": `<link rel="stylesheet" href="http://127.0.0.2:1/x.css">`, "sound": `<p>x</p>`}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		if r.URL.Path == "/frames" {
			fmt.Fprint(w, "<!doctype html><title>frames</title><script>var hits=[];function hit(n){hits.push(n)}</script>")
			return
		}
		fmt.Fprint(w, "<!doctype html><title>x</title><main>"+parts[strings.TrimSuffix(r.URL.Path[1:], ".html")]+"</main>")
	}))
	defer server.Close()
	var pages []string
	for name := range parts {
		pages = append(pages, name+".html")
	}
	tab := newTab(t)
	do(t, tab, chromedp.Navigate(server.URL+"/frames"))
	list, _ := json.Marshal(pages)
	faults := eval[[]string](t, tab, "("+lookThrough+")("+string(list)+")")
	for name := range parts {
		found := slices.ContainsFunc(faults, func(f string) bool { return strings.HasPrefix(f, name+".html") })
		if found != (name != "sound") {
			t.Errorf("%s: a fault is found: %v; all: %q", name, found, faults)
		}
	}
	if !slices.Contains(faults, "ran.html: its script ran") {
		t.Errorf("the script that ran is not told: %q", faults)
	}
}
