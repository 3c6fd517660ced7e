package warc

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"mime"
	"net/http/httputil"
	"net/textproto"
	"strings"
)

// digest is a digest as a field states it, "sha256:…" in hexadecimal or base 32.
type digest struct {
	hash.Hash
	want []byte
}

// parseDigest reads a labelled digest. It is nil for an algorithm that is not known; ok is
// false for a value that the algorithm cannot have.
func parseDigest(s string) (d *digest, ok bool) {
	name, value, _ := strings.Cut(s, ":")
	d = &digest{}
	switch strings.ToLower(strings.ReplaceAll(name, "-", "")) {
	case "sha1":
		d.Hash = sha1.New()
	case "sha256":
		d.Hash = sha256.New()
	case "sha512":
		d.Hash = sha512.New()
	case "md5":
		d.Hash = md5.New()
	default:
		return nil, true
	}
	var err error
	if d.want, err = hex.DecodeString(value); err != nil || len(d.want) != d.Size() {
		d.want, err = base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ToUpper(strings.TrimRight(value, "=")))
	}
	return d, err == nil && len(d.want) == d.Size()
}

func (d *digest) holds() bool { return bytes.Equal(d.Sum(nil), d.want) }

// stated is the digest of a field; nil where there is none that could be checked.
func (d *reading) stated(fields textproto.MIMEHeader, name string) *digest {
	v := fields.Get(name)
	if v == "" {
		return nil
	}
	g, ok := parseDigest(v)
	if !ok {
		d.wrong("%s 不是摘要：%s", "%s is not a digest: %s", name, v)
		return nil
	}
	return g
}

// block reads a record's block and checks its digests.
func (d *reading) block(rec *Record, fields textproto.MIMEHeader, length int64) error {
	whole, payload := d.stated(fields, "WARC-Block-Digest"), d.stated(fields, "WARC-Payload-Digest")
	var in io.Reader = io.LimitReader(d.r, length)
	if whole != nil {
		in = io.TeeReader(in, whole)
	}
	before := d.n
	chunked, head, err := d.http(rec, fields, &in)
	if err != nil {
		return err
	}
	rec.payload = before + head
	sum := sha256.New()
	var out io.Writer = sum
	if payload != nil {
		out = io.MultiWriter(sum, payload)
	}
	var kept bytes.Buffer
	if chunked && length <= mostChunked {
		out = io.MultiWriter(out, &kept)
	}
	n, err := io.Copy(out, in)
	if err != nil {
		return d.cut(err)
	}
	d.n = before + head + n
	if head+n != length {
		return d.cut(io.ErrUnexpectedEOF)
	}
	sum.Sum(rec.SHA256[:0])
	rec.PayloadSize = n
	if whole != nil && !whole.holds() {
		d.wrong("内容与 WARC-Block-Digest 不符", "its block is not what WARC-Block-Digest says")
	}
	// A revisit names the digest of what it leaves out, a truncated record that of the whole.
	if payload == nil || rec.Type == "revisit" || fields.Get("WARC-Truncated") != "" || payload.holds() {
		return nil
	}
	if kept.Len() > 0 && payload.unchunked(kept.Bytes()) {
		return nil
	}
	d.wrong("内容与 WARC-Payload-Digest 不符", "its payload is not what WARC-Payload-Digest says")
	return nil
}

// unchunked says whether the digest is of the payload without its transfer coding; programs
// differ in that.
func (d *digest) unchunked(body []byte) bool {
	d.Reset()
	_, err := io.Copy(d, httputil.NewChunkedReader(bytes.NewReader(body)))
	return err == nil && d.holds()
}

// http reads the header of an HTTP message where the block is one, and leaves the payload in in.
func (d *reading) http(rec *Record, fields textproto.MIMEHeader, in *io.Reader) (chunked bool, n int64, err error) {
	kind, params, _ := mime.ParseMediaType(fields.Get("Content-Type"))
	if kind != "application/http" {
		rec.MediaType = kind
		return false, 0, nil
	}
	br := bufio.NewReaderSize(*in, 1<<12)
	h := &reading{s: d.s, r: br, at: d.at, target: d.target, loose: true}
	first, _, err := h.line(mostHeader)
	if err != nil && !errors.Is(err, io.EOF) {
		return false, 0, err
	}
	if rec.Type == "response" && params["msgtype"] != "request" {
		version, status, _ := strings.Cut(first, " ")
		if !strings.HasPrefix(version, "HTTP/") || len(status) < 3 {
			d.wrong("内容不是 HTTP 响应", "its block is not an HTTP response")
		} else {
			rec.Status = status[:3]
		}
	}
	header, err := h.fields()
	if err != nil {
		return false, 0, err
	}
	rec.MediaType, _, _ = mime.ParseMediaType(header.Get("Content-Type"))
	*in = br
	return strings.EqualFold(header.Get("Transfer-Encoding"), "chunked"), h.n, nil
}

// Open opens the payload of a record that Scan has found in a file.
func (rec *Record) Open(file io.ReaderAt) (io.ReadCloser, error) {
	raw := bufio.NewReaderSize(io.NewSectionReader(file, rec.Offset, rec.Length), 1<<15)
	var in io.Reader = raw
	if rec.packed {
		z, err := gzip.NewReader(raw)
		if err != nil {
			return nil, err
		}
		z.Multistream(false)
		in = z
	}
	if _, err := io.CopyN(io.Discard, in, rec.payload); err != nil {
		return nil, err
	}
	return io.NopCloser(io.LimitReader(in, rec.PayloadSize)), nil
}
