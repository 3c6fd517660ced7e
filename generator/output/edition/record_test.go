package edition

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"gongkai/generator/report"
)

// tokens reads the figures of a report.json token by token.
func tokens(data []byte) ([]report.Figure, error) {
	var x record
	if err := json.Unmarshal(data, &x); err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(x.Data))
	d.UseNumber()
	var out []report.Figure
	var value func(at string) error
	value = func(at string) error {
		t, err := d.Token()
		switch t := t.(type) {
		case json.Delim:
			if t == '[' {
				r := &publication{}
				err := r.rows(d, at)
				out = append(out, r.Figures...)
				return err
			}
			for d.More() {
				key, err := d.Token()
				if err != nil {
					return err
				}
				if err := value(join(at, fmt.Sprint(key))); err != nil {
					return err
				}
			}
			_, err := d.Token()
			return err
		case nil:
			return err
		default:
			out = append(out, report.Figure{Cell: at, Text: fmt.Sprint(t)})
		}
		return err
	}
	err := value("")
	return out, err
}

// FuzzFigures holds what is read in place to what is read token by token.
func FuzzFigures(f *testing.F) {
	for _, s := range []string{`{"a": {"b": 1, "c": "1.50", "d": null, "e": true}, "甲\\u4e59": "\\"x"}`, `[]`, `{}`, `7`, `null`, ` {"x" : [ {"code": "01", "label": "甲", "value": 12, "cumulative": "3"} , {"code": "02"} ] , "y" : -1.5e3 } `,
		`{"x": [1]}`, `{"a":"\ufffd"}`} {
		f.Add([]byte(`{"form": "cn-2021", "data": ` + s + `}`))
	}
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		want, wrong := tokens(data)
		got, err := decode(data)
		if (err != nil) != (wrong != nil) {
			t.Fatalf("%s: got the error %v, want %v", data, err, wrong)
		}
		if err == nil && !(len(got.Figures) == 0 && len(want) == 0) && !reflect.DeepEqual(got.Figures, want) {
			t.Errorf("%s: got %v, want %v", data, got.Figures, want)
		}
	})
}
