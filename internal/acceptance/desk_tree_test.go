//go:build unix

package acceptance

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/generator"
	"gongkai/generator/editing/help"
	"gongkai/generator/form"
)

var everyPage = flag.Bool("every-page", false, "look at the trees of all pages of the desk in Firefox and Chromium, not of two in Firefox, and at all pages of the clerk's manual")

// TestServeDeskTrees reads the pages of the desk as screen readers get them: each figure of the form in its table under the headers that
// the form gives it, cells of other tables under some, landmarks and controls with names.
func TestServeDeskTrees(t *testing.T) {
	dir, name := deskSite(t)
	if err := os.WriteFile(name, []byte(strings.Replace(readFile(t, name), "---\n", "---\ndraft: true\n", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := generator.NewReport(generator.Options{Site: dir}, generator.Draft{Agency: "shilishi-xxgkj", Year: 2025}); err != nil {
		t.Fatal(err)
	}
	d := openDesk(t, dir)
	const file = "?file=content/shilishi-xxgkj/reports/2024.md"
	report, err := url.JoinPath(strings.TrimSuffix(d.base, "/_gongkai/desk"), "/shilishi-xxgkj/reports/2024/")
	if err != nil {
		t.Fatal(err)
	}
	figures := map[string]string{}
	answer, err := http.Get(strings.TrimSuffix(d.base, "desk") + "edit/report?page=/shilishi-xxgkj/reports/2024/") // opened once, it has a history
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	var state struct{ Cells []struct{ Path, Text string } }
	if err == nil {
		err = json.Unmarshal(data, &state)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range state.Cells {
		figures[c.Path] = c.Text
	}
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	pages := []struct{ name, address, title string }{
		{"the desk", d.base, "工作台"}, {"the form", report + "?edit", "示例市信息公开局"},
		{"handing in", d.base + "/hand" + file, "送审与发布"}, {"history", d.base + "/history" + file, "历史"}, {"progress", d.base + "/round?year=2025", "2025"}, {"the start", strings.TrimSuffix(d.base, "desk") + "start", "开始"},
	}
	looked := slices.DeleteFunc(slices.Clone(engines), func(e engine) bool { return e.name != "Firefox" && (!*everyPage || e.name != "Chromium") })
	if !*everyPage {
		pages = pages[:2]
	}
	for _, e := range looked {
		for _, p := range pages {
			t.Run(e.name+", "+p.name, func(t *testing.T) {
				var faults []string
				for range openings {
					tree := treeOf(t, e, p.address, p.title)
					faults = treeNames(tree)
					if strings.HasSuffix(p.address, "?edit") {
						more, cells := treeFaults(e, tree.Tables, forms.ByID("cn-2021"), figures)
						if faults = append(faults, more...); cells != 200 {
							faults = append(faults, fmt.Sprintf("%d figures were read, want 200", cells))
						}
					} else {
						faults = append(faults, treeHeaders(tree)...)
					}
					if len(faults) == 0 {
						t.Logf("%d tables, %d landmarks, %d controls", len(tree.Tables), len(tree.Landmarks), len(tree.Controls))
						break
					}
					t.Logf("at one opening: %q", faults)
				}
				for _, fault := range faults {
					t.Error(fault)
				}
			})
		}
	}
}

// treeNames says which landmarks and controls have no name, and which landmarks cannot be told apart.
func treeNames(tree pageTree) (faults []string) {
	seen := map[[2]string]bool{}
	for _, l := range tree.Landmarks {
		if l[1] == "" && slices.Contains([]string{"region", "form"}, l[0]) {
			faults = append(faults, "a landmark "+l[0]+" has no name")
		}
		if seen[l] {
			faults = append(faults, fmt.Sprintf("two landmarks %s are called %q", l[0], l[1]))
		}
		seen[l] = true
	}
	if len(tree.Controls) == 0 || len(tree.Landmarks) == 0 {
		faults = append(faults, fmt.Sprintf("there are %d controls and %d landmarks, want some", len(tree.Controls), len(tree.Landmarks)))
	}
	for _, c := range tree.Controls {
		if c[1] == "" && c[0] != "paragraph" { // where a link past a table leads: its text is read
			faults = append(faults, "a "+c[0]+" has no name")
		}
	}
	return faults
}

// treeHeaders says which cells of tables have no headers of their row and column.
func treeHeaders(tree pageTree) (faults []string) {
	for _, table := range tree.Tables {
		if table.Name == "" {
			faults = append(faults, fmt.Sprintf("a table of %d × %d has no name", table.Rows, table.Columns))
		}
		for _, c := range table.Cells {
			if c.Role == "table cell" && (len(c.Rows) == 0 || len(c.Columns) == 0) {
				faults = append(faults, fmt.Sprintf("%s: the cell %q has %d headers of its row and %d of its column", table.Name, c.Text, len(c.Rows), len(c.Columns)))
			}
		}
	}
	return faults
}

// TestServeDeskHelp holds the pages of the manual inside the program, as the desk shows them and `gongkai help` opens them, to axe and IBM.
func TestServeDeskHelp(t *testing.T) {
	pages, err := help.Files("")
	if err != nil {
		t.Fatal(err)
	}
	d := startDesk(t)
	looked := 0
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		if !strings.HasSuffix(name, ".html") || !*everyPage && name != help.Start("zh") && name != "zh/edit.html" && name != "zh/import.html" {
			continue
		}
		looked++
		do(t, d.tab, chromedp.Navigate(strings.TrimSuffix(d.base, "desk")+"help/"+name))
		d.until("the page of the manual", `document.querySelector("h1") !== null`)
		d.accessible(name)
	}
	if looked < 2 {
		t.Errorf("got %d pages, want two at least", looked)
	}
}
