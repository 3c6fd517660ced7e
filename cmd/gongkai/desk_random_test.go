package main

import (
	"encoding/json"
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

// call asks the editor's part of the desk, as the form of a report does.
func (d *desk) call(path string, body any) (int, map[string]json.RawMessage) {
	d.Helper()
	method, data := http.MethodGet, []byte(nil)
	if body != nil {
		method = http.MethodPost
		data, _ = json.Marshal(body) // of maps of texts
	}
	r, err := http.NewRequestWithContext(d.Context(), method, d.base+"/_gongkai/edit/"+path, strings.NewReader(string(data)))
	if err != nil {
		d.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Gongkai-Token", d.token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		d.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	out := map[string]json.RawMessage{}
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		d.Fatalf("%s: %v: %s", path, err, text)
	}
	return answer.StatusCode, out
}

// site is what is in the folder of a desk's site, but for its history.
func (d *desk) site() map[string]string {
	all := files(d.TB.(*testing.T), d.dir)
	maps.DeleteFunc(all, func(name, _ string) bool { return strings.HasPrefix(name, ".gongkai/history/") })
	return all
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

// TestDeskHistories: after each of random actions on the desk the files are what the action means and nothing else changed; in the
// end each report goes back, state by state, to every text that it had.
func TestDeskHistories(t *testing.T) {
	d := openDesk(t)
	start := d.site()
	rng := rand.New(rand.NewPCG(18, 1))
	had := map[string][]string{} // what each report said, in order
	form := func(pairs ...string) url.Values {
		v := url.Values{"token": {d.token}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	for history := range 50 {
		for range 3 {
			before := d.site()
			year := 2022 + rng.IntN(4)
			file := fmt.Sprintf("content/shilishi-xxgkj/reports/%d.md", year)
			_, there := before[file]
			action := []string{"new", "cell", "cell", "key", "text", "restore"}[rng.IntN(6)]
			what := fmt.Sprintf("history %d, %s of %d", history, action, year)
			wantStatus, wantFile := 0, "" // "" for a file that stays
			var want func(before, after string) bool
			status, state := 0, map[string]json.RawMessage(nil)
			if there && action != "new" {
				if status, state = d.call("report?page="+url.QueryEscape(fmt.Sprintf("/shilishi-xxgkj/reports/%d/", year)), nil); status != http.StatusOK {
					t.Fatalf("%s: got status %d when it is opened", what, status)
				}
			}
			save := func(kind, name, text string) {
				var hash string
				json.Unmarshal(state["hash"], &hash) //nolint:errcheck // a text
				status, state = d.call("save", map[string]any{"file": file, "hash": hash, kind: map[string]string{name: text}})
			}
			switch {
			case action == "new":
				status, _ = d.ask(http.MethodPost, "/_gongkai/desk/new", form("agency", "shilishi-xxgkj", "year", fmt.Sprint(year)), nil)
				if wantStatus = http.StatusUnprocessableEntity; !there {
					wantStatus, wantFile = http.StatusSeeOther, file
					want = func(_, after string) bool { return strings.Contains(after, "待填") }
				}
			case !there:
				continue
			case action == "cell":
				n := fmt.Sprint(rng.IntN(1000))
				save("cells", "proactive.licensing", n)
				wantStatus, wantFile = http.StatusOK, file
				want = func(before, after string) bool {
					gone, come := lines(before, after)
					return before == after || len(gone) <= 1 && len(come) == 1 && regexp.MustCompile(`(licensing|行政许可): +`+n+`$`).MatchString(strings.TrimRight(come[0], " "))
				}
			case action == "key":
				day := fmt.Sprintf("%d-01-%02d", year+1, 1+rng.IntN(28))
				save("keys", "published", day)
				wantStatus, wantFile = http.StatusOK, file
				want = func(before, after string) bool {
					gone, come := lines(before, after)
					return before == after || len(gone) <= 1 && len(come) == 1 && regexp.MustCompile(`^(published|公布日期): +`+day+`$`).MatchString(come[0])
				}
			case action == "text":
				var sections []struct{ ID, Heading string }
				if err := json.Unmarshal(state["sections"], &sections); err != nil {
					t.Fatal(err)
				}
				at, text := sections[1+rng.IntN(len(sections)-1)], fmt.Sprintf("第 %d 段。", rng.IntN(100000))
				save("texts", at.ID, text)
				wantStatus, wantFile = http.StatusOK, file
				want = func(_, after string) bool {
					_, below, found := strings.Cut(after, "## "+at.Heading+"\n")
					below, _, _ = strings.Cut(below, "\n## ")
					return found && strings.TrimSpace(below) == text
				}
			case action == "restore":
				_, page := d.ask(http.MethodGet, "/_gongkai/desk/history?file="+url.QueryEscape(file), nil, nil)
				found := regexp.MustCompile(`state=([^&#"]+)#diff`).FindAllStringSubmatch(page, -1)
				if found == nil {
					continue // it was never changed
				}
				id := found[rng.IntN(len(found))][1]
				status, _ = d.ask(http.MethodPost, "/_gongkai/desk/history/restore", form("file", file, "state", id), nil)
				wantStatus, wantFile = http.StatusSeeOther, file
				want = func(_, after string) bool { return slices.Contains(had[file], after) || after == start[file] }
			}
			after := d.site()
			if status != wantStatus {
				t.Fatalf("%s: got status %d, want %d", what, status, wantStatus)
			}
			for name := range maps.Keys(after) {
				if name != wantFile && after[name] != before[name] {
					t.Fatalf("%s: %s changed too:\n%s", what, name, after[name])
				}
			}
			if len(after) < len(before) || want != nil && !want(before[file], after[file]) {
				t.Fatalf("%s: the file was\n%s\nand became\n%s", what, before[file], after[file])
			}
			if wantFile != "" {
				had[file] = append(had[file], after[file])
			}
		}
	}
	total := 0
	for file, texts := range had {
		kept := map[string]bool{}
		for name, text := range files(t, d.dir) {
			if strings.HasPrefix(name, ".gongkai/history/"+file+"/") {
				kept[text] = true
			}
		}
		for _, text := range texts {
			total++
			if !kept[text] && text != d.site()[file] {
				t.Errorf("%s: a state is in no history:\n%s", file, text)
			}
		}
	}
	if total < 60 {
		t.Errorf("got %d changes, want sixty at least", total)
	}
	t.Logf("%d changes in 50 histories", total)
}

// TestDeskRandomRequests: whatever is asked of the desk, with the token of the run, no file outside of content, static and its
// own history is written.
func TestDeskRandomRequests(t *testing.T) {
	d := openDesk(t)
	before := files(t, d.dir)
	around := files(t, d.dir+"/..")
	rng := rand.New(rand.NewPCG(18, 2))
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	paths := []string{"desk/new", "desk/import", "desk/import/put", "desk/history/restore", "edit/save", "edit/try", "edit/read", "start/open", "desk/history", "desk/hand", "desk/word", "desk"}
	value := func() string {
		return pick("", "..", "../../x", "content/../../x.md", "content/shilishi-xxgkj/reports/2024.md", "content/x/reports/2030.md", "/etc/passwd", "gongkai.yaml", `..\x`, "C:/x", "2024", "-1", "99999999999",
			"shilishi-xxgkj", "a\x00b", "both", "replace", "1", strings.Repeat("y", 2000), "content/shilishi-xxgkj/_index.md", ".gongkai/x", "public/index.html", "static/../gongkai.yaml")
	}
	answered := map[int]int{}
	for range 2000 {
		form := url.Values{"token": {d.token}}
		for range rng.IntN(6) {
			form.Set(pick("agency", "year", "file", "state", "id", "how", "path", "page", "own", "q"), value())
		}
		path := "/_gongkai/" + paths[rng.IntN(len(paths))]
		method, headers := http.MethodPost, map[string]string{"Gongkai-Token": d.token}
		switch rng.IntN(3) {
		case 0:
			method, path, form = http.MethodGet, path+"?"+form.Encode(), nil
		case 1:
			headers["Content-Type"] = pick("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain")
		}
		status, _ := d.ask(method, path, form, headers)
		answered[status]++
		if status == http.StatusInternalServerError && !strings.Contains(path, "start/open") {
			t.Errorf("%s %s %v: got status %d", method, path, form, status)
		}
	}
	for name, text := range files(t, d.dir) {
		if before[name] != text && !strings.HasPrefix(name, "content/") && !strings.HasPrefix(name, "static/") && !strings.HasPrefix(name, ".gongkai/history/") {
			t.Errorf("%s was written", name)
		}
	}
	for name, text := range files(t, d.dir+"/..") {
		if around[name] != text && !strings.HasPrefix(name, "site/") {
			t.Errorf("%s, outside of the site, was written", name)
		}
	}
	t.Logf("answers by status: %v", answered)
}
