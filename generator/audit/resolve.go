package audit

import (
	"net/url"
	"path"
	"strings"

	"gongkai/generator/diag"
)

// Place is where a link leads: a file and an id in it, "" for the whole. The zero Place
// is out of the site.
type Place struct{ File, ID string }

// resolve returns the place a link on a page leads to; the zero Place where it leads out of the site or stays where it is. Links are relative to
// the page; those of 404.html start with base, as it is served at any address.
func resolve(base, page, target string) (Place, *diag.Text) {
	target = strings.TrimSpace(target)
	if target == "" || target == "#" || strings.HasPrefix(target, "//") || hasScheme(target) {
		return Place{}, nil
	}
	address, id, _ := strings.Cut(target, "#")
	address, _, _ = strings.Cut(address, "?")
	file, err := unescapePath(address)
	if err == nil {
		id, err = unescapePath(id)
	}
	if err != nil {
		t := diag.Textf("链接的百分号编码不对：%s", "the percent-encoding of a link is wrong: %s", target)
		return Place{}, &t
	}
	switch {
	case file == "":
		file = page
	case file[0] == '/':
		inside, ok := strings.CutPrefix(file, base)
		if !ok {
			return Place{}, nil // another part of the server
		}
		file = path.Clean(inside)
	default:
		file = join(path.Dir(page), file)
	}
	if file == ".." || strings.HasPrefix(file, "../") {
		t := diag.Textf("链接越出了网站的文件夹：%s", "the link leads out of the site's folder: %s", target)
		return Place{}, &t
	}
	if id == "" || id == "top" {
		return Place{File: file}, nil // every page has a top
	}
	return Place{file, id}, nil
}

// join is path.Join for a folder that is clean: most links only go up and down again.
func join(folder, target string) string {
	dir, rest := folder, target
	for dir != "." && strings.HasPrefix(rest, "../") {
		rest = rest[len("../"):]
		if i := strings.LastIndexByte(dir, '/'); i >= 0 {
			dir = dir[:i]
		} else {
			dir = "."
		}
	}
	if rest == "" || rest[0] == '/' || rest[len(rest)-1] == '/' || strings.Contains(rest, "./") || strings.Contains(rest, "//") || rest[len(rest)-1] == '.' {
		return path.Join(folder, target)
	}
	if dir == "." {
		return rest
	}
	return dir + "/" + rest
}

func unescapePath(s string) (string, error) {
	if strings.IndexByte(s, '%') < 0 {
		return s, nil
	}
	return url.PathUnescape(s)
}

// hasScheme says whether a link is an absolute URL, mailto: and the like.
func hasScheme(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
		case c == ':':
			return i > 0
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return false
}
