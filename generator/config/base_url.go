package config

import (
	"net"
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode"

	"gongkai/generator/diag"
)

// isHost reports whether a text can be the name of a host: labels between single dots, of letters of any script, digits and
// hyphens, or an address of numbers.
func isHost(name string) bool {
	if strings.Contains(name, ":") {
		return net.ParseIP(name) != nil
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(name, "."), ".") {
		if label == "" || strings.ContainsFunc(label, func(r rune) bool { return r != '-' && r != '_' && !unicode.In(r, unicode.L, unicode.N, unicode.M) }) {
			return false
		}
	}
	return true
}

// Address returns a site's public address with a slash at its end. The address of every page is made from
// it, so that it may hold nothing that belongs to one request. Where it will not do, the result is empty and
// fault says why.
func Address(text string) (address string, fault diag.Text) {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return "", diag.Textf("网址里有空白：“%s”", "there is a blank in the address: %q", text)
	}
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", diag.Textf("网址不完整：“%s”", "not a full address: %q", text)
	}
	if strings.ContainsAny(text, "\"'<>\\^`{|}") || !isHost(u.Hostname()) {
		return "", diag.Textf("网址里有不能用的字符：“%s”", "the address has characters that no address has: %q", text)
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	switch {
	case u.User != nil: // which is not repeated here
		return "", diag.Textf("网址里有用户名或密码，会公布在每个页面上", "there is a user or a password in the address, which every page would publish")
	case u.Port() != "" && (err != nil || port == 0):
		return "", diag.Textf("没有端口 %s：“%s”", "there is no port %s: %q", u.Port(), text)
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#"):
		return "", diag.Textf("网址里不能有“?”或“#”：“%s”", "the address holds ? or #: %q", text)
	case u.Path != "" && path.Clean(u.Path) != "/" && path.Clean(u.Path) != strings.TrimSuffix(u.Path, "/") || strings.HasPrefix(u.Path, "//"):
		return "", diag.Textf("网址的路径里有“..”、“.”或连续的“/”：“%s”", "the path of the address holds .., . or // : %q", text)
	}
	return strings.TrimSuffix(text, "/") + "/", diag.Text{}
}
