package serve_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// attach sends a file as the script does; with changes the request.
func (b *bench) attach(report, name, data string, with ...func(*http.Request)) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequest("POST", "/_gongkai/edit/attach?"+url.Values{"file": {report}, "name": {name}}.Encode(), bytes.NewReader([]byte(data)))
	r.Header.Set("Gongkai-Token", b.token)
	r.Header.Set("Origin", "http://127.0.0.1:8080")
	for _, change := range with {
		change(r)
	}
	return b.do(r)
}

// files lists what is below the site's folder, with contents.
func (b *bench) files() map[string]string {
	b.t.Helper()
	out := map[string]string{}
	if err := filepath.WalkDir(b.dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(b.dir, name)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	}); err != nil {
		b.t.Fatal(err)
	}
	return out
}

// TestAttach: a file lies beside the report under a safe name, and nothing else has changed; the same one is not kept twice, and
// one of the same name does not take another's place.
func TestAttach(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct{ name, data, want, title string }{
		{"报告 原件(盖章).PDF", "%PDF-1.7\n1", "2024-报告-原件-盖章.pdf", "报告 原件(盖章)"},
		{"报告 原件(盖章).PDF", "%PDF-1.7\n1", "2024-报告-原件-盖章.pdf", "报告 原件(盖章)"},
		{"报告-原件 盖章.pdf", "%PDF-1.7\n2", "2024-报告-原件-盖章-2.pdf", "报告-原件 盖章"},
		{`C:\fakepath\..\con.txt`, "甲", "2024-con.txt", "con"},
		{"../../../x/2024 附表.csv", "甲,乙", "2024-附表.csv", "2024 附表"},
		{"——.png", "\x89PNG\r\n", "2024-1.png", "——"},
		{strings.Repeat("长", 300) + ".docx", "PK\x03\x04", "2024-" + strings.Repeat("长", 60) + ".docx", strings.Repeat("长", 300)},
	} {
		before := b.files()
		w := b.attach(reportFile, c.name, c.data)
		if got, want := w.Body.String(), `{"file":"`+c.want+`","title":"`+c.title+`"}`; w.Code != 200 || got != want {
			t.Errorf("%q: got status %d and %s, want 200 and %s", c.name, w.Code, got, want)
		}
		after := b.files()
		if got := after["content/shilishi-xxgkj/reports/"+c.want]; got != c.data {
			t.Errorf("%q: the file has %q, want %q", c.name, got, c.data)
		}
		for name, data := range after {
			if name != "content/shilishi-xxgkj/reports/"+c.want && before[name] != data {
				t.Errorf("%q: %s was changed too", c.name, name)
			}
		}
	}
}

// TestAttachRefused: a file that cannot be an attachment, or that the person may not attach, is not written, and the answer says why.
func TestAttachRefused(t *testing.T) {
	b := newBench(t)
	before := b.files()
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for what, c := range map[string]struct {
		report, name, data string
		with               func(*http.Request)
		status             int
		says               string
	}{
		"a program":                    {reportFile, "a.exe", "MZ", nil, 415, "“a.exe”不能作附件"},
		"a page":                       {reportFile, "a.html", "<script>", nil, 415, "“a.html”不能作附件"},
		"a picture with scripts":       {reportFile, "a.svg", "<svg/>", nil, 415, "“a.svg”不能作附件"},
		"a report":                     {reportFile, "2025.md", "---\n---\n", nil, 415, "“2025.md”不能作附件"},
		"a program called a document":  {reportFile, "a.pdf", "MZ", nil, 415, "“a.pdf”的内容不是 .pdf 文件"},
		"no text":                      {reportFile, "a.txt", "a\x00b", nil, 415, "“a.txt”的内容不是 .txt 文件"},
		"nothing":                      {reportFile, "a.pdf", "", nil, 415, "“a.pdf”是空的"},
		"no name":                      {reportFile, "..", "x", nil, 415, "这个文件没有名称"},
		"too large":                    {reportFile, "a.txt", strings.Repeat("x", 64<<20+1), nil, 413, "附件最多 64 MB"},
		"beside no report":             {"content/shilishi-xxgkj/_index.md", "a.txt", "x", nil, 404, "这里没有可以编辑的报告"},
		"outside the content":          {"gongkai.yaml", "a.txt", "x", nil, 404, "这里没有可以编辑的报告"},
		"outside the site":             {"content/../../reports/2024.md", "a.txt", "x", nil, 404, "这里没有可以编辑的报告"},
		"of another site":              {reportFile, "a.txt", "x", header("Origin", "http://evil.example"), 403, ""},
		"without the token of the run": {reportFile, "a.txt", "x", header("Gongkai-Token", "0"), 403, ""},
		"from a page of another site":  {reportFile, "a.txt", "x", header("Sec-Fetch-Site", "cross-site"), 403, ""},
	} {
		var with []func(*http.Request)
		if c.with != nil {
			with = append(with, c.with)
		}
		if w := b.attach(c.report, c.name, c.data, with...); w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: got status %d: %.200s, want %d and %q", what, w.Code, w.Body, c.status, c.says)
		}
	}
	after := b.files()
	for name := range after {
		if _, ok := before[name]; !ok {
			t.Errorf("there is a file %s, want none", name)
		}
	}
	if !slices.Equal([]byte(before[reportFile]), []byte(after[reportFile])) {
		t.Error("the report was changed")
	}
}
