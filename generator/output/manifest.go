package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
)

// Entry is what the manifest says of one file.
type Entry struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	Type   string `json:"type"`
	SHA256 string `json:"sha256"`
	SM3    string `json:"sm3,omitempty"` // GB/T 32905, where the site asks for it
	Source string `json:"source"`
}

// Manifest lists the files of a built site, by path.
type Manifest struct {
	Generator string  `json:"generator"`
	Part      *Part   `json:"part,omitempty"` // where it is not a whole site
	Files     []Entry `json:"files"`
}

// Part says which part of a site a folder holds, and what has to be the same in all: SHA-256 of the program, and of the
// site's files with the options that count.
type Part struct {
	Number  int    `json:"number"` // from 1
	Of      int    `json:"of"`
	Program string `json:"program"`
	Site    string `json:"site"`
}

// ParseManifest reads a manifest.json.
func ParseManifest(data []byte) (Manifest, error) {
	if m, ok := parseLines(data); ok {
		return m, nil
	}
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return Manifest{}, fmt.Errorf("output: %s: %w", ManifestName, err)
	}
	return m, nil
}

// JSON is the manifest as published: one line a file, so that two builds can be compared by eye,
// and in the last line the SHA-256 of all lines before it, so that damage to the manifest shows.
func (m Manifest) JSON() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	put := func(v any) {
		// Strings and integers always encode.
		_ = enc.Encode(v)
		b.Truncate(b.Len() - 1) // the encoder's line end
	}
	b.WriteString(`{"generator": `)
	put(m.Generator)
	if m.Part != nil {
		b.WriteString(`, "part": `)
		put(m.Part)
	}
	b.WriteString(`, "files": [`)
	for i, e := range m.Files {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		put(e)
	}
	b.WriteByte('\n')
	fmt.Fprintf(&b, "], \"sha256\": \"%x\"}\n", sha256.Sum256(b.Bytes()))
	return b.Bytes()
}
