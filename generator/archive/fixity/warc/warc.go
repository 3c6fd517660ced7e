// Package warc reads web archives strictly (WARC 1.1, ISO 28500:2017; 1.0 as well): every
// record's form, its digests, and its place in the file.
package warc

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"
	"net/textproto"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/diag"
)

// Record is what is known of a record once it was read.
type Record struct {
	Offset, Length int64 // its place in the file, compressed where the file is
	Type, ID       string
	Target, Date   string // the address and time of what was archived
	Status         string // of the HTTP response; "" where the block is none
	MediaType      string // of the payload, without parameters
	PayloadSize    int64
	SHA256         [32]byte // of the payload
	Digest         string   // the payload digest as the record states it; "" for none
	payload        int64    // where the payload begins in the record, unpacked
	packed         bool
}

// Fault is what is wrong with a record.
type Fault struct {
	Offset int64
	Target string // address of the record; "" where it is not known
	Text   diag.Text
}

// Bounds of what is kept in memory.
const (
	mostHeader  = 1 << 20
	mostChunked = 64 << 20
)

// errStop ends the reading of a file that cannot be followed any further.
var errStop = errors.New("warc: the file cannot be read further")

// Scan reads every record of a file, which may be compressed record by record with gzip, and
// calls found and fault in their order. What follows damage after which no record can be told
// from the next is not read, which a fault says. The error is of reading r.
func Scan(r io.ReaderAt, size int64, found func(*Record), fault func(Fault)) error {
	s := &scanner{in: counter{r: bufio.NewReaderSize(io.NewSectionReader(r, 0, size), 1<<18)}, found: found, fault: fault, ids: map[string]bool{}}
	head, err := s.in.r.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch {
	case len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b:
		err = s.members()
	default:
		err = s.records(&s.in, func() int64 { return s.in.n }, false)
	}
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}

// counter counts what was read, so that a record's place is known.
type counter struct {
	r *bufio.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func (c *counter) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

type scanner struct {
	in    counter
	found func(*Record)
	fault func(Fault)
	ids   map[string]bool
}

func (s *scanner) report(at int64, target, zh, en string, args ...any) {
	s.fault(Fault{at, target, diag.Textf(zh, en, args...)})
}

// members reads a file of gzip members, each of which is one record.
func (s *scanner) members() error {
	var z *gzip.Reader
	for {
		at := s.in.n
		if _, err := s.in.r.Peek(1); errors.Is(err, io.EOF) {
			return nil
		}
		var err error
		if z == nil {
			z, err = gzip.NewReader(&s.in)
		} else {
			err = z.Reset(&s.in)
		}
		if err != nil {
			return s.lost(at, err)
		}
		z.Multistream(false)
		n := 0
		var list []*Record
		found := s.found
		s.found = func(r *Record) { n++; list = append(list, r) }
		err = s.records(z, func() int64 { return at }, true)
		s.found = found
		if err != nil {
			if errors.Is(err, errStop) {
				return err
			}
			return s.lost(at, err)
		}
		if n != 1 {
			s.report(at, "", "这一段 gzip 里有 %d 条记录，应为 1 条，否则无法单独读取", "this gzip member holds %d records; it must hold one, so that each can be read by itself", n)
		}
		for _, r := range list {
			r.Offset, r.Length = at, s.in.n-at
			found(r)
		}
	}
}

// lost reports damage to the compression; any other error is of reading.
func (s *scanner) lost(at int64, err error) error {
	var corrupt flate.CorruptInputError
	if errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.As(err, &corrupt) {
		s.report(at, "", "gzip 压缩受损，后面的记录没有读", "the gzip compression is damaged; the records after it were not read")
		return errStop
	}
	return err
}

// records reads the records of a stream to its end.
func (s *scanner) records(r io.Reader, place func() int64, packed bool) error {
	br, ok := r.(*counter)
	var lines *bufio.Reader
	if ok {
		lines = br.r
	} else {
		lines = bufio.NewReaderSize(r, 1<<15)
	}
	for {
		if _, err := lines.Peek(1); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		at := place()
		d := &reading{s: s, r: lines, at: at}
		rec, err := d.record()
		if ok {
			br.n += d.n
		}
		if err != nil {
			return err
		}
		if rec == nil {
			continue
		}
		rec.Offset, rec.Length, rec.packed = at, d.n, packed
		if s.ids[rec.ID] {
			s.report(at, rec.Target, "WARC-Record-ID %s 用了两次", "the WARC-Record-ID %s is used twice", rec.ID)
		}
		s.ids[rec.ID] = true
		s.found(rec)
	}
}

// reading is the reading of one record.
type reading struct {
	s      *scanner
	r      *bufio.Reader
	at, n  int64
	target string
	loose  bool // of what was captured, which need not be well formed
}

func (d *reading) wrong(zh, en string, args ...any) { d.s.report(d.at, d.target, zh, en, args...) }

func (d *reading) stop(zh, en string, args ...any) error {
	d.wrong(zh, en, args...)
	return errStop
}

// line reads to the next CRLF, which it cuts off.
func (d *reading) line(most int) (string, bool, error) {
	var b []byte
	for {
		part, err := d.r.ReadSlice('\n')
		d.n += int64(len(part))
		b = append(b, part...)
		if err == nil {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return "", false, err
		}
		if len(b) > most {
			return "", false, d.stop("头部超过 %d 字节", "a header of more than %d bytes", most)
		}
	}
	text, ok := bytes.CutSuffix(b, []byte("\r\n"))
	if d.loose {
		text, ok = bytes.TrimRight(b, "\r\n"), true
	}
	return string(text), ok, nil
}

// record reads one; it is nil where its form is wrong but the next can be found.
func (d *reading) record() (*Record, error) {
	version, ok, err := d.line(mostHeader)
	if err != nil {
		return nil, d.cut(err)
	}
	if !ok || version != "WARC/1.1" && version != "WARC/1.0" {
		return nil, d.stop("不以 WARC/1.1 开头，后面的记录没有读", "it does not begin with WARC/1.1; the records after it were not read")
	}
	fields, err := d.fields()
	if err != nil {
		return nil, err
	}
	d.target = strings.Trim(fields.Get("WARC-Target-URI"), "<>")
	length, err := strconv.ParseInt(fields.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return nil, d.stop("没有可用的 Content-Length，后面的记录没有读", "there is no usable Content-Length; the records after it were not read")
	}
	for _, name := range []string{"WARC-Record-ID", "WARC-Date", "WARC-Type"} {
		if len(fields.Values(name)) != 1 {
			d.wrong("%s 应有一个，现有 %d 个", "it has %[2]d fields %[1]s, and must have one", name, len(fields.Values(name)))
		}
	}
	rec := &Record{Type: fields.Get("WARC-Type"), ID: fields.Get("WARC-Record-ID"), Target: d.target, Date: fields.Get("WARC-Date"), Digest: fields.Get("WARC-Payload-Digest")}
	if slices.Contains([]string{"response", "resource", "request", "revisit"}, rec.Type) && d.target == "" {
		d.wrong("没有 WARC-Target-URI", "it has no WARC-Target-URI")
	}
	if err := d.block(rec, fields, length); err != nil {
		return nil, err
	}
	end := make([]byte, 4)
	n, err := io.ReadFull(d.r, end)
	d.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, d.cut(err)
	}
	if string(end[:n]) != "\r\n\r\n" {
		return nil, d.stop("内容后面不是两个换行，后面的记录没有读", "its content does not end in two line ends; the records after it were not read")
	}
	return rec, nil
}

// cut tells a file that ends too early from one that cannot be read.
func (d *reading) cut(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return d.stop("记录不完整，文件到此为止", "it is cut short: the file ends here")
	}
	return err
}

// fields reads named fields to the empty line.
func (d *reading) fields() (textproto.MIMEHeader, error) {
	h := textproto.MIMEHeader{}
	last, from := "", d.n
	for {
		text, ok, err := d.line(mostHeader)
		if err != nil {
			if errors.Is(err, errStop) {
				return nil, err
			}
			if d.loose && errors.Is(err, io.EOF) {
				return h, nil
			}
			return nil, d.cut(err)
		}
		if d.n-from > mostHeader {
			return nil, d.stop("头部超过 %d 字节", "a header of more than %d bytes", mostHeader)
		}
		switch {
		case !ok:
			return nil, d.stop("头部有一行不以 CRLF 结尾，后面的记录没有读", "a line of its header does not end in CRLF; the records after it were not read")
		case text == "":
			return h, nil
		case last != "" && (text[0] == ' ' || text[0] == '\t'):
			v := h[last]
			v[len(v)-1] += " " + strings.TrimSpace(text)
		default:
			name, value, ok := strings.Cut(text, ":")
			if d.loose && !ok {
				continue
			}
			if !ok || name == "" || !d.loose && strings.ContainsAny(name, " \t") {
				return nil, d.stop("头部有一行不是“名称: 值”，后面的记录没有读", "a line of its header is not “name: value”; the records after it were not read")
			}
			last = textproto.CanonicalMIMEHeaderKey(name)
			h[last] = append(h[last], strings.TrimSpace(value))
		}
	}
}
