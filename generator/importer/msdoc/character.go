package msdoc

import (
	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/word"
)

// looked are the properties that were asked for last: those of a run are the same for all its characters.
type looked struct {
	character, paragraph int // the run, from 1
	style                int
	piece, within        *piece
	look                 character
	of                   paragraph
}

// character is how a character looks.
type character struct {
	hidden, deleted, raised, lowered, struck, bold bool
	special, form, object                          bool
	picture                                        int // an offset in the Data stream; -1 for none
	font                                           int // its number
	symbol                                         int // the number of its font above, its code below; 0 for none
}

// characterAt is how the character at an offset looks, in a paragraph of a style: one that was deleted with changes
// tracked is hidden.
func (f *file) characterAt(at int, p *piece, style int) character {
	i := find(f.characters, at)
	if f.looked.character == i+1 && f.looked.piece == p && f.looked.style == style && i >= 0 {
		return f.looked.look
	}
	var own []byte
	named := noStyle
	if i >= 0 {
		own = f.characters[i].properties
	}
	f.each(own, func(code int, operand []byte) {
		if code == sprmStyle {
			named = int(le.Uint16(operand))
		}
	})
	c, paragraph := f.styledAs(style, named), f.styledAs(style, ofParagraph)
	c = f.look(c, paragraph, [][]byte{own, p.further})
	f.looked.character, f.looked.piece, f.looked.style, f.looked.look = i+1, p, style, c
	return c
}

// ofParagraph is for what a paragraph's style says by itself.
const ofParagraph = -1

// styledAs is how characters look by the style of their paragraph and their own. What a paragraph's style makes bold is
// not emphasis in it.
func (f *file) styledAs(style, own int) character {
	key := [2]int{style, own}
	c, ok := f.styled[key]
	switch {
	case ok:
	case own == ofParagraph:
		c = f.look(character{picture: -1}, character{}, f.chain(style))
	default:
		paragraph := f.styledAs(style, ofParagraph)
		c = paragraph
		c.bold = false
		c = f.look(c, paragraph, f.chain(own))
	}
	f.styled[key] = c
	return c
}

// look is how characters look with further properties; whether they are bold, hidden or struck can be said to be what
// the paragraph's style is not.
func (f *file) look(c, style character, lists [][]byte) character {
	for _, list := range lists {
		f.each(list, func(code int, operand []byte) {
			on := func(now *bool, style bool) {
				switch operand[0] {
				case 0, 1:
					*now = operand[0] == 1
				case 0x81:
					*now = !style
				}
			}
			switch code {
			case sprmHidden:
				on(&c.hidden, style.hidden)
			case sprmDeleted:
				on(&c.deleted, style.deleted) // Word writes that it is not as its style
			case sprmBold:
				on(&c.bold, style.bold)
			case sprmStrike, sprmStrikes:
				on(&c.struck, style.struck)
			case sprmScript:
				c.raised, c.lowered = operand[0] == 1, operand[0] == 2
			case sprmPosition:
				by := int16(le.Uint16(operand))
				c.raised, c.lowered = c.raised || by >= word.Moved, c.lowered || by <= -word.Moved
			case sprmPicture:
				c.picture, c.special = int(le.Uint32(operand)), true
			case sprmSpecial:
				c.special = operand[0] == 1
			case sprmForm:
				c.form = operand[0] == 1
			case sprmObject:
				c.object = operand[0] == 1
			case sprmFont, sprmFontElse:
				c.font = int(le.Uint16(operand))
			case sprmSymbol:
				c.symbol, c.special = int(le.Uint16(operand))<<16|int(le.Uint16(operand[2:])), true
			}
		})
	}
	return c
}

// written is a character with what tells it from others: one above or below the line, or, in a cell, one struck out.
func written(c rune, look character, inTable bool) string {
	switch {
	case look.raised:
		return grid.Raised(string(c))
	case look.lowered:
		return grid.Lowered(string(c))
	case look.struck && inTable:
		return grid.Struck(string(c))
	}
	return string(c)
}
