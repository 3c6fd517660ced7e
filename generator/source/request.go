package source

import (
	"net/url"

	"gongkai/generator/diag"
	"gongkai/generator/source/keys"
)

// Request is where a body takes applications for information (依申请公开, article 29 of the Regulations).
type Request struct {
	URL      string // where they are filed; "" where none can be on the net
	Form     string // the form to fill in: a file below static/, or beside the entry
	Note     string
	FormSpan diag.Span
}

var requestKeys = keys.Request()

// Request reads the mapping of a key request; nil where there is none.
func (b *Binder) Request(n *Node) *Request {
	if n.IsNull() {
		return nil
	}
	f := b.Fields(n, requestKeys)
	r := &Request{URL: f.Web("url"), Form: f.Text("form"), Note: f.Text("note")}
	if v := f.Get("form"); v != nil {
		r.FormSpan = v.Span
	}
	f.Done()
	return r
}

// Web returns the full address of a page on the net, "" where it is absent or none.
func (f *Fields) Web(key string) string {
	text := f.Text(key)
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		f.b.Report(f.b.Rule, f.Get(key).Span, diag.Textf("网址不完整：“%s”", "not a full address: %q", text),
			diag.Textf("请写全，如 https://www.example.gov.cn/", "write it in full, like https://www.example.gov.cn/"))
		return ""
	}
	return text
}
