package main

import (
	"bytes"
	"path"
	"regexp"
	"strings"
)

// link is a piece of code, which is left alone, or a link with its text and target.
var link = regexp.MustCompile("`+[^`]*`+|(!?)\\[((?:[^\\]`]|`[^`]*`)*)\\]\\(([^()\\s]+)\\)")

// eachLink replaces the links of a Markdown text, code aside, by what with returns.
func eachLink(text []byte, with func(image bool, words, target string) string) []byte {
	var out bytes.Buffer
	fence := false
	for line := range bytes.Lines(text) {
		if bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("```")) {
			fence = !fence
		}
		if fence || bytes.HasPrefix(line, []byte("    ")) {
			out.Write(line)
			continue
		}
		out.Write(link.ReplaceAllFunc(line, func(found []byte) []byte {
			m := link.FindSubmatch(found)
			if len(m[3]) == 0 {
				return found
			}
			return []byte(with(len(m[1]) > 0, string(m[2]), string(m[3])))
		}))
	}
	return out.Bytes()
}

// targets lists what a text links to.
func targets(text []byte) []string {
	var out []string
	eachLink(text, func(_ bool, _, target string) string {
		out = append(out, target)
		return ""
	})
	return out
}

// links makes the links of a page of docs/ those of the site: to pages by their places in it,
// to pictures and schemas in static/. Of a link into the source the words are left, as the
// manual has no copy of it.
func links(text []byte, folder string, places map[string]string) []byte {
	return eachLink(text, func(image bool, words, target string) string {
		mark := ""
		if image {
			mark = "!"
		}
		file, fragment, _ := strings.Cut(target, "#")
		if fragment != "" {
			fragment = "#" + fragment
		}
		local := path.Join(folder, file)
		switch at := places[local]; {
		case strings.Contains(target, "://") || file == "":
		case at != "":
			target = "/" + at + fragment
		case strings.HasPrefix(local, "../"):
			return words
		case path.Ext(local) != ".md":
			target = "/static/" + local
		}
		return mark + "[" + words + "](" + target + ")"
	})
}

// private are numbers that identify a person. Those of the examples are made up, but the site
// is checked like any other.
var private = regexp.MustCompile(`\b(\d{15,18}[\dXx]|\d{6} \d{8} \d{3}[\dXx]|1[3-9]\d{9})\b`)

// mask prints such numbers as the messages do.
func mask(text []byte) []byte {
	return private.ReplaceAllFunc(text, func(number []byte) []byte {
		const first, last = 3, 2
		masked := bytes.Clone(number)
		for i := first; i < len(masked)-last; i++ {
			masked[i] = '*'
		}
		return masked
	})
}
