package fixity

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"regexp"
	"strings"

	"gongkai/generator/archive/fixity/figures"
	"gongkai/generator/archive/fixity/tree"
	"gongkai/generator/diag"
)

const manifestName = "manifest.json"

// mostManifest is how large a manifest may be; one of a million files has 350 MB.
const mostManifest = 1 << 30

// entry is what a site's manifest says of a file.
type entry struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	SM3    string `json:"sm3"`
}

type manifest struct {
	Generator string  `json:"generator"`
	Files     []entry `json:"files"`
	entries   map[string]*entry
}

var hexadecimal = regexp.MustCompile(`^[0-9a-f]{64}$`)

// lastLine is how a manifest ends that has a digest of all its other lines.
var lastLine = regexp.MustCompile(`^\], "sha256": "([0-9a-f]{64})"\}\n$`)

// manifest reads a site's manifest. It is nil, and a finding says why, where that cannot be.
func (v *verification) manifest(t *tree.Tree, prefix string) (*manifest, error) {
	shown := prefix + manifestName
	data, err := t.Read(manifestName, mostManifest)
	var damage *tree.Fault
	if errors.As(err, &damage) {
		v.add(Finding{Kind: Package, File: shown, Message: damage.Text})
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	v.ownDigest(data, shown)
	m := &manifest{entries: map[string]*entry{}}
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(m); err != nil || d.More() {
		v.note(Manifest, shown, "不是清单：JSON 格式不对", "it is not a manifest: the JSON is not well formed")
		return nil, nil
	}
	if len(m.Files) == 0 {
		v.note(Manifest, shown, "没有列出任何文件", "it lists no file")
	}
	for i := range m.Files {
		e := &m.Files[i]
		switch {
		case !hexadecimal.MatchString(e.SHA256) || e.SM3 != "" && !hexadecimal.MatchString(e.SM3) || e.Size < 0:
			v.note(Manifest, shown, "%q 的大小或摘要不对", "the size or digest of %q cannot be right", e.Path)
		case m.entries[e.Path] != nil:
			v.note(Manifest, shown, "%q 列了两次", "it lists %q twice", e.Path)
		case i > 0 && e.Path < m.Files[i-1].Path:
			v.note(Manifest, shown, "%q 不在应有的次序", "%q is not in its place in the order of paths", e.Path)
		}
		m.entries[e.Path] = e
	}
	return m, nil
}

// ownDigest checks the digest that a manifest has of itself, in its last line.
func (v *verification) ownDigest(data []byte, shown string) {
	at := bytes.LastIndexByte(bytes.TrimSuffix(data, []byte("\n")), '\n') + 1
	last := string(data[at:])
	if last == "]}\n" {
		return // of a version that had none
	}
	stated := lastLine.FindStringSubmatch(last)
	if stated == nil {
		v.note(Manifest, shown, "最后一行不是清单的结尾", "its last line is not how a manifest ends")
		return
	}
	if sum := sha256.Sum256(data[:at]); stated[1] != hex.EncodeToString(sum[:]) {
		v.note(Manifest, shown, "清单自己变了：与最后一行的 SHA-256 不符", "the manifest itself was changed: it is not what the SHA-256 in its last line says")
	}
}

// wording puts a difference into words: each value with its place.
func wording(d figures.Difference) diag.Text {
	var zh, en []string
	for _, st := range d.Values {
		files := strings.Join(st.Files, ", ")
		if st.Absent {
			zh, en = append(zh, "没有（"+files+"）"), append(en, "nothing ("+files+")")
			continue
		}
		zh, en = append(zh, "“"+st.Value+"”（"+files+"）"), append(en, `"`+st.Value+`" (`+files+")")
	}
	return diag.Text{ZH: d.Cell + "：各处不同：" + strings.Join(zh, "，"), EN: d.Cell + " differs: " + strings.Join(en, ", ")}
}
