package prose

import (
	"strings"

	"github.com/yuin/goldmark/util"
)

// address returns what to put in href or src for a target, and whether it is
// one a page may lead to.
func (r *renderer) address(target []byte) ([]byte, bool) {
	to := string(target)
	if r.opts.Link != nil {
		to = r.opts.Link(to)
	}
	if !Followed(to) {
		return nil, false
	}
	return util.URLEscape([]byte(to), false), true
}

// Followed reports whether an address is of a kind that a page may lead to: one inside
// the site or on the net. A file on the writer's own computer is none.
func Followed(address string) bool {
	switch strings.ToLower(scheme(address)) {
	case "", "http", "https", "mailto", "tel", "ftp":
		return true
	}
	return false
}

// scheme returns the scheme of an address, "" if it is relative.
func scheme(address string) string {
	address = strings.TrimSpace(address)
	i := strings.IndexAny(address, ":/?#")
	if i <= 0 || address[i] != ':' {
		return ""
	}
	return address[:i]
}

// external reports whether an address leads to another host.
func external(address string) bool {
	return strings.HasPrefix(address, "//") || hasPrefixFold(address, "http://") || hasPrefixFold(address, "https://")
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
