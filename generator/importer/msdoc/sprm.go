package msdoc

import (
	"sort"

	"gongkai/generator/importer/grid"
)

// Properties that matter ([MS-DOC] 2.6).
const (
	sprmInTable  = 0x2416
	sprmRowEnd   = 0x2417
	sprmDepth    = 0x6649 // of nested tables
	sprmCellEnd  = 0x244b // of a nested table
	sprmInnerEnd = 0x244c // of its row
	sprmHuge     = 0x6646 // the properties are in the Data stream
	sprmHugeOld  = 0x6645
	sprmDefTable = 0xd608
	sprmOutline  = 0x2640
	sprmList     = 0x460b
	sprmLevel    = 0x260a // in a list

	sprmStyle    = 0x4a30 // of characters
	sprmHidden   = 0x083c
	sprmDeleted  = 0x0800
	sprmBold     = 0x0835
	sprmStrike   = 0x0837
	sprmStrikes  = 0x2a53 // two lines
	sprmScript   = 0x2a48 // above the line or below it
	sprmPosition = 0x4845 // by hand, in half points
	sprmPicture  = 0x6a03 // where it is in the Data stream
	sprmSpecial  = 0x0855 // the character stands for something
	sprmForm     = 0x0806 // for the data of a field of a form
	sprmObject   = 0x080a // for an object
	sprmSymbol   = 0x6a09 // for a character of another font
	sprmFont     = 0x4a4f // of Latin letters
	sprmFontElse = 0x4a51 // of other characters
)

// brief are the properties that a piece may have in two bytes, by their numbers there ([MS-DOC] 2.9.215).
var brief = map[int]int{0x41: sprmDeleted, 0x55: sprmBold, 0x57: sprmStrike, 0x5c: sprmHidden, 0x68: sprmScript, 0x73: sprmStrikes}

// modifier are the properties of a piece: a list that it shares, or one in two bytes.
func (f *file) modifier(prm int) []byte {
	if prm&1 == 1 {
		return f.shared[prm>>1]
	}
	if code, ok := brief[prm>>1&0x7f]; ok {
		return []byte{byte(code), byte(code >> 8), byte(prm >> 8)}
	}
	return nil
}

// each calls do for the properties in a list.
func each(list []byte, do func(code int, operand []byte)) {
	for len(list) >= 2 {
		code := int(le.Uint16(list))
		list = list[2:]
		size := 0
		switch code >> 13 { // spra
		case 0, 1:
			size = 1
		case 2, 4, 5:
			size = 2
		case 3:
			size = 4
		case 7:
			size = 3
		case 6:
			if len(list) == 0 {
				return
			}
			size = 1 + int(list[0])
			if code == sprmDefTable && len(list) >= 2 {
				size = 1 + int(le.Uint16(list))
			}
		}
		if size > len(list) {
			return
		}
		do(code, list[:size])
		list = list[size:]
	}
}

// each calls do for the properties in a list, as long as a file has not more of them than any report.
func (f *file) each(list []byte, do func(code int, operand []byte)) {
	if f.spent += len(list); f.spent > mostSpent {
		panic(grid.ErrTooMuch)
	}
	each(list, do)
}

// find is the number of the run that holds an offset of the main stream; -1 where none does.
func find(runs []run, at int) int {
	i := sort.Search(len(runs), func(i int) bool { return runs[i].to > at })
	if i < len(runs) && runs[i].from <= at {
		return i
	}
	return -1
}
