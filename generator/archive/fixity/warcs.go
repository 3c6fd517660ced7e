package fixity

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"

	"gongkai/generator/archive/fixity/tree"
	"gongkai/generator/archive/fixity/warc"
)

// archive is the records of the web archives of a package.
type archive struct {
	at      map[string]map[int64]*warc.Record // by file and place
	records []stored
}

type stored struct {
	*warc.Record
	file string
	in   io.ReaderAt
}

// warc verifies a file of its own.
func (v *verification) warc(r io.ReaderAt, size int64) error {
	a := &archive{at: map[string]map[int64]*warc.Record{}}
	if err := v.scan(a, path.Base(v.name), "", r, size); err != nil {
		return err
	}
	return v.replayed(a)
}

// scan reads the records of one file. shown is its name in the package.
func (v *verification) scan(a *archive, name, shown string, r io.ReaderAt, size int64) error {
	places := map[int64]*warc.Record{}
	a.at[name] = places
	n := len(a.records)
	err := warc.Scan(r, size, func(rec *warc.Record) {
		places[rec.Offset] = rec
		a.records = append(a.records, stored{rec, name, r})
	}, func(f warc.Fault) {
		if f.Target != "" {
			v.note(Record, shown, "第 %d 字节的记录（%s）：%s", "the record at byte %d (%s): %s", f.Offset, f.Target, f.Text)
			return
		}
		v.note(Record, shown, "第 %d 字节的记录：%s", "the record at byte %d: %s", f.Offset, f.Text)
	})
	if err == nil && len(a.records) == n {
		v.note(Record, shown, "没有记录", "it holds no record")
	}
	if v.Kind == "warc" {
		v.counted(1, size)
	}
	return err
}

// replayed verifies the site that a web archive holds, if it is one of gongkai's.
func (v *verification) replayed(a *archive, others ...*tree.File) error {
	t, err := v.siteOf(a)
	if err != nil {
		return err
	}
	if t == nil {
		v.note(Note, "", "里面没有 gongkai 的 manifest.json，只核对了封装", "there is no manifest.json of gongkai in it; only the package was verified")
		return nil
	}
	return v.site(t, "", others...)
}

// siteOf is the site that a web archive holds, whose manifest is among the records; nil where it
// holds none of gongkai's.
func (v *verification) siteOf(a *archive) (*tree.Tree, error) {
	base := ""
	for _, r := range a.records {
		if dir, ok := strings.CutSuffix(r.Target, "/"+manifestName); ok && r.captured() && (base == "" || len(dir) < len(base)) {
			if ours, err := r.ours(); err != nil {
				return nil, err
			} else if ours {
				base = dir
			}
		}
	}
	if base == "" {
		return nil, nil
	}
	files := map[string]stored{}
	var list []*tree.File
	for _, r := range a.records {
		rest, ok := strings.CutPrefix(r.Target, base+"/")
		if !ok || !r.captured() {
			continue
		}
		name, err := url.PathUnescape(rest)
		if err != nil || strings.ContainsAny(rest, "?#") {
			v.note(Record, "", "%s 不是网站里的地址", "%s is not an address in the site", r.Target)
			continue
		}
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		if other, twice := files[name]; twice {
			if other.SHA256 != r.SHA256 {
				v.note(Record, "", "%s 与 %s 应相同，内容不同", "%s and %s should be the same, and differ", other.Target, r.Target)
			}
			continue
		}
		files[name] = r
		list = append(list, &tree.File{Path: name, Size: r.PayloadSize, OpenFunc: func() (io.ReadCloser, error) { return r.Open(r.in) }})
	}
	return tree.New(list, nil), nil
}

// captured says whether a record holds what a server sent for an address.
func (r *stored) captured() bool {
	return r.Type == "response" && (r.Status == "200" || r.Status == "404") || r.Type == "resource"
}

// ours says whether a record's payload begins as a site's manifest does.
func (r *stored) ours() (bool, error) {
	return isManifest(&tree.File{OpenFunc: func() (io.ReadCloser, error) { return r.Open(r.in) }})
}

// same says whether two addresses are one page: that of a folder and of the index.html in it.
func same(a, b string) bool {
	return a == b || strings.TrimSuffix(a, "index.html") == strings.TrimSuffix(b, "index.html") && strings.HasSuffix(strings.TrimSuffix(a, "index.html"), "/")
}

// digestHolds compares the digest of an index with a record's: with what the record states, or
// with the payload where it is SHA-256. Another algorithm cannot be compared.
func digestHolds(digest string, r *warc.Record) bool {
	name, value := splitDigest(digest)
	ownName, own := splitDigest(r.Digest)
	switch {
	case digest == "":
		return true
	case strings.EqualFold(value, own):
		return true
	case name == "sha256" || name == "" && len(value) == 64:
		raw, err := hex.DecodeString(value)
		return err == nil && bytes.Equal(raw, r.SHA256[:])
	}
	return r.Digest == "" || name != "" && ownName != "" && name != ownName
}

func splitDigest(s string) (name, value string) {
	name, value, ok := strings.Cut(s, ":")
	if !ok {
		return "", s
	}
	return strings.ReplaceAll(strings.ToLower(name), "-", ""), value
}

// scanMembers reads the web archives of a WACZ.
func (v *verification) scanMembers(t *tree.Tree) (*archive, error) {
	a := &archive{at: map[string]map[int64]*warc.Record{}}
	for _, f := range t.Files {
		name, ok := strings.CutPrefix(f.Path, "archive/")
		if !ok {
			continue
		}
		if !slices.ContainsFunc([]string{".warc", ".warc.gz"}, func(end string) bool { return strings.HasSuffix(name, end) }) {
			v.note(Package, f.Path, "archive 文件夹里只能有 .warc 和 .warc.gz", "the folder archive may hold .warc and .warc.gz only")
			continue
		}
		if !f.Stored {
			v.note(Package, f.Path, "在 ZIP 里又压缩了一次，读不了其中一段；应原样存放", "it is compressed once more in the ZIP, so that no part can be read by itself; it must be stored")
		}
		at, closer, err := f.At()
		if err == nil {
			v.opened = append(v.opened, closer)
			err = v.scan(a, name, f.Path, at, f.Size)
		}
		var damage *tree.Fault
		if errors.As(err, &damage) {
			v.add(Finding{Kind: Package, File: f.Path, Message: damage.Text})
			continue
		}
		if err != nil {
			return nil, err
		}
	}
	if len(a.at) == 0 {
		v.note(Missing, "archive", "里面没有网页档案", "there is no web archive in it")
	}
	return a, nil
}
