package serve

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestRefusals(t *testing.T) {
	_, base := start(t, site(), Options{Editor: "true"})
	host := strings.TrimPrefix(base, "http://")
	port := host[strings.LastIndex(host, ":"):]
	large := strings.Repeat("x", maxBody+1)
	// A client that asks first hears the answer, and not that the connection was closed
	// while it was still sending.
	asking := map[string]string{"Expect": "100-continue"}
	for name, c := range map[string]struct {
		request
		status int
	}{
		"another name":             {request{path: "/", header: map[string]string{"Host": "rebound.example" + port}}, 421},
		"no name":                  {request{path: "/", header: map[string]string{"Host": "localhost.evil.example"}}, 421},
		"another machine":          {request{path: "/", header: map[string]string{"Host": "192.0.2.1" + port}}, 421},
		"localhost":                {request{path: "/", header: map[string]string{"Host": "LOCALHOST" + port}}, 200},
		"the loopback of IPv6":     {request{path: "/", header: map[string]string{"Host": "[::1]" + port}}, 200},
		"foreign origin":           {request{path: "/", header: map[string]string{"Origin": "http://evil.example"}}, 403},
		"origin of another port":   {request{path: "/", header: map[string]string{"Origin": "http://127.0.0.1:1"}}, 403},
		"no origin at all":         {request{path: "/", header: map[string]string{"Origin": "null"}}, 403},
		"own origin":               {request{path: "/", header: map[string]string{"Origin": base}}, 200},
		"image of another site":    {request{path: "/static/x.png", header: map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}}, 403},
		"frame of another site":    {request{path: "/", header: map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}}, 403},
		"form of another site":     {request{method: "POST", path: "/_gongkai/open", header: map[string]string{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}}, 403},
		"link on another site":     {request{path: "/", header: map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}}, 200},
		"up":                       {request{path: "/../gongkai.yaml"}, 400},
		"up, disguised":            {request{path: "/a/%2e%2e/%2e%2e/gongkai.yaml"}, 400},
		"up, well disguised":       {request{path: "/..%2f..%2fetc/passwd"}, 400},
		"up, in the Windows way":   {request{path: "/..%5c..%5cgongkai.yaml"}, 400},
		"up, from the server's":    {request{path: "/_gongkai/../../x"}, 400},
		"nothing":                  {request{path: "/a%00.html"}, 400},
		"two slashes":              {request{path: "//evil.example/"}, 400},
		"no text":                  {request{path: "/%ff"}, 400},
		"post to a page":           {request{method: "POST", path: "/"}, 405},
		"delete":                   {request{method: "DELETE", path: "/index.html"}, 405},
		"large body":               {request{method: "POST", path: "/_gongkai/open", body: large, header: asking}, 413},
		"large body of a GET":      {request{path: "/", body: large, header: asking}, 413},
		"open without the token":   {request{method: "POST", path: "/_gongkai/open", body: "file=gongkai.yaml&line=1&column=1", header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}, 403},
		"open with another token":  {request{method: "POST", path: "/_gongkai/open", header: map[string]string{"Gongkai-Token": "0"}}, 403},
		"open by GET":              {request{path: "/_gongkai/open"}, 404},
		"nothing of the server's":  {request{path: "/_gongkai/x"}, 404},
		"content behind the pages": {request{path: "/content/a/reports/2023.md"}, 404},
	} {
		resp, body := c.do(t, base)
		if resp.StatusCode != c.status {
			t.Errorf("%s: %d, want %d: %.100s", name, resp.StatusCode, c.status, body)
		}
		if c.status >= 400 && c.status != 404 && strings.Contains(body, "page.main") {
			t.Errorf("%s: got the page with status %d, want it kept back: %.200s", name, resp.StatusCode, body)
		}
	}

	for host, knows := range map[string]map[string]bool{
		"":            {"127.0.0.9": true, "[::1]:80": true, "10.0.0.1": false, "": false},
		"*":           {"10.0.0.1:80": true, "[fe80::1]": true, "rebound.example": false},
		"preview.lan": {"preview.lan:80": true, "PREVIEW.lan.": true, "10.0.0.1": false, "127.0.0.1": true},
		"192.168.1.7": {"192.168.1.7:1": true, "192.168.1.8": false},
		"fd00::1":     {"[fd00::1]:80": true},
	} {
		s := &Server{o: Options{Host: host}}
		for name, want := range knows {
			if s.knows(name) != want {
				t.Errorf("on %q: %q: got known %v, want %v", host, name, !want, want)
			}
		}
	}
}

// A body whose length nobody announced is cut off too.
func TestEndlessBody(t *testing.T) {
	server, base := start(t, site(), Options{Editor: "true"})
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/_gongkai/open", io.LimitReader(zeroes{}, 3<<20))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Set("Gongkai-Token", server.token)
	resp, err := http.DefaultClient.Do(q)
	if err != nil {
		return // cut off while it was being sent
	}
	resp.Body.Close()
	if resp.StatusCode < 400 {
		t.Errorf("got status %d, want a refusal, 400 or more", resp.StatusCode)
	}
}

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}
