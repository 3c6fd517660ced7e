package generator

import (
	"fmt"

	"gongkai/generator/form"
	"gongkai/generator/render/data"
	"gongkai/generator/render/html"
	"gongkai/generator/render/sheet"
	"gongkai/generator/site"
)

// encoder writes reports for machines, in any of the formats beside their pages.
type encoder struct {
	words sheet.Words
	books map[*form.Form]*sheet.Book // of forms that several reports have
}

// encoder makes ready what reports of one form share.
func (p *prepared) encoder(r *html.Renderer) (*encoder, error) {
	e := &encoder{sheet.Words{Label: r.Label, Language: p.config.Language, Official: p.config.Official}, map[*form.Form]*sheet.Book{}}
	if !p.config.Publishes("xlsx") {
		return e, nil
	}
	count := map[*form.Form]int{}
	for _, page := range p.site.ReportPages() {
		f := page.Report.Form
		if count[f]++; count[f] == 2 {
			book, err := e.compile(f)
			if err != nil {
				return nil, err
			}
			e.books[f] = book
		}
	}
	return e, nil
}

func (e *encoder) compile(f *form.Form) (*sheet.Book, error) {
	book, err := sheet.Compile(f, e.words)
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	return book, nil
}

// append appends a report in a format.
func (e *encoder) append(dst []byte, format string, page *site.Page, waived []site.Waived) ([]byte, error) {
	switch format {
	case "xlsx":
		book := e.books[page.Report.Form]
		if book == nil {
			var err error
			if book, err = e.compile(page.Report.Form); err != nil {
				return nil, err
			}
		}
		return book.Append(dst, page, waived)
	case "csv":
		return data.AppendCSV(append(dst, data.CSVHeader...), page), nil
	}
	return append(data.AppendJSON(dst, page, waived), '\n'), nil
}
