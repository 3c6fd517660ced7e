// Package jsontext writes values as JSON that people read too: a key a line, indented by two
// blanks, with <, > and & as they are.
package jsontext

import (
	"bytes"
	"encoding/json"
	"io"
)

// Write writes a value, and a line break after it.
func Write(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// Bytes is what Write writes.
func Bytes(v any) ([]byte, error) {
	var b bytes.Buffer
	err := Write(&b, v)
	return b.Bytes(), err
}
