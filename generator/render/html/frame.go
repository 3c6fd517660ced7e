package html

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/url"
	"strings"

	"gongkai/generator/config"
	"gongkai/generator/site"
)

// frame is what surrounds the content of a page: it differs only by how deep the page
// lies and by the entry of the navigation that the page is.
type frame struct{ head, header, footer []byte }

type frameKey struct {
	root    string // what leads to the site's root
	lost    bool   // the page is sent at any address
	current string // path of the page, where it has an entry in the navigation or a search of its own
	within  string // path of the entry of the navigation below which the page lies
}

// Frame is what the partials of the frame see.
type Frame struct {
	Config      *config.Config
	Navigation  []Link
	Within      string // address of the entry of the navigation below which the page lies, "" for none
	Home, Map   string
	Rules       string // "" where the page is not published, as Forms
	Forms       string
	Search      string // of the page of results, "" where there is none or the page asks by itself
	Style, Icon string
	PrintStyle  string // address of the style sheet of paper, which a screen does not wait for
	PageScript  string // address of the script that every page has: it remembers large text and leads to the page of results
	MarkImage   string // of the 党政机关标识, "" for none
	Logo        string // image beside the site's name, "" for none
	Main        string // id of the main content
	Inline      *Inline
}

// Inline is a style in the page itself, of 404.html alone; nil on other pages.
type Inline struct {
	Rules  template.CSS
	Digest string // SHA-256 in Base64, by which the page's policy knows the rules
}

// inlineStyle is the partial with the rules of Inline. A theme may do without it.
const inlineStyle = "partials/notfound.css"

func (t *Theme) inline() (*Inline, error) {
	data, err := fs.ReadFile(t.files, inlineStyle)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil {
		data, err = t.minify.Bytes("text/css", data)
	}
	if err != nil {
		return nil, fmt.Errorf("theme: %s: %w", inlineStyle, err)
	}
	sum := sha256.Sum256(data)
	return &Inline{template.CSS(data), base64.StdEncoding.EncodeToString(sum[:])}, nil
}

// mainID is where the skip link leads. Ids with a dot are never those of headings in
// the text.
const mainID = "page.main"

func (r *Renderer) frameKey(p *site.Page) frameKey {
	k := frameKey{root: strings.Repeat("../", strings.Count(p.Path, "/"))}
	switch p.Kind {
	case site.NotFound: // served at any address
		k.root, k.lost = r.basePath(), true
	case site.Home, site.Overview, site.Years, site.Numbers, site.Dataset, site.Search:
		if p.Leaf == 0 {
			k.current = p.Path
		}
	}
	if k.current == "" && !k.lost {
		k.within = within(p)
	}
	return k
}

// within is the path of the entry of the navigation below which a page lies, "" for none: that of its column, or
// that of one of the pages above it.
func within(p *site.Page) string {
	if p.Column != "" {
		return site.OverviewPath(p.Column)
	}
	for ; p != nil; p = p.Parent {
		switch p.Path {
		case site.YearsPath, site.StatisticsPath, site.DatasetPath:
			return p.Path
		}
	}
	return ""
}

// basePath is the path of the site's public address as links write it.
func (r *Renderer) basePath() string { return (&url.URL{Path: r.config.BasePath()}).EscapedPath() }

// frameOf returns the frame of a page, made once for all pages that have it.
func (r *Renderer) frameOf(p *site.Page) (*frame, error) {
	k := r.frameKey(p)
	return once(&r.frames, k, func() (*frame, error) { return r.compileFrame(k) })
}

// navigated is a page that every page leads to.
type navigated struct{ label, path string }

// navigation leads to the columns that have something, and to what is about all reports.
func (r *Renderer) navigation() []navigated {
	list := []navigated{{"home", site.HomePath}}
	for _, p := range r.site.Navigated() {
		list = append(list, navigated{string(p.Column), p.Path})
	}
	list = append(list, navigated{"years", site.YearsPath}, navigated{"statistics", site.StatisticsPath})
	if r.site.At(site.DatasetPath) != nil {
		list = append(list, navigated{"data", site.DatasetPath})
	}
	return list
}

func (r *Renderer) compileFrame(k frameKey) (_ *frame, err error) {
	v := &Frame{Config: r.config, Home: k.root + site.HomePath, Map: k.root + site.MapPath,
		Style: k.root + styleFile, PrintStyle: k.root + printFile, PageScript: k.root + pageScript, Icon: k.root + "assets/favicon.svg", Main: mainID}
	if k.within != "" {
		v.Within = k.root + k.within
	}
	if r.site.At(site.RulesPath) != nil {
		v.Rules = k.root + site.RulesPath
	}
	if r.site.At(site.FormsPath) != nil {
		v.Forms = k.root + site.FormsPath
	}
	if r.site.At(site.SearchPath) != nil && k.current != site.SearchPath && k.current != site.HomePath {
		v.Search = k.root + site.SearchPath
	}
	for _, e := range r.navigation() {
		text, err := r.labels.text("navigation." + e.label)
		if err != nil {
			return nil, err
		}
		v.Navigation = append(v.Navigation, Link{Href: k.root + e.path, Text: text, Current: e.path == k.current})
	}
	if m := r.config.PartyMark; m != nil {
		v.MarkImage = k.root + (&url.URL{Path: m.Image}).EscapedPath()
	}
	for _, n := range r.config.Nav {
		v.Navigation = append(v.Navigation, Link{Href: n.URL, Text: n.Name})
	}
	if l := r.config.Logo; l != nil {
		v.Logo = k.root + (&url.URL{Path: l.File}).EscapedPath()
	}
	if k.lost {
		if v.Inline, err = r.inline(); err != nil {
			return nil, err
		}
	}
	f := &frame{}
	for _, part := range []struct {
		name string
		into *[]byte
	}{{headPartial, &f.head}, {headerPartial, &f.header}, {footerPartial, &f.footer}} {
		if *part.into, err = r.executePartial(part.name, v); err != nil {
			return nil, err
		}
	}
	return f, nil
}
