package sqlite

import "encoding/binary"

// record is how much room a row takes: its header, which tells the columns' types, and
// all of it.
type record struct{ header, payload int }

func sizeOf(row []Value) record {
	types, body := 0, 0
	for i := range row {
		v := &row[i]
		t, n := v.serial()
		types, body = types+varintLen(t), body+n
	}
	header := types + 1
	if header > 127 { // the header's size, which is part of it, takes two bytes
		header++
	}
	return record{header, header + body}
}

// serial is the number of a value's type and its size.
func (v *Value) serial() (kind uint64, size int) {
	switch v.kind {
	case null:
		return 0, 0
	case text:
		return 13 + 2*uint64(len(v.text)), len(v.text)
	}
	switch n := v.int; {
	case n == 0, n == 1:
		return 8 + uint64(n), 0
	case n == int64(int8(n)):
		return 1, 1
	case n == int64(int16(n)):
		return 2, 2
	case n >= -1<<23 && n < 1<<23:
		return 3, 3
	case n == int64(int32(n)):
		return 4, 4
	case n >= -1<<47 && n < 1<<47:
		return 5, 6
	}
	return 6, 8
}

func appendRecord(dst []byte, row []Value, r record) []byte {
	dst = appendVarint(dst, uint64(r.header))
	for i := range row {
		t, _ := row[i].serial()
		dst = appendVarint(dst, t)
	}
	for i := range row {
		v := &row[i]
		if v.kind == text {
			dst = append(dst, v.text...)
			continue
		}
		_, n := v.serial()
		var b [8]byte
		binary.BigEndian.PutUint64(b[:], uint64(v.int))
		dst = append(dst, b[8-n:]...)
	}
	return dst
}

// varintLen is how many bytes a number takes, seven bits in each.
func varintLen(n uint64) int {
	size := 1
	for n >>= 7; n > 0; n >>= 7 {
		size++
	}
	return min(size, 9)
}

// appendVarint appends a number below 2^56, the highest bits first.
func appendVarint(dst []byte, n uint64) []byte {
	for i := varintLen(n) - 1; i > 0; i-- {
		dst = append(dst, byte(n>>(7*i))|0x80)
	}
	return append(dst, byte(n)&0x7f)
}
