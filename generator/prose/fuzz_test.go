package prose

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/internal/growth"
)

func convert(c *Converter, markdown string) string {
	var b bytes.Buffer
	_ = c.HTML(&b, []byte(markdown), testOptions)
	return b.String()
}

// ours are all tags this package writes; everything else must be escaped.
var ours = regexp.MustCompile(`^<(/?(p|em|strong|del|code|pre|ul|ol|li|blockquote|table|thead|tbody|tr|td|th|span|a|h[2-6])|br|hr` +
	`|h[2-6] id="[^"<>]*"|ol start="\d+"|code class="language-[^"<>]*"|th scope="col"( class="align-(left|center|right)")?` +
	`|td class="align-(left|center|right)"|span data-cell="b"|a href="[^"<>]*"( title="[^"<>]*")?( rel="external noopener")?` +
	`|img src="[^"<>]*" alt="[^"<>]*"( title="[^"<>]*")? loading="lazy" decoding="async")>`)

var scriptable = regexp.MustCompile(`(?i)(href|src)="\s*(javascript|vbscript|data|file):`)

func FuzzBody(f *testing.F) {
	for _, x := range examples(f) {
		f.Add(x.markdown)
	}
	f.Add(places)
	f.Add("0\n- <!-->\n000")
	f.Add("## 甲\n- ```\n## 乙 <!--\n-->\n\x00\xff **“")
	f.Fuzz(func(t *testing.T, markdown string) {
		b := Parse([]byte(markdown), 3)
		total := characters([]byte(markdown)) + 2
		html, ids := page(t, b, testOptions)
		for rest := html; ; {
			i := strings.IndexByte(rest, '<')
			if i < 0 {
				break
			}
			rest = rest[i:]
			tag := ours.FindString(rest)
			if tag == "" {
				t.Fatalf("not our tag: %.60q", rest)
			}
			rest = rest[len(tag):]
		}
		if scriptable.MatchString(html) {
			t.Fatalf("a link that runs: %s", html)
		}
		if utf8.ValidString(markdown) && fmt.Sprint(ids) != fmt.Sprint(b.Anchors()) {
			t.Fatalf("ids %q, Anchors %q", ids, b.Anchors())
		}
		seen := map[string]bool{}
		for _, id := range b.Anchors() {
			if seen[id] || id == "" {
				t.Fatalf("id %q twice or empty", id)
			}
			seen[id] = true
		}
		lineCount := 3 + strings.Count(markdown, "\n")
		for _, p := range b.Placeholders() {
			s := p.Span
			if s.Line < 3 || s.EndLine > lineCount || s.Column < 1 || s.EndColumn < 1 || s.EndColumn > total {
				t.Fatalf("placeholder %q at %v", p.Path, s)
			}
			if got := between(markdown, s.Line-3, s.Column, s.EndColumn); s.Line == s.EndLine && got != p.Path && !strings.Contains(markdown, "<!--") && !strings.Contains(markdown, "]:") {
				t.Fatalf("placeholder %q, its span holds %q", p.Path, got)
			}
		}
		for _, l := range b.Links() {
			if s := l.Span; s.Line < 3 || s.EndLine > lineCount || s.Column < 1 || s.EndColumn > total {
				t.Fatalf("link %q at %v", l.Target, s)
			}
		}
		for _, s := range b.Sections() {
			s.Empty()
		}
	})
}

// between returns the characters [from, to) of a line.
func between(text string, line, from, to int) string {
	r := bytes.Split([]byte(text), newline)[line]
	var out []byte
	for i := 1; len(r) > 0; i++ {
		_, n := utf8.DecodeRune(r)
		if i >= from && i < to {
			out = append(out, r[:n]...)
		}
		r = r[n:]
	}
	return string(out)
}

// reportBody is a report of some 2,200 characters with six sections.
func reportBody(tb testing.TB) []byte {
	data, err := os.ReadFile("testdata/report.md")
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func BenchmarkParse(b *testing.B) {
	body := reportBody(b)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		Parse(body, 60)
	}
}

// BenchmarkCheck is what a check asks of every report, first of one without
// placeholders and links.
func BenchmarkCheck(b *testing.B) {
	marked := reportBody(b)
	plain := []byte(strings.NewReplacer("{{ ", "", " }}", "", "[", "", "](", "").Replace(string(marked)))
	for name, body := range map[string][]byte{"plain": plain, "marked": marked} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				x := Parse(body, 60)
				x.Placeholders()
				x.Links()
			}
		})
	}
}

func BenchmarkHTML(b *testing.B) {
	body := Parse(reportBody(b), 60)
	c := NewConverter()
	var out bytes.Buffer
	b.SetBytes(int64(len(body.source)))
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		opts := testOptions
		opts.IDs, opts.Body = body.IDs(""), body
		_ = c.HTML(&out, body.Preamble().Text, opts)
		for i := range body.Sections() {
			_ = c.HTML(&out, body.Sections()[i].Text, opts)
		}
	}
}

// Hostile text must not take much longer than its length.
func TestLongRuns(t *testing.T) {
	c := NewConverter()
	for _, unit := range []string{"<!--", "{{", "{a", "｛a", "`", "`a", "` ``", "**“", "[", "]", "![a](", "[a](", "[a](b) ", "<", "~~甲", "> ", "- ", "1. ", "# a\n", "## a\n", "甲\n", "*a **b", "_a", "\\", "&#", "| a\n", "[a]: b\n", "[[a](b)", "（", "](", "](a)", "`\n", "    a\n\n", "~~~\n", "- ```\n", "> ~~~\n"} {
		growth.Linear(t, fmt.Sprintf("%q again and again", unit), 24_000, func(size int) func() {
			text := strings.Repeat(unit, size/len(unit))
			return func() {
				b := Parse([]byte(text+"{{ [<"), 1)
				b.Links()
				b.Placeholders()
				b.Anchors()
				MaskOf([]byte(text))
				convert(c, text)
			}
		})
	}
}

// A section beyond all bounds is reported, and printed as it is written; those beside it are
// rendered as ever.
func TestTangles(t *testing.T) {
	deep := "甲\n\n" + strings.Repeat("> ", 5000) + "乙\n" + strings.Repeat("> ", 5000) + "丙\n"
	for name, text := range map[string]string{
		"quotations": deep, "items": strings.ReplaceAll(deep, "> ", "- "), "links": "甲\n\n" + strings.Repeat("[a](", 6000) + "\n",
		"emphases": "甲\n\n" + strings.Repeat("*a **b", 2000) + "\n",
	} {
		b := Parse([]byte("## 一\n[x](y)\n\n## 二\n"+text+"## 三\n{{ a.b }}"), 10)
		got := b.TooComplex()
		if len(got) != 1 || got[0].Line != 16 || got[0].Column != 1 || got[0].EndLine != 16 {
			t.Errorf("%s: %v", name, got)
		}
		if len(b.Links()) != 1 || len(b.Placeholders()) != 1 {
			t.Errorf("%s: the other sections are not read", name)
		}
		if html := convert(NewConverter(), text); !strings.HasPrefix(html, "<p>甲\n\n") || strings.Count(html, "<p>") != 1 || strings.Contains(html, "<blockquote") {
			t.Errorf("%s: %.100s", name, html)
		}
	}
	rows := strings.Repeat("| **甲** | [乙](c.md) | _丙_ |\n", 3000)
	items := strings.Repeat("- **甲** [乙](c.md)\n", 3000)
	prose := strings.Repeat(strings.Repeat("见[指南](guide.md)，**重点**。", 20)+"\n\n", 300)
	for _, text := range []string{"| a | b | c |\n|---|---|---|\n" + rows, items, prose} {
		if got := Parse([]byte(text), 1).TooComplex(); got != nil {
			t.Errorf("%.40q: %v", text, got)
		}
	}
}
