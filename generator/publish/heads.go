package publish

import (
	"path"
	"regexp"
	"strings"
	"unicode/utf8"
)

// What a browser may do with its copy. Only a name that changes with its content lets it keep the
// copy without asking; with everything else it asks whether the copy is still good, which
// costs a request and no content, so that no page is shown beside data of another build.
const (
	cacheForever = "public, max-age=31536000, immutable"
	cacheAsk     = "no-cache"
)

// hashed matches names like style.3f2a9c01.css: eight or more hexadecimal digits of a digest before
// the ending. Numbers alone are not a digest: a year and a day have eight digits too.
var hashed = regexp.MustCompile(`[.-]([0-9a-f]{8,64})\.[A-Za-z0-9.]+$`)

// cacheControl is the Cache-Control of a file.
func cacheControl(p string) string {
	if m := hashed.FindStringSubmatch(path.Base(p)); m != nil && strings.ContainsAny(m[1], "abcdef") && strings.ContainsAny(m[1], "0123456789") {
		return cacheForever
	}
	return cacheAsk
}

// contentType is the Content-Type of a file of a media type. Text is said to be UTF-8 only where it
// is: files that people add may be in another encoding.
func contentType(mediaType string, isUTF8 bool) string {
	if isUTF8 && textual(mediaType) {
		return mediaType + "; charset=utf-8"
	}
	return mediaType
}

func textual(mediaType string) bool {
	return strings.HasPrefix(mediaType, "text/") || strings.HasSuffix(mediaType, "+xml") ||
		mediaType == "application/xml" || mediaType == "application/json"
}

// utf8Check takes a text in pieces, and says whether it is UTF-8.
type utf8Check struct {
	rest  []byte // the beginning of a character
	wrong bool
}

// Write implements io.Writer.
func (c *utf8Check) Write(p []byte) (int, error) {
	n := len(p)
	if len(c.rest) > 0 {
		p = append(c.rest, p...)
	}
	for end := 0; !c.wrong && end < len(p); {
		r, size := utf8.DecodeRune(p[end:])
		if r == utf8.RuneError && size == 1 {
			if !utf8.FullRune(p[end:]) {
				c.rest = append([]byte(nil), p[end:]...)
				return n, nil
			}
			c.wrong = true
		}
		end += size
	}
	c.rest = nil
	return n, nil
}

// ok is the answer, once the whole text was written.
func (c *utf8Check) ok() bool { return !c.wrong && len(c.rest) == 0 }

// class is the place of a file in the order of sending.
func class(f *File) int {
	switch {
	case strings.HasPrefix(f.Type, "text/html"), f.Path == "sitemap.xml", f.Path == "feed.xml", f.Path == "robots.txt", f.Path == signatureName:
		return pages // also what lists them
	}
	return parts
}

// The order of sending.
const (
	parts = iota // what pages are made from and lead to
	pages
	classes
)
