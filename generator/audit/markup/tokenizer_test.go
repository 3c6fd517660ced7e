package markup

import (
	"fmt"
	"strings"
	"testing"
)

// tokens writes a page's tokens: a tag with its attributes, a text in quotes.
func tokens(page string) string {
	var t Tokenizer
	var out []string
	for t.Reset([]byte(page)); t.Next(); {
		switch t.Kind {
		case Text:
			out = append(out, fmt.Sprintf("%q", t.Value))
		case Start:
			tag := "<" + t.Name
			for _, a := range t.Attrs {
				tag += fmt.Sprintf(" %s=%q", a.Name, a.Value)
			}
			out = append(out, tag)
		case End:
			out = append(out, "</"+t.Name)
		}
	}
	return strings.Join(out, " ")
}

func TestNext(t *testing.T) {
	for _, tc := range []struct{ page, want string }{
		{``, ``},
		{`<!DOCTYPE html><html lang="zh-CN"><p>甲<br>乙</p>`, `<html lang="zh-CN" <p "甲" <br "乙" </p`},
		{`<!-- <b> > -->甲<?php ?>`, `"甲"`},
		{`<!-- 没有结束`, ``},
		{`<!-- <b`, ``},
		{`1 < 2 <3 && <`, `"1 " "< 2 " "<3 && " "<"`},
		{`<a href='a>b' hidden title=c/d>`, `<a href="a>b" hidden="" title="c/d"`},
		{"<A\n HREF = \"甲&amp;乙\"\tid=x&lt;/>", `<a href="甲&乙" id="x</"`},
		{`<img/><br / >`, `<img <br`},
		{`<a = b>`, `<a ="b"`},
		{`<p`, `<p`},
		{`<a b="c`, `<a b=""`},
		{`</P  x>甲</`, `</p "甲" </`},
	} {
		if got := tokens(tc.page); got != tc.want {
			t.Errorf("%s\n\tgot  %s\n\twant %s", tc.page, got, tc.want)
		}
	}
}

// after returns what follows the first tag's element, or its text, as do leaves it.
func after(page string, do func(*Tokenizer)) string {
	var t Tokenizer
	t.Reset([]byte(page))
	t.Next()
	do(&t)
	return t.src[t.pos:]
}

func TestSkip(t *testing.T) {
	for _, tc := range []struct{ page, want string }{
		{`<nav><p>甲</nav>乙`, `乙`},
		{`<nav>a<nav class="b">c</nav>d</nav >乙`, `乙`},
		{"<nav>a<nav\n>c</nav>d</nav>乙", `乙`},
		{`<nav>nav navigation <navx></navx> /nav></nav>乙`, `乙`},
		{`<p><pre></pre></p>乙`, `乙`},
		{`<nav><nav/></nav></nav>乙`, `乙`},
		{`<nav>甲`, ``},
		{`<nav>甲</nav`, ``},
	} {
		if got := after(tc.page, (*Tokenizer).Skip); got != tc.want {
			t.Errorf("%s: %q is left, want %q", tc.page, got, tc.want)
		}
	}
}

func TestRawText(t *testing.T) {
	for _, tc := range []struct{ page, text, want string }{
		{`<script>if (a<b) "</p>"</script>乙`, `if (a<b) "</p>"`, `</script>乙`},
		{`<style>a{}</STYLE>乙`, `a{}`, `</STYLE>乙`},
		{`<title>甲`, `甲`, ``},
		{`<title></`, `</`, ``},
	} {
		text := ""
		if got := after(tc.page, func(t *Tokenizer) { text = t.RawText() }); text != tc.text || got != tc.want {
			t.Errorf("%s: the text %q, %q is left, want %q, %q", tc.page, text, got, tc.text, tc.want)
		}
	}
}

func TestAttr(t *testing.T) {
	var z Tokenizer
	z.Reset([]byte(`<img alt="" src=a>`))
	z.Next()
	for name, want := range map[string]string{"alt": "", "src": "a"} {
		if got, ok := z.Attr(name); got != want || !ok {
			t.Errorf("%s is %q, %v, want %q", name, got, ok, want)
		}
	}
	if got, ok := z.Attr("id"); got != "" || ok {
		t.Errorf("id is %q, %v, want none", got, ok)
	}
}

func TestLine(t *testing.T) {
	var z Tokenizer
	z.Reset([]byte("<p>\n甲\n<b>"))
	var got []int
	for z.Next() {
		got = append(got, z.Line(z.Offset))
	}
	if fmt.Sprint(got) != "[1 1 3]" {
		t.Errorf("the tokens are on lines %v, want [1 1 3]", got)
	}
	if n := z.Lines(4, 8); n != 1 {
		t.Errorf("%d lines end between 4 and 8, want 1", n)
	}
}

// A page may be anything: each token begins where the one before ended or later, and no
// text is lost but that of comments and tags.
func FuzzNext(f *testing.F) {
	for _, s := range []string{"<", "<a", "<a b", `<a b="`, "<a b=", "</", "<!--", "<!", "<title>", "<nav><nav>", "</table></td>", "a<b>c&amp;", "<a / =b>", "<script></SCRIPT>", "<\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, page string) {
		var z Tokenizer
		end := 0
		for z.Reset([]byte(page)); z.Next(); {
			if z.Offset < end || z.pos <= z.Offset || z.pos > len(page) {
				t.Fatalf("%q: got a token from %d to %d, want it not empty and after %d", page, z.Offset, z.pos, end)
			}
			if z.Kind == Text && z.Value != page[z.Offset:z.pos] {
				t.Fatalf("the text at %d of %q is %q, want %q", z.Offset, page, z.Value, page[z.Offset:z.pos])
			}
			if z.Kind == Start {
				switch z.Name {
				case "script", "title":
					z.RawText()
				case "nav":
					z.Skip()
				}
			}
			end = z.pos
		}
		if z.pos != len(page) {
			t.Errorf("got %d bytes read, want all %d of %q", z.pos, len(page), page)
		}
	})
}
