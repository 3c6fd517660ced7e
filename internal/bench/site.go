package main

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"gongkai/internal/bench/corpus"
)

//go:embed all:testdata/hugo
var hugoSite embed.FS

// prepare makes in dir what Hugo builds a corpus with: its site, the files of content that only Hugo needs, and the
// tables as templates. These are cut out of a page that gongkai made, so that both print the same labels and markup,
// and written cell by cell: Hugo takes a fifth less time for them than for loops over rows and columns.
func prepare(dir, corpusDir, page string) error {
	files, err := fs.Sub(hugoSite, "testdata/hugo")
	if err != nil {
		return err
	}
	if err := os.CopyFS(dir, files); err != nil {
		return err
	}
	mounts := fmt.Sprintf("[module]\n[[module.mounts]]\nsource = %q\ntarget = \"content\"\n[[module.mounts]]\nsource = \"content\"\ntarget = \"content\"\n",
		filepath.ToSlash(filepath.Join(corpusDir, "content")))
	for _, m := range []string{"layouts", "static"} {
		mounts += fmt.Sprintf("[[module.mounts]]\nsource = %q\ntarget = %q\n", m, m)
	}
	config, err := os.OpenFile(filepath.Join(dir, "hugo.toml"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = config.WriteString(mounts)
	if errClose := config.Close(); err == nil {
		err = errClose
	}
	if err != nil {
		return err
	}
	if err := sections(filepath.Join(dir, "content"), filepath.Join(corpusDir, "content")); err != nil {
		return err
	}
	return tables(filepath.Join(dir, "layouts", "_partials"), page)
}

// sections writes the files by which Hugo knows a folder as a section: that of each agency's reports, and a year.
func sections(into, content string) error {
	agencies, err := os.ReadDir(content)
	if err != nil {
		return err
	}
	write := func(text string, name ...string) error {
		file := filepath.Join(append(append([]string{into}, name...), "_index.md")...)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		return os.WriteFile(file, []byte("---\n"+text+"---\n"), 0o644)
	}
	for _, a := range agencies {
		if err := write("", a.Name(), "reports"); err != nil {
			return err
		}
	}
	for year := corpus.FirstYear; year < corpus.FirstYear+corpus.Years; year++ {
		if err := write("year: "+strconv.Itoa(year)+"\n", "years", strconv.Itoa(year)); err != nil {
			return err
		}
	}
	return write("", "years")
}

var (
	tableMarkup = regexp.MustCompile(`(?s)<table class="statutory[^>]* id="table\.(\w+)".*?</table>`)
	cellMarkup  = regexp.MustCompile(`(<td data-cell="([\w.]+)"[^>]*>)[^<]*</td>`)
)

// tables writes a partial for each statutory table of a page.
func tables(into, page string) error {
	markup, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	n := 0
	for _, found := range tableMarkup.FindAllSubmatch(markup, -1) {
		position := map[string]int{} // of the next cell of a row
		text := cellMarkup.ReplaceAllFunc(found[0], func(cell []byte) []byte {
			m := cellMarkup.FindSubmatch(cell)
			path := string(m[2])
			row := path[:strings.LastIndexByte(path, '.')]
			value := "." + path
			switch {
			case path == "proactive.fees": // which YAML has as a floating-point number
				value = `printf "%.2f" .` + path
			case string(found[1]) != "proactive": // rows are lists
				value = fmt.Sprintf("index .%s %d", row, position[row])
			}
			position[row]++
			n++
			return fmt.Appendf(nil, "%s{{ %s }}</td>", m[1], value)
		})
		if err := os.WriteFile(filepath.Join(into, string(found[1])+".html"), bytes.TrimSpace(text), 0o644); err != nil {
			return err
		}
	}
	if n < 200 {
		return fmt.Errorf("%s has %d cells, want 200", page, n)
	}
	return nil
}
