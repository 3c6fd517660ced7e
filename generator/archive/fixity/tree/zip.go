package tree

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"slices"
	"strings"

	"gongkai/generator/diag"
)

// member is a file in a ZIP, as the central directory has it.
type member struct {
	name                string
	need, flags, method uint16
	time, date          uint16
	crc                 uint32
	packed, size        int64
	header              int64 // where its local header begins
	body                int64 // where its content begins
	end                 int64 // after its content and data descriptor
	link                bool
}

var le = binary.LittleEndian

// Sizes and signatures of APPNOTE.TXT, sections 4.3.7 to 4.3.16.
const (
	localSize, centralSize, endSize       = 30, 46, 22
	locatorSize, end64Size                = 20, 56
	localSig, centralSig                  = 0x04034b50, 0x02014b50
	endSig, locatorSig, end64Sig          = 0x06054b50, 0x07064b50, 0x06064b50
	descriptorSig                         = 0x08074b50
	encrypted, descriptor, strong         = 1 << 0, 1 << 3, 1 << 6
	mostMembers                           = 4 << 20
	mostDirectory                   int64 = 1 << 30
)

func damaged(zh, en string, args ...any) *Fault { return &Fault{"", diag.Textf(zh, en, args...)} }

// Zip is the tree of a ZIP file (PKWARE APPNOTE 6.3.10). The local headers must say what the
// central directory says, and files follow each other without gap or overlap, so that a package
// cannot unpack to more than the 1,032-fold of its size, which DEFLATE allows. An error is a
// *Fault where the file cannot be read as a ZIP at all.
func Zip(r io.ReaderAt, size int64) (*Tree, error) {
	members, start, err := directory(r, size)
	if err != nil {
		return nil, err
	}
	var faults []Fault
	note := func(name, zh, en string, args ...any) {
		faults = append(faults, Fault{name, diag.Textf(zh, en, args...)})
	}
	slices.SortStableFunc(members, func(a, b *member) int { return int(min(max(a.header-b.header, -1), 1)) })
	at := int64(0)
	var files []*File
	for _, m := range members {
		if text := checkName(m.name); !text.IsZero() {
			note("", "%q：%s", "%q: %s", m.name, text)
		}
		if m.header < at {
			return nil, damaged("%q 与前一个文件重叠", "%q overlaps the file before it", m.name)
		}
		if m.header > at {
			note("", "%q 前面有 %d 字节不属于任何文件", "%[2]d bytes before %[1]q belong to no file", m.name, m.header-at)
		}
		if err := m.local(r, start); err != nil {
			return nil, err
		}
		at = m.end
		switch {
		case m.link:
			note(m.name, "是链接，不是文件", "it is a link, not a file")
		case strings.HasSuffix(m.name, "/"):
			if m.size != 0 {
				note(m.name, "是文件夹，却有内容", "it is a folder with content")
			}
		case checkName(m.name).IsZero():
			files = append(files, m.file(r))
		}
	}
	if at != start {
		note("", "目录前面有 %d 字节不属于任何文件", "%d bytes before the directory belong to no file", start-at)
	}
	return New(files, faults), nil
}

// directory reads the central directory; start is where it begins.
func directory(r io.ReaderAt, size int64) (members []*member, start int64, err error) {
	tail := make([]byte, min(size, endSize+0xffff))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return nil, 0, err
	}
	at := -1
	for i := len(tail) - endSize; i >= 0; i-- {
		if le.Uint32(tail[i:]) == endSig && i+endSize+int(le.Uint16(tail[i+20:])) == len(tail) {
			at = i
			break
		}
	}
	if at < 0 {
		return nil, 0, damaged("不是完整的 ZIP 文件：没有结尾", "it is not a whole ZIP file: its end is missing")
	}
	e := tail[at:]
	end := size - int64(len(tail)) + int64(at) // where the directory ends
	count, length, begin := int64(le.Uint16(e[10:])), int64(le.Uint32(e[12:])), int64(le.Uint32(e[16:]))
	if le.Uint32(e[4:]) != 0 || le.Uint16(e[8:]) != le.Uint16(e[10:]) {
		return nil, 0, damaged("ZIP 文件分成了几卷，或结尾受损", "the ZIP is of several volumes, or its end is damaged")
	}
	if locator := make([]byte, locatorSize); end >= locatorSize {
		if _, err := r.ReadAt(locator, end-locatorSize); err != nil {
			return nil, 0, err
		}
		if le.Uint32(locator) == locatorSig {
			if count, length, begin, end, err = large(r, locator, end, count, length, begin); err != nil {
				return nil, 0, err
			}
		}
	}
	if begin < 0 || length < 0 || length > mostDirectory || count > mostMembers || begin+length != end {
		return nil, 0, damaged("ZIP 的目录不在结尾所写的位置", "the ZIP's directory is not where its end says")
	}
	br := bufio.NewReaderSize(io.NewSectionReader(r, begin, length), 1<<16)
	for range count {
		m, err := readMember(br)
		if err != nil {
			return nil, 0, err
		}
		members = append(members, m)
	}
	if _, err := br.ReadByte(); err == nil {
		return nil, 0, damaged("ZIP 的目录里有多余的字节", "the ZIP's directory holds more than its files")
	}
	return members, begin, nil
}

// large reads the ZIP64 end. What the short one states must agree with it.
func large(r io.ReaderAt, locator []byte, end, count, length, begin int64) (int64, int64, int64, int64, error) {
	at := int64(le.Uint64(locator[8:]))
	e := make([]byte, end64Size)
	if le.Uint32(locator[4:]) != 0 || le.Uint32(locator[16:]) != 1 || at != end-locatorSize-end64Size {
		return 0, 0, 0, 0, damaged("ZIP64 的结尾不在所写的位置", "the ZIP64 end is not where it is said to be")
	}
	if _, err := r.ReadAt(e, at); err != nil {
		return 0, 0, 0, 0, err
	}
	n, l, b := int64(le.Uint64(e[32:])), int64(le.Uint64(e[40:])), int64(le.Uint64(e[48:]))
	if le.Uint32(e) != end64Sig || le.Uint64(e[4:]) != end64Size-12 || le.Uint64(e[16:]) != 0 || le.Uint64(e[24:]) != uint64(n) ||
		count != 0xffff && count != n || length != 0xffffffff && length != l || begin != 0xffffffff && begin != b {
		return 0, 0, 0, 0, damaged("ZIP64 的结尾与 ZIP 的结尾不一致", "the ZIP64 end and the ZIP's end disagree")
	}
	return n, l, b, at, nil
}

func readMember(r io.Reader) (*member, error) {
	short := damaged("ZIP 的目录不完整", "the ZIP's directory is cut short")
	h := make([]byte, centralSize)
	if _, err := io.ReadFull(r, h); err != nil {
		return nil, short
	}
	if le.Uint32(h) != centralSig {
		return nil, damaged("ZIP 的目录受损", "the ZIP's directory is damaged")
	}
	n, extra, comment := int(le.Uint16(h[28:])), int(le.Uint16(h[30:])), int(le.Uint16(h[32:]))
	rest := make([]byte, n+extra+comment)
	if _, err := io.ReadFull(r, rest); err != nil {
		return nil, short
	}
	m := &member{name: string(rest[:n]), need: le.Uint16(h[6:]), flags: le.Uint16(h[8:]), method: le.Uint16(h[10:]), time: le.Uint16(h[12:]), date: le.Uint16(h[14:]),
		crc: le.Uint32(h[16:]), packed: int64(le.Uint32(h[20:])), size: int64(le.Uint32(h[24:])), header: int64(le.Uint32(h[42:]))}
	const unix, typeMask, symlink = 3, 0o170000, 0o120000
	m.link = h[5] == unix && le.Uint32(h[38:])>>16&typeMask == symlink
	if le.Uint16(h[34:]) != 0 {
		return nil, damaged("%q 不在这一卷", "%q is on another volume", m.name)
	}
	if err := m.wide(rest[n : n+extra]); err != nil {
		return nil, err
	}
	if m.flags&(encrypted|strong) != 0 || m.method != 0 && m.method != 8 {
		return nil, damaged("%q 已加密，或压缩方式不常见（%d）", "%q is encrypted, or compressed in an uncommon way (%d)", m.name, m.method)
	}
	if m.packed < 0 || m.size < 0 || m.header < 0 || m.method == 0 && m.packed != m.size {
		return nil, damaged("%q 的大小不对", "the sizes of %q cannot be right", m.name)
	}
	return m, nil
}

// wide takes sizes of more than four bytes out of the extra fields (APPNOTE 4.5.3).
func (m *member) wide(extra []byte) error {
	bad := damaged("%q 的附加字段受损", "the extra fields of %q are damaged", m.name)
	for len(extra) > 0 {
		if len(extra) < 4 || len(extra) < 4+int(le.Uint16(extra[2:])) {
			return bad
		}
		id, body := le.Uint16(extra), extra[4:4+le.Uint16(extra[2:])]
		extra = extra[4+len(body):]
		if id != 1 {
			continue
		}
		for _, v := range []*int64{&m.size, &m.packed, &m.header} {
			if *v != 0xffffffff {
				continue
			}
			if len(body) < 8 {
				return bad
			}
			*v, body = int64(le.Uint64(body)), body[8:]
		}
		if len(body) == 8 && int64(le.Uint64(body)) == m.header {
			continue // a place that four bytes hold and that is stated here all the same, as Go does
		}
		if len(body) > 0 {
			return bad
		}
	}
	return nil
}

// local compares the local header with the directory, and finds where the content begins and ends.
func (m *member) local(r io.ReaderAt, limit int64) error {
	differs := func(zh, en string) error {
		return damaged("%q 前的文件头与目录不一致：%s", "the header before %q and the directory disagree: %s", m.name, diag.Textf(zh, en))
	}
	h := make([]byte, localSize)
	if m.header+localSize > limit {
		return differs("位置", "its place")
	}
	if _, err := r.ReadAt(h, m.header); err != nil {
		return err
	}
	n, extra := int(le.Uint16(h[26:])), int(le.Uint16(h[28:]))
	rest := make([]byte, n+extra)
	if _, err := r.ReadAt(rest, m.header+localSize); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	m.body = m.header + localSize + int64(len(rest))
	m.end = m.body + m.packed
	if m.end > limit || m.end < m.body {
		return differs("大小", "its size")
	}
	crc, packed, size := le.Uint32(h[14:]), int64(le.Uint32(h[18:])), int64(le.Uint32(h[22:]))
	l := member{name: m.name, packed: packed, size: size, header: 0}
	if err := l.wide(rest[n:]); err != nil {
		return err
	}
	later := m.flags&descriptor != 0 && crc == 0 && packed == 0 && size == 0
	switch {
	case le.Uint32(h) != localSig:
		return differs("标记", "its mark")
	case string(rest[:n]) != m.name:
		return differs("文件名", "the name")
	case le.Uint16(h[4:]) != m.need || le.Uint16(h[6:]) != m.flags || le.Uint16(h[8:]) != m.method:
		return differs("压缩方式", "how it is compressed")
	case le.Uint16(h[10:]) != m.time || le.Uint16(h[12:]) != m.date:
		return differs("时间", "the time")
	case !later && (crc != m.crc || l.packed != m.packed || l.size != m.size):
		return differs("大小或校验和", "size or checksum")
	}
	if m.flags&descriptor == 0 {
		return nil
	}
	return m.trailer(r, limit, differs)
}

// trailer reads the data descriptor, of which APPNOTE 4.3.9 allows four shapes.
func (m *member) trailer(r io.ReaderAt, limit int64, differs func(zh, en string) error) error {
	d := make([]byte, min(24, limit-m.end))
	if _, err := r.ReadAt(d, m.end); err != nil {
		return err
	}
	for _, marked := range []bool{true, false} {
		for _, wide := range []bool{false, true} {
			var want []byte
			if marked {
				want = le.AppendUint32(want, descriptorSig)
			}
			want = le.AppendUint32(want, m.crc)
			if wide {
				want = le.AppendUint64(le.AppendUint64(want, uint64(m.packed)), uint64(m.size))
			} else {
				want = le.AppendUint32(le.AppendUint32(want, uint32(m.packed)), uint32(m.size))
			}
			// After a descriptor comes the next header, or the directory: both begin with PK.
			if bytes.HasPrefix(d, want) && (m.end+int64(len(want)) == limit || len(d) < len(want)+2 || bytes.HasPrefix(d[len(want):], []byte("PK"))) {
				m.end += int64(len(want))
				return nil
			}
		}
	}
	return differs("后面的大小或校验和", "size or checksum after it")
}

func (m *member) file(r io.ReaderAt) *File {
	f := &File{Path: m.name, Size: m.size, Stored: m.method == 0}
	section := func() *io.SectionReader { return io.NewSectionReader(r, m.body, m.packed) }
	f.OpenFunc = func() (io.ReadCloser, error) {
		raw := bufio.NewReaderSize(section(), 1<<15)
		c := &content{m: m, raw: raw, from: raw}
		if m.method == 8 {
			c.inflate = flate.NewReader(raw)
			c.from = c.inflate
		}
		return c, nil
	}
	if f.Stored {
		f.AtFunc = func() (io.ReaderAt, io.Closer, error) { return section(), io.NopCloser(nil), nil }
	}
	return f
}

// content reads a member and holds it to its size and checksum.
type content struct {
	m       *member
	raw     *bufio.Reader
	from    io.Reader
	inflate io.ReadCloser
	n       int64
	crc     uint32
}

// Read implements io.Reader.
func (c *content) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	c.crc = crc32.Update(c.crc, crc32.IEEETable, p[:n])
	fault := func(zh, en string) error { return &Fault{c.m.name, diag.Textf(zh, en)} }
	switch {
	case c.n > c.m.size:
		return n, fault("比目录所写的大", "it is larger than the directory says")
	case errors.Is(err, io.EOF):
		if _, more := c.raw.ReadByte(); more == nil || c.n != c.m.size {
			return n, fault("与目录所写的大小不同", "its size is not what the directory says")
		}
		if c.crc != c.m.crc {
			return n, fault("与目录所写的校验和不同", "its checksum is not what the directory says")
		}
	case err != nil:
		var corrupt flate.CorruptInputError
		if errors.As(err, &corrupt) || errors.Is(err, io.ErrUnexpectedEOF) {
			return n, fault("压缩的内容受损", "the compressed content is damaged")
		}
	}
	return n, err
}

// Close implements io.Closer.
func (c *content) Close() error {
	if c.inflate != nil {
		return c.inflate.Close()
	}
	return nil
}
