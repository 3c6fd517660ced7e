package main

import (
	"encoding/xml"
	"os"
	"strings"
	"testing"
)

// The drawing in the documents is that of the table in them.
func TestPlotIsOfTheTable(t *testing.T) {
	document, err := os.ReadFile("../../docs/performance.md")
	if err != nil {
		t.Fatal(err)
	}
	all, err := bars(string(document))
	if err != nil || len(all) < 6 {
		t.Fatalf("got %v, %v, want a bar for each line of the table", all, err)
	}
	got, err := os.ReadFile("../../docs/images/performance.svg")
	if err != nil {
		t.Fatal(err)
	}
	if want := plot(all); string(got) != string(want) {
		t.Errorf("docs/images/performance.svg: got another drawing, want that of the table: go run ./internal/bench -plot docs/images/performance.svg")
	}
	var svg struct {
		Rect []struct {
			Width string `xml:"width,attr"`
		} `xml:"rect"`
	}
	if err := xml.Unmarshal(got, &svg); err != nil || len(svg.Rect) != 2*len(all)+1 {
		t.Errorf("got %d rectangles, %v, want two for each of %d lines, and the ground", len(svg.Rect), err, len(all))
	}
}

func TestBars(t *testing.T) {
	all, err := bars("x\n| build | reports | wall s | CPU s | peak MiB |\n|---|---:|\n| gongkai, `a` | 1,000 | 1 | 2.5 | 100 |\n| Hugo | 1,000 | 1 | 5 | 200 |\n\ny\n")
	if err != nil || len(all) != 2 || all[0].name != "gongkai, a" || all[0].cpu != 2.5 || all[1].memory != 204.8 {
		t.Errorf("got %v, %v, want two bars of 2.5 and 5 ms", all, err)
	}
	for _, text := range []string{"none", "| build | reports |\n|---|\n| a | x | 1 | 2 | 3 |\n", "| build | reports |\n|---|\n| a | 1 |\n"} {
		if all, err := bars(text); err == nil {
			t.Errorf("%q: got %v, want an error", text, all)
		}
	}
	if drawn := string(plot(all)); !strings.Contains(drawn, "Processor time a report, 1,000 reports") || strings.Count(drawn, "<rect") != 5 {
		t.Errorf("got %s, want a title and a rectangle for each figure", drawn)
	}
}
