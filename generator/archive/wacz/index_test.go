package wacz

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/generator/archive/warc"
)

func TestSURT(t *testing.T) {
	for address, want := range map[string]string{
		"https://www.example.org/zwgk/":                    "org,example)/zwgk/",
		"http://www2.example.org:8080/A.html":              "org,example:8080)/a.html",
		"https://XXGK.example.gov.cn/%E5%B9%B4/index.html": "cn,gov,example,xxgk)/%e5%b9%b4/index.html",
		"https://example.org/a%28b%29.txt?Q=1":             "org,example)/a%28b%29.txt?q=1",
		"metadata://gongkai/README.txt":                    "gongkai)/readme.txt",
	} {
		if got := SURT(address); got != want {
			t.Errorf("%s: got %s, want %s", address, got, want)
		}
	}
}

// Each address is in the block that the index of the blocks leads to: the last that does not begin after it.
func TestBlocks(t *testing.T) {
	var records []warc.Record
	for i := range 2*blockLines + 7 {
		records = append(records, warc.Record{URI: fmt.Sprintf("https://www.example.org/%04d/", i*7919%10000), Type: "text/html; charset=utf-8", Status: 200, Digest: "sha256:00", Offset: int64(i), Bytes: 1})
	}
	index, lookup, err := compress(lines(records, time.Unix(0, 0)))
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(strings.TrimSpace(string(lookup)), "\n")[1:]
	if len(blocks) != 3 {
		t.Fatalf("%d blocks, want 3", len(blocks))
	}
	for _, r := range records {
		key := SURT(r.URI)
		at, found := slices.BinarySearchFunc(blocks, key, func(line, key string) int { return strings.Compare(strings.SplitN(line, " ", 2)[0], key) })
		if !found {
			at--
		}
		var block struct{ Offset, Length int }
		if err := json.Unmarshal([]byte(blocks[at][strings.Index(blocks[at], "{"):]), &block); err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(bytes.NewReader(index[block.Offset : block.Offset+block.Length]))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf(`%s 19700101000000 {"url":"%s","mime":"text/html","status":"200","digest":"sha256:00","length":"1","offset":"%d","filename":"data.warc.gz"}`, key, r.URI, r.Offset)
		if !slices.Contains(strings.Split(string(text), "\n"), want) {
			t.Fatalf("block %d has no line %s", at, want)
		}
	}
}
