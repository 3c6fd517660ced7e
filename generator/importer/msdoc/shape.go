package msdoc

import "gongkai/generator/importer/grid"

// undamaged ends what reads a drawing where an offset leads out of it: no figures of a report are lost with it.
func undamaged() {
	if x := recover(); x == grid.ErrTooMuch {
		panic(x)
	}
}

// readShapes reads the shapes that are anchored in the text.
func (f *file) readShapes() {
	f.shapes = shapes{anchors: map[int]uint32{}, pictures: map[uint32][]grid.Picture{}, boxes: map[uint32][2]int{}, inside: map[uint32][]uint32{}}
	const anchor, box = 26, 22
	entries(f.at(fibAnchors), anchor, func(at, _ int, entry []byte) { f.shapes.anchors[at] = le.Uint32(entry) })
	first := 0 // the text of boxes comes after footnotes, headers and others
	for offset := fibText; offset < fibBoxText; offset += 4 {
		first += f.size(offset)
	}
	last := first + f.size(fibBoxText)
	entries(f.at(fibBoxes), box, func(from, to int, entry []byte) {
		if from <= to && first+to <= last {
			f.shapes.boxes[le.Uint32(entry[14:])] = [2]int{first + from, first + to}
		}
	})
	f.readDrawings()
}

func (f *file) readDrawings() {
	defer undamaged()
	drawings := f.at(fibShapes)
	if len(drawings) < 8 {
		return
	}
	group := f.records(drawings)[0]
	for _, r := range f.records(group.body) {
		if r.kind == pictureStore {
			f.shapes.store = f.records(r.body)
		}
	}
	for b := drawings[8+len(group.body):]; len(b) > 9; { // each after a byte that says which text it is of
		size := 8 + int(le.Uint32(b[5:]))
		for _, r := range f.records(f.records(b[1 : 1+size])[0].body) {
			if r.kind == shapeGroup {
				for _, r := range f.records(r.body) {
					f.drawn(r, 0)
				}
			}
		}
		b = b[1+size:]
	}
}

// mostGroups is how deep shapes are grouped.
const mostGroups = 20

// drawn reads a shape or a group of them, and says which it is: a group is its first shape, which has the pictures of all.
func (f *file) drawn(r record, depth int) (id uint32) {
	switch {
	case r.kind == shape:
		var pictures []grid.Picture
		if id, pictures = f.shape(r); len(pictures) > 0 {
			f.shapes.pictures[id] = append(f.shapes.pictures[id], pictures...)
		}
	case r.kind == shapeGroup && depth < mostGroups:
		for i, r := range f.records(r.body) {
			of := f.drawn(r, depth+1)
			if i == 0 {
				id = of
			} else if of != id {
				f.shapes.pictures[id] = append(f.shapes.pictures[id], f.shapes.pictures[of]...)
				f.shapes.inside[id] = append(append(f.shapes.inside[id], of), f.shapes.inside[of]...)
			}
		}
	}
	return id
}

// shape reads what a shape shows: a picture of the file's store.
func (f *file) shape(r record) (id uint32, out []grid.Picture) {
	number, alt := 0, ""
	for _, r := range f.records(r.body) {
		switch r.kind {
		case shapeID:
			id = le.Uint32(r.body)
		case firstOptions, moreOptions:
			n, text := option(r)
			number, alt = max(number, n), alt+text
		}
	}
	if number > 0 && number <= len(f.shapes.store) {
		out = append(out, f.picture(f.shapes.store[number-1], alt))
	}
	return id, out
}

// option reads the options of a shape that matter ([MS-ODRAW] 2.2.7): the number of its picture and what is on it.
func option(r record) (number int, alt string) {
	const size = 6
	rest := r.body[size*r.instance:]
	for i := range r.instance {
		code, value := int(le.Uint16(r.body[size*i:])), int(le.Uint32(r.body[size*i+2:]))
		var text []byte
		if code&0x8000 != 0 { // its value is after all
			text, rest = rest[:value], rest[value:]
		}
		switch code & 0x3fff {
		case pictureNumber:
			number = value
		case description:
			alt = utf16Text(text)
		}
	}
	return number, alt
}
