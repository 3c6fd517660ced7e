package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// tryCall asks the editor's part of the desk, as the form of a report does.
func (d *desk) tryCall(path string, body any) (int, map[string]json.RawMessage, error) {
	method, headers, data := http.MethodGet, map[string]string{"Gongkai-Token": d.token}, io.Reader(nil)
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return 0, nil, err
		}
		method, data, headers["Content-Type"] = http.MethodPost, strings.NewReader(string(text)), "application/json"
	}
	status, text, err := d.try(method, "/_gongkai/edit/"+path, data, headers)
	out := map[string]json.RawMessage{}
	if err == nil {
		err = json.Unmarshal([]byte(text), &out)
	}
	return status, out, err
}

// site is what is in the folder of a desk's site, except its history and what was being written when a program was killed.
func (d *desk) site() map[string]string {
	all := files(d.TB.(*testing.T), d.dir)
	maps.DeleteFunc(all, func(name, _ string) bool {
		return strings.HasPrefix(name, ".gongkai/history/") || halfWritten.MatchString(name)
	})
	return all
}

// halfWritten are the names of files that nobody reads.
var halfWritten = regexp.MustCompile(`(^|/)\.gongkai-[^/]*~$`)

// kept are the texts in the history of a file, by the names of the states.
func (d *desk) kept(file string) map[string]string {
	out := map[string]string{}
	for name, text := range files(d.TB.(*testing.T), d.dir) {
		if state, ok := strings.CutPrefix(name, ".gongkai/history/"+file+"/"); ok && !strings.HasSuffix(state, "~") {
			out[state] = text
		}
	}
	return out
}

// lines are what two texts do not share, as a set of lines.
func lines(a, b string) (gone, come []string) {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for _, l := range x {
		if !slices.Contains(y, l) {
			gone = append(gone, l)
		}
	}
	for _, l := range y {
		if !slices.Contains(x, l) {
			come = append(come, l)
		}
	}
	return gone, come
}

// deed is a random action on the desk, and what it means.
type deed struct {
	what string
	file string // the one that it may change, "" for none
	want int    // the status of the answer
	// do does it. It fails where the desk does not answer.
	do func() (status int, err error)
	// means reports whether the file may be as it is afterwards.
	means func(before, after string) bool
}

// errRefused is for an answer of the desk after which a deed cannot go on.
var errRefused = errors.New("the desk refuses")

// deedOn chooses an action for the site as it is; nil where there is nothing to do. had has what reports said, in order, beside what they say.
func (d *desk) deedOn(rng *rand.Rand, before map[string]string, had map[string][]string) *deed {
	year := 2022 + rng.IntN(4)
	file := fmt.Sprintf("content/shilishi-xxgkj/reports/%d.md", year)
	_, there := before[file]
	action := []string{"new", "cell", "cell", "key", "text", "restore", "import"}[rng.IntN(7)]
	x := &deed{what: fmt.Sprintf("%s of %d", action, year), file: file, want: http.StatusOK}
	form := func(pairs ...string) io.Reader {
		v := url.Values{"token": {d.token}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return strings.NewReader(v.Encode())
	}
	plain := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	var sections []struct{ ID, Heading string }
	// save opens the report, and saves what change makes of it.
	save := func(change func() (kind, name, text string)) {
		x.do = func() (int, error) {
			status, state, err := d.tryCall("report?page="+url.QueryEscape(fmt.Sprintf("/shilishi-xxgkj/reports/%d/", year)), nil)
			if err == nil && status != http.StatusOK {
				err = fmt.Errorf("%w to open it: %d, %s", errRefused, status, state["error"])
			}
			var hash string
			if err = errors.Join(err, json.Unmarshal(state["hash"], &hash), json.Unmarshal(state["sections"], &sections)); err != nil {
				return status, err
			}
			kind, name, text := change()
			status, _, err = d.tryCall("save", map[string]any{"file": file, "hash": hash, kind: map[string]string{name: text}})
			return status, err
		}
	}
	oneLine := func(before, after string, is *regexp.Regexp) bool {
		gone, come := lines(before, after)
		return before == after || len(gone) <= 1 && len(come) == 1 && is.MatchString(strings.TrimRight(come[0], " "))
	}
	switch {
	case action == "new":
		x.do = func() (int, error) {
			status, _, err := d.try(http.MethodPost, "/_gongkai/desk/new", form("agency", "shilishi-xxgkj", "year", fmt.Sprint(year)), plain)
			return status, err
		}
		x.want, x.means = http.StatusSeeOther, func(_, after string) bool {
			return strings.Contains(after, "待填") && strings.Contains(after, "\n## 六、")
		}
		if there {
			x.want, x.file = http.StatusUnprocessableEntity, ""
		}
	case action == "import":
		body, kind := d.upload(fmt.Sprintf("%d.html", year), []byte(fmt.Sprintf(`<meta charset="utf-8"><h1>示例市信息公开局%d年政府信息公开工作年度报告</h1><table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>%d</table>`, year, rng.IntN(1000))))
		x.want, x.means = http.StatusSeeOther, func(_, after string) bool {
			return strings.Contains(after, fmt.Sprintf("title: %d.html", year)) && strings.HasSuffix(after, "\n")
		}
		x.do = func() (int, error) {
			status, to, err := d.try(http.MethodPost, "/_gongkai/desk/import", body, map[string]string{"Content-Type": kind})
			if err != nil || status != http.StatusSeeOther {
				return status, err
			}
			_, id, _ := strings.Cut(to, "id=")
			status, _, err = d.try(http.MethodPost, "/_gongkai/desk/import/put", form("id", id, "agency", "shilishi-xxgkj", "year", fmt.Sprint(year), "how", "replace"), plain)
			return status, err
		}
	case !there:
		return nil
	case action == "cell":
		n := fmt.Sprint(rng.IntN(1000))
		save(func() (string, string, string) { return "cells", "proactive.licensing", n })
		x.means = func(before, after string) bool {
			return oneLine(before, after, regexp.MustCompile(`(licensing|行政许可): +`+n+`$`))
		}
	case action == "key":
		day := fmt.Sprintf("%d-01-%02d", year+1, 1+rng.IntN(28))
		save(func() (string, string, string) { return "keys", "published", day })
		x.means = func(before, after string) bool {
			return oneLine(before, after, regexp.MustCompile(`^(published|公布日期): +`+day+`$`))
		}
	case action == "text":
		at, text, heading := rng.IntN(100), fmt.Sprintf("第 %d 段。", rng.IntN(100000)), ""
		save(func() (string, string, string) {
			s := sections[1+at%(len(sections)-1)]
			heading = s.Heading
			return "texts", s.ID, text
		})
		x.means = func(_, after string) bool {
			_, below, found := strings.Cut(after, "## "+heading+"\n")
			below, _, _ = strings.Cut(below, "\n## ")
			return found && strings.TrimSpace(below) == text
		}
	case action == "restore":
		at, state := rng.IntN(100), ""
		x.do = func() (int, error) {
			_, page, err := d.try(http.MethodGet, "/_gongkai/desk/history?file="+url.QueryEscape(file), nil, nil)
			found := regexp.MustCompile(`state=([^&#"]+)#diff`).FindAllStringSubmatch(page, -1)
			if err != nil || found == nil { // it was never changed
				return http.StatusSeeOther, err
			}
			state = found[at%len(found)][1]
			status, _, err := d.try(http.MethodPost, "/_gongkai/desk/history/restore", form("file", file, "state", state), plain)
			return status, err
		}
		x.want = http.StatusSeeOther
		x.means = func(before, after string) bool {
			return state == "" && after == before || after == d.kept(file)[state] && (slices.Contains(had[file], after) || after == before)
		}
	}
	return x
}

// holds compares the site with what it was before a deed, of which it may have been cut off.
func (x *deed) holds(before, after map[string]string, cut bool) error {
	for name := range maps.Keys(before) {
		if _, ok := after[name]; !ok {
			return fmt.Errorf("%s: %s is gone", x.what, name)
		}
	}
	for name, text := range after {
		was, there := before[name]
		switch {
		case name != x.file && (!there || text != was):
			return fmt.Errorf("%s: %s changed too:\n%s", x.what, name, text)
		case name == x.file && cut && there && text == was:
		case name == x.file && !x.means(was, text):
			return fmt.Errorf("%s: the file was\n%s\nand became\n%s", x.what, was, text)
		}
	}
	if _, there := after[x.file]; x.file != "" && !there && !cut {
		return fmt.Errorf("%s: there is no file", x.what)
	}
	return nil
}
