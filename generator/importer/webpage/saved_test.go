package webpage

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/generator/importer/grid/gridtest"
)

// saved writes a page as Chromium does that saves it with its parts: each is headers, an empty line and what it holds.
func saved(parts ...string) []byte {
	const head = "From: <Saved by Blink>\nSnapshot-Content-Location: https://www.example.gov.cn/zwgk/a.html\nSubject: =?utf-8?Q?=E5=B9=B4=E6=8A=A5?=\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype=\"text/html\";\n\tboundary=\"----B--x----\"\n\n\n"
	out := head
	for _, p := range parts {
		out += "------B--x----\n" + p + "\n"
	}
	return []byte(strings.ReplaceAll(out+"------B--x------\n", "\n", "\r\n"))
}

const table = "<table><tr><td>=E8=A7=84=E7=AB=A0<td>1=\n2</table>"

// A page that was saved as one file is read with the pictures in it; where it has no table, its frames are.
func TestSaved(t *testing.T) {
	const quoted = "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\nContent-Location: https://www.example.gov.cn/zwgk/a.html\n\n"
	const frame = "Content-Type: text/html\nContent-ID: <frame-1@mhtml.blink>\nContent-Transfer-Encoding: quoted-printable\n\n"
	picture := "Content-Type: image/png\nContent-Transfer-Encoding: base64\nContent-Location: https://www.example.gov.cn/zwgk/p/1.png\n\niVBORw0KGgo=\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("规章")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file           []byte
		want, pictured string
	}{
		"a page":              {saved(quoted+"<meta http-equiv=3D\"Content-Type\" content=3D\"text/html; charset=3DUTF-8\"><p>=E7=94=B2<img src=3D\"p/1.png\">"+table, picture, "Content-Type: text/css\n\nx"), "0 \"甲\"\ntable 1×2\n 0,0 1×1 \"规章\"\n 0,1 1×1 \"12\"\n", "\x89PNG\r\n\x1a\n"},
		"a frame":             {saved(quoted+"<p>=E7=94=B2", frame+table), "0 \"甲\"\ntable 1×2\n 0,0 1×1 \"规章\"\n 0,1 1×1 \"12\"\n", ""},
		"a page beside ads":   {saved(quoted+table, frame+"<p>x"), "table 1×2\n 0,0 1×1 \"规章\"\n 0,1 1×1 \"12\"\n", ""},
		"GBK by its header":   {saved("Content-Type: text/html; charset=\"gb2312\"\nContent-Transfer-Encoding: 8bit\n\n<p>" + gbk), "0 \"规章\"\n", ""},
		"one that is cut off": {saved(quoted + table)[:len(saved(quoted+table))-20], "table 1×2\n 0,0 1×1 \"规章\"\n 0,1 1×1 \"12\"\n", ""},
	} {
		if !IsSaved(c.file) {
			t.Errorf("%s: is not known as a saved page", name)
		}
		d, err := ReadSaved(c.file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		picture := ""
		if p := d.Blocks[0].Paragraph; p != nil && len(p.Pictures()) > 0 {
			picture = string(p.Pictures()[0].Picture.Data)
		}
		if got := told(d); got != c.want || picture != c.pictured || d.Kind != "mhtml" || d.Meta["url"] != "https://www.example.gov.cn/zwgk/a.html" {
			t.Errorf("%s: got %s %v, picture %q, and\n%s\nwant the picture %q and\n%s", name, d.Kind, d.Meta, picture, got, c.pictured, c.want)
		}
	}
	for name, file := range map[string][]byte{"no page": saved(picture), "no boundary": []byte("Content-Type: multipart/related\n\nx"), "no header": []byte("x")} {
		if _, err := ReadSaved(file); !errors.Is(err, ErrNotSaved) {
			t.Errorf("%s: got %v, want %v", name, err, ErrNotSaved)
		}
	}
}

// Whatever a saved page holds, it is read or refused.
func FuzzSaved(f *testing.F) {
	f.Add(saved("Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"+table, "Content-Type: image/png\nContent-Transfer-Encoding: base64\nContent-ID: <1>\n\niVBORw0KGgo=\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := ReadSaved(data)
		if err != nil {
			return
		}
		if err := gridtest.Inside(d); err != nil {
			t.Error(err)
		}
	})
}
