package wacz

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/generator/archive/warc"
)

// blockLines is how many lines of the index are compressed together. A reader that looks an address up
// reads the block that it must be in; ReplayWeb.page 2.5.3 puts all its lines into a database of the browser
// first. Of a package of 10,000 pages and 26,700 records it showed a report after 12 s with blocks of 300
// lines, after 44 s with the 3,000 that other tools write, on a busy machine where one of 60 pages took 8 s.
const blockLines = 300

// entry is what a line of the index says of a record. Numbers are strings: readers of CDXJ take them
// for text (specs.webrecorder.net/cdxj/0.1.0).
type entry struct {
	URL      string `json:"url"`
	Mime     string `json:"mime"`
	Status   string `json:"status"`
	Digest   string `json:"digest"`
	Length   string `json:"length"`
	Offset   string `json:"offset"`
	Filename string `json:"filename"`
}

// line is a line of the index: what it is sorted and found by, and the record.
type line struct {
	key, date string
	entry
}

// lines makes the index, in its order.
func lines(records []warc.Record, date time.Time) []line {
	out := make([]line, len(records))
	for i, r := range records {
		kind, _, _ := strings.Cut(r.Type, ";")
		out[i] = line{SURT(r.URI), date.UTC().Format("20060102150405"), entry{URL: r.URI, Mime: kind, Status: strconv.Itoa(r.Status), Digest: r.Digest,
			Length: strconv.FormatInt(r.Bytes, 10), Offset: strconv.FormatInt(r.Offset, 10), Filename: warcName}}
	}
	slices.SortFunc(out, func(a, b line) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.URL, b.URL)) })
	return out
}

// compress makes the compressed index, of blocks that are a gzip member each, and the index to its
// blocks (ZipNum).
func compress(all []line) (index, lookup []byte, err error) {
	var out, idx, text bytes.Buffer
	idx.WriteString("!meta 0 {\"format\":\"cdxj-gzip-1.0\",\"filename\":\"index.cdx.gz\"}\n")
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, nil, err
	}
	for block := range slices.Chunk(all, blockLines) {
		from := out.Len()
		z.Reset(&out)
		for _, l := range block {
			text.Reset()
			fmt.Fprintf(&text, "%s %s ", l.key, l.date)
			if err := encode(&text, l.entry); err != nil {
				return nil, nil, err
			}
			if _, err := z.Write(text.Bytes()); err != nil {
				return nil, nil, err
			}
		}
		if err := z.Close(); err != nil {
			return nil, nil, err
		}
		sum := sha256.Sum256(out.Bytes()[from:])
		fmt.Fprintf(&idx, "%s %s {\"offset\":%d,\"length\":%d,\"digest\":\"sha256:%s\",\"filename\":\"index.cdx.gz\"}\n",
			block[0].key, block[0].date, from, out.Len()-from, hex.EncodeToString(sum[:]))
	}
	return out.Bytes(), idx.Bytes(), nil
}

var www = regexp.MustCompile(`^www\d*\.`)

// SURT is the key of an address in an index: the host turned round, without www, everything in small
// letters, as Webrecorder's readers and writers make it.
func SURT(address string) string {
	u, err := url.Parse(strings.ToLower(address))
	if err != nil || u.Host == "" {
		return address
	}
	parts := strings.Split(www.ReplaceAllString(u.Hostname(), ""), ".")
	slices.Reverse(parts)
	key := strings.Join(parts, ",")
	if u.Port() != "" {
		key += ":" + u.Port()
	}
	key += ")" + u.EscapedPath()
	if u.RawQuery != "" {
		key += "?" + u.RawQuery
	}
	return key
}
