package acceptance

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gongkai/generator"
	"gongkai/generator/output"
)

// The portal is an official site of 164 reports: 41 agencies, five of them governments
// with departments, four years each, with all that a site can have.
const (
	portalAgencies = 41
	portalYears    = 4
)

var portalConfig = `format_version: 1
site:
  name: 示例县政府信息公开专栏
  url: https://www.example.gov.cn/
  official: true
  id_code: "1100000000"
  sponsor: 示例县人民政府办公室
  contact: 010-00000000
  icp: 京ICP备00000000号
  police: 京公网安备00000000000000号
  party_mark: {image: static/mark.png, url: "https://example.org/mark"}
  error_report: https://example.org/report
  licence: 引用请注明来源
rules_page: true
forms_page: true
`

// portalContent returns the portal's files.
func portalContent(example string) map[string]string {
	files := map[string]string{"gongkai.yaml": portalConfig, "static/mark.png": markImage(),
		"content/_index.md": "欢迎查阅。法规见[中国政府网](https://www.gov.cn/)。\n"}
	for i := range portalAgencies {
		slug, name := fmt.Sprintf("a%02d", i), fmt.Sprintf("示例县第%d局", i)
		entry := fmt.Sprintf("name: %s\nlevel: county\nkind: department\nparent: a%02d\nphone: 010-00000000\nsince: 2021\nformer_names: [{name: 示例县第%d科, until: 2021}]\n", name, i%5, i)
		if i < 5 {
			name = fmt.Sprintf("示例县第%d镇人民政府", i)
			entry = fmt.Sprintf("name: %s\nlevel: town\nkind: government\nsince: 2021\n", name)
		}
		put := func(file, front, body string) {
			files["content/"+slug+"/"+file] = "---\n" + front + "---\n\n" + body
		}
		put("_index.md", entry, "本机关是虚构的。\n")
		put("guide.md", "title: 政府信息公开指南\npublished: 2024-05-06\n", "## 怎样申请\n\n向本机关书面申请，见[《条例》](https://www.gov.cn/zhengce/)。\n")
		for n := range 2 {
			put(fmt.Sprintf("policies/p%d.md", n), fmt.Sprintf("title: 示例制度%d\npublished: 2024-05-0%d\n", n, n+1), "**第一条** 为了说明版式，制定本制度。\n")
		}
		put("catalog/guifan/_index.md", "title: 规范性文件\n", "")
		items := 2
		if i == 7 {
			items = 130 // more than one page of the list
		}
		for n := range items {
			put(fmt.Sprintf("catalog/guifan/w%03d.md", n), fmt.Sprintf("title: 示例文件%d\nindex_number: %s-%d\ndoc_number: 示〔2023〕%d号\nwritten: 2023-03-01\npublished: 2023-03-02\nvalidity: 有效\nattachments: [{file: w.csv, title: 示例表}]\n", n, slug, n, n),
				"| 项 | 值 |\n|---|---|\n| 甲 | 1 |\n")
		}
		files["content/"+slug+"/catalog/guifan/w.csv"] = "项,值\n甲,1\n"
		for y := range portalYears {
			k := (i*7 + y*3) % 40
			row := func(natural, total int) string { return fmt.Sprintf("[%d, 2, 0, 0, 1, 0, %d]", natural, total) }
			files[fmt.Sprintf("content/%s/reports/%d.md", slug, 2021+y)] = strings.NewReplacer(
				"year: 2024", fmt.Sprintf("year: %d", 2021+y), "published: 2025-01-20", fmt.Sprintf("published: %d-01-20", 2022+y), "2024 年", fmt.Sprintf("%d 年", 2021+y),
				"carried_in:                 [0, 0, 0, 0, 0, 0, 0]", "carried_in:                 [1, 0, 0, 0, 0, 0, 1]",
				"new:                        [5, 2, 0, 0, 1, 0, 8]", "new:                        "+row(4+k, 7+k),
				"[3, 1, 0, 0, 1, 0, 5]", fmt.Sprintf("[%d, 1, 0, 0, 1, 0, %d]", 3+k, 5+k), "total:                    [4, 2, 0, 0, 1, 0, 7]", "total:                    "+row(4+k, 7+k)).Replace(example)
		}
	}
	return files
}

// markImage is a grey square.
func markImage() string {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, 48, 48))) // into memory
	return b.String()
}

var portalOnce struct {
	sync.Once
	site site
	err  error
	stop func()
}

// portal returns the portal, built and served as a web server would.
func portal(t *testing.T) site {
	t.Helper()
	portalOnce.Do(func() {
		portalOnce.site, portalOnce.stop, portalOnce.err = buildPortal(readFile(t, "../../generator/form/defs/cn-2021.example.md"))
	})
	if portalOnce.err != nil {
		t.Fatal(portalOnce.err)
	}
	return portalOnce.site
}

func stopPortal() {
	if portalOnce.stop != nil {
		portalOnce.stop()
	}
}

func buildPortal(example string) (s site, stop func(), err error) {
	dir, err := os.MkdirTemp("", "gongkai-portal-")
	if err != nil {
		return s, nil, err
	}
	for name, text := range portalContent(example) {
		at := filepath.Join(dir, "site", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return s, nil, err
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			return s, nil, err
		}
	}
	out := filepath.Join(dir, "out")
	server := httptest.NewServer(compressed(out))
	stop = func() { server.Close(); os.RemoveAll(dir) }
	res, err := generator.Build(context.Background(), generator.Options{Site: filepath.Join(dir, "site"), Out: out, BaseURL: server.URL, Version: "test"})
	if err != nil {
		return s, stop, err
	}
	if res.Failed() {
		return s, stop, fmt.Errorf("the portal has %d errors: %+v", res.Summary.Errors, res.Findings[0])
	}
	if s, err = openSite(out); err == nil {
		s.served = server.URL + "/"
	}
	return s, stop, err
}

// compressed serves a folder with what is text packed by gzip, as web servers are set up
// to do. What is not there is answered with 404.html.
func compressed(dir string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := path.Clean("/" + r.URL.Path)
		if strings.HasSuffix(r.URL.Path, "/") {
			name = path.Join(name, "index.html")
		}
		status := http.StatusOK
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil || name == "/404.html" {
			name, status = "/404.html", http.StatusNotFound
			data, _ = os.ReadFile(filepath.Join(dir, "404.html"))
		}
		kind := output.MediaType(name)
		w.Header().Set("Content-Type", kind)
		if strings.HasPrefix(kind, "text/") {
			w.Header().Set("Content-Type", kind+"; charset=utf-8")
		}
		if strings.HasPrefix(kind, "text/") || strings.Contains(kind, "xml") || strings.Contains(kind, "json") {
			w.Header().Set("Content-Encoding", "gzip")
			data = pack(data)
		}
		w.WriteHeader(status)
		_, _ = w.Write(data) // the browser may have gone
	})
}

// pack compresses as web servers do by default, at the lowest level.
func pack(data []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed) // a level that exists
	_, _ = w.Write(data)                            // into memory
	_ = w.Close()
	return b.Bytes()
}
