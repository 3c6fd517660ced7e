package acceptance

import (
	"context"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"gongkai/generator"
	"gongkai/generator/form"
	"gongkai/generator/importer"
)

// A report that a reader prints from the site, or saves as a page, is read back with all its figures.
func TestImportOfOurOwnPages(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	tab := newTab(t)
	seen := map[string]int{} // reports of each form
	for _, p := range example.reports() {
		f := formOf(t, p)
		if seen[f.ID]++; seen[f.ID] > 4 {
			continue
		}
		want := map[string]string{}
		do(t, tab, chromedp.Navigate(example.url(p)), emulate("print", "light"))
		for _, c := range eval[[]domCell](t, tab, printedCells) {
			if c.Path != "" {
				want[c.Path] = c.Text
			}
		}
		if len(want) < 180 {
			t.Fatalf("%s has %d figures, want 180 at least", p, len(want))
		}
		built, err := os.ReadFile(path.Join(example.dir, p))
		if err != nil {
			t.Fatal(err)
		}
		for kind, data := range map[string][]byte{"pdf": printPDF(t, tab), "html": built, "mhtml": snapshot(t, tab)} {
			r, err := importer.Read(p, data, importer.Options{Forms: forms, Agency: "a"})
			if err != nil {
				t.Errorf("%s as %s: %v", p, kind, err)
				continue
			}
			if r.Form.ID != f.ID || r.Kind != kind {
				t.Errorf("%s as %s is read as %s in %s, want %s", p, kind, r.Kind, r.Form.ID, f.ID)
				continue
			}
			for cell, text := range want {
				if got := r.Cells.Readings[r.Form.Cell(cell)].Text; got != strings.TrimSpace(text) {
					t.Errorf("%s as %s: %s is %q, want %q", p, kind, cell, got, text)
				}
			}
		}
	}
}

// snapshot is the page as the browser saves it in one file.
func snapshot(t *testing.T, tab context.Context) []byte {
	t.Helper()
	text, err := chromedp.Run(tab, func(ctx context.Context, target *chromedp.Target) (string, error) {
		saved, err := cdp.Call(ctx, target, page.CaptureSnapshot, page.CaptureSnapshotParams{})
		if err != nil {
			return "", err
		}
		return saved.Data, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return []byte(text)
}

// The Word files and workbooks that we write open in an office program: what it makes of them in other formats has every
// figure, and so have the files that it writes again; as .doc they have the same text.
func TestFilesInAnOfficeProgram(t *testing.T) {
	p, err := generator.NewPreview(t.Context(), generator.Options{Site: exampleSite})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	dir, profile := t.TempDir(), "-env:UserInstallation=file://"+filepath.ToSlash(t.TempDir())
	files := map[string][]string{}
	for _, file := range []string{"shilishi-zwfwj/reports/2024", "hongze/reports/2023", "shanghai-bgt/reports/2019"} {
		for _, kind := range []string{"docx", "xlsx"} {
			data, err := p.Snapshot().Export("content/"+file+".md", kind)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Join(dir, strings.ReplaceAll(file, "/", "-")+"."+kind)
			if err := os.WriteFile(name, data, 0o600); err != nil {
				t.Fatal(err)
			}
			files[kind] = append(files[kind], name)
		}
	}
	for _, way := range [][2]string{{"docx", "pdf"}, {"docx", "docx"}, {"docx", "doc"}, {"docx", "html"}, {"docx", "txt:Text (encoded):UTF8"}, {"xlsx", "xlsx"}, {"xlsx", "html"}} {
		out := t.TempDir()
		if text, err := exec.Command(tool(t, "soffice"), append([]string{profile, "--headless", "--convert-to", way[1], "--outdir", out}, files[way[0]]...)...).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		kind, _, _ := strings.Cut(way[1], ":")
		sums := way == [2]string{"xlsx", "html"} // those beside the tables are not formulas any more, and are left over
		for _, name := range files[way[0]] {
			ours := readWith(t, name, importer.Options{Forms: forms, Agency: "a"})
			theirs := readWith(t, filepath.Join(out, strings.TrimSuffix(filepath.Base(name), way[0])+kind), importer.Options{Forms: forms, Agency: "a"})
			if len(ours.Values()) < 180 || ours.Form != theirs.Form || !theirs.Complete() && !sums {
				t.Errorf("%s as %s: %d figures, form %s, unread %v, absent %v", filepath.Base(name), kind, len(ours.Values()), theirs.Form.ID, theirs.Cells.Unread, theirs.AbsentRows())
			}
			if kind == "doc" && theirs.Body != ours.Body {
				t.Errorf("%s as doc has another text: got\n%s\nwant\n%s", filepath.Base(name), theirs.Body, ours.Body)
			}
			for c, want := range ours.Values() {
				if got := theirs.Cells.Readings[c].Text; got != want {
					t.Errorf("%s as %s: %s is %q, want %q", filepath.Base(name), kind, c.Path, got, want)
				}
			}
		}
	}
}

func readWith(t *testing.T, name string, o importer.Options) *importer.Report {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := importer.Read(filepath.Base(name), data, o)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return r
}
