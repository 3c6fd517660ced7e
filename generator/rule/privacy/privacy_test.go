package privacy

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

var kinds = map[Kind]string{Identity: "identity", Mobile: "mobile", Card: "card"}

func TestCases(t *testing.T) {
	data, err := os.ReadFile("testdata/cases.txt")
	if err != nil {
		t.Fatal(err)
	}
	found, silent := 0, 0
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		want, text, ok := strings.Cut(line, " | ")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if !ok {
			t.Fatalf("no text: %q", line)
		}
		if want == "-" {
			silent++
		} else {
			found++
		}
		got := "-"
		hits := Scan([]byte(text))
		for i, h := range hits {
			if i == 0 {
				got = kinds[h.Kind]
			}
			got += " " + h.Number
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
		masked := NewRedactor(nil, nil).Text(text)
		if want == "-" && masked != text || utf8.RuneCountInString(masked) != utf8.RuneCountInString(text) {
			t.Errorf("%s: masked %s", text, masked)
		}
		for _, h := range hits {
			if strings.Contains(masked, h.Number) || strings.Contains(masked, text[h.Start:h.End]) {
				t.Errorf("%s: masked %s", text, masked)
			}
		}
		if len(Scan([]byte(masked))) > 0 {
			t.Errorf("%s: something is left: %s", text, masked)
		}
	}
	if found < 30 || silent < 30 {
		t.Errorf("only %d cases found and %d silent", found, silent)
	}
}

func TestSpan(t *testing.T) {
	text := []byte("---\n电话\n手机：１３８ 1234 5678。\n")
	h := Scan(text)[0]
	if s := (&places{text: text}).of(h); s.Line != 3 || s.Column != 4 || s.EndLine != 3 || s.EndColumn != 17 {
		t.Errorf("%+v", s)
	}
}

func TestMask(t *testing.T) {
	m := NewRedactor([]Hit{{Number: "6222022001123456784"}, {Number: "13812345678"}}, []string{"13912345678"})
	for text, want := range map[string]string{
		"没有数字":                   "没有数字",
		"电话 13812345678":         "电话 138******78",
		"１３８-1234-5678 号":        "１３８-****-**78 号",
		"只剩 6222022001123456784": "只剩 622**************84", // without the word that told what it is
		"截断的 1381234…":           "截断的 *******…",
		"“13812345678 件”不是数字":    "“138******78 件”不是数字",
		"本机关公开的 13912345678":     "本机关公开的 13912345678",
		"2023 年 123 件":           "2023 年 123 件",
		"20231231":               "20231231",
	} {
		if got := m.Text(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
	in := []byte("电话 13812345678")
	m.Bytes(in)
	if string(in) != "电话 13812345678" {
		t.Error("the file itself was changed")
	}
}

// Whatever the text, the places are inside it and nothing is found once masked.
func FuzzScan(f *testing.F) {
	data, err := os.ReadFile("testdata/cases.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		f.Add(line)
	}
	f.Add("账号 6222022001123456784\xff１３")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, h := range Scan([]byte(text)) {
			if h.Start < end || h.End <= h.Start || h.End > len(text) {
				t.Fatalf("%q: %+v", text, h)
			}
			end = h.End
		}
		masked := NewRedactor(nil, nil).Bytes([]byte(text))
		if utf8.ValidString(text) && utf8.RuneCount(masked) != utf8.RuneCountInString(text) {
			t.Fatalf("%q: masked %q", text, masked)
		}
	})
}

func BenchmarkScan(b *testing.B) {
	text := []byte(strings.Repeat("  new: [12, 0, 0, 3, 0, 1, 16]\n全年新收申请 16 件，比 2023-01-15 增加 1.2%。\n", 100))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if len(Scan(text)) > 0 {
			b.Fatal("found")
		}
	}
}
