package fixity

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"time"

	"gongkai/generator/archive/fixity/tree"
	"gongkai/generator/archive/fixity/warc"
)

// index is the index of a WACZ while it is held against the records.
type index struct {
	*verification
	archive *archive
	urls    map[string]bool
	listed  map[*warc.Record]bool
	last    string // the line before, for the order
	count   int
}

// capture is what a line of the index says of a record. Programs write numbers as numbers or as texts.
type capture struct {
	URL      string `json:"url"`
	Mime     string `json:"mime"`
	Filename string `json:"filename"`
	Digest   string `json:"digest"`
	Status   any    `json:"status"`
	Offset   any    `json:"offset"`
	Length   any    `json:"length"`
}

// read reads every index and finds records that none has.
func (x *index) read(t *tree.Tree) error {
	x.listed = map[*warc.Record]bool{}
	files := 0
	for _, f := range t.Files {
		name, ok := strings.CutPrefix(f.Path, "indexes/")
		if !ok || strings.HasSuffix(name, ".idx") {
			continue
		}
		files++
		x.last, x.count = "", 0
		err := x.file(t, f)
		var damage *tree.Fault
		if errors.As(err, &damage) {
			x.add(Finding{Kind: Package, File: f.Path, Message: damage.Text})
			continue
		}
		if err != nil {
			return err
		}
	}
	if files == 0 {
		x.note(Missing, "indexes", "里面没有索引", "there is no index in it")
		return nil
	}
	for _, r := range x.archive.records {
		if (r.Type == "response" || r.Type == "resource") && strings.HasPrefix(r.Target, "http") && !x.listed[r.Record] {
			x.note(Index, "archive/"+r.file, "索引里没有 %s（第 %d 字节的记录）", "no index has %s (the record at byte %d)", r.Target, r.Offset)
		}
	}
	return nil
}

// mostLine is how long a line of an index or a list of pages may be; pages may hold their text.
const mostLine = 64 << 20

// eachLine calls each for every line of a reader.
func eachLine(r io.Reader, each func(n int, line []byte)) error {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 1<<16), mostLine)
	for n := 1; s.Scan(); n++ {
		each(n, s.Bytes())
	}
	return s.Err()
}

// damagedText says whether an error is damage to what was read, and not of the disk.
func damagedText(err error) bool {
	return errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, bufio.ErrTooLong) || err != nil && strings.HasPrefix(err.Error(), "flate: ")
}

func (x *index) file(t *tree.Tree, f *tree.File) error {
	if !strings.HasSuffix(f.Path, ".gz") {
		return x.plain(f)
	}
	if !f.Stored {
		x.note(Package, f.Path, "在 ZIP 里又压缩了一次，应原样存放", "it is compressed once more in the ZIP, and must be stored")
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	z, err := gzip.NewReader(r)
	if err == nil {
		err = eachLine(z, func(n int, line []byte) { x.line(f.Path, n, line) })
	}
	if damagedText(err) {
		x.note(Index, f.Path, "gzip 压缩受损，或有一行太长", "the gzip compression is damaged, or a line is too long")
		return nil
	}
	if err != nil {
		return err
	}
	return x.blocks(t, f)
}

func (x *index) plain(f *tree.File) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	err = eachLine(r, func(n int, line []byte) { x.line(f.Path, n, line) })
	if damagedText(err) {
		x.note(Index, f.Path, "有一行太长", "a line is too long")
		return nil
	}
	return err
}

// line holds a line of CDXJ against the record that it names.
func (x *index) line(file string, n int, line []byte) {
	text := string(bytes.TrimRight(line, "\r"))
	if text == "" || strings.HasPrefix(text, "!meta ") || n == 1 && strings.HasPrefix(text, " CDX") {
		return
	}
	wrong := func(zh, en string, args ...any) {
		x.note(Index, file, "第 %d 行："+zh, "line %d: "+en, append([]any{n}, args...)...)
	}
	if text < x.last {
		wrong("次序不对，查找时找不到", "it is out of order and cannot be found")
	}
	x.last = text
	x.count++
	parts := strings.SplitN(text, " ", 3)
	var c capture
	if len(parts) != 3 || json.Unmarshal([]byte(parts[2]), &c) != nil {
		wrong("不是“键 时间 JSON”", "it is not a key, a time and JSON")
		return
	}
	offset, err := strconv.ParseInt(fmt.Sprint(whole(c.Offset)), 10, 64)
	rec := x.archive.at[path.Base(c.Filename)][offset]
	if err != nil || rec == nil {
		wrong("%s：%s 的第 %v 字节没有记录", "%s: there is no record at byte %[4]v of %[3]s", c.URL, c.Filename, whole(c.Offset))
		return
	}
	x.listed[rec] = true
	x.urls[c.URL] = true
	status, length := fmt.Sprint(whole(c.Status)), fmt.Sprint(whole(c.Length))
	switch {
	case !same(c.URL, rec.Target):
		wrong("写的是 %s，那里的记录是 %s", "it says %s, the record there is of %s", c.URL, rec.Target)
	case length != strconv.FormatInt(rec.Length, 10):
		wrong("%s 的长度写的是 %s，记录有 %d 字节", "the length of %s is given as %s, the record has %d bytes", c.URL, length, rec.Length)
	case rec.Status != "" && c.Status != nil && status != rec.Status:
		wrong("%s 的状态写的是 %s，记录是 %s", "the status of %s is given as %s, the record has %s", c.URL, status, rec.Status)
	case rec.MediaType != "" && c.Mime != "" && !strings.HasPrefix(c.Mime, "warc/") && c.Mime != "unk" && c.Mime != rec.MediaType:
		wrong("%s 的类型写的是 %s，记录是 %s", "the type of %s is given as %s, the record has %s", c.URL, c.Mime, rec.MediaType)
	case !digestHolds(c.Digest, rec):
		wrong("%s 的摘要与记录不同", "the digest of %s is not that of the record", c.URL)
	case !sameTime(parts[1], rec.Date):
		wrong("%s 的时间写的是 %s，记录是 %s", "the time of %s is given as %s, the record has %s", c.URL, parts[1], rec.Date)
	}
}

// whole is a number as its digits; JSON's reader makes it a float.
func whole(v any) any {
	if f, ok := v.(float64); ok {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	if v == nil {
		return ""
	}
	return v
}

// sameTime compares a time of an index, fourteen digits or more, with one of a record.
func sameTime(digits, date string) bool {
	t, err := time.Parse(time.RFC3339Nano, date)
	return err == nil && len(digits) >= 14 && strings.HasPrefix(digits, t.UTC().Format("20060102150405"))
}

// blocks holds a compressed index against the index of its blocks, by which it is searched.
func (x *index) blocks(t *tree.Tree, f *tree.File) error {
	idx := strings.TrimSuffix(strings.TrimSuffix(f.Path, ".gz"), path.Ext(strings.TrimSuffix(f.Path, ".gz"))) + ".idx"
	data, err := x.part(t, idx)
	if data == nil {
		return err
	}
	at, closer, err := f.At()
	if err != nil {
		return err
	}
	defer closer.Close()
	end := int64(0)
	count := 0
	for n, line := range lines(data) {
		text := strings.TrimRight(string(line), "\r\n")
		if strings.HasPrefix(text, "!meta ") || text == "" {
			continue
		}
		key, body, ok := strings.Cut(text, "{")
		var b struct {
			Offset   int64  `json:"offset"`
			Length   int64  `json:"length"`
			Digest   string `json:"digest"`
			Filename string `json:"filename"`
		}
		if !ok || json.Unmarshal([]byte("{"+body), &b) != nil || b.Length <= 0 || b.Length > f.Size || b.Offset != end {
			x.note(Index, idx, "第 %d 行不是索引的一段，或不接着前一段", "line %d is not a block of the index, or does not follow the one before", n+1)
			return nil
		}
		end += b.Length
		raw := make([]byte, b.Length)
		if _, err := at.ReadAt(raw, b.Offset); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if sum := sha256.Sum256(raw); strings.HasPrefix(b.Digest, "sha256:") && b.Digest != "sha256:"+hex.EncodeToString(sum[:]) {
			x.note(Index, idx, "第 %d 行的摘要与索引的这一段不同", "the digest in line %d is not that of its block", n+1)
		}
		first, lines, err := blockOf(raw)
		if err != nil || !strings.HasPrefix(first, strings.TrimSpace(key)+" ") || path.Base(b.Filename) != path.Base(f.Path) {
			x.note(Index, idx, "第 %d 行所说的一段不从 %q 开始", "the block of line %d does not begin with %q", n+1, strings.TrimSpace(key))
			return nil
		}
		count += lines
	}
	if end != f.Size || count != x.count {
		x.note(Index, idx, "没有列出索引的全部：%d 字节中的 %d，%d 行中的 %d", "it does not list all of the index: %[2]d of %[1]d bytes, %[4]d of %[3]d lines", f.Size, end, x.count, count)
	}
	return nil
}

func blockOf(raw []byte) (first string, n int, err error) {
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return "", 0, err
	}
	err = eachLine(z, func(i int, line []byte) {
		if i == 1 {
			first = string(line)
		}
		if len(line) > 0 && !bytes.HasPrefix(line, []byte("!meta ")) {
			n++
		}
	})
	return first, n, err
}

// pages holds the lists of pages against the index: only what it has can be opened.
func (x *index) pages(t *tree.Tree) error {
	const main = "pages/pages.jsonl"
	if t.File(main) == nil {
		x.note(Missing, main, "里面没有这个文件", "it is not in the package")
	}
	for _, f := range t.Files {
		if path.Dir(f.Path) != "pages" || path.Ext(f.Path) != ".jsonl" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return err
		}
		err = eachLine(r, func(n int, line []byte) { x.page(f.Path, n, line) })
		r.Close()
		var damage *tree.Fault
		switch {
		case errors.As(err, &damage):
			x.add(Finding{Kind: Package, File: f.Path, Message: damage.Text})
		case damagedText(err):
			x.note(Index, f.Path, "有一行太长", "a line is too long")
		case err != nil:
			return err
		}
	}
	return nil
}

func (x *index) page(file string, n int, line []byte) {
	if len(bytes.TrimSpace(line)) == 0 {
		return
	}
	var p struct {
		Format string `json:"format"`
		URL    string `json:"url"`
		Time   string `json:"ts"`
	}
	err := json.Unmarshal(line, &p)
	_, clock := time.Parse(time.RFC3339Nano, p.Time)
	switch {
	case err != nil:
		x.note(Index, file, "第 %d 行不是 JSON", "line %d is not JSON", n)
	case n == 1 && p.URL == "":
		if p.Format != "json-pages-1.0" {
			x.note(Index, file, "第 1 行应写 format: json-pages-1.0", "line 1 should say format: json-pages-1.0")
		}
	case p.URL == "" || clock != nil:
		x.note(Index, file, "第 %d 行缺少地址或时间", "line %d lacks an address or a time", n)
	case !x.urls[p.URL]:
		x.note(Index, file, "第 %d 行的 %s 不在索引里，打不开", "line %d: %s is not in the index and cannot be opened", n, p.URL)
	}
}
