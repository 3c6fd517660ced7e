package pdf

import (
	"fmt"
	"strings"
	"testing"
)

// What a file of some megabytes says of itself is not much: where its table is, how long its streams are, how wide
// characters are. Numbers that room would be made by are found however they are written.
func TestBounded(t *testing.T) {
	large := "%PDF-1.5\n" + strings.Repeat("% a picture\n", 400_000)
	table := "xref\n0 2\n0000000000 65535 f \n0004800009 00000 n \n"
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"where the table of a large file is":    {large + table + "trailer<</Size 2/Root 1 0 R/Prev 4800009>>\nstartxref\n4800009\n%%EOF\n", true},
		"where a table of streams is":           {large + "1 0 obj<</Type/XRef/W[1 3 1]/Index[0 9 700 2]/Size 702>>stream\n", true},
		"how long a stream is, and widths":      {large + "1 0 obj 4700000 endobj 2 0 obj<</Length 1 0 R/W[0[500 1000]7 65535 1000]/DecodeParms<</Columns 1440>>>>", true},
		"who may do what":                       {"<</Encrypt<</P 4294967292/Length 128>>/ID[<1234567890123456>]>>(D:20240101120000)", true},
		"objects":                               {"<</Size 2000000000>>", false},
		"objects, past a comment":               {"<</Si#7ae%x\n+2000000000>>", false},
		"objects of a table":                    {"xref\n0 1\n0000000000 65535 f\n2000000000 1\n0000000000 00000 n\n", false},
		"objects of a table of streams":         {"/Index[0 1 2000000000 1]", false},
		"a table that is read a thousand times": {"/Index[" + strings.Repeat("0 1000000 ", 1000) + "]", false},
		"how long a row is":                     {"/Columns 1000000000", false},
		"how long an object says that a row is": {"/Columns 6 0 R", false},
		"an object that is a number":            {"6 0 obj 1000000000 endobj", false},
		"how wide an entry is":                  {"/W[1000000000 1 1]", false},
	} {
		if got := bounded([]byte(c.text)); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&b, "%010d 00000 n \n", 100*i)
	}
	if !bounded([]byte("xref\n0 100000\n" + b.String() + "trailer<</Size 100000>>startxref\n9999999\n%%EOF")) {
		t.Error("a table of 100,000 objects: got false, want true")
	}
}
