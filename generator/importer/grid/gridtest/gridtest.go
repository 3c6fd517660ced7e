// Package gridtest is for the tests of readers: it packs the files that they read, and writes down
// what they make.
package gridtest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"gongkai/generator/importer/grid"
)

// Pack makes a ZIP file of texts by name.
func Pack(parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			panic(err) // memory does not fail
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// Parts are the texts of a ZIP file by name.
func Parts(data []byte) map[string]string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		panic(err) // Pack made it
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			panic(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			panic(err)
		}
		out[f.Name] = string(text)
	}
	return out
}

// Inside says which cell of a document is not in its table; nil where all are.
func Inside(d *grid.Document) error {
	for _, b := range d.Blocks {
		t := b.Table
		if t == nil {
			continue
		}
		t.Matrix()
		for _, c := range t.Cells {
			if c.Row < 0 || c.Column < 0 || c.Rows < 1 || c.Columns < 1 || c.Row+c.Rows > t.Rows || c.Column+c.Columns > t.Columns {
				return fmt.Errorf("a cell at %d,%d of %d×%d is not in a table of %d×%d", c.Row, c.Column, c.Rows, c.Columns, t.Rows, t.Columns)
			}
		}
	}
	return nil
}

// Text writes a document down: one line for each paragraph, and a cell of a table as
// row,column rows×columns text.
func Text(d *grid.Document, tell func(*grid.Paragraph) string) string {
	var b strings.Builder
	for _, block := range d.Blocks {
		if p := block.Paragraph; p != nil {
			b.WriteString(tell(p) + "\n")
			continue
		}
		fmt.Fprintf(&b, "table %d×%d\n", block.Table.Rows, block.Table.Columns)
		for _, c := range block.Table.Cells {
			fmt.Fprintf(&b, " %d,%d %d×%d %q\n", c.Row, c.Column, c.Rows, c.Columns, c.Text)
		}
	}
	return b.String()
}

// File is a file of the tests.
func File(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
