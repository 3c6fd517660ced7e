package serve

import (
	"bytes"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"gongkai/generator/diag"
)

// response is a page on its way to a browser.
type response struct {
	name     string // its output path
	data     []byte // as a build would write it; nil for none
	status   int
	findings []*diag.Finding // of the file it is made from
	unread   []*diag.Finding // why it is not that of now, or not all of it
	fault    *trouble        // the same, where it is not the file's doing
	last     bool            // the data are those of an earlier moment
	edit     bool            // it is to be changed, and has marks of its own
}

// blank is what is under an overlay where there is no page.
const blank = `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>gongkai</title></head><body></body></html>`

// send answers with a page and what the preview adds to it.
func (s *Server) send(w http.ResponseWriter, r *http.Request, v *view, page *response) {
	if page.data == nil {
		page.data = []byte(blank)
	}
	d := rewriter{s: s, v: v, page: page, marks: s.marks(page), z: html.NewTokenizer(bytes.NewReader(page.data))}
	if err := d.run(); err != nil {
		refuse(w, http.StatusInternalServerError, err.Error())
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Add("Content-Security-Policy", "frame-ancestors 'none'")
	for _, p := range d.policies {
		h.Add("Content-Security-Policy", loosen(p))
	}
	w.WriteHeader(page.status)
	if r.Method != http.MethodHead {
		w.Write(d.out.Bytes()) //nolint:errcheck // the browser has gone
	}
}

// rewriter copies a page, tag by tag, and adds to it. What it does not add to comes
// through byte for byte.
type rewriter struct {
	s        *Server
	v        *view
	page     *response
	marks    *marks
	z        *html.Tokenizer
	out      bytes.Buffer
	policies []string // that the page sets itself
	drafts   bool     // in a link to a draft
	closed   struct{ head, draft, body bool }
}

func (d *rewriter) run() error {
	for {
		kind := d.z.Next()
		if kind == html.ErrorToken {
			break // the end: a tokenizer makes something of everything
		}
		raw := bytes.Clone(d.z.Raw()) // reading the tag changes it
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			if err := d.start(raw); err != nil {
				return err
			}
		case html.EndTagToken:
			if err := d.end(raw); err != nil {
				return err
			}
		default:
			d.out.Write(raw)
		}
	}
	return d.foot()
}

func (d *rewriter) start(raw []byte) error {
	name, more := d.z.TagName()
	switch tag := string(name); tag {
	case "head":
		d.out.Write(raw)
		return d.head()
	case "body":
		d.out.Write(raw)
		return d.head() // of a page without one
	case "main": // within it, so that it is part of a landmark
		d.out.Write(raw)
		return d.draft()
	case "meta", "td", "span", "link", "script", "img", "a":
		if more {
			return d.attributes(tag, raw)
		}
	}
	d.out.Write(raw)
	return nil
}

func (d *rewriter) end(raw []byte) error {
	name, _ := d.z.TagName()
	switch string(name) {
	case "body":
		if err := d.foot(); err != nil {
			return err
		}
	case "a":
		d.out.Write(raw)
		if d.drafts {
			d.drafts = false
			return d.s.print(&d.out, "draft-link", nil)
		}
		return nil
	}
	d.out.Write(raw)
	return nil
}

// attributes copies a tag that may need something.
func (d *rewriter) attributes(tag string, raw []byte) error {
	var list []html.Attribute
	for more := true; more; {
		var key, value []byte
		key, value, more = d.z.TagAttr()
		list = append(list, html.Attribute{Key: string(key), Val: string(value)})
	}
	find := func(key string) *html.Attribute {
		i := slices.IndexFunc(list, func(a html.Attribute) bool { return a.Key == key })
		if i < 0 {
			return &html.Attribute{}
		}
		return &list[i]
	}
	write := func() {
		d.out.WriteString(html.Token{Type: html.StartTagToken, Data: tag, Attr: list}.String())
	}
	switch tag {
	case "meta":
		if strings.EqualFold(find("http-equiv").Val, "content-security-policy") {
			d.policies = append(d.policies, find("content").Val)
			return nil
		}
	case "td", "span":
		if m := d.marks.at(find("data-cell").Val); m != nil {
			if class := find("class"); class.Key != "" {
				class.Val += " gongkai-cell gongkai-" + m.Severity
			} else {
				list = append(list, html.Attribute{Key: "class", Val: "gongkai-cell gongkai-" + m.Severity})
			}
			write()
			return d.s.print(&d.out, "mark", m)
		}
	case "link", "script", "img":
		key := "src"
		if tag == "link" {
			if key = "href"; !slices.Contains(strings.Fields(strings.ToLower(find("rel").Val)), "stylesheet") {
				break
			}
		}
		if a := find(key); a.Key != "" {
			if to := d.versioned(a.Val); to != a.Val {
				a.Val = to
				write()
				return nil
			}
		}
	case "a":
		if to := d.resolve(find("href").Val); to != "" && d.page.name != to && d.v.site != nil && d.v.site.Draft(to) {
			d.drafts = true
		}
	}
	d.out.Write(raw)
	return nil
}

// resolve is the output path that an address in the page leads to, "" for one elsewhere.
func (d *rewriter) resolve(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" {
		return ""
	}
	to := u.Path
	if base := "/"; strings.HasPrefix(to, "/") {
		if d.v.site != nil {
			base = d.v.site.Base()
		}
		to = strings.TrimPrefix(to, base)
	} else {
		to = path.Join("/", path.Dir(d.page.name), to)
	}
	if strings.HasSuffix(u.Path, "/") {
		to += "/index.html"
	}
	return strings.TrimPrefix(path.Clean("/"+to), "/")
}

// versioned adds to the address of a file of the site which content it has now, so that
// the browser sees that it has changed.
func (d *rewriter) versioned(address string) string {
	to := d.resolve(address)
	if to == "" || strings.ContainsAny(address, "?#") || d.v.site == nil {
		return address
	}
	if sum := d.v.version(to); sum != "" {
		return address + "?gongkai=" + sum
	}
	return address
}

// head adds the preview's style and script, once.
func (d *rewriter) head() error {
	if d.closed.head {
		return nil
	}
	d.closed.head = true
	if d.page.edit {
		return d.s.print(&d.out, "edit-head", nil)
	}
	return d.s.print(&d.out, "head", d.s)
}

// draft says, once, that a build leaves the page out.
func (d *rewriter) draft() error {
	if d.closed.draft || d.v.site == nil || !d.v.site.Draft(d.page.name) {
		return nil
	}
	d.closed.draft = true
	return d.s.print(&d.out, "draft", nil)
}

// foot adds the panel and what covers the page, once.
func (d *rewriter) foot() error {
	if d.closed.body {
		return nil
	}
	d.closed.body = true
	if err := d.head(); err != nil {
		return err
	}
	if err := d.draft(); err != nil || d.page.edit {
		return err
	}
	return d.s.print(&d.out, "foot", d.s.panel(d.v, d.page, d.marks))
}
