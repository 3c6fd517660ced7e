// Package warc writes web archives: WARC 1.1 (ISO 28500:2017), each record a gzip member of its own
// (annex D), so that a reader can begin at any of them.
//
// Nothing in a file comes from a clock or from chance: all records have the date that the Writer was
// given, and their ids are made from what they hold.
package warc

import (
	"bytes"
	"compress/gzip"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"net/http"
	"time"
)

// The content types of the blocks of records (WARC 1.1, 6).
const (
	responseBlock = "application/http;msgtype=response"
	fieldsBlock   = "application/warc-fields"
)

// Record is where a record of a response lies in a file, and what an index says of it.
type Record struct {
	URI           string // WARC-Target-URI
	Type          string // the media type of the response, or warc/revisit
	Status        int    // of the response
	Digest        string // of the payload, sha256:hex
	Offset, Bytes int64  // in the compressed file
}

// Revisit is the media type by which indexes know a record without a payload of its own.
const Revisit = "warc/revisit"

// Body is what a response carries.
type Body struct {
	Size   int64                         // in bytes
	SHA256 string                        // in hexadecimal
	Open   func() (io.ReadCloser, error) // is called twice: digests come before the bytes
}

// Writer writes records one after the other.
type Writer struct {
	out  *counter
	gzip *gzip.Writer
	date string
	info string // the id of the file's warcinfo record
}

// NewWriter returns a writer whose records all have one date, to the second.
func NewWriter(w io.Writer, date time.Time) *Writer {
	out := &counter{w: w}
	z, err := gzip.NewWriterLevel(out, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is sound
	}
	return &Writer{out: out, gzip: z, date: date.UTC().Format(time.RFC3339)}
}

// Field is a line of a record's header, or of the description of the file.
type Field struct{ Name, Value string }

// Info writes the record that describes the file, which is its first.
func (w *Writer) Info(fields ...Field) error {
	var b bytes.Buffer
	for _, f := range fields {
		fmt.Fprintf(&b, "%s: %s\r\n", f.Name, f.Value)
	}
	sum := sha256.Sum256(b.Bytes())
	w.info = identifier("warcinfo", "", hex.EncodeToString(sum[:]))
	_, err := w.record(w.info, []Field{{"WARC-Type", "warcinfo"}, {"Content-Type", fieldsBlock}}, b.Bytes(), nil)
	return err
}

// Response writes what a server answers when it is asked for an address: the file, with its type.
func (w *Writer) Response(uri, mediaType string, body Body) (Record, error) {
	digest := "sha256:" + body.SHA256
	id := identifier("response", uri, digest)
	r, err := w.record(id, []Field{{"WARC-Type", "response"}, {"WARC-Target-URI", uri}, {"Content-Type", responseBlock},
		{"WARC-Payload-Digest", digest}}, head(mediaType, body.Size), &body)
	r.URI, r.Type, r.Status, r.Digest = uri, mediaType, http.StatusOK, digest
	return r, err
}

// Again writes that another address answers as an earlier record does, without its payload
// (identical-payload-digest; WARC 1.1, 6.7.2).
func (w *Writer) Again(uri, mediaType string, body Body, first Record) (Record, error) {
	id := identifier("revisit", uri, first.Digest)
	r, err := w.record(id, []Field{{"WARC-Type", "revisit"}, {"WARC-Target-URI", uri}, {"Content-Type", responseBlock},
		{"WARC-Payload-Digest", first.Digest},
		{"WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"},
		{"WARC-Refers-To", "<" + identifier("response", first.URI, first.Digest) + ">"},
		{"WARC-Refers-To-Target-URI", first.URI}, {"WARC-Refers-To-Date", w.date}}, head(mediaType, body.Size), nil)
	r.URI, r.Type, r.Status, r.Digest = uri, Revisit, http.StatusOK, first.Digest
	return r, err
}

// Resource writes a file that no server answered with, such as a description of the archive.
func (w *Writer) Resource(uri, mediaType string, data []byte) error {
	sum := sha256.Sum256(data)
	digest := "sha256:" + hex.EncodeToString(sum[:])
	_, err := w.record(identifier("resource", uri, digest), []Field{{"WARC-Type", "resource"}, {"WARC-Target-URI", uri},
		{"Content-Type", mediaType}, {"WARC-Payload-Digest", digest}}, data, nil)
	return err
}

// head is the beginning of an answer of a web server, up to the payload.
func head(mediaType string, size int64) []byte {
	return fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", mediaType, size)
}

// record writes one record as a gzip member: its header, then the block, which is start and, where
// there is one, the body.
func (w *Writer) record(id string, fields []Field, start []byte, body *Body) (Record, error) {
	size, block := int64(len(start)), sha256.New()
	block.Write(start)
	if body != nil {
		size += body.Size
		if err := body.copy(block); err != nil {
			return Record{}, err
		}
	}
	offset := w.out.n
	w.gzip.Reset(w.out)
	var h bytes.Buffer
	h.WriteString("WARC/1.1\r\n")
	fields = append([]Field{{"WARC-Record-ID", "<" + id + ">"}, {"WARC-Date", w.date}}, fields...)
	if id != w.info {
		fields = append(fields, Field{"WARC-Warcinfo-ID", "<" + w.info + ">"})
	}
	fields = append(fields, Field{"WARC-Block-Digest", "sha256:" + hex.EncodeToString(block.Sum(nil))}, Field{"Content-Length", fmt.Sprint(size)})
	for _, f := range fields {
		fmt.Fprintf(&h, "%s: %s\r\n", f.Name, f.Value)
	}
	h.WriteString("\r\n")
	h.Write(start)
	if _, err := w.gzip.Write(h.Bytes()); err != nil {
		return Record{}, err
	}
	if body != nil {
		if err := body.copy(w.gzip); err != nil {
			return Record{}, err
		}
	}
	if _, err := io.WriteString(w.gzip, "\r\n\r\n"); err != nil {
		return Record{}, err
	}
	if err := w.gzip.Close(); err != nil {
		return Record{}, err
	}
	return Record{Offset: offset, Bytes: w.out.n - offset}, nil
}

// copy writes the body, which must be what its digest says.
func (b *Body) copy(w io.Writer) error {
	r, err := b.Checked()
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(w, r)
	return err
}

// namespaceURL is the name space of addresses (RFC 9562, 6.6).
var namespaceURL = [16]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}

// identifier is the id of a record: a UUID of version 5 (RFC 9562, 5.5), made from its kind, its
// address and what it holds.
func identifier(kind, uri, digest string) string {
	var h hash.Hash = sha1.New()
	h.Write(namespaceURL[:])
	fmt.Fprintf(h, "%s %s %s", kind, uri, digest)
	u := h.Sum(nil)[:16]
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// counter counts what is written.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
