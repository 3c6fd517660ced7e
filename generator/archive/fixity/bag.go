package fixity

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/emmansun/gmsm/sm3"

	"gongkai/generator/archive/fixity/signature"
	"gongkai/generator/archive/fixity/tree"
	"gongkai/internal/parallel"
)

const (
	bagName     = "bagit.txt"
	payloadPart = "manifest-"
	tagPart     = "tagmanifest-"
)

// algorithms of manifests, by the names in their files' names. SM3 (GB/T 32905) is none of
// RFC 8493, whose readers pass it over.
var algorithms = map[string]func() hash.Hash{
	"md5": md5.New, "sha1": sha1.New, "sha224": sha256.New224, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New, "sm3": sm3.New,
}

// isBag says whether a tree is a bag, also one that has lost its bagit.txt.
func isBag(t *tree.Tree) bool {
	if t.File(bagName) != nil {
		return true
	}
	return slices.ContainsFunc(t.Files, func(f *tree.File) bool {
		return !strings.Contains(f.Path, "/") && strings.HasPrefix(f.Path, payloadPart) && strings.HasSuffix(f.Path, ".txt")
	})
}

// bag is a bag that is verified (BagIt, RFC 8493).
type bag struct {
	*verification
	tree    *tree.Tree
	byForm  map[string]*tree.File // files by the composed form of their names
	payload []*list
	tags    []*list
}

// list is a manifest of a bag.
type list struct {
	name, algorithm string
	digests         map[string]string // by path
}

func (v *verification) bag(t *tree.Tree) error {
	b := &bag{verification: v, tree: t}
	if err := b.declaration(); err != nil {
		return err
	}
	if err := b.lists(); err != nil {
		return err
	}
	if len(b.payload) == 0 {
		v.note(Manifest, "", "没有 manifest-*.txt", "it has no manifest-*.txt")
	}
	b.agree(b.payload, func(p string) bool { return strings.HasPrefix(p, "data/") })
	b.agree(b.tags, func(string) bool { return true })
	fetched, err := b.fetch()
	if err != nil {
		return err
	}
	if err := b.content(fetched); err != nil {
		return err
	}
	b.extra()
	if err := b.oxum(); err != nil {
		return err
	}
	if err := b.signedTags(); err != nil {
		return err
	}
	return b.sites()
}

// read reads a tag file; "" where it is not there or damaged, of which a finding tells.
func (b *bag) read(name string) (string, error) {
	if b.tree.File(name) == nil {
		return "", nil
	}
	data, err := b.tree.Read(name, mostManifest)
	var damage *tree.Fault
	if errors.As(err, &damage) {
		b.add(Finding{Kind: Package, File: name, Message: damage.Text})
		return "", nil
	}
	return string(data), err
}

// declaration checks bagit.txt (section 2.1.1).
func (b *bag) declaration() error {
	if b.tree.File(bagName) == nil {
		b.note(Missing, bagName, "没有 bagit.txt", "there is no bagit.txt")
		return nil
	}
	text, err := b.read(bagName)
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")
	version := ""
	if len(lines) == 2 {
		version, _ = strings.CutPrefix(lines[0], "BagIt-Version: ")
	}
	if !slices.Contains([]string{"1.0", "0.97", "0.96", "0.95", "0.94", "0.93"}, version) || lines[1] != "Tag-File-Character-Encoding: UTF-8" {
		b.note(Manifest, bagName, "应为两行：BagIt-Version: 1.0 和 Tag-File-Character-Encoding: UTF-8", "it should be two lines: BagIt-Version: 1.0 and Tag-File-Character-Encoding: UTF-8")
	}
	return nil
}

// lists reads the manifests.
func (b *bag) lists() error {
	for _, f := range b.tree.Files {
		into, rest := &b.payload, ""
		if strings.Contains(f.Path, "/") || !strings.HasSuffix(f.Path, ".txt") {
			continue
		}
		if r, ok := strings.CutPrefix(f.Path, tagPart); ok {
			into, rest = &b.tags, r
		} else if r, ok := strings.CutPrefix(f.Path, payloadPart); ok {
			rest = r
		} else {
			continue
		}
		algorithm := strings.TrimSuffix(rest, ".txt")
		if algorithms[algorithm] == nil {
			b.note(Note, f.Path, "没有核对：不认识算法 %q", "it was not checked: the algorithm %q is not known", algorithm)
			continue
		}
		l, err := b.list(f.Path, algorithm)
		if err != nil {
			return err
		}
		*into = append(*into, l)
	}
	return nil
}

// agree holds manifests of one kind against each other: each must list the same files.
func (b *bag) agree(lists []*list, allowed func(string) bool) {
	for _, l := range lists {
		for _, p := range slices.Sorted(maps.Keys(l.digests)) {
			if !allowed(p) {
				b.note(Manifest, l.name, "列了 %q，它不在 data 文件夹里", "it lists %q, which is not in the folder data", p)
			}
		}
		for _, other := range lists {
			if other == l {
				continue
			}
			for _, p := range slices.Sorted(maps.Keys(other.digests)) {
				if _, ok := l.digests[p]; !ok {
					b.note(Manifest, l.name, "没有列 %s，%s 列了", "it does not list %s, which %s lists", p, other.name)
				}
			}
		}
	}
	if len(b.tags) == 0 {
		return
	}
	for _, l := range lists {
		for _, t := range b.tags {
			if _, ok := t.digests[l.name]; !ok && !strings.HasPrefix(l.name, tagPart) {
				b.note(Manifest, t.name, "没有列 %s", "it does not list %s", l.name)
			}
		}
	}
}

// fetch reads which files are to be fetched from elsewhere (section 2.2.3).
func (b *bag) fetch() (map[string]bool, error) {
	text, err := b.read("fetch.txt")
	out := map[string]bool{}
	for line := range strings.Lines(text) {
		if parts := strings.SplitN(strings.TrimRight(line, "\r\n"), " ", 3); len(parts) == 3 {
			out[b.decoded(strings.TrimLeft(parts[2], " \t"))] = true
		}
	}
	return out, err
}

// content holds every listed file against all manifests that list it.
func (b *bag) content(fetched map[string]bool) error {
	stated := map[string][]*list{}
	for _, l := range slices.Concat(b.payload, b.tags) {
		for p := range l.digests {
			stated[p] = append(stated[p], l)
		}
	}
	paths := slices.Sorted(maps.Keys(stated))
	return parallel.Try(b.ctx, 0, len(paths), func(i int) error {
		name := paths[i]
		f := b.find(name)
		if f == nil {
			if fetched[name] {
				b.note(Missing, name, "尚未按 fetch.txt 取回", "it has not been fetched yet, see fetch.txt")
			} else {
				b.note(Missing, name, "清单里有，实际没有", "the manifest lists it, and it is not there")
			}
			return nil
		}
		return b.hash(f, name, stated[name])
	}, nil)
}

func (b *bag) hash(f *tree.File, name string, lists []*list) error {
	b.counted(1, f.Size)
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	sums := map[string]hash.Hash{}
	var to []io.Writer
	for _, l := range lists {
		if sums[l.algorithm] == nil {
			sums[l.algorithm] = algorithms[l.algorithm]()
			to = append(to, sums[l.algorithm])
		}
	}
	_, err = io.Copy(io.MultiWriter(to...), r)
	var damage *tree.Fault
	if errors.As(err, &damage) {
		b.add(Finding{Kind: Package, File: name, Message: damage.Text})
		return nil
	}
	if err != nil {
		return err
	}
	for _, l := range lists {
		if sum := hex.EncodeToString(sums[l.algorithm].Sum(nil)); sum != l.digests[name] {
			b.note(Changed, name, "与 %s 不同：实际 %s，清单 %s", "it is not what %s says: its digest is %s, the manifest has %s", l.name, sum, l.digests[name])
		}
	}
	return nil
}

// extra finds files that no manifest lists.
func (b *bag) extra() {
	listed := map[*tree.File]bool{}
	for _, l := range slices.Concat(b.payload, b.tags) {
		for p := range l.digests {
			if f := b.find(p); f != nil {
				listed[f] = true
			}
		}
	}
	for _, f := range b.tree.Files {
		switch {
		case listed[f]:
		case strings.HasPrefix(f.Path, "data/"):
			b.note(Extra, f.Path, "清单里没有这个文件", "no manifest lists it")
		case strings.HasPrefix(f.Path, tagPart):
		case strings.HasSuffix(f.Path, signature.Extension) && strings.HasPrefix(f.Path, tagPart):
		case len(b.tags) > 0 || !strings.HasPrefix(f.Path, payloadPart) && f.Path != bagName:
			b.note(Note, f.Path, "没有核对：标签清单（tagmanifest）里没有它，RFC 8493 允许", "it was not checked: no tag manifest lists it, which RFC 8493 allows")
		}
	}
}

// oxum checks the sum of sizes that bag-info.txt may state (section 2.2.2).
func (b *bag) oxum() error {
	text, err := b.read("bag-info.txt")
	if err != nil {
		return err
	}
	var size int64
	count := 0
	for _, f := range b.tree.Files {
		if strings.HasPrefix(f.Path, "data/") {
			size, count = size+f.Size, count+1
		}
	}
	for line := range strings.Lines(text) {
		label, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
		if want := fmt.Sprintf("%d.%d", size, count); strings.EqualFold(label, "Payload-Oxum") && strings.TrimSpace(value) != want {
			b.note(Manifest, "bag-info.txt", "Payload-Oxum 是 %s，实际是 %s（字节数.文件数）", "Payload-Oxum is %s, and should be %s (bytes.files)", strings.TrimSpace(value), want)
		}
	}
	return nil
}

// signedTags checks the signatures of tag manifests inside a bag. A bag in a folder must have one.
func (b *bag) signedTags() error {
	if b.key == nil {
		return nil
	}
	some := b.Signed != ""
	for _, f := range b.tree.Files {
		of, ok := strings.CutSuffix(f.Path, signature.Extension)
		if !ok || !strings.HasPrefix(of, tagPart) || b.tree.File(of) == nil {
			continue
		}
		some = true
		if err := b.signedIn(b.tree, of, "", false); err != nil {
			return err
		}
	}
	if !some && !b.OneFile {
		b.note(Signature, "", "没有签名：找不到标签清单的 %s", "it is not signed: there is no %s of a tag manifest", signature.Extension)
	}
	return nil
}

// sites verifies the published sites in a bag against their own manifests.
func (b *bag) sites() error {
	found, err := sitesIn(b.tree)
	if err != nil {
		return err
	}
	for _, dir := range found {
		var others []*tree.File
		for _, f := range b.tree.Files {
			if len(found) == 1 && strings.HasPrefix(f.Path, "data/") && !strings.HasPrefix(f.Path, dir+"/") && isReports(f.Path) {
				others = append(others, f)
			}
		}
		if err := b.site(b.tree.Sub(dir), dir+"/", others...); err != nil {
			return err
		}
	}
	return nil
}

// sitesIn lists the folders of a bag that hold a published site.
func sitesIn(bag *tree.Tree) ([]string, error) {
	var found []string
	for _, f := range bag.Files {
		dir := path.Dir(f.Path)
		if path.Base(f.Path) != manifestName || !strings.HasPrefix(f.Path, "data/") || slices.ContainsFunc(found, func(d string) bool { return strings.HasPrefix(f.Path, d+"/") }) {
			continue
		}
		if ours, err := isManifest(f); err != nil {
			return nil, err
		} else if ours {
			found = append(found, dir)
		}
	}
	return found, nil
}

// isReports says whether a file of a package beside its site has the reports that the site has.
func isReports(name string) bool {
	return path.Base(name) == "reports.jsonl" && path.Base(path.Dir(name)) == "data"
}

// isManifest says whether a file begins as a site's manifest does.
func isManifest(f *tree.File) (bool, error) {
	r, err := f.Open()
	if err != nil {
		return false, err
	}
	defer r.Close()
	head := make([]byte, 64)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		var damage *tree.Fault
		if errors.As(err, &damage) {
			return false, nil
		}
		return false, err
	}
	return strings.HasPrefix(string(head[:n]), `{"generator": "gongkai`), nil
}
