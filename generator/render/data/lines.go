package data

import "io"

// WriteLines writes all reports as JSON, one a line (https://jsonlines.org), a report at a time.
func (c *Collection) WriteLines(w io.Writer) error {
	var b []byte
	for _, p := range c.Pages {
		b = append(AppendJSON(b[:0], p, c.Waived(p)), '\n')
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	return nil
}
