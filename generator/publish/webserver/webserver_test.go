package webserver

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"gongkai/generator/output"
)

func printed(t *testing.T, server string, s Site) string {
	t.Helper()
	var b strings.Builder
	if err := Print(&b, server, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var example = Site{Host: "www.example.org", Base: "/zwgk/", Root: "/srv/gongkai/public", Language: "en"}

// What a header says and what pages say themselves are both in force; a header that forbids more
// would break pages.
func TestPagePolicyIsThatOfPages(t *testing.T) {
	head, err := os.ReadFile("../../../themes/default/partials/head.html")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindSubmatch(head)
	if found == nil {
		t.Fatal("the theme's head has no policy")
	}
	// From a server no form leads to a file of the disk.
	want := strings.Replace(string(found[1]), " file:", "", 1) + "; frame-ancestors 'self'"
	want = strings.Replace(want, "{{with .Inline}} 'sha256-{{.Digest}}'{{end}}", " 'unsafe-inline'", 1)
	if PagePolicy != want {
		t.Errorf("got %s\nwant %s", PagePolicy, want)
	}
}

func TestServersSayTheSame(t *testing.T) {
	for _, server := range Servers() {
		text := printed(t, server, example)
		wanted := []string{"/zwgk/", "404.html", "nosniff", "strict-origin-when-cross-origin", "SAMEORIGIN", PagePolicy}
		if server != "iis" {
			wanted = append(wanted, "www.example.org", "/srv/gongkai/public", output.ForeignPolicy, FilePolicy, "no-cache")
		}
		for _, w := range wanted {
			if !strings.Contains(text, w) {
				t.Errorf("%s: no %s", server, w)
			}
		}
		for _, f := range output.FileTypes() {
			if !strings.Contains(text, f.Type) {
				t.Errorf("%s: no type %s", server, f.Type)
			}
			if !regexp.MustCompile(`\b` + f.Extension[1:] + `\b`).MatchString(text) {
				t.Errorf("%s: no extension %s", server, f.Extension)
			}
		}
		if again := printed(t, server, example); again != text {
			t.Errorf("%s: the second time it is another text", server)
		}
	}
}

// Comments are in the language that is asked for, and everything else is the same.
func TestLanguages(t *testing.T) {
	comments := regexp.MustCompile(`(?s)<!--.*?-->|(?m)^\s*# .*$`)
	for _, server := range Servers() {
		chinese := example
		chinese.Language = "zh"
		zh, en := printed(t, server, chinese), printed(t, server, example)
		if strings.ContainsFunc(en, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s: Chinese in the English text", server)
		}
		if zh == en || comments.ReplaceAllString(zh, "") != comments.ReplaceAllString(en, "") {
			t.Errorf("%s: the languages differ in more than comments, or not at all", server)
		}
	}
}

// Windows takes no web.config that is not well formed, or that names an extension twice.
func TestWebConfig(t *testing.T) {
	for _, base := range []string{"/", "/zwgk/", "/政务 公开/"} {
		site := example
		site.Base = base
		text := printed(t, "iis", site)
		d := xml.NewDecoder(strings.NewReader(text))
		var mapped, removed, path []string
		pages := ""
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			switch e := token.(type) {
			case xml.EndElement:
				path = path[:len(path)-1]
			case xml.StartElement:
				path = append(path, e.Name.Local)
				attribute := map[string]string{}
				for _, a := range e.Attr {
					attribute[a.Name.Local] = a.Value
				}
				switch strings.Join(path, "/") {
				case "configuration/system.webServer/staticContent/mimeMap":
					mapped = append(mapped, attribute["fileExtension"])
				case "configuration/system.webServer/staticContent/remove":
					removed = append(removed, attribute["fileExtension"])
				case "configuration/system.webServer/httpErrors/error":
					pages += attribute["statusCode"] + attribute["path"] + attribute["responseMode"]
				}
			}
		}
		var want []string
		for _, f := range output.FileTypes() {
			want = append(want, f.Extension)
		}
		slices.Sort(want)
		slices.Sort(mapped)
		slices.Sort(removed)
		if !slices.Equal(mapped, want) || !slices.Equal(removed, want) {
			t.Errorf("extensions %v (removed before: %v), want %v", mapped, removed, want)
		}
		if pages != "404"+base+"404.htmlExecuteURL" {
			t.Errorf("the page for what is not found is %s", pages)
		}
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	for _, s := range []Site{
		{Host: "a\"b", Base: "/", Root: "/srv"}, {Host: "a", Base: "/${x}/", Root: "/srv"}, {Host: "a", Base: "/", Root: "/srv/a;b"},
		{Host: "a", Base: "/a%b/", Root: "/srv"}, {Host: "a", Base: "/", Root: "/srv\n"}, {Host: "a {", Base: "/", Root: "/srv"},
	} {
		for _, server := range Servers() {
			var unsafe *UnsafeError
			var b strings.Builder
			if err := Print(&b, server, s); !errors.As(err, &unsafe) || b.Len() > 0 {
				t.Errorf("%s, %+v: got %v and %d bytes, want that it is refused", server, s, err, b.Len())
			}
		}
	}
	chinese := example
	chinese.Host = "示例.政务"
	if text := printed(t, "nginx", chinese); !strings.Contains(text, "server_name xn--fsq092h.xn--zfr164b;") {
		t.Error("the name of a host is not written as browsers ask for it")
	}
	windows := example
	windows.Root = `D:\网站\`
	if text := printed(t, "apache", windows); !strings.Contains(text, `<Directory "D:/网站">`) {
		t.Error("a folder of Windows is not written with slashes")
	}
}
