package report

import (
	"cmp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/form"
)

// The limits keep every number, and the sum of a table's column, exact in int64, and
// every count exact in JSON readers (below 2^53).
const (
	maxDigits   = 15 // of a count
	maxWhole    = 11 // of an amount, before the point
	maxFraction = 6
)

// Number is an exact decimal: Int × 10^-Scale. The zero Number is 0.
type Number struct {
	Int   int64
	Scale int
}

// Plus returns the exact sum of two numbers.
func (n Number) Plus(m Number) Number {
	n, m = n.at(m.Scale), m.at(n.Scale)
	return Number{n.Int + m.Int, n.Scale}
}

// Minus returns the exact difference.
func (n Number) Minus(m Number) Number { return n.Plus(Number{-m.Int, m.Scale}) }

// Cmp compares two numbers: -1, 0 or 1.
func (n Number) Cmp(m Number) int { return cmp.Compare(n.Minus(m).Int, 0) }

// at returns the number with at least the given digits after the point.
func (n Number) at(scale int) Number {
	for n.Scale < scale {
		n.Int, n.Scale = n.Int*10, n.Scale+1
	}
	return n
}

// String prints the number with its digits after the point.
func (n Number) String() string {
	s := strconv.FormatInt(n.Int, 10)
	if n.Scale == 0 {
		return s
	}
	sign := ""
	if n.Int < 0 {
		sign, s = "-", s[1:]
	}
	for len(s) <= n.Scale {
		s = "0" + s
	}
	return sign + s[:len(s)-n.Scale] + "." + s[len(s)-n.Scale:]
}

// fault says why a text is not a number, and what to write.
type fault struct{ what, hint diag.Text }

var fullWidth = diag.Textf("用了全角数字", "full-width digits")

// parseNumber reads a number exactly as the printed table has it. No float is ever involved.
func parseNumber(s string, quoted bool, kind form.Kind) (Number, *fault) {
	if quoted {
		return Number{}, &fault{diag.Textf("数字加了引号", "the number is in quotation marks"), diag.Textf("请去掉引号", "remove the quotation marks")}
	}
	body, sign := s, int64(1)
	if kind == form.Signed && len(s) > 1 && (s[0] == '+' || s[0] == '-') && s[1:] != "0" {
		body = s[1:]
		if s[0] == '-' {
			sign = -1
		}
	}
	whole, fraction, point := strings.Cut(body, ".")
	switch {
	case !plain(whole), point && kind != form.Money, point && !digits(fraction), kind == form.Signed && body == s && s != "0":
		f := explain(s, kind)
		return Number{}, &f
	case len(whole) > maxDigits, kind == form.Money && (len(whole) > maxWhole || len(fraction) > maxFraction):
		return Number{}, &fault{diag.Textf("位数过多", "too many digits"), diag.Textf("请核对这个数", "check the number")}
	}
	n, err := strconv.ParseInt(whole+fraction, 10, 64)
	if err != nil {
		f := explain(s, kind)
		return Number{}, &f
	}
	return Number{sign * n, len(fraction)}, nil
}

// plain reports whether s is 0 or a number without leading zeros.
func plain(s string) bool { return digits(s) && (s == "0" || s[0] != '0') }

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// explain finds the message for what people really write in place of a number.
func explain(s string, kind form.Kind) fault {
	narrow := strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．' || r == '。':
			return '.'
		}
		return r
	}, s)
	joined := strings.NewReplacer(",", "", "，", "").Replace(s)
	lead := leading(narrow, kind)
	switch {
	case strings.ContainsFunc(s, diag.Unseen):
		return unseen(s)
	case strings.ContainsAny(s, "-/—–－／") && !strings.ContainsFunc(s, unicode.IsDigit) || s == "无" || s == "没有":
		return fault{diag.Textf("不是数字", "not a number"), diag.Textf("没有发生请填 0", "write 0 if there was none")}
	case strings.Trim(s, "\u3000\u00a0") != s:
		return fault{diag.Textf("数字旁边有全角空格", "a full-width space beside the number"), diag.Textf("请删除空格", "delete it")}
	case narrow != s && amount(narrow, kind) && strings.ContainsAny(s, "０１２３４５６７８９"):
		return fault{fullWidth, diag.Textf("请改为半角 %s", "write %s", narrow)}
	case narrow != s && amount(narrow, kind):
		return fault{diag.Textf("小数点用了全角", "a full-width point"), diag.Textf("请写 %s", "write %s", narrow)}
	case amount(s, kind) && s[0] == '0':
		return fault{diag.Textf("有前导零", "leading zeros"), diag.Textf("请写 %s", "write %s", trimZeros(s))}
	case joined != s && amount(joined, kind):
		return fault{diag.Textf("用了千分位逗号", "thousands separators"), diag.Textf("请写 %s", "write %s", joined)}
	case kind == form.Signed && digits(s):
		return fault{diag.Textf("增减数缺少正负号", "a change without its sign"), diag.Textf("请写 +%s 或 -%s", "write +%s or -%s", s, s)}
	case digits(strings.Join(strings.Fields(s), "")):
		return fault{diag.Textf("数字中间有空格", "a space in the number"), diag.Textf("请写 %s", "write %s", strings.Join(strings.Fields(s), ""))}
	case digits(strings.ReplaceAll(s, "_", "")):
		return fault{diag.Textf("数字里有下划线", "underscores in a number"), diag.Textf("请写 %s", "write %s", strings.ReplaceAll(s, "_", ""))}
	case len(s) > 2 && s[0] == '0' && strings.ContainsAny(s[1:2], "xXoObB"), exponent(s[len(leading(s, form.Money)):]):
		return fault{diag.Textf("不是十进制数", "not a decimal number"), diag.Textf("请写十进制的数", "write it in decimal")}
	case s != "" && (s[0] == '+' || s[0] == '-') && amount(s[1:], kind) && kind != form.Signed:
		return fault{diag.Textf("带有正负号", "a sign before the number"), diag.Textf("这里的数不能为负，也不写正号", "the number here has no sign")}
	case amount(s, form.Money) && kind != form.Money:
		return fault{diag.Textf("件数不能有小数", "a count has no decimal part"), diag.Textf("请填整数", "write a whole number")}
	case lead != "" && strings.ContainsAny(s, "（(［["):
		return fault{diag.Textf("数字后面带有说明", "a remark after the number"), diag.Textf("这里只写 %s，说明请放进正文", "write %s, and the remark in the text", lead)}
	case strings.Trim(s, "0123456789OoQlI|") == "" && s != "|":
		return fault{diag.Textf("里面有字母，不是数字", "a letter in place of a digit"), diag.Textf("字母 O 不是 0，l 和 I 不是 1：请改写", "O is not 0, l and I are not 1: write digits")}
	case unit(narrow, lead):
		return fault{diag.Textf("数字后面带有单位", "a unit after the number"), diag.Textf("只写数字 %s", "write only %s", lead)}
	case strings.ContainsAny(s, "一二三四五六七八九十百千万零〇"):
		return fault{diag.Textf("是中文数字", "a number in Chinese characters"), diag.Textf("请用阿拉伯数字", "write it in digits")}
	}
	if kind == form.Money {
		return fault{diag.Textf("不是金额", "not an amount"), diag.Textf("请写数字，可带小数，如 12.5", "write digits with an optional decimal part, such as 12.5")}
	}
	return fault{diag.Textf("不是数字", "not a number"), diag.Textf("请只写阿拉伯数字，如 12", "write digits only, such as 12")}
}

// unseen names the first character of a value that one does not see.
func unseen(s string) fault {
	r, _ := utf8.DecodeRuneInString(s[strings.IndexFunc(s, diag.Unseen):])
	return fault{diag.Textf("里面有看不见的字符 U+%04X", "the character U+%04X, which is not seen, is in it", r), diag.Textf("请删除这个字符，或重新输入这个数", "delete it, or type the number again")}
}

// amount reports whether a text is digits, which an amount may have after a point too.
func amount(s string, kind form.Kind) bool {
	whole, fraction, point := strings.Cut(s, ".")
	return digits(whole) && (!point || kind == form.Money && digits(fraction))
}

// leading is the number that a text begins with.
func leading(s string, kind form.Kind) string {
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == '.' && kind == form.Money && i > 0) {
		i++
	}
	return strings.TrimSuffix(s[:i], ".")
}

// exponent reports the end of a number such as 1e3.
func exponent(s string) bool {
	return len(s) > 1 && (s[0] == 'e' || s[0] == 'E') && digits(strings.TrimLeft(s[1:], "+-"))
}

// unit reports whether letters, or a percent sign, follow a text's number.
func unit(s, number string) bool {
	rest := strings.TrimSpace(s[len(number):])
	if number == "" || rest == "" {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLetter(r) || strings.ContainsRune("%％‰℃", r)
}

func trimZeros(s string) string {
	t := strings.TrimLeft(s, "0")
	if t == "" || t[0] == '.' {
		t = "0" + t
	}
	return t
}
