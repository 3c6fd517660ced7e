package figures

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// object is what is read of a report as JSON.
type object struct {
	key
	figures []Figure
}

// mostReport is how many bytes one report may take in a file over all of them.
const mostReport = 64 << 20

// allowance bounds what may be read until it is granted again.
type allowance struct {
	r    io.Reader
	left int64
}

func (a *allowance) grant() { a.left = mostReport }

func (a *allowance) Read(p []byte) (int, error) {
	if a.left <= 0 {
		return 0, errHuge
	}
	n, err := a.r.Read(p[:min(int64(len(p)), a.left)])
	a.left -= int64(n)
	return n, err
}

// readReports calls each for every report of a file: one object, a list of them, or one a line.
func readReports(r io.Reader, each func(*object) error) error {
	a := &allowance{r: r}
	a.grant()
	buffered := bufio.NewReader(a)
	list := false
	if first, err := buffered.Peek(1); err == nil {
		list = first[0] == '['
	}
	d := json.NewDecoder(buffered)
	d.UseNumber()
	if list {
		if _, err := d.Token(); err != nil {
			return err
		}
	}
	for {
		if list && !d.More() {
			if _, err := d.Token(); err != nil {
				return err
			}
			if _, err := d.Token(); !errors.Is(err, io.EOF) {
				return wrong("列表后面还有内容", "there is more after the list")
			}
			return nil
		}
		o, err := readObject(d)
		if errors.Is(err, io.EOF) && !list {
			return nil
		}
		if err != nil {
			return err
		}
		if err := each(o); err != nil {
			return err
		}
		a.grant()
	}
}

// readObject reads the next report; the error is io.EOF where there is none.
func readObject(d *json.Decoder) (*object, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	if t != json.Delim('{') {
		return nil, wrong("应为报告的地方是 %v", "%v where a report was expected", t)
	}
	o := &object{}
	err = members(d, func(name string) error {
		switch name {
		case "agency", "form":
			t, err := d.Token()
			if err != nil {
				return inside(err)
			}
			text, ok := t.(string)
			if !ok {
				return wrong("%s 不是文字", "%s is not text", name)
			}
			if name == "form" {
				o.form = text
			} else {
				o.agency = text
			}
			return nil
		case "year":
			t, err := d.Token()
			if err != nil {
				return inside(err)
			}
			n, _ := t.(json.Number)
			if o.year, err = strconv.Atoi(n.String()); err != nil {
				return wrong("year 不是数", "year is not a number")
			}
			return nil
		case "data":
			return o.value(d, "", 0)
		}
		return skip(d, 0)
	})
	return o, err
}

// inside makes an end in the middle of something an error of its own.
func inside(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// members reads the rest of an object, of which no name may come twice.
func members(d *json.Decoder, each func(name string) error) error {
	seen := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return inside(err)
		}
		name, _ := t.(string)
		if seen[name] {
			return wrong("键 %q 出现两次", "the key %q comes twice", name)
		}
		seen[name] = true
		if err := each(name); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return inside(err)
}

// mostNested is how deep values may be nested.
const mostNested = 64

func skip(d *json.Decoder, depth int) error {
	t, err := d.Token()
	if err != nil {
		return inside(err)
	}
	if depth > mostNested {
		return errHuge
	}
	switch t {
	case json.Delim('{'):
		return members(d, func(string) error { return skip(d, depth+1) })
	case json.Delim('['):
		for d.More() {
			if err := skip(d, depth+1); err != nil {
				return err
			}
		}
		_, err := d.Token()
		return inside(err)
	}
	return nil
}

// value reads a group of figures, or one.
func (o *object) value(d *json.Decoder, path string, depth int) error {
	t, err := d.Token()
	if err != nil {
		return inside(err)
	}
	if depth > mostNested {
		return errHuge
	}
	add := func(text string, kind Kind) {
		o.figures = append(o.figures, Figure{Cell: path, Value: text, Kind: kind})
	}
	switch v := t.(type) {
	case json.Number:
		add(v.String(), Plain)
	case string:
		add(v, Plain)
	case bool:
		add(strconv.FormatBool(v), Truth)
	case nil:
		add("", Plain)
	case json.Delim:
		if v == '[' {
			return o.list(d, path)
		}
		return members(d, func(name string) error { return o.value(d, strings.TrimPrefix(path+"."+name, "."), depth+1) })
	}
	return nil
}

// list reads rows that the report gives itself, each with its code and its figures.
func (o *object) list(d *json.Decoder, path string) error {
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return inside(err)
		}
		if t != json.Delim('{') {
			return wrong("%s 里有一项不是一行", "%s holds something that is not a row", path)
		}
		code := ""
		row := object{}
		err = members(d, func(name string) error {
			switch name {
			case "code":
				t, err := d.Token()
				if err != nil {
					return inside(err)
				}
				code = fmt.Sprint(t)
				return nil
			case "value":
				return row.value(d, "", 0)
			case "cumulative":
				return row.value(d, "."+name, 0)
			}
			return skip(d, 0)
		})
		if err != nil {
			return err
		}
		for _, f := range row.figures {
			f.Cell = path + "." + code + f.Cell
			o.figures = append(o.figures, f)
		}
	}
	_, err := d.Token()
	return inside(err)
}
