package publish_test

import (
	"context"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/generator/output"
	"gongkai/generator/publish"
)

// cutter passes on what goes to a server, until it has passed a number of bytes: then it cuts every
// connection and makes no more.
type cutter struct {
	listener net.Listener
	to       string

	mu     sync.Mutex
	left   int64 // bytes to pass on, below 0 for any
	passed int64
	open   map[net.Conn]bool
}

func newCutter(t testing.TB, to string) *cutter {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cutter{listener: l, to: to, left: -1, open: map[net.Conn]bool{}}
	t.Cleanup(func() {
		_ = l.Close()
		c.after(0)
	})
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			go c.serve(in)
		}
	}()
	return c
}

func (c *cutter) addr() string { return c.listener.Addr().String() }

// after cuts once so many bytes have passed; below 0 it does not cut.
func (c *cutter) after(n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left, c.passed = n, 0
	if n == 0 {
		c.cut()
	}
}

func (c *cutter) cut() {
	for conn := range c.open {
		_ = conn.Close()
	}
	clear(c.open)
}

// sent is how many bytes have passed since the last call of after.
func (c *cutter) sent() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.passed
}

// pass says how many of n bytes may pass.
func (c *cutter) pass(n int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left >= 0 && int64(n) >= c.left {
		n = int(c.left)
	}
	if c.left >= 0 {
		c.left -= int64(n)
	}
	c.passed += int64(n)
	return n
}

func (c *cutter) hold(conns ...net.Conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left == 0 {
		return false
	}
	for _, conn := range conns {
		c.open[conn] = true
	}
	return true
}

func (c *cutter) serve(in net.Conn) {
	defer in.Close()
	out, err := net.Dial("tcp", c.to)
	if err != nil {
		return
	}
	defer out.Close()
	if !c.hold(in, out) {
		return
	}
	done := make(chan bool, 2)
	go func() {
		_, _ = io.Copy(in, out)
		done <- true
	}()
	go func() {
		buf := make([]byte, 4<<10)
		for {
			n, err := in.Read(buf)
			if may := c.pass(n); may < n {
				_, _ = out.Write(buf[:may])
				c.mu.Lock()
				c.cut()
				c.mu.Unlock()
				break
			}
			if _, e := out.Write(buf[:n]); e != nil || err != nil {
				break
			}
		}
		done <- true
	}()
	<-done
}

// A publish that is cut off anywhere leaves a site that a reader can use, and the next one sends only the rest.
func TestCut(t *testing.T) {
	ssh := newCutter(t, startSSH(t, "").addr)
	known(t, ssh.addr(), startSSH(t, "").host)
	t.Run("sftp", func(t *testing.T) {
		testCuts(t, ssh, func(t *testing.T) target { return sshTarget(t, ssh.addr()) })
	})
	g := startS3(t, false)
	s3 := newCutter(t, g.addr)
	t.Run("s3", func(t *testing.T) {
		testCuts(t, s3, func(t *testing.T) target { return g.target(t, "AWS_ENDPOINT_URL=http://"+s3.addr()) })
	})
}

func testCuts(t *testing.T, c *cutter, make func(*testing.T) target) {
	before, after := edition(1), edition(2)
	first, second := before.built(t), after.built(t)
	random := rand.New(rand.NewPCG(uint64(*cuts), 1))
	// How much a whole publish sends, to cut it anywhere.
	c.after(-1)
	probe := make(t)
	probe.must(t, first)
	c.after(-1)
	whole := probe.must(t, second)
	total := c.sent()
	var ended, touched, resumed int
	for i := range *cuts {
		at := 1 + random.Int64N(total+total/20) // a few beyond the end
		c.after(-1)
		x := make(t)
		if err := os.RemoveAll(x.dir); err != nil {
			t.Fatal(err)
		}
		remember := func(o *publish.Options) { o.Memory = filepath.Join(filepath.Dir(first), "memory") }
		x.must(t, first, remember)
		c.after(at)
		res, err := x.run(t, second, remember)
		if err == nil {
			ended++
		} else {
			touched += useable(t, x, before, after, at)
			arrived := bytesThere(t, x, before, after)
			c.after(-1)
			again := x.must(t, second, remember)
			if got, want := again.Sent, whole.Sent-arrived; got != want {
				t.Errorf("cut after %d of %d bytes: the next publish sent %d bytes of files, want the rest, %d of %d (round %d; the first sent %d)", at, total, got, want, whole.Sent, i, res.Sent)
			}
			if again.Sent < whole.Sent {
				resumed++
			}
		}
		mustEqual(t, x.dir, after.with())
		if t.Failed() {
			t.Fatalf("cut after %d of %d bytes, round %d", at, total, i)
		}
	}
	t.Logf("%d publishes cut off after 1 to %d bytes: %d had ended before, %d had begun to change the site, %d were continued with only a part", *cuts, total+total/20, ended, touched, resumed)
}

// useable says that a reader of a target that was left in the middle meets whole files of one of both editions, and
// no new page before all parts are new. It returns 1 if anything had changed.
func useable(t *testing.T, x target, before, after files, at int64) int {
	t.Helper()
	got := readTree(t, x.dir)
	was, will := before.with(), after.with()
	var newPages, oldParts []string
	changed := 0
	for p, data := range got {
		if data != was[p] && data != will[p] {
			t.Errorf("cut after %d bytes: %s is of neither edition: %.40q", at, p, data)
		}
		if data == was[p] && will[p] != data && !isPage(p) && will[p] != "" && p != output.ManifestName {
			oldParts = append(oldParts, p)
		}
		if data != was[p] {
			changed = 1
			if isPage(p) {
				newPages = append(newPages, p)
			}
		}
	}
	for p := range was {
		if _, there := got[p]; !there && will[p] != "" {
			t.Errorf("cut after %d bytes: %s is gone", at, p)
		}
	}
	if len(newPages) > 0 && len(oldParts) > 0 {
		t.Errorf("cut after %d bytes: %v are new, but %v are not", at, newPages, oldParts)
	}
	return changed
}

func isPage(p string) bool { return strings.HasSuffix(p, ".html") || p == "sitemap.xml" }

// bytesThere is how many bytes of the new edition have arrived: in files that are in place, or where they wait.
// A server that was cut off may still be busy with what it got.
func bytesThere(t *testing.T, x target, before, after files) int64 {
	t.Helper()
	for last := int64(-1); ; time.Sleep(30 * time.Millisecond) {
		n := bytesNow(t, x, before, after)
		if n == last {
			return n
		}
		last = n
	}
}

func bytesNow(t *testing.T, x target, before, after files) (n int64) {
	t.Helper()
	for p, data := range readTree(t, x.dir) {
		if data == after.with()[p] && data != before.with()[p] {
			n += int64(len(data))
		}
	}
	waiting, err := os.ReadDir(filepath.Join(x.dir, publish.Folder, "stage"))
	if err != nil {
		return n
	}
	for _, e := range waiting {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		n += info.Size()
	}
	return n
}

// A connection that is cut again and again is made again: an object store needs no second run.
func TestFlakyConnection(t *testing.T) {
	g := startS3(t, false)
	c := newCutter(t, g.addr)
	x := g.target(t, "AWS_ENDPOINT_URL=http://"+c.addr())
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	cutsMade := 0
	x.must(t, edition(1).built(t), func(o *publish.Options) {
		o.Progress = func(stage string, done, _ int) {
			if stage == "send" && ctx.Err() == nil {
				c.mu.Lock()
				c.cut()
				c.mu.Unlock()
				cutsMade++
			}
		}
	})
	mustEqual(t, x.dir, edition(1).with())
	if cutsMade == 0 {
		t.Error("no connection was cut")
	}
}

// A large object goes in parts, and of an upload that was cut off only the other parts are sent.
func TestLargeObject(t *testing.T) {
	g := startS3(t, false)
	c := newCutter(t, g.addr)
	x := g.target(t, "AWS_ENDPOINT_URL=http://"+c.addr())
	large := make([]byte, 20<<20)
	noise := rand.NewChaCha8([32]byte{})
	_, _ = noise.Read(large)
	site := files{"data/figures.parquet": string(large), "index.html": "<p>"}
	from := site.built(t)
	remember := func(o *publish.Options) { o.Memory = filepath.Join(filepath.Dir(from), "memory") }
	c.after(18 << 20)
	if _, err := x.run(t, from, remember); err == nil {
		t.Fatal("a publish whose connection is cut succeeds")
	}
	c.after(-1)
	res := x.must(t, from, remember)
	if most := site.with().size() - 16<<20; res.Sent > most {
		t.Errorf("the next publish sent %d bytes, want no more than %d: two parts had arrived", res.Sent, most)
	}
	mustEqual(t, x.dir, site.with())

	// Parts of another edition are not taken for ours.
	for i := range large {
		large[i]++
	}
	site["data/figures.parquet"] = string(large)
	second := site.built(t)
	c.after(18 << 20)
	if _, err := x.run(t, second, remember); err == nil {
		t.Fatal("a publish whose connection is cut succeeds")
	}
	large[0]++ // only the first part differs now
	site["data/figures.parquet"] = string(large)
	c.after(-1)
	third := x.must(t, site.built(t), remember)
	if least, most := int64(12<<20), int64(13<<20); third.Sent < least || third.Sent > most {
		t.Errorf("the third publish sent %d bytes, want between %d and %d: the part that is another one and the last", third.Sent, least, most)
	}
	mustEqual(t, x.dir, site.with())
}
