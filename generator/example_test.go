package generator_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"gongkai/generator"
)

// newSite writes a site to try things on.
func newSite() (dir string, remove func()) {
	dir, err := os.MkdirTemp("", "site")
	if err != nil {
		log.Fatal(err)
	}
	if _, err := generator.NewSite(dir, "zh"); err != nil {
		log.Fatal(err)
	}
	return dir, func() { os.RemoveAll(dir) }
}

const report = "content/shilishi-xxgkj/reports/2024.md"

// A figure that does not add up is a finding, with its place.
func ExampleCheck() {
	dir, remove := newSite()
	defer remove()
	text, err := os.ReadFile(filepath.Join(dir, report))
	if err != nil {
		log.Fatal(err)
	}
	// Unsaved texts are checked in place of the files.
	wrong := map[string][]byte{report: []byte(string(text) + "\n{{ 依申请公开.新收 }}\n")}
	result, err := generator.Check(context.Background(), generator.Options{Site: dir, Unsaved: wrong})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Summary.Reports, "report,", result.Summary.Errors, "error")
	for _, f := range result.Findings {
		fmt.Println(f.Rule, "in", f.File, f.Message.EN)
	}
	// Output:
	// 1 report, 1 error
	// unknown-cell in content/shilishi-xxgkj/reports/2024.md no cell "依申请公开.新收"
}

// A site without an error is published as a whole.
func ExampleBuild() {
	dir, remove := newSite()
	defer remove()
	result, err := generator.Build(context.Background(), generator.Options{Site: dir, Out: filepath.Join(dir, "public")})
	if err != nil {
		log.Fatal(err)
	}
	if result.Failed() {
		log.Fatal(result.Findings)
	}
	page, err := os.Stat(filepath.Join(dir, "public/shilishi-xxgkj/reports/2024/index.html"))
	fmt.Println(result.Removed, "removed;", "a page:", err == nil && page.Size() > 0)
	// Output: 0 removed; a page: true
}

// A preview renders pages as they are asked for, also while an error is there.
func ExampleNewPreview() {
	dir, remove := newSite()
	defer remove()
	preview, err := generator.NewPreview(context.Background(), generator.Options{Site: dir})
	if err != nil {
		log.Fatal(err)
	}
	defer preview.Close()
	// The file changed on disk; only it is read again.
	if err := os.WriteFile(filepath.Join(dir, report), []byte("---\nyear: 20x4\n---\n"), 0o644); err != nil {
		log.Fatal(err)
	}
	snapshot, err := preview.Update(context.Background(), []string{report})
	if err != nil {
		log.Fatal(err)
	}
	page, err := snapshot.Render("index.html")
	fmt.Println(snapshot.Summary().Errors > 0, len(page) > 0, err)
	// Output: true true <nil>
}
