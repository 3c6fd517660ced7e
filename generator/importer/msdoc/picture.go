package msdoc

import "gongkai/generator/importer/grid"

// Records of drawings ([MS-ODRAW] 2.2).
const (
	pictureStore = 0xf001
	shapeGroup   = 0xf003
	shape        = 0xf004
	storeEntry   = 0xf007
	shapeID      = 0xf00a
	firstOptions = 0xf00b
	moreOptions  = 0xf122
	firstPicture = 0xf018
	lastPicture  = 0xf117
)

// unshown are the kinds of pictures that no page shows.
var unshown = map[int]string{0xf01a: "EMF", 0xf01b: "WMF", 0xf01c: "PICT", 0xf01f: "DIB", 0xf029: "TIFF"}

// Options of shapes.
const (
	pictureNumber = 0x104
	description   = 0x381
)

// shapes have a place in the text and are drawn somewhere else.
type shapes struct {
	anchors  map[int]uint32 // shapes by their places in the text
	pictures map[uint32][]grid.Picture
	inside   map[uint32][]uint32 // shapes that a group has
	boxes    map[uint32][2]int   // the text of text boxes: from which character to which
	store    []record            // the file's pictures
	records  int
}

// record is a part of a drawing.
type record struct {
	kind, instance int
	body           []byte
}

// mostRecords is how many a file may have.
const mostRecords = 500_000

// records are those in a stretch of bytes; one that is cut off ends them.
func (f *file) records(b []byte) (out []record) {
	for len(b) >= 8 {
		size := int(le.Uint32(b[4:]))
		if size > len(b)-8 {
			break
		}
		out = append(out, record{int(le.Uint16(b[2:])), int(le.Uint16(b)) >> 4, b[8 : 8+size]})
		b = b[8+size:]
		if f.shapes.records++; f.shapes.records > mostRecords {
			panic(grid.ErrTooMuch)
		}
	}
	return out
}

// entries calls do for what a list says of stretches of the text ([MS-DOC] 2.2.2).
func entries(list []byte, size int, do func(from, to int, entry []byte)) {
	n := max(len(list)-4, 0) / (4 + size)
	for i := range n {
		at := 4*(n+1) + size*i
		do(int(le.Uint32(list[4*i:])), int(le.Uint32(list[4*i+4:])), list[at:at+size])
	}
}

// inline are the pictures that are in the line as a character is, at an offset of the Data stream ([MS-DOC] 2.9.191).
// A damaged one has no bytes.
func (f *file) inline(at int) (out []grid.Picture) {
	defer func() {
		if x := recover(); x == grid.ErrTooMuch {
			panic(x)
		} else if x != nil {
			out = []grid.Picture{{}}
		}
	}()
	if at < 0 {
		return nil
	}
	const withName = 0x66
	b := f.data[at : at+int(le.Uint32(f.data[at:]))]
	kind := le.Uint16(b[6:])
	b = b[le.Uint16(b[4:]):]
	if kind == withName {
		b = b[1+int(b[0]):]
	}
	alt := ""
	for _, r := range f.records(b) {
		switch {
		case r.kind == shape:
			for _, r := range f.records(r.body) {
				if r.kind == firstOptions || r.kind == moreOptions {
					_, text := option(r)
					alt += text
				}
			}
		case r.kind == storeEntry, r.kind >= firstPicture && r.kind <= lastPicture:
			out = append(out, f.picture(r, alt))
		}
	}
	return out
}

// picture is one of the store or of a place in the text: its bytes are in it, or where it says in the main stream.
func (f *file) picture(r record, alt string) grid.Picture {
	if r.kind == storeEntry {
		const fixed = 36
		b := r.body[fixed+int(r.body[33]):]
		if len(b) == 0 {
			b = f.main[le.Uint32(r.body[28:]):]
			b = b[:8+int(le.Uint32(b[4:]))]
		}
		all := f.records(b)
		if len(all) == 0 {
			return grid.Picture{Alt: alt}
		}
		r = all[0]
	}
	const id, head = 16, 1
	skip := id + head
	if r.instance&1 == 1 { // two of them
		skip += id
	}
	return grid.Picture{Alt: alt, Data: r.body[skip:], Address: unshown[r.kind]}
}
