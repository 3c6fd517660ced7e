package narrative

import "unicode/utf8"

const maxDigits = 12

// digit returns the value of a digit, plain or full-width, and its length in bytes.
func digit(text []byte, i int) (d int64, n int) {
	if i < len(text) && text[i] >= '0' && text[i] <= '9' {
		return int64(text[i] - '0'), 1
	}
	if i+2 < len(text) && text[i] == 0xEF && text[i+1] == 0xBC && text[i+2] >= 0x90 && text[i+2] <= 0x99 {
		return int64(text[i+2] - 0x90), 3
	}
	return 0, 0
}

// arabic reads a number in digits at i; end is i where there is none. Thousands may be
// set apart by commas.
func arabic(text []byte, i int) (n Number, digits, end int) {
	at, point := i, false
	for {
		d, size := digit(text, at)
		if size > 0 && digits < maxDigits {
			n.Int, digits = n.Int*10+d, digits+1
			if point {
				n.Scale++
			}
			at += size
			continue
		}
		if size > 0 {
			return Number{}, 0, i // too long to be a count
		}
		if next, size := mark(text, at, '.', '．'); size > 0 && !point && digits > 0 && next {
			point, at = true, at+size
			continue
		}
		if next, size := mark(text, at, ',', 0); size > 0 && !point && digits > 0 && next && thousands(text, at+size) {
			at += size
			continue
		}
		break
	}
	if digits == 0 {
		return n, 0, i
	}
	return n, digits, at
}

// mark reports whether one of two characters is at i, with a digit after it.
func mark(text []byte, i int, a, b rune) (next bool, size int) {
	if i >= len(text) {
		return false, 0
	}
	r, n := utf8.DecodeRune(text[i:])
	if r != a && (r != b || b == 0) {
		return false, 0
	}
	_, size = digit(text, i+n)
	return size > 0, n
}

// thousands reports whether exactly three digits are at i.
func thousands(text []byte, i int) bool {
	for range 3 {
		_, n := digit(text, i)
		if n == 0 {
			return false
		}
		i += n
	}
	_, n := digit(text, i)
	return n == 0
}

// numeral is the value of a Chinese numeral, or the power of ten that one multiplies
// with.
func numeral(r rune) (value, power int64) {
	switch r {
	case '〇', '零':
		return 0, 0
	case '一', '壹':
		return 1, 0
	case '二', '两', '贰':
		return 2, 0
	case '三', '叁':
		return 3, 0
	case '四', '肆':
		return 4, 0
	case '五', '伍':
		return 5, 0
	case '六', '陆':
		return 6, 0
	case '七', '柒':
		return 7, 0
	case '八', '捌':
		return 8, 0
	case '九', '玖':
		return 9, 0
	case '十', '拾':
		return 0, 10
	case '百', '佰':
		return 0, 100
	case '千', '仟':
		return 0, 1000
	case '万':
		return 0, 10000
	case '亿':
		return 0, 100000000
	}
	return -1, 0
}

// tens reports whether the number at i is some tens or hundreds: 申请数·十件.
func tens(text []byte, i int) bool {
	r, _ := char(text, i)
	before, _ := utf8.DecodeLastRune(text[:i])
	_, power := numeral(r)
	return power > 0 && (before == '数' || before == '几' || before == '上' || before == '近')
}

// vague reports whether a number in Chinese numerals names two digits for one: 二三十, 三五.
func vague(text []byte) bool {
	row := 0
	for i := 0; i < len(text); {
		r, n := char(text, i)
		v, power := numeral(r)
		if power > 0 {
			if row == 2 {
				return true
			}
			row = 0
		} else if row++; v == 0 {
			row = -len(text) // 二〇二三, 一百零五
		}
		i += n
	}
	return row == 2
}

// chinese reads a number in Chinese numerals at i; end is i where there is none.
func chinese(text []byte, i int) (n Number, end int) {
	var total, section, last int64
	at, digits, powers := i, 0, 0
	last = -1
	for at < len(text) {
		if text[at] < 0xE3 || text[at] > 0xE9 {
			break
		}
		r, size := utf8.DecodeRune(text[at:])
		if r == '点' && digits+powers > 0 && n.Scale == 0 {
			k := at + size
			total += section + max(last, 0)
			section, last = 0, -1
			for k < len(text) {
				r, size := utf8.DecodeRune(text[k:])
				v, p := numeral(r)
				if v < 0 || p > 0 || n.Scale > 5 {
					break
				}
				total, n.Scale, k = total*10+v, n.Scale+1, k+size
			}
			if n.Scale == 0 {
				return n, i
			}
			n.Int = total
			return n, k
		}
		value, power := numeral(r)
		switch {
		case value < 0:
			goto done
		case power == 0 && last > 0 && powers == 0: // a row of digits: 二〇二三
			last, digits = last*10+value, digits+1
			if digits > maxDigits {
				return n, i
			}
		case power == 0:
			last, digits = value, digits+1
		case power < 10000:
			section += max(last, 1) * power
			last, powers = -1, powers+1
		default:
			if total += (section + max(last, 0)) * power; section == 0 && last < 0 || total > 1e12 {
				return Number{}, i
			}
			section, last, powers = 0, -1, powers+1
		}
		if section > 1e9 {
			return Number{}, i
		}
		at += size
	}
done:
	if digits+powers == 0 {
		return n, i
	}
	n.Int = total + section + max(last, 0)
	for n.Int > 0 && section == 0 && last < 0 && n.Int%10000 == 0 { // 八十一万
		n.Int, n.Exp = n.Int/10000, n.Exp+4
	}
	return n, at
}
