package search

// digits stand for six bits each; none of them needs an escape in a script.
const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// appendNumber appends a number that is not negative, five bits a digit, the lowest
// first; a digit of 32 and more has another after it.
func appendNumber(out []byte, n int) []byte {
	for n >= 32 {
		out = append(out, digits[n&31|32])
		n >>= 5
	}
	return append(out, digits[n])
}

// appendList appends ascending ids below size in the shortest of three ways, named by
// the first letter: g, the gaps between them; r, runs of ids that are not and that are
// among them, by turns; b, six ids a digit, from the lowest bit.
func appendList(out []byte, ids []int, size int) []byte {
	start := len(out)
	out = append(out, 'g')
	last := -1
	for _, id := range ids {
		out = appendNumber(out, id-last-1)
		last = id
	}
	shortest := min(len(out)-start, 1+(size+5)/6)
	if len(ids) < 3 {
		return out
	}
	runs := len(out)
	out = append(out, 'r')
	next := 0
	for i := 0; i < len(ids) && len(out)-runs < shortest; {
		from := i
		for i < len(ids) && ids[i]-ids[from] == i-from {
			i++
		}
		out = appendNumber(appendNumber(out, ids[from]-next), i-from)
		next = ids[i-1] + 1
	}
	switch {
	case len(out)-runs < shortest:
		return append(out[:start], out[runs:]...)
	case shortest == runs-start:
		return out[:runs]
	}
	out = append(out[:start], 'b')
	bits, filled := 0, 0
	for _, id := range ids {
		for filled < id/6 {
			out = append(out, digits[bits])
			bits = 0
			filled++
		}
		bits |= 1 << (id % 6)
	}
	return append(out, digits[bits])
}

// appendJSON appends a string as JSON, all but what must be escaped as it is.
func appendJSON[T string | []byte](out []byte, s T) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	from := 0 // what is copied as it is
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= ' ' && c != '"' && c != '\\' && c != 0xe2:
			continue
		case c == 0xe2 && (i+2 >= len(s) || s[i+1] != 0x80 || s[i+2]&^1 != 0xa8):
			continue
		}
		out = append(out, s[from:i]...)
		switch {
		case c == '\n':
			out = append(out, '\\', 'n')
		case c < ' ':
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		case c == 0xe2: // line ends to older browsers
			out = append(out, '\\', 'u', '2', '0', '2', "89"[s[i+2]&1])
			i += 2
		default:
			out = append(out, '\\', c)
		}
		from = i + 1
	}
	out = append(out, s[from:]...)
	return append(out, '"')
}
