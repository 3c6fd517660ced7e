package acceptance

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// driver is a browser that a test uses as a reader does.
type driver interface {
	open(url string) error
	// fill types a text into a field, after what is in it.
	fill(css, text string) error
	// press presses Enter on a button or a link.
	press(css string) error
	address() (string, error)
	back() error
	// script is the value of a JavaScript expression, awaited; it must be a string.
	script(expression string) (string, error)
}

// chromiumDriver is the one browser of all tests.
type chromiumDriver struct{ tab context.Context }

func (d chromiumDriver) open(url string) error { return chromedp.Do(d.tab, chromedp.Navigate(url)) }

// The page looks for the field itself: what chromedp finds may be of the page before by the time it is used.
func (d chromiumDriver) fill(css, text string) error {
	const focus = `(async css => {
		for (let i = 0; i < 500; i++) {
			const field = document.querySelector(css);
			field?.focus();
			if (field && document.activeElement === field) return "";
			await new Promise(r => setTimeout(r, 10));
		}
		return css + " takes no focus";
	})(%q)`
	fault, err := d.script(fmt.Sprintf(focus, css))
	if err == nil && fault != "" {
		err = errors.New(fault)
	}
	if err != nil {
		return err
	}
	return chromedp.Do(d.tab, chromedp.KeyEvent(text))
}

func (d chromiumDriver) press(css string) error { return d.fill(css, kb.Enter) }

func (d chromiumDriver) address() (string, error) { return d.script(`location.href`) }

func (d chromiumDriver) back() error {
	_, err := d.script(`history.back(), ""`)
	return err
}

func (d chromiumDriver) script(expression string) (string, error) {
	return chromedp.Run(d.tab, chromedp.Evaluate[string](expression, chromedp.EvalAwaitPromise))
}

// elementKey is the name of the reference to an element (W3C WebDriver, section 12).
const elementKey = "element-6066-11e4-a52e-4f735466cecf"

// enterKey is the key in a text to type (W3C WebDriver, section 17.4.2).
const enterKey = "\ue007"

// asynchronous is the body of a script that awaits an expression.
func asynchronous(expression string) map[string]any {
	return map[string]any{"script": "const done = arguments[arguments.length - 1]; Promise.resolve(" + expression + ").then(done, e => done(String(e)));", "args": []any{}}
}

// text decodes an answer that is a string.
func text(value json.RawMessage, err error) (string, error) {
	var s string
	if err == nil {
		err = json.Unmarshal(value, &s)
	}
	return s, err
}

// element decodes an answer that is a reference to an element.
func element(value json.RawMessage, err error) (string, error) {
	var e map[string]string
	if err == nil {
		err = json.Unmarshal(value, &e)
	}
	return e[elementKey], err
}

// marionette drives Firefox over the socket that is built into it.
type marionette struct {
	conn net.Conn
	read *bufio.Reader
	n    int
}

// call sends a command, [0, number, name, arguments], and returns its answer, [1, number,
// error, value], each with its length before it.
func (m *marionette) call(name string, args any) (json.RawMessage, error) {
	m.n++
	if args == nil {
		args = map[string]any{}
	}
	message, err := json.Marshal([]any{0, m.n, name, args})
	if err != nil {
		return nil, err
	}
	if err := m.conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintf(m.conn, "%d:%s", len(message), message); err != nil {
		return nil, err
	}
	answer, err := m.answer()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(answer, &parts); err != nil || len(parts) != 4 {
		return nil, fmt.Errorf("%s: %s (%w)", name, answer, err)
	}
	if string(parts[2]) != "null" {
		return nil, fmt.Errorf("%s: %s", name, parts[2])
	}
	var wrapped struct{ Value json.RawMessage }
	if err := json.Unmarshal(parts[3], &wrapped); err != nil || wrapped.Value == nil {
		return parts[3], nil
	}
	return wrapped.Value, nil
}

func (m *marionette) answer() ([]byte, error) {
	length, err := m.read.ReadString(':')
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(strings.TrimSuffix(length, ":"))
	if err != nil {
		return nil, err
	}
	data := make([]byte, n)
	_, err = io.ReadFull(m.read, data)
	return data, err
}

func (m *marionette) do(name string, args any) error {
	_, err := m.call(name, args)
	return err
}

func (m *marionette) find(css string) (string, error) {
	return element(m.call("WebDriver:FindElement", map[string]string{"using": "css selector", "value": css}))
}

func (m *marionette) open(url string) error {
	return m.do("WebDriver:Navigate", map[string]string{"url": url})
}

func (m *marionette) fill(css, text string) error {
	id, err := m.find(css)
	if err != nil {
		return err
	}
	return m.do("WebDriver:ElementSendKeys", map[string]string{"id": id, "text": text})
}

func (m *marionette) press(css string) error { return m.fill(css, enterKey) }

func (m *marionette) address() (string, error) {
	return text(m.call("WebDriver:GetCurrentURL", nil))
}

func (m *marionette) back() error { return m.do("WebDriver:Back", nil) }

func (m *marionette) script(expression string) (string, error) {
	return text(m.call("WebDriver:ExecuteAsyncScript", asynchronous(expression)))
}

// firefox starts Firefox with an empty profile. What drives browsers changes some settings of
// Firefox for itself, among them the one that keeps files of a disk apart from each other: that is
// turned off, so that it behaves as it does for readers.
func firefox(t *testing.T, scripts bool) *marionette {
	t.Helper()
	profile := t.TempDir()
	prefs := "user_pref(\"remote.prefs.recommended\", false);\nuser_pref(\"marionette.port\", 0);\n" +
		fmt.Sprintf("user_pref(\"javascript.enabled\", %v);\n", scripts)
	for _, off := range []string{"browser.aboutwelcome.enabled", "browser.shell.checkDefaultBrowser", "datareporting.policy.dataSubmissionEnabled", "app.normandy.enabled", "network.captive-portal-service.enabled", "network.connectivity-service.enabled"} {
		prefs += fmt.Sprintf("user_pref(%q, false);\n", off)
	}
	if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(prefs), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, nil, tool(t, "firefox-esr", "firefox"), "--headless", "--marionette", "--no-remote", "--profile", profile)
	var port []byte
	await(t, "Firefox does not open its socket", func() (err error) {
		if port, err = os.ReadFile(filepath.Join(profile, "MarionetteActivePort")); err == nil && len(port) == 0 {
			err = errors.New("no port yet")
		}
		return err
	})
	conn, err := net.Dial("tcp", "127.0.0.1:"+strings.TrimSpace(string(port)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	m := &marionette{conn: conn, read: bufio.NewReader(conn)}
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := m.answer(); err != nil { // who it is
		t.Fatal(err)
	}
	if err := m.do("WebDriver:NewSession", map[string]any{"timeouts": map[string]int{"script": 60000}}); err != nil {
		t.Fatal(err)
	}
	return m
}

// webdriver drives WebKitGTK by its own driver.
type webdriver struct{ session string }

func (d *webdriver) call(method, path string, args any) (json.RawMessage, error) {
	var body io.Reader
	if method == http.MethodPost {
		data, err := json.Marshal(args)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(data)
	}
	r, err := http.NewRequest(method, d.session+path, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := (&http.Client{Timeout: patience}).Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	var wrapped struct{ Value json.RawMessage }
	if err := json.Unmarshal(data, &wrapped); err != nil || answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s %s", path, answer.Status, data)
	}
	return wrapped.Value, nil
}

func (d *webdriver) do(path string, args any) error {
	_, err := d.call(http.MethodPost, path, args)
	return err
}

func (d *webdriver) find(css string) (string, error) {
	return element(d.call(http.MethodPost, "/element", map[string]string{"using": "css selector", "value": css}))
}

func (d *webdriver) open(url string) error { return d.do("/url", map[string]string{"url": url}) }

func (d *webdriver) fill(css, text string) error {
	id, err := d.find(css)
	if err != nil {
		return err
	}
	return d.do("/element/"+id+"/value", map[string]string{"text": text})
}

func (d *webdriver) press(css string) error { return d.fill(css, enterKey) }

func (d *webdriver) address() (string, error) { return text(d.call(http.MethodGet, "/url", nil)) }

func (d *webdriver) back() error { return d.do("/back", map[string]any{}) }

func (d *webdriver) script(expression string) (string, error) {
	return text(d.call(http.MethodPost, "/execute/async", asynchronous(expression)))
}

// screen starts a screen of its own, and returns the environment of a program that is new to it.
func screen(t *testing.T) []string {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	server := exec.Command(tool(t, "Xvfb"), "-displayfd", "3", "-screen", "0", "1280x1000x24", "-nolisten", "tcp")
	server.ExtraFiles = []*os.File{write}
	launch(t, server)
	write.Close()
	display, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb does not start: %v", err)
	}
	home := t.TempDir()
	return []string{"DISPLAY=:" + strings.TrimSpace(display), "HOME=" + home, "XDG_RUNTIME_DIR=" + home, "XDG_CONFIG_HOME=" + home, "XDG_CACHE_HOME=" + home, "XDG_DATA_HOME=" + home, "GDK_BACKEND=x11"}
}

// webkit starts the browser of WebKitGTK on a screen of its own.
func webkit(t *testing.T) *webdriver {
	t.Helper()
	port := freePort(t)
	start(t, screen(t), tool(t, "WebKitWebDriver"), "--host=127.0.0.1", "--port="+port)
	d := &webdriver{session: "http://127.0.0.1:" + port}
	await(t, "WebKitWebDriver does not answer", func() error {
		_, err := d.call(http.MethodGet, "/status", nil)
		return err
	})
	value, err := d.call(http.MethodPost, "/session", map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{
		"timeouts": map[string]int{"script": 60000}, "webkitgtk:browserOptions": map[string]any{"binary": miniBrowser(t), "args": []string{"--automation"}}}}})
	var session struct{ SessionID string }
	if err == nil {
		err = json.Unmarshal(value, &session)
	}
	if err != nil {
		t.Fatal(err)
	}
	d.session += "/session/" + session.SessionID
	t.Cleanup(func() { _, _ = d.call(http.MethodDelete, "", nil) })
	return d
}

// miniBrowser finds the browser of WebKitGTK.
func miniBrowser(t *testing.T) string {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser")
	if len(found) == 0 {
		t.Fatal("the browser of WebKitGTK is not installed: run `make setup`")
	}
	return found[0]
}

// start runs a program until the test is over.
func start(t *testing.T, env []string, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	launch(t, cmd)
}

// launch starts a program that ends, with all that it started, when the test is over.
func launch(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait()
	})
}

// freePort is a port that nothing listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// await tries until there is no error, as long as patience lasts.
func await(t *testing.T, what string, try func() error) {
	t.Helper()
	err := try()
	for end := time.Now().Add(patience); err != nil && time.Now().Before(end); err = try() {
		time.Sleep(50 * time.Millisecond)
	}
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}
