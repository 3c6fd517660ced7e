package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"fmt"

	"gongkai/generator/audit"
	"gongkai/generator/diag"
	"gongkai/generator/workspace/graph"
	"gongkai/internal/removal"
)

// Part is what a build made of one agency.
type Part struct {
	Slug  string
	Reads []graph.Input  // what the rules looked up of other agencies
	Found []diag.Finding // by the rules, before severities and waivers
	Texts []diag.Finding // by those that look at the text of one file
	Shown Sum            // what its pages show of the rest of the site; zero where that cannot be told
	Pages []Page
	Leads []audit.Place // where links of its pages lead outside its folder, and something is there
}

// Page is a page with the files that were made beside it, by their paths in the output.
type Page struct {
	Path   string
	Beside []string
}

// partsMagic begins the file of parts: what it is, and which version of the format. A SHA-256 of all that follows comes next.
const partsMagic = "gongkai parts 1\n"

// parts is what is written: all parts, and which record they belong to. Places are listed once, since most pages lead to the same.
type parts struct {
	Of     Sum
	Places []audit.Place
	Parts  []storedPart
}

type storedPart struct {
	Part
	Leads []int // in Places
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

func encodeParts(of Sum, list []Part) ([]byte, error) {
	p := parts{Of: of}
	at := map[audit.Place]int{}
	for _, part := range list {
		s := storedPart{Part: part}
		s.Part.Leads = nil
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
	b := bytes.NewBuffer(make([]byte, len(partsMagic)+sha256.Size, 1<<20))
	if err := gob.NewEncoder(b).Encode(&p); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b.Bytes()[len(partsMagic)+sha256.Size:])
	copy(b.Bytes(), partsMagic)
	copy(b.Bytes()[len(partsMagic):], sum[:])
	return b.Bytes(), nil
}

// decodeParts reads what encodeParts wrote for a record.
func decodeParts(data []byte, of Sum) ([]Part, error) {
	head := len(partsMagic) + sha256.Size
	if len(data) < head || string(data[:len(partsMagic)]) != partsMagic || Sum(sha256.Sum256(data[head:])) != Sum(data[len(partsMagic):head]) {
		return nil, errDamaged
	}
	var p parts
	if err := gob.NewDecoder(bytes.NewReader(data[head:])).Decode(&p); err != nil || p.Of != of {
		return nil, errDamaged
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
	}
	return list, nil
}

// saveParts writes the parts that belong to a record. Those that cannot be written are none.
func (m *Memory) saveParts(of Sum, list []Part) {
	data, err := encodeParts(of, list)
	if err != nil {
		return
	}
	at := unfinished(m.work.parts)
	if err = m.site.WriteFile(at, data, 0o600); err == nil {
		err = m.site.Rename(at, m.work.parts)
	}
	if err != nil {
		_ = removal.In(m.site, at)
	}
}
