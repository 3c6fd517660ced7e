package html

import (
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"gongkai/generator/audit"
	"gongkai/generator/config"
	"gongkai/generator/output"
	"gongkai/generator/site"
	"gongkai/generator/workspace/unionfs"
	"gongkai/themes"
)

// Every page of the site passes the audit and says what every page has to say.
func TestEveryPage(t *testing.T) {
	for _, language := range []string{"zh-CN", "en"} {
		cfg := example()
		cfg.Language = language
		s := assemble(t, "")
		r := renderer(t, cfg, s)
		kinds := map[string]bool{}
		for _, p := range append(s.Pages(), s.MovedPages()...) {
			kinds[string(p.Kind)] = true
			data, err := r.Page(p, nil, p.Data)
			if err != nil {
				t.Fatal(err)
			}
			page := string(data)
			for _, f := range audit.Page(output.File{Path: p.Path, Data: data}) {
				t.Errorf("%s:%d: %s", f.Path, f.Line, f.Message.EN)
			}
			contains(t, page, `lang="`+language+`"`, `<meta name="SiteName" content="示例站">`, `<meta name="SiteDomain" content="www.example.org">`,
				`示例，非政府网站`, `<meta name="robots" content="noindex">`, `href="#page.main"`, `id="page.main"`)
			lacks(t, page, "SiteIDCode", " style=", "<no value>", "%!", r.mark)
			allowed := map[site.Kind]string{site.Dataset: `<script type="application/ld+json">`, site.Search: `<script src="../assets/js/search.js" defer></script>`}[p.Kind]
			switch {
			case p.Kind == site.Home:
				allowed = `<script src="assets/js/filter.js" defer></script>`
			case p.Kind == site.Query:
				allowed = `<script src="../../assets/js/query.js" defer></script>`
			case p.Kind == site.Overview && len(p.Children) > 0:
				allowed = `<script src="../assets/js/filter.js" defer></script>`
			}
			contains(t, page, `assets/js/page.js"></script>`, `<body id="page.large">`, `href="#page.large"`)
			if scripts := strings.Count(page, "<script") - 1; allowed == "" && scripts > 0 || allowed != "" && (scripts != 1 || !strings.Contains(page, allowed)) {
				t.Errorf("%s has %d scripts", p.Path, scripts)
			}
			if n := len(regexp.MustCompile(`(?i)<meta name="description"`).FindAllString(page, -1)); n != 1 {
				t.Errorf("%s has %d descriptions", p.Path, n)
			}
			if t.Failed() {
				t.Fatalf("in %s", p.Path)
			}
		}
		for _, k := range r.templates.pages {
			if k == nil {
				t.Fatal("a kind without a template")
			}
		}
		if len(kinds) != len(r.templates.pages) {
			t.Errorf("the small site has %d kinds of pages of %d", len(kinds), len(r.templates.pages))
		}
	}
}

func TestNotFoundUsesAbsoluteAddressesOnly(t *testing.T) {
	page := render(t, example(), "404.html", "")
	lacks(t, page, "canonical")
	addresses := regexp.MustCompile(`(?:href|src)="([^"]*)"`).FindAllStringSubmatch(page, -1)
	if len(addresses) < 5 {
		t.Fatalf("only %d addresses", len(addresses))
	}
	for _, m := range addresses {
		if !strings.HasPrefix(m[1], "/zwgk/") && !strings.HasPrefix(m[1], "#") {
			t.Errorf("the address %s", m[1])
		}
	}
}

// The canonical address is the folder's; it is what is printed on paper too.
func TestCanonicalIsTheFolder(t *testing.T) {
	for path, want := range map[string]string{
		"index.html":            "https://www.example.org/zwgk/",
		reportPath:              "https://www.example.org/zwgk/a/reports/2023/",
		"years/2023/index.html": "https://www.example.org/zwgk/years/2023/",
	} {
		contains(t, render(t, example(), path, ""), `<link rel="canonical" href="`+want+`">`, `data-address="网址：`+want+`"`)
	}
	lacks(t, render(t, example(), "404.html", ""), "canonical", "data-address")
	cfg := example()
	cfg.URL = ""
	lacks(t, render(t, cfg, reportPath, ""), "canonical", `name="Url"`, "data-address")
}

// A page at a former address leads on, also from a disk and by hand, and is not to be found by itself.
func TestMovedPage(t *testing.T) {
	official := &config.Config{Name: "示例市", URL: "https://www.example.gov.cn/zw/", Language: "zh-CN", Official: true, IDCode: "1101120001"}
	page := render(t, official, "old/reports/2023/index.html", "")
	contains(t, page, `<meta http-equiv="refresh" content="0; url=../../../a/reports/2023/index.html">`, `<link rel="canonical" href="https://www.example.gov.cn/zw/a/reports/2023/">`,
		`<meta name="robots" content="noindex">`, `<h1>页面已移动</h1>`, `<p><a href="../../../a/reports/2023/index.html">示例市甲局2023年政府信息公开工作年度报告</a></p>`, `<meta name="SiteIDCode"`)
	lacks(t, page, "ArticleTitle", "data-cell", "示例，非政府网站")
	official.URL = ""
	lacks(t, render(t, official, "old/reports/2023/index.html", ""), "canonical")
	lacks(t, render(t, official, "a/reports/2023/index.html", ""), "refresh", "noindex")
	contains(t, render(t, official, "old/index.html", ""), `<a href="../a/index.html">示例市甲局</a>`)
}

func TestMetadata(t *testing.T) {
	official := &config.Config{Name: "示例市", URL: "https://www.example.gov.cn/", Language: "zh-CN", Official: true, IDCode: "1101120001",
		ICP: "京ICP备1号", Police: "京公网安备1号", Sponsor: "主办者", Contact: "010-1", ErrorReport: "https://example.gov.cn/e",
		PartyMark: &config.PartyMark{Image: "static/mark.png", URL: "https://example.gov.cn/m"}}
	page := render(t, official, reportPath, "published: 2024-01-15\n")
	contains(t, page, `<meta name="SiteIDCode" content="1101120001">`, `<meta name="ColumnName" content="政府信息公开年报">`, `<meta name="ColumnType"`,
		`<meta name="ColumnDescription"`, `<meta name="ColumnKeywords"`, `<meta name="ArticleTitle" content="示例市甲局2023年`,
		`<meta name="PubDate" content="2024-01-15 00:00">`, `<meta name="ContentSource" content="示例市甲局">`,
		"京ICP备1号", "京公网安备1号", "主办者", "010-1", "<dd>1101120001</dd>", `<a href="https://example.gov.cn/e" rel="external noopener">我为政府网站找错<small class="external" data-search="off">（外部网站）</small></a>`,
		`<a href="https://example.gov.cn/m" rel="external noopener"><img class="mark" src="../../../static/mark.png" alt="党政机关网站标识"><small`,
		`<a href="https://beian.miit.gov.cn/" rel="external noopener">京ICP备1号<small`, `<a href="../../../sitemap/index.html">站点地图</a>`,
		`<meta property="og:type" content="article">`, `<meta property="og:title" content="示例市甲局2023年政府信息公开工作年度报告">`, `<meta property="og:url" content="https://www.example.gov.cn/a/reports/2023/">`,
		`<meta property="og:locale" content="zh_CN">`, `<meta property="og:site_name" content="示例市">`, `<meta property="article:published_time" content="2024-01-15">`,
		`<p>示例市甲局. 示例市甲局2023年政府信息公开工作年度报告[EB/OL]. 示例市, (2024-01-15)[获取日期]. https://www.example.gov.cn/a/reports/2023/.</p>`)
	contains(t, render(t, official, "a/index.html", ""), `<meta property="og:type" content="website">`)
	official.ErrorReport = "https://www.example.gov.cn/e" // of the site itself
	contains(t, render(t, official, "index.html", ""), `<a href="https://www.example.gov.cn/e">我为政府网站找错</a>`)
	official.ErrorReport = "https://example.gov.cn/e"
	lacks(t, page, "noindex", "非政府网站")
	lacks(t, render(t, official, reportPath, ""), "PubDate")
	lacks(t, render(t, official, "a/reports/index.html", ""), "ArticleTitle", "PubDate")
	contains(t, render(t, official, "a/reports/index.html", ""), "ColumnName")
	item := render(t, official, "a/catalog/x/new/index.html", "")
	contains(t, item, `<meta name="PubDate" content="2023-05-06 09:30">`, `<meta name="Description" content="新办法的概述">`)
	lacks(t, render(t, official, "index.html", ""), "ColumnName")
}

// The names of 《政府网站发展指引》 that each kind of page must have.
func TestMetadataOfEveryKind(t *testing.T) {
	s := assemble(t, "published: 2024-01-15\n")
	r := renderer(t, &config.Config{Name: "示例市", URL: "https://www.example.gov.cn/", Language: "zh-CN", Official: true, IDCode: "1101120001"}, s)
	of := map[string]string{"site": "SiteName SiteDomain SiteIDCode", "column": "ColumnName ColumnDescription ColumnKeywords ColumnType", "article": "ArticleTitle ContentSource"}
	for _, p := range s.Pages() {
		data, err := r.Page(p, nil, p.Data)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]bool{"site": true}
		switch p.Kind {
		case site.Report, site.Item, site.Guide, site.Policy:
			want["column"], want["article"] = true, true
		case site.Agency, site.Policies, site.Category, site.Reports, site.Overview, site.Years, site.Year, site.Numbers:
			want["column"] = true
		}
		for group, names := range of {
			for name := range strings.FieldsSeq(names) {
				wanted := 0
				if want[group] {
					wanted = 1
				}
				if n := strings.Count(string(data), `<meta name="`+name+`" content="`); n != wanted {
					t.Errorf("%s, %s: %s is there %d times", p.Path, p.Kind, name, n)
				}
			}
		}
		if (p.Published() != "") && !strings.Contains(string(data), `<meta name="PubDate" content="`+p.Published()[:10]+" ") {
			t.Errorf("%s has no date of publication", p.Path)
		}
	}
}

func TestColumnsOfAnAgency(t *testing.T) {
	page := render(t, example(), "b/index.html", "")
	if n := strings.Count(page, "本站没有收录该机关的这一栏目。"); n != 3 {
		t.Errorf("%d columns are said to be absent, want 3", n)
	}
	contains(t, page, `<dt>所属</dt><dd><a href="../a/index.html">示例市甲局</a></dd>`)
	page = render(t, example(), "a/index.html", "")
	at := 0
	for _, c := range []string{"政府信息公开指南</a></h3>", "政府信息公开制度</a></h3>", "法定主动公开内容</a></h3>", "政府信息公开年报</a></h3>"} {
		next := strings.Index(page[at:], c)
		if next < 0 {
			t.Fatalf("%s does not follow", c)
		}
		at += next
	}
	contains(t, page, `<dt>电子邮箱</dt><dd><a href="mailto:a@example.org">`, `示例市乙局（至2022年）`)
	lacks(t, page, "<dt>传真</dt>")
}

func TestCatalog(t *testing.T) {
	contains(t, render(t, example(), "a/catalog/y/index.html", ""), "本机关无此项")
	contains(t, render(t, example(), "a/catalog/index.html", ""), `<a href="x/index.html">规范性文件</a> <span class="note">共 2 项</span>`)
	contains(t, render(t, example(), "a/catalog/x/index.html", ""), `<th scope="row"><a href="old/index.html">旧办法</a></th><td>A1</td><td>未注明</td><td><span class="badge repealed">废止</span> <a href="new/index.html">替代文件：新办法</a></td>`)
	contains(t, render(t, example(), "a/catalog/x/old/index.html", ""), `<dt>替代文件</dt><dd><a href="../new/index.html">新办法</a></dd>`, `<a href="f.csv" data-address="www.example.org/zwgk/a/catalog/x/old/f.csv">表（CSV，10 B）</a>`)
}

func TestPagesAreRenderedConcurrently(t *testing.T) {
	s := assemble(t, "")
	r := renderer(t, example(), s)
	first := map[string]string{}
	for _, p := range s.Pages() {
		data, err := r.Page(p, nil, p.Data)
		if err != nil {
			t.Fatal(err)
		}
		first[p.Path] = string(data)
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for _, p := range s.Pages() {
				if data, err := r.Page(p, nil, p.Data); err != nil || string(data) != first[p.Path] {
					t.Errorf("%s differs: %v", p.Path, err)
				}
			}
		})
	}
	wait.Wait()
}

// A theme's own files replace the default ones, and faults in them name the file.
func TestThemeOfASite(t *testing.T) {
	s := assemble(t, "")
	with := func(name, text string) error {
		r, err := newRenderer(unionfs.New(fstest.MapFS{name: {Data: []byte(text)}}, themes.Default()), example(), s, "x")
		if err != nil {
			return err
		}
		if _, err := r.Page(s.ReportPages()[0], nil, nil); err != nil {
			return err
		}
		page, err := r.Page(s.At("years/index.html"), nil, nil)
		if err == nil && strings.HasPrefix(name, "pages/") && !strings.Contains(string(page), "自己的页面") {
			t.Error("the site's template is not used")
		}
		return err
	}
	if err := with("pages/years.html", "<h1>自己的页面</h1>\n"); err != nil {
		t.Error(err)
	}
	for text, want := range map[string]string{
		"<h1>\n{{.Nothing}}</h1>":  "pages/years.html:2:",
		"<h1>\n{{if}}</h1>":        "pages/years.html:2:",
		"<h1>\n{{t \"x.y\"}}</h1>": "pages/years.html:2:",
	} {
		if err := with("pages/years.html", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: the error is %v, want %s", text, err, want)
		}
	}
	if err := with("i18n/zh-CN.yaml", "a b\n"); err == nil || !strings.Contains(err.Error(), "i18n/zh-CN.yaml:1:") {
		t.Errorf("a broken label: %v", err)
	}
	if err := with("partials/row.html", "<tr></tr>"); err == nil || !strings.Contains(err.Error(), "proactive.regulations.issued") {
		t.Errorf("a table without cells: %v", err)
	}
}

func TestSize(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 1023: "1023 B", 1024: "1 KB", 1536: "1.5 KB", 1 << 20: "1 MB", 5<<30 + 1<<29: "5.5 GB"} {
		if got := size(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}
