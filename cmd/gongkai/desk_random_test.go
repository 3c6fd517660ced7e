package main

import (
	"encoding/json"
	"flag"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

var (
	histories = flag.Int("desk-histories", 15, "how many histories of three random actions TestDeskHistories does")
	requests  = flag.Int("desk-requests", 400, "how many requests TestDeskRandomRequests sends")
	deskKills = flag.Int("desk-kills", 4, "how many times TestDeskKilled kills the desk")
	deskSeed  = flag.Uint64("desk-seed", 18, "what the random tests of the desk begin with")
)

// TestDeskHistories: after each of random actions on the desk the files are what the action means and nothing else changed; in the
// end the history has every text that each report had.
func TestDeskHistories(t *testing.T) {
	d := openDesk(t)
	rng := rand.New(rand.NewPCG(*deskSeed, 1))
	had := map[string][]string{} // what each report said, in order
	for file, text := range d.site() {
		had[file] = []string{text}
	}
	changed := 0
	for history := range *histories {
		for range 3 {
			before := d.site()
			x := d.deedOn(rng, before, had)
			if x == nil {
				continue
			}
			status, err := x.do()
			after := d.site()
			if err == nil {
				err = x.holds(before, after, false)
			}
			if err != nil || status != x.want {
				t.Fatalf("history %d, %s: got status %d, want %d: %v", history, x.what, status, x.want, err)
			}
			if x.file != "" && after[x.file] != before[x.file] {
				changed++
				had[x.file] = append(had[x.file], after[x.file])
			}
		}
	}
	now := d.site()
	for file, texts := range had {
		kept := slices.Collect(maps.Values(d.kept(file)))
		for _, text := range texts {
			if !slices.Contains(kept, text) && text != now[file] {
				t.Errorf("%s: a state is in no history:\n%s", file, text)
			}
		}
	}
	if changed < *histories {
		t.Errorf("got %d changes in %d histories of three actions, want one in each at least", changed, *histories)
	}
	t.Logf("%d changes in %d histories", changed, *histories)
}

// hostile is a value that no form of the desk sends, or one that it does.
func hostile(rng *rand.Rand) string {
	list := []string{"", "..", "../../x", "content/../../x.md", "content/../gongkai.yaml", "content/shilishi-xxgkj/reports/2024.md", "content/shilishi-xxgkj/reports/2031.md", "content/x/reports/2030.md", "/etc/passwd",
		"gongkai.yaml", `..\x`, `content\..\x.md`, "C:/x", "2024", "2031", "-1", "99999999999", "shilishi-xxgkj", "a\x00b", "both", "replace", "yes", "1", "2", strings.Repeat("y", 2000),
		"content/shilishi-xxgkj/_index.md", ".gongkai/x", "public/index.html", "static/../gongkai.yaml", "/shilishi-xxgkj/reports/2024/", "20260101T000000.000Z-saved-0123456789abcdef"}
	return list[rng.IntN(len(list))]
}

// sent is a value of a field: half of the time one that the desk's own forms send.
func sent(rng *rand.Rand, field string) string {
	right := map[string][]string{"agency": {"shilishi-xxgkj"}, "year": {"2023", "2031"}, "file": {theReport}, "id": {"1", "2", "3"}, "how": {"both", "replace"}, "own": {"yes"}, "page": {"/shilishi-xxgkj/reports/2024/"},
		"proactive.licensing": {"7", "12"}, "overview": {"一段。"}, "published": {"2025-01-09"}, "title": {"题目"}}[field]
	if right == nil || rng.IntN(2) == 0 {
		return hostile(rng)
	}
	return right[rng.IntN(len(right))]
}

// randomRequest is one of an address that does something, with values that it may not be made for.
func (d *desk) randomRequest(rng *rand.Rand, hash string) (method, path string, body []byte, headers map[string]string) {
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	path = "/_gongkai/" + pick("desk/new", "desk/import", "desk/import/put", "desk/publish", "desk/history/restore", "edit/save", "edit/try", "edit/read", "edit/report", "start/open", "open",
		"desk/history", "desk/hand", "desk/word", "desk/round", "desk/import/review", "desk")
	headers = map[string]string{}
	form := url.Values{}
	for _, field := range []string{"agency", "year", "file", "state", "id", "how", "path", "page", "own", "q", "hold", "line"} {
		if rng.IntN(4) > 0 {
			form.Set(field, sent(rng, field))
		}
	}
	switch kind := rng.IntN(4); {
	case kind == 0:
		return http.MethodGet, path + "?" + form.Encode(), nil, headers
	case kind == 1 || strings.Contains(path, "/edit/"): // as the form of a report does
		of := []string{"cells", "texts", "keys", "keys", "keys"}
		in := rng.IntN(len(of))
		name := []string{"proactive.licensing", "overview", "published", "title", hostile(rng)}[in]
		q := map[string]any{"file": sent(rng, "file"), "hash": pick(hash, hash, hostile(rng)), of[in]: map[string]string{name: sent(rng, name)}}
		if rng.IntN(5) == 0 {
			q["restore"] = pick(hash, hostile(rng))
		}
		body, _ = json.Marshal(q) // of texts
		headers["Content-Type"] = "application/json"
	case strings.HasSuffix(path, "/import"):
		file, kind := d.upload(hostile(rng)+pick("", ".html", ".docx", ".xlsx"), []byte(pick("x", "PK\x03\x04", "<meta charset=utf-8><h1>示例市信息公开局2023年政府信息公开工作年度报告</h1><table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>1</table>")))
		body, headers["Content-Type"] = file.Bytes(), kind
	default:
		body = []byte(form.Encode())
		headers["Content-Type"] = pick("application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x")
	}
	return http.MethodPost, path, body, headers
}

// TestDeskRandomRequests: random requests, every other of a stranger: under another name, of another site's page, or without the
// token of this run. Those change nothing. With the token no file but reports, their history and the published site is written.
func TestDeskRandomRequests(t *testing.T) {
	d := openDesk(t)
	within, around := files(t, d.dir), files(t, d.dir+"/..")
	rng := rand.New(rand.NewPCG(*deskSeed, 2))
	_, state, err := d.tryCall("report?page=/shilishi-xxgkj/reports/2024/", nil)
	var hash string
	if err == nil {
		err = json.Unmarshal(state["hash"], &hash)
	}
	if err != nil {
		t.Fatal(err)
	}
	strangers := []map[string]string{{"Origin": "https://example.com"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"}, {"Origin": "https" + strings.TrimPrefix(d.base, "http")}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
		{"Host": "example.com"}, {"Host": "127.0.0.1.example.com"}, {"Host": "10.0.0.1"}, {}, {"Gongkai-Token": "0"}, {"Gongkai-Token": strings.Repeat("0", len(d.token))}}
	refused := []int{http.StatusForbidden, http.StatusMisdirectedRequest, http.StatusMethodNotAllowed}
	answered, did := map[int]int{}, 0
	for n := range *requests {
		method, path, body, headers := d.randomRequest(rng, hash)
		stranger := n%2 == 0
		before := files(t, d.dir)
		if stranger {
			as := strangers[rng.IntN(len(strangers))]
			if as["Origin"]+as["Host"]+as["Sec-Fetch-Site"] != "" {
				headers["Gongkai-Token"] = d.token // which does not help
			} else {
				method = http.MethodPost // what is asked for with GET changes nothing
				body = []byte(strings.ReplaceAll(string(body), d.token, "0"))
			}
			maps.Copy(headers, as)
		} else {
			headers["Gongkai-Token"] = d.token
		}
		status, text, err := d.try(method, path, strings.NewReader(string(body)), headers)
		if err != nil {
			t.Fatalf("request %d, %s %s: %v", n, method, path, err)
		}
		answered[status]++
		after := files(t, d.dir)
		changed := !maps.Equal(before, after)
		switch {
		case stranger && (changed || !slices.Contains(refused, status)):
			t.Errorf("request %d, %s %s of a stranger, %v: got status %d and a change of the files: %t", n, method, path, headers, status, changed)
		case changed && slices.Contains(refused, status):
			t.Errorf("request %d, %s %s: got status %d, and the files changed", n, method, path, status)
		case !stranger && status == http.StatusInternalServerError && !strings.Contains(path, "start/open"):
			t.Errorf("request %d, %s %s %s: got status %d: %s", n, method, path, body, status, text)
		case changed:
			did++
		}
	}
	for name, text := range files(t, d.dir) {
		if within[name] != text && !strings.HasPrefix(name, "content/") && !strings.HasPrefix(name, "static/") && !strings.HasPrefix(name, ".gongkai/") && !strings.HasPrefix(name, "public/") && name != ".public.gongkai-sources.zip" {
			t.Errorf("%s was written", name)
		}
	}
	for name, text := range files(t, d.dir+"/..") {
		if around[name] != text && !strings.HasPrefix(name, "site/") {
			t.Errorf("%s, outside of the site, was written", name)
		}
	}
	if did == 0 {
		t.Error("got no request that changed something, want some")
	}
	t.Logf("answers by status: %v; %d changed something", answered, did)
}
