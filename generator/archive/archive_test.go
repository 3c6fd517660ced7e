package archive

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/output"
)

// A package holds what a build would write now, or there is none.
func TestOnlyTheBuiltSiteIsPacked(t *testing.T) {
	change := func(name, text string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	remove := func(name string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, tc := range map[string]struct {
		do   func(*testing.T, string)
		want string
	}{
		"a page is changed":       {change("public/jia/index.html", "x"), "1 differ (jia/index.html)"},
		"a page is missing":       {remove("public/jia/guide/index.html"), "1 missing (jia/guide/index.html)"},
		"nothing is built":        {remove("public"), "holds no built site"},
		"another's manifest":      {change("public/manifest.json", `{"generator": "other 1", "files": []}`), "holds no built site"},
		"no manifest":             {remove("public/manifest.json"), "holds no built site"},
		"content is changed":      {change("content/jia/guide.md", "---\ntitle: 新指南\nupdated: 2024-05-06\n---\n"), "out of date"},
		"content is added":        {change("content/jia/policies/er.md", "---\ntitle: 新制度\n---\n\n正文。\n"), "out of date"},
		"content is removed":      {remove("content/jia/policies/yi.md"), "surplus"},
		"a static file is new":    {change("static/b.txt", "b"), "1 missing (static/b.txt)"},
		"an attachment is other":  {change("content/jia/申请表(1).txt", "另"), "out of date"},
		"the settings are others": {change("gongkai.yaml", strings.Replace(small["gongkai.yaml"], "示例库", "别的库", 1)), "out of date"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := smallSite(t)
			tc.do(t, dir)
			refused(t, options(t, dir, WARC, "a.warc.gz"), tc.want)
		})
	}
}

func TestTargets(t *testing.T) {
	dir := smallSite(t)
	for name, tc := range map[string]struct {
		to         Kind
		file, want string
	}{
		"ending":          {WACZ, "a.zip", "ends in .wacz"},
		"ending of WARC":  {WARC, "a.warc", "ends in .warc.gz"},
		"no name":         {WACZ, ".wacz", "ends in .wacz"},
		"compressed":      {BagIt, "a.tar.gz", "ends in"},
		"in the output":   {WACZ, dir + "/public/a.wacz", "cannot be written into"},
		"in static":       {WACZ, dir + "/static/a.wacz", "cannot be written into"},
		"below content":   {BagIt, dir + "/content/jia/bag", "cannot be written into"},
		"in no folder":    {WACZ, dir + "/none/a.wacz", "there is no folder"},
		"a folder's name": {BagIt, dir + "/content", "is there already"},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t, dir, tc.to, tc.file)
			if filepath.IsAbs(tc.file) {
				o.Package = tc.file
			}
			refused(t, o, tc.want)
		})
	}
	o := options(t, dir, WACZ, "a.wacz")
	if err := os.WriteFile(o.Package, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	refused(t, o, "is there already")
	if got, _ := os.ReadFile(o.Package); string(got) != "mine" {
		t.Errorf("the file holds %q, want it as it was", got)
	}
	o.Force = true
	made(t, o)
	if got, _ := os.ReadFile(o.Package); !strings.HasPrefix(string(got), "PK") {
		t.Errorf("the file begins with %q, want a package", got[:min(len(got), 4)])
	}
	inside := options(t, dir, WACZ, "")
	inside.Package = filepath.Join(dir, "a.wacz") // beside gongkai.yaml is not part of the site
	made(t, inside)
}

func TestNamesThatNoBagCanHold(t *testing.T) {
	for name, want := range map[string]string{"百分之50%.txt": "percent sign", "a\nb.txt": "line break"} {
		files := map[string]string{"static/" + name: "x"}
		for n, text := range small {
			files[n] = text
		}
		dir := siteOf(t, files)
		refused(t, options(t, dir, BagIt, "bag"), want)
		refused(t, options(t, dir, BagIt, "bag.zip"), want)
		made(t, options(t, dir, WACZ, "a.wacz"))
	}
}

func TestNoDate(t *testing.T) {
	dir := siteOf(t, map[string]string{"gongkai.yaml": small["gongkai.yaml"], "content/jia/_index.md": small["content/jia/_index.md"]})
	o := options(t, dir, WACZ, "a.wacz")
	refused(t, o, "no date")
	o.Date, _ = ParseDate("2025-01-20")
	made(t, o)
}

// Compressed copies for web servers, the signature of the manifest, and the record of a publish are not surplus.
func TestWhatGoesWithTheSite(t *testing.T) {
	dir := smallSite(t)
	build(t, dir, output.File{Path: "index.html.br", Data: []byte("br")}, output.File{Path: "jia/guide/index.html.gz", Data: []byte("gz")})
	if err := os.WriteFile(filepath.Join(dir, "public/manifest.json.minisig"), []byte("signed"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "public/theirs.txt"), []byte("theirs"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "public/.gongkai"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "public", output.SentName), []byte("sent"), 0o644); err != nil {
		t.Fatal(err)
	}
	o := options(t, dir, BagIt, "bag")
	res, err := Make(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"theirs.txt"}; !slices.Equal(res.Foreign, want) {
		t.Errorf("%v is said not to be packed, want %v", res.Foreign, want)
	}
	for name, want := range map[string]string{"index.html.br": "br", "jia/guide/index.html.gz": "gz", "manifest.json.minisig": "signed", "theirs.txt": ""} {
		if got, _ := os.ReadFile(filepath.Join(o.Package, "data/site", name)); string(got) != want {
			t.Errorf("%s is %q in the bag, want %q", name, got, want)
		}
	}
	build(t, dir, output.File{Path: "none.html.gz", Data: []byte("gz")})
	refused(t, options(t, dir, BagIt, "bag"), "1 surplus (none.html.gz)")
}

// A file that changes while it is packed is not packed with a digest of what it was.
func TestChangedMeanwhile(t *testing.T) {
	dir := smallSite(t)
	for to, file := range map[Kind]string{WARC: "a.warc.gz", WACZ: "a.wacz", BagIt: "a.zip"} {
		o := options(t, dir, to, file)
		page := filepath.Join(dir, "public/jia/index.html")
		sound, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		o.Progress = func(stage string, done, total int) { // the site is compared by then
			if stage == "render" && done == total || stage == "pack" {
				_ = os.WriteFile(page, []byte("x"), 0o644)
			}
		}
		refused(t, o, "changed while it was packed")
		if err := os.WriteFile(page, sound, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
