// Package webserver prints the configuration with which a web server serves a built site: its
// address, types, headers, compressed files and the page for what is not found.
package webserver

import (
	"embed"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"text/template"
	"unicode"

	"golang.org/x/net/idna"

	"gongkai/generator/diag"
	"gongkai/generator/output"
	"gongkai/generator/output/compress"
)

// Servers lists the servers that there is a configuration for.
func Servers() []string { return []string{"nginx", "caddy", "apache", "iis"} }

// Site is where a site is served from, and as what.
type Site struct {
	Host string // name of the host of its public address, without a port
	Base string // the path of its public address, decoded, with a slash at both ends
	Root string // the folder on the server in which the site is
	// Language is that of the comments, zh or en.
	Language string
}

// UnsafeError says that a path or a host has characters that a server's configuration would take
// for something else.
type UnsafeError struct{ Text string }

func (e *UnsafeError) Error() string {
	return fmt.Sprintf("webserver: %q cannot be written safely", e.Text)
}

// PagePolicy is the Content-Security-Policy (CSP Level 3) of the site's own pages: what they say
// themselves in their head, and who may show them in a frame, which only a header can say. Both are in force, so that
// the header leaves it to the page which styles it may have: 404.html allows one by its digest, others none.
const PagePolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"

// FilePolicy is that of everything else. A policy that forbids more would keep browsers from
// showing PDF files.
const FilePolicy = "frame-ancestors 'self'"

//go:embed templates
var templates embed.FS

// Print writes the configuration for one of the Servers.
func Print(w io.Writer, server string, s Site) error {
	s.Root = strings.TrimRight(strings.ReplaceAll(s.Root, `\`, "/"), "/")
	for _, text := range []string{s.Host, s.Base, s.Root} {
		if unsafe(text) {
			return &UnsafeError{text}
		}
	}
	host, err := idna.Lookup.ToASCII(s.Host) // what browsers ask for
	if err != nil {
		return &UnsafeError{s.Host}
	}
	s.Host = host
	t, err := template.New("").Funcs(template.FuncMap{
		"say":   func(zh, en string) string { return diag.Text{ZH: zh, EN: en}.In(s.Language) },
		"regex": regexp.QuoteMeta,
		"join":  strings.Join,
	}).ParseFS(templates, "templates/*.tmpl")
	if err == nil {
		err = t.ExecuteTemplate(w, server+".tmpl", view{Site: s})
	}
	if err != nil {
		return fmt.Errorf("webserver: %w", err)
	}
	return nil
}

// unsafe reports whether a text cannot be written between quotation marks in each of the languages.
func unsafe(text string) bool {
	return strings.ContainsAny(text, "\"'`$%{}<>&;#*?") || strings.ContainsFunc(text, unicode.IsControl)
}

// view is what the templates see.
type view struct{ Site }

func (view) PagePolicy() string    { return PagePolicy }
func (view) ForeignPolicy() string { return output.ForeignPolicy }
func (view) FilePolicy() string    { return FilePolicy }

// Below is the base without its last slash, "" for the root of the host.
func (v view) Below() string { return strings.TrimSuffix(v.Base, "/") }

// Address is the base as an address has it.
func (v view) Address() string { return (&url.URL{Path: v.Base}).EscapedPath() }

// AddressBelow is Address without its last slash.
func (v view) AddressBelow() string { return strings.TrimSuffix(v.Address(), "/") }

// Type is a media type with its extensions, without dots.
type Type struct {
	Name       string
	Extensions []string
}

// Types lists the media types of published files.
func (view) Types() []Type {
	var out []Type
	for _, t := range output.FileTypes() {
		i := slices.IndexFunc(out, func(o Type) bool { return o.Name == t.Type })
		if i < 0 {
			i = len(out)
			out = append(out, Type{Name: t.Type})
		}
		out[i].Extensions = append(out[i].Extensions, strings.TrimPrefix(t.Extension, "."))
	}
	return out
}

func (view) Feed() Type      { return Type{output.FeedType, []string{output.FeedName}} }
func (view) Unknown() string { return output.UnknownType }
func (view) Active() []string {
	return extensions(func(t output.FileType) bool { return output.Active(t.Type) })
}
func (view) Texts() []string {
	return extensions(func(t output.FileType) bool { return compress.Text("x" + t.Extension) })
}
func (view) Encoded() []string {
	return extensions(func(t output.FileType) bool { return encoded(t.Type) })
}

// StaticPolicy is ForeignPolicy for a folder with files of all types: browsers show no PDF file
// in a sandbox.
func (view) StaticPolicy() string { return strings.TrimSuffix(output.ForeignPolicy, "; sandbox") }

// Codings lists the codings of compressed files.
func (view) Codings() []compress.Coding { return compress.Codings() }

// Packed reports whether there are compressed files of a type.
func (view) Packed(t Type) bool { return compress.Text("x." + t.Extensions[0]) }

// IsEncoded reports whether all files of a type are UTF-8 in a site.
func (view) IsEncoded(t Type) bool { return encoded(t.Name) }

// encoded tells the types whose files are UTF-8: those of the theme, and JSON by its definition
// (RFC 8259). HTML, plain text and CSV are so where the site makes them, but an attachment may
// be of any encoding; XML says it itself.
func encoded(t string) bool {
	return t == "text/css" || t == "text/javascript" || strings.HasPrefix(t, "application/json")
}

// extensions lists those of some types, without dots.
func extensions(of func(output.FileType) bool) (out []string) {
	for _, t := range output.FileTypes() {
		if of(t) {
			out = append(out, strings.TrimPrefix(t.Extension, "."))
		}
	}
	return out
}
