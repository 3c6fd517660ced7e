package html

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"gongkai/generator/site"
	"gongkai/themes"
)

// sameAsLibrary reports whether the minimal form of some markup is known, and fails where it is not the minifier's.
func sameAsLibrary(t *testing.T, theme *Theme, markup string) bool {
	t.Helper()
	got, ok := theme.minimal.append(nil, []byte(markup))
	if !ok {
		return false
	}
	var want bytes.Buffer
	if err := theme.html.Minify(theme.minify, &want, bytes.NewBufferString(markup), nil); err != nil {
		t.Fatalf("%q: got %q, want the minifier's error %v", markup, got, err)
	}
	if string(got) != want.String() {
		t.Fatalf("%q: got %q, want %q as the minifier writes it", markup, got, want.String())
	}
	return true
}

// minimalTheme is the default theme.
func minimalTheme(t testing.TB) *Theme {
	t.Helper()
	theme, err := ReadTheme(themes.Default(), "zh-CN", "www.example.org")
	if err != nil {
		t.Fatal(err)
	}
	return theme
}

// pieces are what pages are made of, and what comes near it.
var pieces = strings.Split("甲|甲 乙|\n| |  \n |a|&amp;|&#43;|&lt;x&gt;|&#34;|&nbsp;|&x|\t|\r\n|<p>|</p>|<b>|</b>|<a href=\"../x/index.html\">|<a href=\"https://a.example/?a=1&amp;b=2\" rel=\"external noopener\">|</a>|"+
	"<span class=\"unit\">|<span>|</span>|<div class=\"x  y\">|<div id=\"\">|<div class>|</div>|<ul>|<li>|</li>|</ul>|<h2 id=\"a.b\">|</h2>|<strong>|</strong>|<img src=\"x.png\" alt=\"\">|<br>|"+
	"<button>|</button>|<input type=\"search\" value=\"\" required>|<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>|<svg ><title>x</title></svg>|<title>|</title>|<del datetime=\"2024-01-01\">|</del>|"+
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">|<meta property=\"og:title\" content=\"a'b\">|<p title=\"HTTP://X\">|<a href=\" x \">|<pre>|</pre>|<!-- x -->|<script>x</script>|"+
	"<q>|</q>|<td data-cell=\"a.b\" headers=\"a b\">|</td>|<tr>|</tr>|<details open>|<summary>|<em></em>|<a></a>|<x>|<p>|< |<|</|<a b='c'>|<A>|</P>|<ins>|</ins>|<a href=\"data:x\">|<p style=\"a: b\">|<p onclick=\"a\">|"+
	"<a id=\"x\" name=\"x\">|<label>|</label>|<time datetime=\"2024\">|</time>|<colgroup>|<option>|<code>|</code>|<p lang=\"zh\" data-title=\"a b\">|\x00|\f|<hr>|<small></small>|<details class=\"menu\" name=\"x\">", "|")

func TestMinimalEqualsMinifier(t *testing.T) {
	theme := minimalTheme(t)
	random := rand.New(rand.NewPCG(1, 2))
	known := 0
	for range 30000 {
		var b strings.Builder
		for range 1 + random.IntN(9) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		if sameAsLibrary(t, theme, b.String()) {
			known++
		}
	}
	if known < 5000 {
		t.Errorf("got %d of 30000 texts that are known, want at least 5000", known)
	}
	for _, markup := range []string{"", "甲 ", " <p>甲 </p> <b>乙 </b> </p>", "甲 " + strings.Repeat("</b>", 120) + "<p>", "<p>" + strings.Repeat("甲 </b> ", 60) + "<p>"} {
		sameAsLibrary(t, theme, markup)
	}
}

// FuzzMinimal compares with the minifier.
func FuzzMinimal(f *testing.F) {
	for _, p := range pieces {
		f.Add("<p>甲 " + p + " 乙</p>")
	}
	theme := minimalTheme(f)
	f.Fuzz(func(t *testing.T, markup string) { sameAsLibrary(t, theme, markup) })
}

// The pages of which there are many are known as a whole, and what is made of them is what the minifier leaves.
func TestManyPagesAreMinimal(t *testing.T) {
	s := assemble(t, "")
	r := renderer(t, example(), s)
	for _, p := range s.Pages() {
		if p.Report == nil && p.Kind != site.Agency && p.Kind != site.Item {
			continue
		}
		v, err := r.view(p, nil, p.Data)
		if err != nil {
			t.Fatal(err)
		}
		var raw bytes.Buffer
		if err := r.templates.pages[p.Kind].append(&raw, v); err != nil {
			t.Fatal(err)
		}
		if !sameAsLibrary(t, r.Theme, raw.String()) {
			t.Errorf("%s is not known as a whole, so that the minifier has to read it: %s", p.Path, raw.String())
		}
	}
}
