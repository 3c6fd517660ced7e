package acceptance

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"
)

// readableTo says what is wrong with a published file for the programs that read such files.
func readableTo(name string, data []byte) error {
	switch path.Ext(name) {
	case ".json":
		if !json.Valid(data) {
			return errors.New("is not JSON")
		}
	case ".jsonl":
		for line := range bytes.Lines(data) {
			if !json.Valid(line) {
				return errors.New("has a line that is not JSON")
			}
		}
	case ".xml":
		return wellFormed(data)
	case ".csv":
		return noFormulas(data)
	case ".xlsx":
		return noFormulasInside(data)
	}
	return nil
}

func wellFormed(data []byte) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "script" {
			return errors.New("has an element script")
		}
	}
}

// noFormulas finds fields that a spreadsheet takes for a formula. A number with a sign is none.
func noFormulas(data []byte) error {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	rows, err := r.ReadAll()
	if err != nil {
		return err
	}
	for _, row := range rows {
		for _, field := range row {
			if field != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(field)[0]) && !signed.MatchString(field) {
				return fmt.Errorf("the field %q is a formula", field)
			}
		}
	}
	return nil
}

var signed = regexp.MustCompile(`^[+-][0-9]+(\.[0-9]+)?%?$`)

func noFormulasInside(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	for _, f := range z.File {
		if strings.Contains(f.Name, "externalLink") || strings.Contains(f.Name, "vba") {
			return fmt.Errorf("%s is in it", f.Name)
		}
		if path.Ext(f.Name) != ".xml" && path.Ext(f.Name) != ".rels" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return err
		}
		text, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			return err
		}
		if err := wellFormed(text); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		for _, found := range formula.FindAllSubmatch(text, -1) {
			if !ours.Match(found[1]) {
				return fmt.Errorf("%s has the formula %s", f.Name, found[1])
			}
		}
	}
	return nil
}

var (
	formula = regexp.MustCompile(`<f(?: [^>]*)?>([^<]*)`)
	ours    = regexp.MustCompile(`^[A-Z]+[0-9]+([+-][A-Z]+[0-9]+)*$`) // sums of cells
)

// What is looked for is found where it is.
func TestReadableToFindsFaults(t *testing.T) {
	for name, text := range map[string]string{"a.json": "{", "a.jsonl": "{}\n{", "a.xml": "<a><script/></a>", "b.xml": "<a>", "a.csv": "a,=1+1\n", "b.csv": "a,\"@x\"\n"} {
		if readableTo(name, []byte(text)) == nil {
			t.Errorf("%s with %q is taken for sound", name, text)
		}
	}
	if err := readableTo("a.csv", []byte("a,-5,+3.5\n")); err != nil {
		t.Errorf("numbers with a sign: %v", err)
	}
}

// exchange sends bytes to a server and reads what it answers.
func exchange(t *testing.T, host, sent string) string {
	t.Helper()
	c, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, sent); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(c)
	if err != nil && len(answer) == 0 {
		t.Fatalf("%q: %v", sent, err)
	}
	return string(answer)
}
