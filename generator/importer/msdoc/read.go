// Package msdoc reads the files of Word 97 to 2003 and of WPS (.doc, .wps), as [MS-DOC] describes
// them: the text by its piece table, tables by the edges of their cells. What is deleted with changes
// tracked or hidden is left out; a field gives its result.
package msdoc

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"

	"gongkai/generator/importer/grid"
)

// What a file may be that is not read.
var (
	ErrNotDoc    = errors.New("the file is not a Word document of the old kind")
	ErrEncrypted = errors.New("the document is encrypted")
	ErrSheets    = errors.New("the file is a workbook of the old kind")
)

// mostStream is how large a stream may be.
const mostStream = 64 << 20

// Read reads a file.
func Read(data []byte) (doc *grid.Document, err error) {
	defer func() { // an offset that leads out of the file
		if x := recover(); x == grid.ErrTooMuch {
			doc, err = nil, grid.ErrTooMuch
		} else if x != nil {
			doc, err = nil, fmt.Errorf("%w: %v", ErrNotDoc, x)
		}
	}()
	f, err := open(data)
	if err != nil {
		return nil, err
	}
	r := &reader{file: f, doc: &grid.Document{Kind: "doc"}, held: &held{}, lists: f.lists()}
	r.read(0, f.size(fibText))
	tables := 0
	for _, b := range r.doc.Blocks {
		if t := b.Table; t != nil {
			tables++
			t.Place.Table = tables
			for i := range t.Cells {
				t.Cells[i].Place.Table = tables
			}
		}
	}
	return r.doc, nil
}

// file is the streams of a document, and what leads to its text.
type file struct {
	main, table, data []byte
	pieces            []piece
	paragraphs        []run // properties of paragraphs
	characters        []run // of characters
	styles            []style
	styled            map[[2]int]character // how characters look by styles of a paragraph and their own
	shared            [][]byte             // properties that pieces share
	spent             int                  // bytes of properties that were read
	fonts             []string
	shapes            shapes
	sections          map[int]bool // places of their last characters
	looked            looked
}

// piece is a part of the text: characters from one on, at an offset in the main stream.
type piece struct {
	from, to int // character positions
	at       int
	wide     bool   // two bytes a character
	further  []byte // properties of all its characters and paragraphs
}

// run is a stretch of the main stream with one set of properties.
type run struct {
	from, to   int
	style      int // of the paragraph
	properties []byte
}

var le = binary.LittleEndian

// Offsets in the File Information Block of Word 97 and later ([MS-DOC] 2.5).
const (
	fibFlags   = 0x0a
	fibText    = 0x4c // how many characters the text has
	fibBoxText = 0x64 // and text boxes; what is between them has its numbers between these
	fibStyles  = 0xa2
	fibSects   = 0xca
	fibChpx    = 0xfa
	fibPapx    = 0x102
	fibFonts   = 0x112
	fibClx     = 0x1a2
	fibAnchors = 0x1da // of shapes
	fibShapes  = 0x22a
	fibBoxes   = 0x25a
	fibLists   = 0x2e2
	fibUses    = 0x2ea // of lists
	fibEnd     = 0x2f2
	encrypted  = 0x0100
	whichTable = 0x0200
)

// names are those of streams. Not every program writes capital letters as Word does.
var names = map[string]string{"encryptedpackage": "EncryptedPackage", "workbook": "Workbook", "book": "Book", "worddocument": "WordDocument", "0table": "0Table", "1table": "1Table", "data": "Data"}

func open(data []byte) (*file, error) {
	c, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotDoc, err)
	}
	streams := map[string][]byte{}
	for e, err := c.Next(); err == nil; e, err = c.Next() {
		if len(e.Path) > 0 {
			continue // of a document or workbook that is embedded in this one
		}
		switch name := names[strings.ToLower(e.Name)]; name {
		case "EncryptedPackage": // a .docx or .xlsx with a password ([MS-OFFCRYPTO] 2.3)
			return nil, ErrEncrypted
		case "Workbook", "Book":
			return nil, ErrSheets
		case "WordDocument", "0Table", "1Table", "Data":
			if e.Size > mostStream {
				return nil, grid.ErrTooMuch
			}
			b, err := io.ReadAll(e)
			if err != nil {
				return nil, fmt.Errorf("%w: %w", ErrNotDoc, err)
			}
			streams[name] = b
		}
	}
	f := &file{styled: map[[2]int]character{}, main: streams["WordDocument"], data: streams["Data"]}
	if len(f.main) < fibEnd || le.Uint16(f.main) != 0xa5ec {
		return nil, ErrNotDoc
	}
	flags := le.Uint16(f.main[fibFlags:])
	if flags&encrypted != 0 {
		return nil, ErrEncrypted
	}
	f.table = streams["0Table"]
	if flags&whichTable != 0 {
		f.table = streams["1Table"]
	}
	f.readPieces()
	f.paragraphs = f.runs(fibPapx, papx)
	f.characters = f.runs(fibChpx, chpx)
	f.readStyles()
	f.readFonts()
	f.readShapes()
	f.sections = map[int]bool{}
	entries(f.at(fibSects), 12, func(_, to int, _ []byte) { f.sections[to-1] = true })
	return f, nil
}

// size is a number of characters in the File Information Block. No text has more of them than its file bytes: what two
// pieces share is written twice by no program, and bounds nothing.
func (f *file) size(offset int) int {
	n := int(le.Uint32(f.main[offset:]))
	if n > len(f.main) {
		panic(grid.ErrTooMuch)
	}
	return n
}

// at is a part of the table stream that the File Information Block names.
func (f *file) at(offset int) []byte {
	from, size := int(le.Uint32(f.main[offset:])), int(le.Uint32(f.main[offset+4:]))
	return f.table[from : from+size]
}

// readPieces reads the piece table ([MS-DOC] 2.8.35).
func (f *file) readPieces() {
	clx := f.at(fibClx)
	for clx[0] == 1 { // properties that pieces share
		end := 3 + int(le.Uint16(clx[1:]))
		f.shared = append(f.shared, clx[3:end])
		clx = clx[end:]
	}
	plc := clx[5 : 5+int(le.Uint32(clx[1:]))]
	n := (len(plc) - 4) / 12
	if n > mostPieces {
		panic(grid.ErrTooMuch)
	}
	for i := range n {
		fc := int(le.Uint32(plc[4*(n+1)+8*i+2:]))
		p := piece{further: f.modifier(int(le.Uint16(plc[4*(n+1)+8*i+6:]))), from: int(le.Uint32(plc[4*i:])), to: int(le.Uint32(plc[4*i+4:])), at: fc & 0x3fffffff, wide: fc&0x40000000 == 0}
		if !p.wide {
			p.at /= 2
		}
		f.pieces = append(f.pieces, p)
	}
}

// What a file may have of pieces and of runs of properties.
const (
	mostPieces = 200_000
	mostRuns   = 500_000
	mostSpent  = 400 << 20 // bytes of properties, those that are read again too
)

// pageSize is that of a page of formatted properties.
const pageSize = 512

// runs reads the pages of properties that a table of the File Information Block leads to ([MS-DOC]
// 2.9.33, 2.9.36).
func (f *file) runs(offset int, read func(page []byte, n, i int) (int, []byte)) (out []run) {
	plc := f.at(offset)
	n := (len(plc) - 4) / 8
	for i := range n {
		number := int(le.Uint32(plc[4*(n+1)+4*i:])) & 0x3fffff
		page := f.main[number*pageSize : (number+1)*pageSize]
		count := int(page[pageSize-1])
		if len(out)+count > mostRuns {
			panic(grid.ErrTooMuch)
		}
		for k := range count {
			style, properties := read(page, count, k)
			out = append(out, run{int(le.Uint32(page[4*k:])), int(le.Uint32(page[4*k+4:])), style, properties})
		}
	}
	return out
}

// chpx are the properties of the i-th of n runs of characters on a page.
func chpx(page []byte, n, i int) (int, []byte) {
	at := 2 * int(page[4*(n+1)+i])
	if at == 0 {
		return 0, nil
	}
	return 0, page[at+1 : at+1+int(page[at])]
}

// papx are those of the i-th of n paragraphs, after its style.
func papx(page []byte, n, i int) (int, []byte) {
	at := 2 * int(page[4*(n+1)+13*i])
	if at == 0 {
		return 0, nil
	}
	size := 2*int(page[at]) - 1
	if page[at] == 0 {
		at++
		size = 2 * int(page[at])
	}
	if size < 2 {
		return 0, nil
	}
	return int(le.Uint16(page[at+1:])), page[at+3 : at+1+size]
}
