package render

import (
	"fmt"
	"sync"

	"gongkai/generator/form"
	"gongkai/generator/render/data"
	"gongkai/generator/render/xlsx"
	"gongkai/generator/site"
)

// encoder writes reports for machines, in any of the formats beside their pages.
type encoder struct {
	words xlsx.Words
	books *sync.Map // bookKey → func() (*sheet.Book, error), of forms that several reports have
}

// bookKey is what a compiled workbook depends on beside the theme.
type bookKey struct {
	form     *form.Form
	official bool
}

// book returns the compiled workbook of a form.
func (e *encoder) book(f *form.Form) (*xlsx.Book, error) {
	compile := func() (*xlsx.Book, error) {
		book, err := xlsx.Compile(f, e.words)
		if err != nil {
			return nil, fmt.Errorf("theme: %w", err)
		}
		return book, nil
	}
	if f.ListTable() != nil { // its cells are one report's own
		return compile()
	}
	key := bookKey{f, e.words.Official}
	get, ok := e.books.Load(key)
	if !ok {
		get, _ = e.books.LoadOrStore(key, sync.OnceValues(compile))
	}
	return get.(func() (*xlsx.Book, error))()
}

// append appends a report in a format.
func (e *encoder) append(dst []byte, format string, page *site.Page, waived []site.Waived) ([]byte, error) {
	switch format {
	case "xlsx":
		book, err := e.book(page.Report.Form)
		if err != nil {
			return nil, err
		}
		return book.Append(dst, page, waived)
	case "csv":
		return data.AppendCSV(append(dst, data.CSVHeader...), page), nil
	}
	return append(data.AppendJSON(dst, page, waived), '\n'), nil
}
