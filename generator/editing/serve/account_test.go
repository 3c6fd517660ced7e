package serve

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"testing"
)

// The table of a system says whose a connection is, in the way that the system writes it.
func TestAccountOfAConnection(t *testing.T) {
	const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2207 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1
   1: 0100007F:C35A 0100007F:2207 01 00000000:00000000 00:00000000 00000000  1001        0 2
   2: 0100007F:2207 0100007F:C35A 01 00000000:00000000 00:00000000 00000000  1000        0 3
   3: broken
`
	at := netip.MustParseAddrPort
	if who, ok := ownerIn(strings.NewReader(table), at("127.0.0.1:50010"), at("127.0.0.1:8711")); !ok || who != 1001 {
		t.Errorf("got account %d (found: %v), want 1001", who, ok)
	}
	if who, ok := ownerIn(strings.NewReader(table), at("127.0.0.1:50011"), at("127.0.0.1:8711")); ok {
		t.Errorf("got account %d of a connection that is not there", who)
	}
	const six = "   0: 00000000000000000000000001000000:C35A 00000000000000000000000001000000:2207 01 0:0 0:0 0  1002 0 4\n"
	if who, ok := ownerIn(strings.NewReader(six), at("[::1]:50010"), at("[::1]:8711")); !ok || who != 1002 {
		t.Errorf("over IPv6: got account %d (found: %v), want 1002", who, ok)
	}
	if runtime.GOOS != "linux" {
		return
	}
	for _, address := range []string{"127.0.0.1:0", "[::1]:0"} {
		l, err := net.Listen("tcp", address)
		if err != nil {
			t.Logf("no %s here: %v", address, err)
			continue
		}
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		who, own, known := accountOf(addressOf(c.LocalAddr()), addressOf(c.RemoteAddr()))
		if !known || who != os.Getuid() || own != who {
			t.Errorf("%s: got account %d, own %d (known: %v), want both %d", address, who, own, known, os.Getuid())
		}
		c.Close()
		l.Close()
	}
}

// Another account of the machine gets nothing, least of all a page with the token in it.
func TestStrangersGetNothing(t *testing.T) {
	h := guardedHandler(t)
	for _, path := range []string{"/", "/_gongkai/status", "/_gongkai/state", "/assets/x.css"} {
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8711"+path, nil)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), stranger{}, true)))
		if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "another account") {
			t.Errorf("%s: got %d %q, want 403 and why", path, w.Code, w.Body.String())
		}
	}
}

func guardedHandler(t *testing.T) http.Handler {
	t.Helper()
	s, err := New(Options{Dir: t.TempDir(), Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler()
}

// What a site only carries is shown as a web server shows it: no script in it runs, and nothing is added to it that could do
// something here.
func TestWhatIsCarriedDoesNothing(t *testing.T) {
	s, err := New(Options{Dir: t.TempDir(), Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"static/a.html": "<script>fetch('/')</script>", "static/a.svg": "<svg/>", "static/a.xml": "<a/>", "static/a.txt": "a", "index.html": "<html lang=en><body><main>ours</main></body></html>"}
	s.Show(&fake{build: 1, files: files})
	for name, text := range files {
		for _, raw := range []string{"", "1"} {
			r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8711/"+name, nil)
			r.Header.Set("Gongkai-Raw", raw)
			w := httptest.NewRecorder()
			s.Handler().ServeHTTP(w, r)
			active := strings.HasPrefix(name, "static/") && name != "static/a.txt"
			sandboxed := strings.Contains(strings.Join(w.Header().Values("Content-Security-Policy"), ","), "sandbox")
			if w.Code != http.StatusOK || sandboxed != active || active && w.Body.String() != text {
				t.Errorf("%s (raw %q): got %d, in a sandbox: %v, want it: %v; %q", name, raw, w.Code, sandboxed, active, w.Body.String())
			}
		}
	}
}
