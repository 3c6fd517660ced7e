package pdf

import (
	"bytes"
	"strconv"
)

// operand is what comes before an operator of a content stream.
type operand struct {
	kind   operandKind
	number float64
	text   string // of a string or a name
	list   []operand
}

type operandKind uint8

const (
	other operandKind = iota // a dictionary, true, false, null
	numeric
	textual
	named
	listed
)

func (o operand) name() string {
	if o.kind != named {
		return ""
	}
	return o.text
}

// mostOperands is how many operands an operator takes notice of, and how many an array may have.
const mostOperands = 4096

// content splits a content stream (ISO 32000-1, 7.8.2) into operators with their operands. The
// library's own interpreter takes the data of pictures in the stream for operators, and does not
// come back from some damaged streams.
type content struct {
	data []byte
	at   int
}

// next is the next operator with its operands; "" at the end.
func (c *content) next() (op string, args []operand) {
	for {
		x, word := c.token(0)
		switch {
		case word == "BI":
			c.skipPicture()
			return word, nil
		case word != "":
			return word, args
		case c.at >= len(c.data) && x.kind == other:
			return "", nil
		case len(args) < mostOperands:
			args = append(args, x)
		}
	}
}

func space(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func delimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// ends reports whether a byte ends a word.
func ends(c byte) bool { return space(c) || delimiter(c) }

// mostNesting is how deep arrays may be in arrays.
const mostNesting = 8

// token is the next operand, or, as a word, the next operator; neither at the end.
func (c *content) token(depth int) (x operand, word string) {
	for c.at < len(c.data) {
		switch b := c.data[c.at]; {
		case space(b):
			c.at++
		case b == '%':
			for c.at < len(c.data) && c.data[c.at] != '\n' && c.data[c.at] != '\r' {
				c.at++
			}
		case b == '(':
			return operand{kind: textual, text: c.literal()}, ""
		case b == '<' && c.at+1 < len(c.data) && c.data[c.at+1] == '<', b == '>' && c.at+1 < len(c.data) && c.data[c.at+1] == '>':
			c.at += 2 // what is in a dictionary is of no use
			return operand{}, ""
		case b == '<':
			return operand{kind: textual, text: c.hexadecimal()}, ""
		case b == '[' && depth < mostNesting:
			c.at++
			return c.array(depth + 1), ""
		case b == '/':
			c.at++
			return operand{kind: named, text: c.word()}, ""
		case delimiter(b):
			c.at++
			return operand{}, ""
		default:
			w := c.word()
			if n, ok := numberOf(w); ok {
				return operand{kind: numeric, number: n}, ""
			}
			switch w {
			case "true", "false", "null":
				return operand{}, ""
			}
			return operand{}, w
		}
	}
	return operand{}, ""
}

func numberOf(w string) (float64, bool) {
	if b := w[0]; b != '+' && b != '-' && b != '.' && (b < '0' || b > '9') {
		return 0, false
	}
	n, err := strconv.ParseFloat(w, 64)
	return n, err == nil
}

// word is what goes on to a blank or a delimiter.
func (c *content) word() string {
	from := c.at
	for c.at < len(c.data) && !ends(c.data[c.at]) {
		c.at++
	}
	return plain(c.data[from:c.at])
}

// plain is a word with the characters of a name that are written as numbers.
func plain(w []byte) string {
	if !bytes.Contains(w, []byte("#")) {
		return string(w)
	}
	var out []byte
	for i := 0; i < len(w); i++ {
		if w[i] == '#' && i+2 < len(w) {
			if n, err := strconv.ParseUint(string(w[i+1:i+3]), 16, 8); err == nil {
				out, i = append(out, byte(n)), i+2
				continue
			}
		}
		out = append(out, w[i])
	}
	return string(out)
}

func (c *content) array(depth int) operand {
	out := operand{kind: listed}
	for c.at < len(c.data) {
		for c.at < len(c.data) && space(c.data[c.at]) {
			c.at++
		}
		if c.at < len(c.data) && c.data[c.at] == ']' {
			c.at++
			break
		}
		x, word := c.token(depth)
		if word == "" && len(out.list) < mostOperands {
			out.list = append(out.list, x)
		}
	}
	return out
}

// hexadecimal is a string of digits; it ends with the stream at the latest.
func (c *content) hexadecimal() string {
	end := bytes.IndexByte(c.data[c.at:], '>')
	if end < 0 {
		end = len(c.data) - c.at
	}
	text := unhex(string(c.data[c.at : c.at+end]))
	c.at = min(c.at+end+1, len(c.data))
	return string(text)
}

// literal is a string in brackets (ISO 32000-1, 7.3.4.2).
func (c *content) literal() string {
	var out []byte
	depth := 0
	for ; c.at < len(c.data); c.at++ {
		switch b := c.data[c.at]; b {
		case '(':
			if depth++; depth > 1 {
				out = append(out, b)
			}
		case ')':
			if depth--; depth == 0 {
				c.at++
				return string(out)
			}
			out = append(out, b)
		case '\\':
			out = c.escaped(out)
		default:
			out = append(out, b)
		}
	}
	return string(out)
}

// escaped reads what follows a backslash, and stops at its last byte.
func (c *content) escaped(out []byte) []byte {
	if c.at++; c.at >= len(c.data) {
		return out
	}
	switch b := c.data[c.at]; b {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\r':
		if c.at+1 < len(c.data) && c.data[c.at+1] == '\n' {
			c.at++
		}
		return out
	case '\n':
		return out
	case '0', '1', '2', '3', '4', '5', '6', '7':
		n := 0
		for i := 0; i < 3 && c.at < len(c.data) && c.data[c.at] >= '0' && c.data[c.at] <= '7'; i++ {
			n, c.at = n*8+int(c.data[c.at]-'0'), c.at+1
		}
		c.at--
		return append(out, byte(n))
	default:
		return append(out, b)
	}
}

// skipPicture skips a picture in the stream: to the EI that is alone after its data.
func (c *content) skipPicture() {
	for from := c.at; ; {
		i := bytes.Index(c.data[from:], []byte("EI"))
		if i < 0 {
			c.at = len(c.data)
			return
		}
		i += from
		if i > 0 && space(c.data[i-1]) && (i+2 == len(c.data) || space(c.data[i+2])) {
			c.at = i + 2
			return
		}
		from = i + 2
	}
}
