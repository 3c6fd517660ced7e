package htmltree_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/internal/htmltree"
)

func TestTree(t *testing.T) {
	doc, err := html.Parse(strings.NewReader(`<p id="" data-cell="a">一<b>二</b> 三</p><svg><a xlink:href="x">四</a></svg>`))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.P:
			if v, ok := htmltree.Attribute(n, "id"); v != "" || !ok {
				t.Errorf("id: got %q, %v, want an empty one", v, ok)
			}
			if v, ok := htmltree.Attribute(n, "class"); v != "" || ok {
				t.Errorf("class: got %q, %v, want none", v, ok)
			}
			if v := htmltree.Value(n, "data-cell"); v != "a" {
				t.Errorf("data-cell: got %q", v)
			}
			if got := htmltree.Text(n); got != "一二 三" {
				t.Errorf("text: got %q", got)
			}
		case atom.A:
			if v, ok := htmltree.Attribute(n, "href"); ok {
				t.Errorf("href of a namespace: got %q, want none", v)
			}
			if got := htmltree.Text(n); got != "四" {
				t.Errorf("text: got %q", got)
			}
		}
	}
}
