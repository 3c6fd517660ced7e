package privacy

import "strings"

// provinces are the first two digits of a region in identity-card numbers.
const provinces = " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 "

// validIdentity checks 18 characters by GB 11643: region, date of birth, check
// character (ISO 7064, MOD 11-2).
func validIdentity(n []byte) bool {
	if !strings.Contains(provinces, " "+string(n[:2])+" ") || !validDate(n[6:14]) {
		return false
	}
	sum, weight := 0, 1
	for i := 16; i >= 0; i-- {
		weight = weight * 2 % 11
		sum += int(n[i]-'0') * weight
	}
	return "10X98765432"[sum%11] == n[17]
}

// validDate checks YYYYMMDD, within the time in which a holder may be born.
func validDate(d []byte) bool {
	number := func(from, to int) (n int) {
		for _, c := range d[from:to] {
			if c < '0' || c > '9' {
				return -1
			}
			n = n*10 + int(c-'0')
		}
		return n
	}
	year, month, day := number(0, 4), number(4, 6), number(6, 8)
	if year < 1880 || year > 2049 || month < 1 || month > 12 || day < 1 {
		return false
	}
	days := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		days = 29
	}
	return day <= days
}

// validCreditCode checks the check character of a 统一社会信用代码 (GB 32100) that is
// all digits. One identity-card number in thirty passes too, so this alone does not
// make a code of it.
func validCreditCode(n []byte) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	sum, weight := 0, 1
	for _, c := range n[:17] {
		sum += int(c-'0') * weight
		weight = weight * 3 % 31
	}
	return alphabet[(31-sum%31)%31] == n[17]
}

// luhn checks a card number's last digit.
func luhn(n []byte) bool {
	sum := 0
	for i, c := range n {
		d := int(c - '0')
		if (len(n)-i)%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0 && strings.Trim(string(n), string(n[:1])) != ""
}
