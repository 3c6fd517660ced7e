//go:build unix

package acceptance

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"gongkai/generator/form"
)

// A reader's browser, as a program that opens a page.
type engine struct {
	name    string
	command func(t *testing.T, profile, url string) []string
	// headersAreColumns: a cell's headers attribute makes all that it names, headers of its
	// row too, headers of its column. It does not matter to a listener, who hears both.
	headersAreColumns bool
}

var engines = []engine{
	{name: "Chromium", command: func(t *testing.T, profile, url string) []string {
		return []string{tool(t, "chromium", "chromium-browser", "google-chrome"), "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-component-update",
			"--password-store=basic", "--force-renderer-accessibility", "--user-data-dir=" + profile, url}
	}},
	{name: "Firefox", command: func(t *testing.T, profile, url string) []string {
		prefs := "user_pref(\"accessibility.force_disabled\", -1);\n" // never
		for _, off := range []string{"browser.aboutwelcome.enabled", "browser.shell.checkDefaultBrowser", "datareporting.policy.dataSubmissionEnabled", "app.normandy.enabled", "network.captive-portal-service.enabled", "network.connectivity-service.enabled"} {
			prefs += fmt.Sprintf("user_pref(%q, false);\n", off)
		}
		if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(prefs), 0o600); err != nil {
			t.Fatal(err)
		}
		return []string{tool(t, "firefox-esr", "firefox"), "--no-remote", "--profile", profile, url}
	}},
	{name: "WebKitGTK", headersAreColumns: true, command: func(t *testing.T, profile, url string) []string {
		return []string{miniBrowser(t), "--private", url}
	}},
}

// openings is how often a page is opened before a fault in its tree counts. Firefox 153 at
// times keeps spans of 1 for a table that it read before it was laid out; a fault of the
// page is there at every opening.
const openings = 3

// treeTable is a table of a browser's accessibility tree.
type treeTable struct {
	Name          string
	Rows, Columns int
	Cells         []struct {
		Role, Text string
		Place      [2]int   // row and column
		Rows       [][2]int // places of the header cells of its row
		Columns    [][2]int
	}
}

// pageTree is what a browser's accessibility tree has of a page.
type pageTree struct {
	Tables    []treeTable
	Landmarks [][2]string // kind and name
	Controls  [][2]string // role and name
}

// frame is a page of a file in a frame of a width in pixels: to the page its window.
type frame struct {
	page  string
	width int
}

// desk is as wide as a browser is at a desk.
const desk = 1280

// framed opens pages in frames of one page, in a browser of its own, and reads the tables of the accessibility tree of each.
func framed(t *testing.T, e engine, frames ...frame) (tables [][]treeTable) {
	t.Helper()
	const title = "Frames" // one upon the other: Chromium does not lay out those that are out of sight
	page := "<!doctype html><title>" + title + "</title>"
	for _, f := range frames {
		page += fmt.Sprintf(`<iframe style="position: absolute; top: 0; width: %dpx; height: 900px" src="file://%s"></iframe>`, f.width, filepath.ToSlash(f.page))
	}
	file := filepath.Join(t.TempDir(), "frames.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, p := range treesOf(t, e, "file://"+filepath.ToSlash(file), title, len(frames)) {
		tables = append(tables, p.Tables)
	}
	return tables
}

// treeOf opens an address in a browser of its own and reads its accessibility tree, once there is a page of the title.
func treeOf(t *testing.T, e engine, address, title string) pageTree {
	t.Helper()
	return treesOf(t, e, address, title, 0)[0]
}

// treesOf reads the trees of the pages in the frames of a page, or that of a page without frames.
func treesOf(t *testing.T, e engine, address, title string, frames int) (out []pageTree) {
	t.Helper()
	home, file := t.TempDir(), filepath.Join(t.TempDir(), "tables.json")
	profile := filepath.Join(home, "profile")
	if err := os.Mkdir(profile, 0o700); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, tool(t, "dbus-run-session"), append([]string{"--", "/usr/bin/python3", "-W", "ignore", "testdata/tree.py", file, title, fmt.Sprint(frames)},
		e.command(t, profile, address)...)...)
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains([]string{"NO_AT_BRIDGE", "WAYLAND_DISPLAY", "AT_SPI_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"}, name)
	}), "HOME="+home, "XDG_RUNTIME_DIR="+home, "XDG_CONFIG_HOME="+home, "XDG_CACHE_HOME="+home, "XDG_DATA_HOME="+home, "LANG=C.UTF-8", "GDK_BACKEND=x11", "GNOME_ACCESSIBILITY=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	if printed, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", e.name, err, printed)
	}
	if err := json.Unmarshal([]byte(readFile(t, file)), &out); err != nil {
		t.Fatal(err)
	}
	if len(out) != max(frames, 1) {
		t.Fatalf("%s: got %d pages, want %d", e.name, len(out), max(frames, 1))
	}
	return out
}

// wantedTable is a table that the tree should have.
type wantedTable struct {
	name          string
	rows, columns int
	cells         map[[2]int]*form.GridCell // by the place of their first row and column
	places        map[string][2]int         // of headers, by id
}

// wantedTables lists the tables of a form as they are told to those who do not see them:
// one of blocks is a group of tables.
func wantedTables(f *form.Form) (tables []wantedTable, groups []string) {
	for i, table := range f.Tables {
		g := table.Layout(i + 1)
		if !g.Blocks {
			tables = append(tables, placed(table.Caption, slices.Concat(append([][][]*form.GridCell{g.Head}, g.Bodies...)...)))
			continue
		}
		groups = append(groups, table.Caption)
		for _, body := range g.Bodies {
			tables = append(tables, placed(body[0][0].Text, body))
		}
	}
	return tables, groups
}

// placed finds the place of each cell.
func placed(name string, rows [][]*form.GridCell) wantedTable {
	t := wantedTable{name: name, rows: len(rows), cells: map[[2]int]*form.GridCell{}, places: map[string][2]int{}}
	taken := map[[2]int]bool{}
	for y, row := range rows {
		x := 0
		for _, c := range row {
			for taken[[2]int{y, x}] {
				x++
			}
			t.cells[[2]int{y, x}] = c
			if c.Header {
				t.places[c.ID] = [2]int{y, x}
			}
			for dy := range c.Rowspan {
				for dx := range c.Colspan {
					taken[[2]int{y + dy, x + dx}] = true
				}
			}
			x += c.Colspan
			t.columns = max(t.columns, x)
		}
	}
	return t
}

// treeFaults compares the tables of a tree with a form and with the figures of the page.
func treeFaults(e engine, got []treeTable, f *form.Form, figures map[string]string) (faults []string, cells int) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	want, groups := wantedTables(f)
	names := slices.Clone(groups)
	for _, w := range want {
		names = append(names, w.name)
	}
	got = slices.DeleteFunc(slices.Clone(got), func(t treeTable) bool { return !slices.Contains(names, t.Name) })
	for i, g := range got {
		if i >= len(want) || g.Name != want[i].name || g.Rows != want[i].rows || g.Columns != want[i].columns {
			fault("table %d is %q, %d × %d", i+1, g.Name, g.Rows, g.Columns)
		}
	}
	if len(got) != len(want) {
		fault("there are %d tables, want %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		w := want[i]
		for _, c := range got[i].Cells {
			cell := w.cells[c.Place]
			if cell == nil || cell.Cell == nil {
				continue
			}
			cells++
			if c.Role != "table cell" || c.Text != figures[cell.Cell.Path] {
				fault("%s is a %s with %q, want a table cell with %q", cell.Cell.Path, c.Role, c.Text, figures[cell.Cell.Path])
			}
			var rows, columns [][2]int
			for id := range strings.FieldsSeq(cell.Headers) {
				at, of := w.places[id], &columns
				if strings.HasPrefix(w.cells[at].Scope, "row") {
					of = &rows
				}
				*of = append(*of, at)
			}
			told := c.Columns
			if e.headersAreColumns {
				told = slices.DeleteFunc(slices.Clone(told), func(at [2]int) bool { return slices.Contains(rows, at) })
			}
			if !samePlaces(c.Rows, rows) || !samePlaces(told, columns) {
				fault("%s (%s): the headers of its row are %q, want %q; of its column %q, want %q", cell.Cell.Path, cell.Cell.Label,
					w.texts(c.Rows), w.texts(rows), w.texts(told), w.texts(columns))
			}
		}
	}
	return faults, cells
}

// texts are the labels at places.
func (t wantedTable) texts(at [][2]int) (out []string) {
	for _, p := range at {
		if c := t.cells[p]; c != nil {
			out = append(out, c.Text)
		} else {
			out = append(out, fmt.Sprint(p))
		}
	}
	return out
}

func samePlaces(a, b [][2]int) bool {
	order := func(a, b [2]int) int { return slices.Compare(a[:], b[:]) }
	return slices.Equal(slices.SortedFunc(slices.Values(a), order), slices.SortedFunc(slices.Values(b), order))
}

// TestAccessibilityTrees reads each figure of a report as a screen reader gets it from
// the three browsers: its table, its place, and the headers of its row and column.
func TestAccessibilityTrees(t *testing.T) {
	var page string
	var f *form.Form
	for _, p := range example.reports() {
		if g := formOf(t, p); g.ID == "cn-2021" {
			page, f = filepath.Join(example.dir, p), g
		}
	}
	if f == nil || len(tableCells(f)) != 200 {
		t.Fatal("the example site has no report of cn-2021 with 200 cells")
	}
	markup := readFile(t, page)
	figures := map[string]string{}
	for _, rows := range readStrictly([]byte(markup)).tables {
		for _, c := range slices.Concat(rows...) {
			figures[c.path] = strings.TrimSpace(c.text)
		}
	}
	// One row header says that it is a column's.
	wrong := filepath.Join(t.TempDir(), "wrong.html")
	const cell, header = "proactive.licensing", `scope="row" role="rowheader">行政许可<`
	if strings.Count(markup, header) != 1 {
		t.Fatalf("the page has no %s", header)
	}
	if err := os.WriteFile(wrong, []byte(strings.Replace(markup, header, `scope="col" role="columnheader">行政许可<`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			var faults, faultsOfWrong []string
			for range openings {
				tables := framed(t, e, frame{page, desk}, frame{wrong, desk})
				var cells int
				faults, cells = treeFaults(e, tables[0], f, figures)
				if cells != 200 {
					faults = append(faults, fmt.Sprintf("%d figures were read, want 200", cells))
				}
				if faultsOfWrong, _ = treeFaults(e, tables[1], f, figures); len(faults) == 0 {
					break
				}
				t.Logf("at one opening: %q", faults)
			}
			for _, fault := range faults {
				t.Error(fault)
			}
			if !slices.ContainsFunc(faultsOfWrong, func(fault string) bool { return strings.HasPrefix(fault, cell+" ") }) {
				t.Errorf("a wrong header of %s goes unnoticed: %q", cell, faultsOfWrong)
			}
		})
	}
}
