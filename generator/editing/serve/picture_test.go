package serve_test

import (
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// A picture beside a report is shown before it is published; nothing else of the site's folder is.
func TestPictureBeside(t *testing.T) {
	b := newBench(t)
	const png = "\x89PNG\r\n1"
	if w := b.attach(reportFile, "图.png", png); w.Code != 200 {
		t.Fatalf("got status %d, want the picture to be put there: %s", w.Code, w.Body)
	}
	for name, text := range map[string]string{"page.png": "<script>", "x.svg": "<svg/>"} {
		if err := os.WriteFile(filepath.Join(b.dir, filepath.FromSlash(path.Dir(reportFile)), name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		file, name string
		want       int
	}{
		{reportFile, "2024-图.png", 200}, {reportFile, "none.png", 404}, {reportFile, "page.png", 404}, {reportFile, "x.svg", 404}, {reportFile, "2024.md", 404}, {reportFile, "", 404},
		{reportFile, "../reports/2024-图.png", 404}, {reportFile, `..\2024-图.png`, 404}, {"content/../gongkai.yaml", "2024-图.png", 404}, {path.Join(path.Dir(reportFile), "2030.md"), "2024-图.png", 404},
	} {
		w := b.do(httptest.NewRequest("GET", "/_gongkai/edit/picture?"+url.Values{"file": {c.file}, "name": {c.name}}.Encode(), nil))
		if w.Code != c.want {
			t.Errorf("%s beside %s: got status %d, want %d", c.name, c.file, w.Code, c.want)
		}
		if is := w.Body.String() == png && w.Header().Get("Content-Type") == "image/png"; is != (c.want == 200) {
			t.Errorf("%s beside %s: got %q as %s", c.name, c.file, w.Body, w.Header().Get("Content-Type"))
		}
		if strings.Contains(w.Body.String(), "<script>") {
			t.Errorf("%s is sent as it is", c.name)
		}
	}
}
