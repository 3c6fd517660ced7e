package generator

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// wordDocument is a document whose text, and whose author, are given.
func wordDocument(t *testing.T, text, author string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range map[string]string{"word/document.xml": "<w:document><w:p><w:t>" + text + "</w:t></w:p></w:document>", "docProps/core.xml": "<c><dc:creator>" + author + "</dc:creator></c>"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(w, data)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Personal numbers are found in the files that are published, once for each file, and not in those that
// are not; the agency's own telephone may be there.
func TestPersonalDataInDocuments(t *testing.T) {
	dir := t.TempDir()
	put := func(name string, data []byte) {
		t.Helper()
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("gongkai.yaml", []byte("site: {name: 示例, url: https://www.example.gov.cn/, contact: 13700000000}\n"))
	put("content/a/_index.md", []byte("---\nname: 示例局\nphone: 13812345678\n---\n"))
	put("content/a/policies/p.md", []byte("---\ntitle: 办法\nattachments: [{file: a.docx, title: 附件}, {file: b.txt, title: 附件}]\n---\n[附件](a.docx)\n"))
	put("content/a/policies/q.md", []byte("---\ntitle: 细则\nattachments: [{file: a.docx, title: 附件}]\n---\n"))
	put("content/a/policies/a.docx", wordDocument(t, "张某11010519491231002X，本机关13812345678", "李某13912345678"))
	put("content/a/policies/b.txt", []byte("第一行\n电话13912345678，13812345678\n"))
	put("content/a/policies/unpublished.docx", wordDocument(t, "11010519491231002X", ""))
	put("static/c.csv", []byte("姓名,手机,金额\n张某,13612345678,13512345678\n李某,13700000000,1\n"))
	found := func(s *Session) []string {
		t.Helper()
		fs, _, err := s.Check(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, f := range fs {
			if f.Rule != "personal-data" {
				t.Errorf("found %+v, want personal data alone", f)
				continue
			}
			out = append(out, fmt.Sprintf("%s:%d %s", f.File, f.Span.Line, f.Message.ZH))
			if f.Message.EN == "" || strings.Contains(fmt.Sprint(f), "12345678") {
				t.Errorf("got %+v, want an English message, and the number masked", f)
			}
		}
		slices.Sort(out)
		return out
	}
	s := NewSession(Options{Site: dir})
	want := []string{
		"content/a/policies/a.docx:0 文件里有手机号码 139******78",
		"content/a/policies/a.docx:0 文件里有身份证号码 110*************2X",
		"content/a/policies/b.txt:2 文件里有手机号码 139******78",
		"static/c.csv:0 文件里有手机号码 136******78",
	}
	if got := found(s); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	// The same size, other contents: a session looks again, as a new one would.
	put("content/a/policies/a.docx", wordDocument(t, "张某11010519491231000X，本机关13812345678", "李某13812345678"))
	put("static/c.csv", []byte("姓名,手机,金额\n张某,13700000000,13512345678\n李某,13700000000,1\n"))
	later := time.Now().Add(time.Minute)
	for _, name := range []string{"content/a/policies/a.docx", "static/c.csv"} {
		if err := os.Chtimes(filepath.Join(dir, name), later, later); err != nil {
			t.Fatal(err)
		}
	}
	for name, s := range map[string]*Session{"the same session": s, "a new one": NewSession(Options{Site: dir})} {
		if got := found(s); !slices.Equal(got, want[2:3]) {
			t.Errorf("%s: got %q, want %q", name, got, want[2:3])
		}
	}
}
