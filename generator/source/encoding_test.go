package source

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"
)

// encodings write a text as the editors of Windows save it.
var encodings = map[string]func(text string) []byte{
	"GB18030":               func(text string) []byte { return encodedAs(simplifiedchinese.GB18030.NewEncoder().Bytes, text) },
	"UTF-16 little endian":  func(text string) []byte { return encodedUTF16(binary.LittleEndian, "\ufeff"+text) },
	"UTF-16 big endian":     func(text string) []byte { return encodedUTF16(binary.BigEndian, "\ufeff"+text) },
	"UTF-16 without a mark": func(text string) []byte { return encodedUTF16(binary.LittleEndian, text) },
}

func encodedAs(encode func([]byte) ([]byte, error), text string) []byte {
	data, err := encode([]byte(text))
	if err != nil {
		panic(err)
	}
	return data
}

func encodedUTF16(order binary.AppendByteOrder, text string) []byte {
	var out []byte
	for _, c := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, c)
	}
	return out
}

// A file in another encoding is one finding, which can be fixed; what else is found in it,
// and where, is the same as in UTF-8.
func TestEncodings(t *testing.T) {
	whole := string(report(t))
	for name, text := range map[string]string{
		"a report":       whole,
		"CRLF":           strings.ReplaceAll(whole, "\n", "\r\n"),
		"faults":         strings.Replace(strings.Replace(whole, "year: 2023", "year：2023\n年度: ［1，0］", 1), "fees:  ", "fees\t", 1),
		"rare":           strings.Replace(whole, "北京市", "𠮷田镇、㛃、镕、喆、囍、䶮与“㐂”，€", 1),
		"little Chinese": "---\nyear: 2023\ntitle: 中国\n---\n",
	} {
		want := Parse("x.md", []byte(text))
		for encoding, encode := range encodings {
			t.Run(name+", "+encoding, func(t *testing.T) {
				data := encode(text)
				got := Parse("x.md", data)
				if len(got.Findings) == 0 {
					t.Fatalf("got no finding, want one about %s", encoding)
				}
				kind, _, _ := strings.Cut(encoding, " ")
				if f := got.Findings[0]; !strings.Contains(f.Message.ZH, kind) || !strings.Contains(f.Message.EN, kind) || f.Fix == nil || !f.Fix.ToUTF8 || got.Encoding != kind {
					t.Errorf("got %+v, encoding %q, want one that names %s and converts", f, got.Encoding, kind)
				}
				if len(got.Findings)-1 != len(want.Findings) {
					t.Errorf("got %d findings, want %d", len(got.Findings)-1, len(want.Findings))
				}
				for i, f := range want.Findings {
					if g := got.Findings[i+1]; g.Span != f.Span || g.Message != f.Message {
						t.Errorf("got %+v, want %+v", g, f)
					}
				}
				if g, w := written(got.Front), written(want.Front); g != w {
					t.Errorf("got\n%s\nwant\n%s", g, w)
				}
				if !got.Readable || !bytes.Equal(got.Body, want.Body) || got.BodyLine != want.BodyLine {
					t.Errorf("got readable %v, body in line %d: %q, want true, %d: %q", got.Readable, got.BodyLine, got.Body, want.BodyLine, want.Body)
				}
				if again, name := Decode(data); string(again) != text || name != kind {
					t.Errorf("got %q: %q, want %q: %q", name, again, kind, text)
				}
			})
		}
	}
}

func written(n *Node) string {
	var b strings.Builder
	outline(&b, n, "")
	return b.String()
}

// gongkai.yaml and a form can be in another encoding too.
func TestEncodedYAML(t *testing.T) {
	root, findings := ParseYAML("gongkai.yaml", encodings["GB18030"]("site: {name: 示例市政府信息公开专栏}\n"))
	if len(findings) != 1 || findings[0].Fix == nil || root.Get("site").Get("name").Value != "示例市政府信息公开专栏" {
		t.Errorf("got %+v and %s, want one finding with its fix and the name of the site", findings, tree(root))
	}
}

// What is UTF-8 is left alone, and so is what is left of it when bytes are lost or wrong.
func TestDecodeLeavesUTF8(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.ReplaceAll(rapid.String().Draw(t, "text"), "\x00", "")
		if got, name := Decode([]byte(text)); name != "" || string(got) != text {
			t.Fatalf("%q: got %q of %q, want it unchanged, of none", text, got, name)
		}
	})
	whole := report(t)
	r := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		from := r.IntN(len(whole) - 100)
		part := slices.Clone(whole[from : from+20+r.IntN(len(whole)-from-20)])
		for range 1 + r.IntN(3) {
			at := r.IntN(len(part))
			switch r.IntN(3) {
			case 0:
				part = slices.Delete(part, at, at+1)
			case 1:
				part[at] = byte(1 + r.IntN(255))
			default:
				part = slices.Insert(part, at, byte(1+r.IntN(255)))
			}
		}
		if got, name := Decode(part); name != "" && name != utf16Name {
			t.Fatalf("%q: got %q of %q, want UTF-16 or none", part, got, name)
		}
	}
}

// Other texts than Chinese are not taken for it.
func TestDecodeOnlyChinese(t *testing.T) {
	for name, data := range map[string]string{
		"Latin-1":          "---\ntitle: Rapport g\xe9n\xe9ral, ann\xe9e\n---\n",
		"Windows-1252":     "---\ntitle: \x93report\x94 \x96 2023\n---\n",
		"Big5":             "---\ntitle: \xacF\xa9\xb2\xb8\xea\xb0T\xa4\xbd\xb6}\xb3\xf8\xa7i\n---\n",
		"Shift JIS":        "---\ntitle: \x8f\xee\x95\xf1\x8c\xf6\x8aJ\n---\n",
		"cut in two":       "---\ntitle: \xd6\xd0\xb9",
		"a byte for euros": "---\ntitle: \xd6\xd0\xb9\xfa \x80\n---\n", // 0x80 is decoded, but nothing is encoded as it
		"no text":          "\x89PNG\r\n\x1a\n\x00\x00",
	} {
		if text, encoding := Decode([]byte(data)); encoding != "" {
			t.Errorf("%s: got %q of %s, want no encoding told", name, text, encoding)
		}
	}
}

// What is decoded is UTF-8, and what is UTF-8 is not decoded.
func FuzzDecode(f *testing.F) {
	for _, encode := range encodings {
		f.Add(encode("---\nyear: 2023\ntitle: 政府信息公开年度报告，共12件\n---\n"))
	}
	f.Add([]byte("---\ntitle: 中国\xe4\xb8"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, name := Decode(data)
		switch {
		case name == "" && !bytes.Equal(text, data):
			t.Errorf("%q: got %q without an encoding, want it unchanged", data, text)
		case name != "" && !utf8.Valid(text):
			t.Errorf("%q: got %q, want valid UTF-8", data, text)
		case name != "" && utf8.Valid(data) && bytes.IndexByte(data, 0) < 0:
			t.Errorf("%q: got %s, want none, for it is UTF-8", data, name)
		}
	})
}
