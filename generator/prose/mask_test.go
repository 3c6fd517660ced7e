package prose

import (
	"bytes"
	"fmt"
	"html"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	gmtext "github.com/yuin/goldmark/text"
)

// shown is a text with nothing but prose in it.
func shown(text string) string {
	return string(bytes.ReplaceAll(MaskOf([]byte(text)).Blot([]byte(text)), []byte{NotProse}, nil))
}

func TestMask(t *testing.T) {
	for in, want := range map[string]string{
		"文字":                             "文字",
		"见[指南](../a(b).md)。":             "见[指南]。",
		"[甲](<a b> '题')乙":                "[甲]乙",
		"[甲](a \"题\n目\")乙":               "[甲]\n乙",
		"![甲](a.png \"题\")乙":             "![甲]乙",
		"[甲](乙（丙)丁":                      "[甲]丁",
		"[甲] (乙)":                        "[甲] (乙)",
		`\[甲](乙)`:                        `\[甲](乙)`,
		"`代码`和``a`b``":                   "和",
		"前<!-- 注\n释 -->后":                "前\n后",
		"有 {{ a.b }} 件":                  "有 000000000 件",
		"{{ a {{ b }}":                   "{{ a 0000000",
		"<https://x.cn/> 和 a < b":        " 和 a < b",
		"<甲>和<b>乙</b>":                   "<甲>和<b>乙</b>",
		"```\n## 码\n```\n文":              "\n\n\n文",
		"````\n甲\n```\n乙\n````\n丙":       "\n\n\n\n\n丙",
		"~~~ x\n甲\n```\n乙\n~~~\n丙":       "\n\n\n\n\n丙",
		"``` 甲`乙\n丙":                     "``` 甲`乙\n丙",
		"- 甲\n\n  ```\n  乙\n  ```\n  丙":  "- 甲\n\n  \n\n\n  丙",
		"- ```\n  甲\n\n乙":                "- \n\n\n乙",
		"> ```\n> 甲\n> ```\n> 乙":         "> \n\n\n> 乙",
		"段\n\n    码\n    码\n文":           "段\n\n\n\n文",
		"段\n    续":                       "段\n    续",
		"1. 甲\n\n\t乙":                    "1. 甲\n\n\t乙",
		"- 甲\n\n      乙":                 "- 甲\n\n",
		"- 甲\n\n    乙":                   "- 甲\n\n    乙",
		"没有`收尾\n\n`的":                    "没有`收尾\n\n`的",
		"\\`甲\\`乙":                       "\\`甲\\`乙",
		"\\<!-- 甲 -->":                   "\\<!-- 甲 -->",
		"`<!--`甲`-->`":                   "甲",
		"甲<!-- 乙":                        "甲<!-- 乙",
		"[x]: https://x.cn\n文":           "\n文",
		"文\n[x]: https://x.cn":           "文\n[x]: https://x.cn", // a paragraph goes on
		"[x]: /y '题'\n[甲][x][x][]":       "\n[甲][x]",
		"[^1]: 甲 乙":                      "[^1]: 甲 乙",
		"`没有收尾\\":                        "`没有收尾\\", // the last byte escapes nothing
		"`跨\n行`尾<!-- 一 --> <!-- 二\n -->": "\n尾 \n",
		"[甲](x \"<!-- 一 -->题\")乙":        "[甲]乙",
		"甲\r\n<!-- 乙 -->\r\n`丙`\r\n丁":    "甲\r\n\n\r\n丁",
	} {
		masked := MaskOf([]byte(in)).Blot([]byte(in))
		if len(masked) != len(in) || bytes.Count(masked, newline) != strings.Count(in, "\n") {
			t.Errorf("%q: got %q, want as many bytes and lines", in, masked)
		}
		if got := shown(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// The words of a link are prose and the label is not, wherever in the body it is defined.
func TestMaskOfSection(t *testing.T) {
	b := Parse([]byte("前[甲][r]\n\n## `一` [题](x)\n\n[甲][r]和[乙][s]\n\n## 二\n\n[r]: /x\n"), 1)
	var got []string
	for _, s := range append([]Section{*b.Preamble()}, b.Sections()...) {
		text := b.Mask(&s).Blot(s.Text)
		got = append(got, string(bytes.ReplaceAll(text, []byte{NotProse}, nil)))
	}
	want := []string{"前[甲]\n\n", "\n[甲]和[乙][s]\n\n", "\n\n"}
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzMask(f *testing.F) {
	for _, x := range examples(f) {
		f.Add(x.markdown)
	}
	f.Add("`a<!--`{{[x](y)\n\n    z\n```\n-->")
	f.Fuzz(func(t *testing.T, markdown string) {
		text, end := []byte(markdown), 0
		mask := MaskOf(text)
		for _, s := range mask {
			if s.From < end || s.To < s.From || s.To > len(text) {
				t.Fatalf("stretches %v, want them in order and inside of %d bytes", mask, len(text))
			}
			end = s.To
		}
		masked := mask.Blot(text)
		for i := range masked {
			if (masked[i] == '\n') != (text[i] == '\n') {
				t.Fatalf("masked %q, want the lines of %q", masked, text)
			}
		}
	})
}

func TestCovers(t *testing.T) {
	m := Mask{{2, 4, CodeSpan}, {6, 7, Comment}}
	for at, want := range []bool{false, false, true, true, false, false, true, false} {
		if got := m.Covers(at); got != want {
			t.Errorf("place %d: got %v, want %v", at, got, want)
		}
	}
}

// writer writes random Markdown in which no Chinese character is used twice, so that each can be
// found again on the page.
type writer struct {
	*rand.Rand
	next rune
}

func (w *writer) word() string {
	w.next++
	return string(w.next)
}

func (w *writer) inline(depth int) string {
	if depth == 0 {
		return w.word()
	}
	a, b, c := w.inline(depth-1), w.word(), w.word()
	return [...]string{
		a + b + c, "**" + a + "**" + b, "*" + a + "*" + b, "~~" + a + "~~", "`" + b + "`" + a, "`` " + b + "`" + c + " ``", "`" + a + b, "`` " + b + " ` " + a, `\` + "`" + b + "`",
		"[" + a + "](" + b + ")" + c, "[" + a + "](<" + b + " x> \"" + c + "\")", "![" + a + "](" + b + " '" + c + "')", "[" + a + "](" + b + "\n\"" + c + "\")", "[" + a + "](" + b + "(" + c + ")",
		"[" + a + "][r]", "[" + a + "][ r ]" + b, "[r]" + a, "[" + a + "][" + b + "]", `\[` + a + "](" + b + ")", "[" + a + `\](` + b + ")", "[" + a + "] (" + b + ")", "[![" + a + "](" + b + ")](" + c + ")",
		"<!-- " + b + " -->" + a, "<!--" + b + "\n" + c + "-->" + a, "<!-- " + b + a, `\<!-- ` + b + " -->" + a, "`<!-- " + b + "` -->" + a, "<!-->" + a,
		"<" + b + ">" + a, "<b>" + a + "</b>", "<div\nx=\"" + b + "\">" + a, "{{ " + b + " }}" + a, "{{ " + b + " {{ " + c + " }}", "{{ " + b + " }" + a, "｛｛" + b + "｝｝", `\{{ ` + b + " }}", "{{{ " + b + " }}}",
		"[" + a + "](" + b + " \"{{ " + c + " }}\")", "&amp;" + a + "&#" + b, a + "\n" + b, a + "  \n" + b, a + "\\\n" + b, "~" + a + "~" + b, "~~~" + a, a + "| " + b, "[" + a + "]: " + b,
	}[w.IntN(46)]
}

func (w *writer) block(depth int) string {
	in := func(prefix, rest string) string {
		return prefix + strings.ReplaceAll(strings.TrimSuffix(w.block(depth-1), "\n"), "\n", "\n"+rest) + "\n"
	}
	a, b := w.inline(w.IntN(3)), w.word()
	kind := w.IntN(34)
	if depth == 0 && kind >= 26 {
		kind -= 20
	}
	switch kind {
	case 0:
		return "```\n" + b + "\n```\n"
	case 1:
		return "~~~ " + w.word() + "\n" + b + "\n\n" + w.word() + "\n~~~~\n" + a + "\n"
	case 2:
		return "````\n" + b + "\n```\n" + w.word() + "\n````\n"
	case 3:
		return "```\n" + b + "\n\n" + w.word() + "\n"
	case 4:
		return "``` " + b + "`\n" + a + "\n"
	case 5:
		return a + "\n```\n" + b + "\n```\n" + w.word() + "\n"
	case 6:
		return "    " + b + "\n\n\n    " + w.word() + "\n" + a + "\n"
	case 7:
		return "\t" + b + "\n"
	case 8:
		return a + "\n    " + b + "\n"
	case 9:
		return "### " + a + " ##\n"
	case 10:
		return a + "\n===\n"
	case 11:
		return a + "\n---\n"
	case 12:
		return "---\n"
	case 13:
		return "| " + a + " | " + b + " |\n|---|---|\n| `" + w.word() + "` | [" + w.word() + "](" + w.word() + ") |\n"
	case 14:
		return "<!-- " + b + "\n\n" + w.word() + "\n-->\n"
	case 15:
		return "  <!-- " + b + " -->  \n" + a + "\n"
	case 16:
		return "[r]: " + b + " '" + w.word() + "'\n"
	case 17:
		return "[r" + b + "]:\n  " + w.word() + "\n  \"" + w.word() + "\"\n" + a + "\n"
	case 18:
		return "[^" + b + "]: " + a + " " + w.word() + "\n"
	case 26, 27:
		return in("- ", "  ")
	case 28:
		return in("1. ", "   ")
	case 29:
		return in("1. "+w.word()+"\n\n\t", "\t")
	case 30:
		return in("> ", "> ")
	case 31:
		return in("> ", "") // the lines after it are lazy
	case 32:
		return in("- "+w.word()+"\n\n      ", "      ")
	case 33:
		return in("-\t", "  ")
	}
	return a + "\n"
}

// code and tags of a finished page.
var (
	pageCode = regexp.MustCompile(`(?s)<code([^>]*)>(.*?)</code>`)
	pageAlt  = regexp.MustCompile(`<img [^>]*alt="([^"]*)"[^>]*>`)
	pageTag  = regexp.MustCompile(`<[^>]*>`)
)

// The mask calls prose what a page shows as prose, code what it shows as code, and all else what it
// does not show: told by the finished HTML of random texts.
func TestMaskAgreesWithPage(t *testing.T) {
	w := &writer{Rand: rand.New(rand.NewPCG(12, 6))}
	for range 3000 {
		w.next = '一'
		var text strings.Builder
		for range 1 + w.IntN(5) {
			text.WriteString(w.block(3))
			if w.IntN(3) > 0 {
				text.WriteString("\n")
			}
		}
		markdown := text.String()
		page := convert(NewConverter(), markdown)
		in := map[rune]string{}
		note := func(markup, as string) {
			for _, r := range html.UnescapeString(markup) {
				in[r] = as
			}
		}
		for _, m := range pageCode.FindAllStringSubmatch(page, -1) {
			note(m[1]+m[2], "code")
		}
		page = pageCode.ReplaceAllString(page, "")
		alts := page
		page = pageAlt.ReplaceAllString(page, "")
		note(pageTag.ReplaceAllString(page, ""), "prose")
		for _, m := range pageAlt.FindAllStringSubmatch(alts, -1) {
			note(m[1], "alt") // has no code
		}
		mask := MaskOf([]byte(markdown))
		for at, r := range markdown {
			if r < '一' || r > w.next {
				continue
			}
			got := "prose"
			for _, s := range mask {
				if s.From <= at && at < s.To {
					got = ""
					if s.Kind == CodeSpan || s.Kind == FencedCode || s.Kind == IndentedCode {
						got = "code"
					}
					if s.Kind == FencedCode && at < lineEnd([]byte(markdown), s.From) {
						in[r] = got // what follows the name of a language is not shown
					}
					if s.Kind == Reference && in[r] != "" {
						got = in[r] // of a path that leads nowhere, which is printed
					}
				}
			}
			if got != in[r] && (in[r] != "alt" || got == "") {
				t.Fatalf("%q at %d of\n%s\ngot %q, want %q by the page\n%s", r, at, markdown, got, in[r], convert(NewConverter(), markdown))
			}
		}
	}
}

// rare is what the scanner does not tell from its neighbours: an item without a text right below a table or a
// definition, a heading's underline below a definition, a tab after two markers.
var rare = regexp.MustCompile(`(?m)^[> \t]*(?:[-+*]|\d+[.)])[ \t]*$|\]:.*\n[ >]*=+$|(?:-|1\.)[ \t]+(?:-|1\.) *\t`)

// The scanner splits a body at the headings that the parser sees there.
func TestSplitAgreesWithTree(t *testing.T) {
	w := &writer{Rand: rand.New(rand.NewPCG(5, 12))}
	for range 4000 {
		w.next = '一'
		var text strings.Builder
		for range 1 + w.IntN(4) {
			for range w.IntN(3) {
				text.WriteString(w.block(2))
			}
			text.WriteString(strings.Repeat("\n", w.IntN(2)))
			text.WriteString(strings.Repeat(" ", w.IntN(5)) + "## " + w.inline(w.IntN(2)) + "\n")
		}
		src := clean([]byte(text.String())).text
		if rare.Match(src) {
			continue
		}
		var got, want []int
		marks, _ := scan(src)
		for _, m := range marks {
			got = append(got, bytes.Count(src[:m.start], newline)+1)
		}
		doc := markdown().Parse(gmtext.NewReader(src), parser.WithContext(parser.NewContext()))
		for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
			if h, ok := n.(*ast.Heading); ok && h.Level == 2 && src[h.Pos()] == '#' && !bytes.HasSuffix(src[:h.Pos()], []byte("    ")) { // else it is underlined
				want = append(want, bytes.Count(src[:h.Pos()], newline)+1)
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("headings in lines %d, want %d by the tree, of\n%s", got, want, src)
		}
	}
}
