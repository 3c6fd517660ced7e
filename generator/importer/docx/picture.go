package docx

import (
	"io"
	"path"
	"strings"

	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/xmltree"
)

// target is what a part leads to: another part, or an address outside.
type target struct {
	name     string
	external bool
}

// targets lists what a part leads to, by id.
func (p *parts) targets(of string) map[string]target {
	dir, base := path.Split(of)
	rels, err := p.read(dir + "_rels/" + base + ".rels")
	if err != nil {
		return nil // a document may lead to no other part
	}
	out := map[string]target{}
	for _, r := range rels.Children {
		t := target{r.Val("Target"), r.Val("TargetMode") == "External"}
		switch {
		case t.external:
		case strings.HasPrefix(t.name, "/"):
			t.name = t.name[1:]
		default:
			t.name = path.Join(dir, t.name)
		}
		out[r.Val("Id")] = t
	}
	return out
}

// mostPictures is how many bytes the pictures of a file may have together.
const mostPictures = 64 << 20

// picture takes what is shown in a drawing, of DrawingML or VML; text boxes in it are read apart.
func (r *reader) picture(at int, drawing *xmltree.Node) {
	alt := ""
	var walk func(*xmltree.Node)
	walk = func(n *xmltree.Node) {
		id := ""
		switch n.Name {
		case "txbxContent":
			return
		case "docPr":
			alt = n.Val("descr")
		case "shape":
			alt = n.Val("alt")
		case "blip":
			id = n.Val("embed")
		case "imagedata":
			id = n.Val("id")
		}
		if n.Name == "binData" { // of Word 2003
			r.marks = append(r.marks, grid.Mark{From: at, To: at, Picture: &grid.Picture{Alt: alt, Data: unpacked(n.Text), Address: n.Val("name")}})
		}
		if t, ok := r.targets[id]; id != "" && ok && !t.external {
			r.marks = append(r.marks, grid.Mark{From: at, To: at, Picture: &grid.Picture{Alt: alt, Data: r.bytes(t.name), Address: t.name}})
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(drawing)
}

// bytes are those of a picture's part; nil where it is not there or too large.
func (r *reader) bytes(name string) []byte {
	var f io.ReadCloser
	if r.parts.flat != nil {
		f = r.parts.binary(name)
	} else {
		part, err := r.parts.zip.Open(name)
		if err != nil {
			return nil
		}
		f = part
	}
	defer f.Close()
	room := int64(mostPictures - r.pictures)
	data, err := io.ReadAll(io.LimitReader(f, room+1))
	if err != nil || int64(len(data)) > room {
		return nil
	}
	r.pictures += len(data)
	return data
}
