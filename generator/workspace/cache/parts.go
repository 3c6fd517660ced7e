package cache

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"gongkai/generator/audit"
	"gongkai/generator/diag"
	"gongkai/generator/workspace/graph"
	"gongkai/internal/removal"
)

// Made is what a build made.
type Made struct {
	Parts  []Part
	Shared []Shared
}

// Shared is a file made from pages of many agencies, and from no more than those: an archive of a year.
type Shared struct {
	Path string
	Of   Sum // of the paths of the pages, in order
}

// Part is what a build made of one agency.
type Part struct {
	Slug  string
	Reads []graph.Input  // what the rules looked up of other agencies
	Found []diag.Finding // by the rules, before severities and waivers
	Texts []diag.Finding // by those that look at the text of one file
	// Packed is what needs no reading of reports' files, by file.
	Packed map[string]Packed
	Shown  Sum // what its pages show of the rest of the site; zero where that cannot be told
	Pages  []Page
	Leads  []audit.Place // where links of its pages lead outside its folder, and something is there
}

// Packed is a report as package report packs it, empty where it does not, and what package similarity knows of its prose.
type Packed struct{ Report, Prose []byte }

// Page is a page with the files that were made beside it, by their paths in the output.
type Page struct {
	Path   string
	Beside []string
}

// partsMagic begins the file of parts: what it is, and which version of the format. A SHA-256 of all that follows comes next.
const partsMagic = "gongkai parts 3\n"

// parts is what is written, as package gob does: all parts, and which record they belong to. Places are listed once, since most pages lead to the
// same. What is packed follows by itself, in the order of parts and files, since gob would copy it four times.
type parts struct {
	Of     Sum
	Places []audit.Place
	Parts  []storedPart
	Shared []Shared
}

type storedPart struct {
	Part
	Leads  []int    // in Places
	Packed []extent // what of the packed reports' bytes is whose
}

// extent is how many bytes a file's report and its prose take.
type extent struct {
	File          string
	Report, Prose int
}

// identity is a sum of all that a record says of contents: it does not change where only stamps do.
func (r *Record) identity() Sum {
	h := sha256.New()
	fmt.Fprintf(h, "%x %x\n", r.Program.Sum, r.Options)
	for _, files := range [][]File{r.Inputs, r.Outputs} {
		for i := range files {
			h.Write(append([]byte(files[i].Path), 0, byte(files[i].kind)))
			h.Write(files[i].Sum[:])
		}
	}
	return Sum(h.Sum(nil))
}

// writeParts writes the parts of a record after their checksum, a report at a time: together they would be 30 MB of 10,000.
func writeParts(file io.WriterAt, of Sum, made Made) error {
	list, p := made.Parts, parts{Of: of, Shared: made.Shared}
	at := map[audit.Place]int{}
	for _, part := range list {
		s := storedPart{Part: part}
		s.Part.Leads, s.Part.Packed = nil, nil
		for _, file := range slices.Sorted(maps.Keys(part.Packed)) {
			x := part.Packed[file]
			s.Packed = append(s.Packed, extent{file, len(x.Report), len(x.Prose)})
		}
		for _, place := range part.Leads {
			n, ok := at[place]
			if !ok {
				n = len(p.Places)
				at[place], p.Places = n, append(p.Places, place)
			}
			s.Leads = append(s.Leads, n)
		}
		p.Parts = append(p.Parts, s)
	}
	sum := sha256.New()
	b := bufio.NewWriterSize(io.MultiWriter(sum, io.NewOffsetWriter(file, int64(len(partsMagic)+sha256.Size))), 1<<16)
	err := gob.NewEncoder(b).Encode(&p)
	for i, s := range p.Parts {
		for _, x := range s.Packed {
			_, errReport := b.Write(list[i].Packed[x.File].Report)
			_, errProse := b.Write(list[i].Packed[x.File].Prose)
			err = errors.Join(err, errReport, errProse)
		}
	}
	if err = errors.Join(err, b.Flush()); err == nil {
		_, err = file.WriteAt(sum.Sum([]byte(partsMagic)), 0)
	}
	return err
}

// decodeParts reads what writeParts wrote for a record.
func decodeParts(data []byte, of Sum) (*Made, error) {
	head := len(partsMagic) + sha256.Size
	if len(data) < head || string(data[:len(partsMagic)]) != partsMagic || Sum(sha256.Sum256(data[head:])) != Sum(data[len(partsMagic):head]) {
		return nil, errDamaged
	}
	var p parts
	rest := bytes.NewReader(data[head:]) // of which gob reads no more than its own
	if err := gob.NewDecoder(rest).Decode(&p); err != nil || p.Of != of {
		return nil, errDamaged
	}
	packed := data[len(data)-rest.Len():]
	take := func(n int) (out []byte, ok bool) {
		if n < 0 || n > len(packed) {
			return nil, false
		}
		out, packed = packed[:n:n], packed[n:]
		return out, true
	}
	list := make([]Part, len(p.Parts))
	for i, s := range p.Parts {
		list[i] = s.Part
		for _, n := range s.Leads {
			if n < 0 || n >= len(p.Places) {
				return nil, errDamaged
			}
			list[i].Leads = append(list[i].Leads, p.Places[n])
		}
		for _, x := range s.Packed {
			r, ok := take(x.Report)
			t, also := take(x.Prose)
			if !ok || !also {
				return nil, errDamaged
			}
			if list[i].Packed == nil {
				list[i].Packed = make(map[string]Packed, len(s.Packed))
			}
			list[i].Packed[x.File] = Packed{r, t}
		}
	}
	return &Made{list, p.Shared}, nil
}

// saveParts writes the parts that belong to a record. Where they cannot be written, the next run makes all pages.
func (m *Memory) saveParts(of Sum, made Made) {
	at := unfinished(m.work.parts)
	file, err := m.site.OpenFile(at, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err == nil {
		err = errors.Join(writeParts(file, of, made), file.Close())
	}
	if err == nil {
		err = m.site.Rename(at, m.work.parts)
	}
	if err != nil {
		_ = removal.In(m.site, at)
	}
}
