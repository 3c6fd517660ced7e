package html

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"strconv"
)

// fragment is a place in a page that is filled after the page was minified.
type fragment struct {
	text   []byte
	table  string // id of a statutory table, instead of text
	digest bool   // the list of the table's figures, instead of the table
}

// reserve makes a hole and returns the tag that marks it.
func (v *View) reserve(element string, h fragment) template.HTML {
	v.holes = append(v.holes, h)
	return template.HTML("<" + element + ` class="` + v.renderer.mark + "-" + strconv.Itoa(len(v.holes)-1) + `">` + map[string]string{"div": "</div>"}[element])
}

// splice appends the page with its holes filled.
func (v *View) splice(dst, page []byte) ([]byte, error) {
	size := len(page)
	for _, h := range v.holes {
		size += len(h.text)
	}
	if v.tables != nil {
		size += v.tables.Size() + 2<<10
	}
	out := slices.Grow(dst, size)
	mark := []byte(` class="` + v.renderer.mark + "-")
	filled := make([]bool, len(v.holes))
	for {
		at := bytes.Index(page, mark)
		if at < 0 {
			break
		}
		start := bytes.LastIndexByte(page[:at], '<')
		number, rest, ok := bytes.Cut(page[at+len(mark):], []byte(`">`))
		n, err := strconv.Atoi(string(number))
		if start < 0 || !ok || err != nil || n >= len(v.holes) {
			return nil, fmt.Errorf("%s: the mark of a hole in the page was changed", v.Page.Path)
		}
		out = append(out, page[:start]...)
		switch h := v.holes[n]; {
		case h.table == "":
			out = append(out, h.text...)
		case h.digest:
			out = v.tables.AppendDigest(out, h.table, v.Page.Report.Values)
		case v.Page.Report == nil: // a form
			out = v.tables.AppendBlank(out, h.table)
		default:
			out = v.tables.Append(out, h.table, v.Page.Report.Values, v.remarks)
		}
		filled[n] = true
		page = bytes.TrimPrefix(rest, []byte("</div>"))
	}
	for n, h := range v.holes {
		if !filled[n] && h.table != "" && !h.digest {
			return nil, fmt.Errorf("theme: pages/%s.html does not print the table %s", v.Page.Kind, h.table)
		}
	}
	return append(out, page...), nil
}
