package data

import (
	"io"

	"gongkai/generator/site"
)

// Waived tells the findings that a report's page lets stand.
type Waived func(*site.Page) []site.Waived

// WriteCSV writes all reports into one file, a report at a time.
func WriteCSV(w io.Writer, pages []*site.Page) error {
	buf := []byte(CSVHeader)
	for _, p := range pages {
		buf = AppendCSV(buf, p)
		if _, err := w.Write(buf); err != nil {
			return err
		}
		buf = buf[:0]
	}
	_, err := w.Write(buf) // the header, where there is no report
	return err
}

// WriteJSON writes all reports as an array, one line a report, a report at a time.
func WriteJSON(w io.Writer, pages []*site.Page, waived Waived) error {
	buf := []byte("[")
	for i, p := range pages {
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = AppendJSON(append(buf, '\n'), p, waived(p))
		if _, err := w.Write(buf); err != nil {
			return err
		}
		buf = buf[:0]
	}
	_, err := w.Write(append(buf, "\n]\n"...))
	return err
}
