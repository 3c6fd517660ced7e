package html

import (
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"
	"testing"
)

// 404.html is sent at any address. Its own rules style it where the style sheet is not found, and
// its policy knows them by their digest; other pages have no style of their own.
func TestNotFoundHasItsStyle(t *testing.T) {
	page := render(t, example(), "404.html", "")
	m := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindStringSubmatch(page)
	if m == nil || !strings.HasPrefix(m[1], "@layer") {
		t.Fatalf("the style is %q", m)
	}
	sum := sha256.Sum256([]byte(m[1]))
	contains(t, page, `style-src 'self' 'sha256-`+base64.StdEncoding.EncodeToString(sum[:])+`'`)
	lacks(t, render(t, example(), "index.html", ""), "<style", "sha256-")
}
