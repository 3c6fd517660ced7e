package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// content is what a reader of a report's page is given on both sides.
type content struct {
	title    string
	cells    map[string]string
	sections []string // the text of each with prose, without white space
}

// compare holds the pages and files of data of two builds of a corpus against each other, so that neither side has
// less to do.
func compare(ours, theirs string) error {
	var faults []error
	reports := 0
	err := filepath.WalkDir(ours, func(name string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(ours, name)
		parts := strings.Split(filepath.ToSlash(rel), "/")
		report := len(parts) == 4 && parts[1] == "reports"
		agency := len(parts) == 2 && parts[1] == "index.html" && strings.HasPrefix(parts[0], "agency")
		year := len(parts) == 3 && parts[0] == "years" && parts[2] == "index.html"
		if err != nil || d.IsDir() || !report && !agency && !year {
			return err
		}
		a, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		b, err := os.ReadFile(filepath.Join(theirs, rel))
		switch {
		case err != nil:
		case !report: // an index: that it is there
		case parts[3] == "report.json":
			err = sameData(a, b)
		default:
			reports++
			err = samePage(a, b)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", rel, err))
		}
		if len(faults) > 5 {
			return fs.SkipAll
		}
		return nil
	})
	if err == nil && reports == 0 {
		err = fmt.Errorf("%s has no reports", ours)
	}
	return errors.Join(append(faults, err)...)
}

func samePage(ours, theirs []byte) error {
	a, err := read(ours)
	if err != nil {
		return err
	}
	b, err := read(theirs)
	switch {
	case err != nil:
		return err
	case len(a.cells) != 200:
		return fmt.Errorf("got %d cells, want 200", len(a.cells))
	case a.title != b.title:
		return fmt.Errorf("got the titles %q and %q, want the same", a.title, b.title)
	case !maps.Equal(a.cells, b.cells):
		return fmt.Errorf("got the cells\n%v and\n%v, want the same", a.cells, b.cells)
	case !slices.Equal(a.sections, b.sections):
		for i := range min(len(a.sections), len(b.sections)) {
			if a.sections[i] != b.sections[i] {
				return fmt.Errorf("got the sections\n%s and\n%s, want the same", a.sections[i], b.sections[i])
			}
		}
		return fmt.Errorf("got %d and %d sections, want as many", len(a.sections), len(b.sections))
	}
	return nil
}

func read(page []byte) (*content, error) {
	root, err := html.Parse(strings.NewReader(string(page)))
	if err != nil {
		return nil, err
	}
	c := &content{cells: map[string]string{}}
	for n := range root.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case n.Data == "h1":
			c.title = text(n)
		case n.Data == "td" && attribute(n, "data-cell") != "":
			c.cells[attribute(n, "data-cell")] = text(n)
		case n.Data == "section" && holdsProse(n):
			c.sections = append(c.sections, text(n))
		}
	}
	return c, nil
}

func holdsProse(n *html.Node) bool {
	for c := range n.ChildNodes() {
		if attribute(c, "class") == "prose" {
			return true
		}
	}
	return false
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// text is what is read in an element, without white space, and without what repeats other text or is said of a link.
func text(n *html.Node) string {
	if n.Type == html.TextNode {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, n.Data)
	}
	if attribute(n, "data-search") == "off" || attribute(n, "class") == "external" {
		return ""
	}
	var b strings.Builder
	for c := range n.ChildNodes() {
		b.WriteString(text(c))
	}
	return b.String()
}

// sameData compares the figures of two files of data. Ours have a row's figures by their names, Hugo's in a list, as
// the source has them.
func sameData(ours, theirs []byte) error {
	var a, b struct {
		Title, Name, Published string
		Year                   int
		Data                   any
	}
	if err := errors.Join(json.Unmarshal(ours, &a), json.Unmarshal(theirs, &b)); err != nil {
		return err
	}
	x, y := figures(a.Data), figures(b.Data)
	a.Data, b.Data = nil, nil
	if a != b {
		return fmt.Errorf("got %+v and %+v, want the same", a, b)
	}
	if !reflect.DeepEqual(x, y) {
		return fmt.Errorf("got the figures %v and %v, want the same", x, y)
	}
	return nil
}

// figures are all numbers of a value, each as often as it is there.
func figures(v any) map[string]int {
	out := map[string]int{}
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, x := range v {
				visit(x)
			}
		case []any:
			for _, x := range v {
				visit(x)
			}
		case nil:
		default:
			s := fmt.Sprint(v)
			if strings.Contains(s, ".") {
				s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
			}
			out[s]++
		}
	}
	visit(v)
	return out
}
