package html

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/internal/htmltree"
)

// Standalone makes one file without a site of a page: its main part, with style and pictures inside
// it. What leads to other pages of the site is text. file reads a file of the site by its address; it
// returns nil for one that there is not.
func Standalone(address string, page []byte, file func(address string) []byte) ([]byte, error) {
	doc, err := nethtml.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	s := &standalone{address: address, file: file, ids: map[string]bool{}}
	var styles strings.Builder
	var root, title, main, banner *nethtml.Node
	for n := range doc.Descendants() {
		switch {
		case n.DataAtom == atom.Html:
			root = n
		case n.DataAtom == atom.Title && title == nil:
			title = n
		case n.DataAtom == atom.Main:
			main = n
		case n.DataAtom == atom.P && htmltree.Value(n, "class") == "banner":
			banner = n
		case n.DataAtom == atom.Link && htmltree.Value(n, "rel") == "stylesheet":
			if css := s.read(htmltree.Value(n, "href")); css != nil {
				media := ""
				if m := htmltree.Value(n, "media"); m != "" {
					media = ` media="` + nethtml.EscapeString(m) + `"`
				}
				styles.WriteString("<style" + media + ">\n" + strings.ReplaceAll(string(css), "</", `<\/`) + "</style>\n")
			}
		}
	}
	if root == nil || title == nil || main == nil {
		return nil, fmt.Errorf("%s: the page has no title or no main part", address)
	}
	for n := range main.Descendants() {
		s.ids[htmltree.Value(n, "id")] = true
	}
	s.settle(main)
	var b bytes.Buffer
	b.WriteString(`<!doctype html>` + "\n" + `<html lang="` + nethtml.EscapeString(htmltree.Value(root, "lang")) + `"` + attributes(root, "data-accent", "data-title", "data-banner") + ">\n" + `<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>` + nethtml.EscapeString(htmltree.Text(title)) + "</title>\n")
	b.WriteString(styles.String() + "</head>\n<body>\n")
	write := func(before string, n *nethtml.Node, after string) {
		if n != nil && err == nil {
			b.WriteString(before)
			err = nethtml.Render(&b, n)
			b.WriteString(after + "\n")
		}
	}
	write("<header>", banner, "</header>")
	write("", main, "")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	b.WriteString("</body>\n</html>\n")
	return b.Bytes(), nil
}

// attributes writes those of an element that it has: the colour, and what is printed at the head of each sheet.
func attributes(n *nethtml.Node, names ...string) (out string) {
	for _, name := range names {
		if value, ok := htmltree.Attribute(n, name); ok {
			out += " " + name + `="` + nethtml.EscapeString(value) + `"`
		}
	}
	return out
}

// standalone is a page that leaves its site.
type standalone struct {
	address string
	file    func(address string) []byte
	ids     map[string]bool // in the main part
}

// read reads a file that the page names by a relative address.
func (s *standalone) read(href string) []byte {
	u, err := url.Parse(href)
	if err != nil || u.IsAbs() || u.Host != "" || u.Path == "" {
		return nil
	}
	return s.file(strings.TrimPrefix(path.Join("/", path.Dir(s.address), u.Path), "/"))
}

// settle goes through what is below a node: links to places that are not in the file become text,
// pictures come into it, what leads to other reports and scripts go.
func (s *standalone) settle(n *nethtml.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.DataAtom == atom.Script, c.DataAtom == atom.Nav:
			n.RemoveChild(c)
			c = next
			continue
		case c.DataAtom == atom.Img:
			s.picture(c)
		case c.DataAtom == atom.A && !s.stays(htmltree.Value(c, "href")):
			c.Data, c.DataAtom = "span", atom.Span
			c.Attr = slices.DeleteFunc(c.Attr, func(a nethtml.Attribute) bool {
				return slices.Contains([]string{"href", "rel", "target", "download", "type", "hreflang"}, a.Key)
			})
		}
		s.settle(c)
		c = next
	}
}

// stays reports whether a link leads somewhere from a file of its own.
func (s *standalone) stays(href string) bool {
	u, err := url.Parse(href)
	if err != nil {
		return false
	}
	return u.IsAbs() || href != "" && u.Path == "" && u.Host == "" && u.Fragment != "" && s.ids[u.Fragment]
}

// picture puts the bytes of a picture in place of its address.
func (s *standalone) picture(n *nethtml.Node) {
	for i := range n.Attr {
		if a := &n.Attr[i]; a.Key == "src" {
			data := s.read(a.Val)
			if data == nil {
				a.Val = "" // its alternative text is shown
				continue
			}
			kind := http.DetectContentType(data)
			if path.Ext(a.Val) == ".svg" {
				kind = "image/svg+xml"
			}
			a.Val = "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data)
		}
	}
	n.Attr = slices.DeleteFunc(n.Attr, func(a nethtml.Attribute) bool { return a.Key == "srcset" || a.Key == "src" && a.Val == "" })
}
