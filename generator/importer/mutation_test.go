package importer

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"gongkai/generator/form"
)

var mutations = flag.Int("mutations", 40, "how many damaged files are read")

// A file whose digits, labels or rows were changed gives the figures that it has now, or none in
// their place; never another figure.
func TestMutations(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	figure := regexp.MustCompile(`<p>([+-]?[0-9.]+)</p>`)
	label := regexp.MustCompile(`<p>([^<0-9]{3,})</p>`)
	row := regexp.MustCompile(`<tr>.*?</tr>`)
	read, changed := 0, 0
	for n := range *mutations {
		rnd := rand.New(rand.NewPCG(7, uint64(n)))
		f := []*form.Form{forms.ByID("cn-2021"), forms.ByID("cn-2019")}[n%2]
		values := randomValues(rnd, f)
		// Each figure is told apart from all others, so that one in another's place is seen.
		marks, k := map[*form.Cell]string{}, 0
		for _, c := range f.Cells {
			if _, ok := values[c]; !ok || !c.Kind.Numeric() {
				continue
			}
			k++
			marks[c] = fmt.Sprint(10000 + 20*k)
			if c.Kind == form.Signed {
				marks[c] = "+" + marks[c]
			}
		}
		for c, v := range marks {
			values[c] = v
		}
		page := string(asHTML(t, f, values))
		for range 1 + rnd.IntN(4) {
			at := func(re *regexp.Regexp) []int {
				all := re.FindAllStringSubmatchIndex(page, -1)
				return all[rnd.IntN(len(all))]
			}
			switch rnd.IntN(5) {
			case 0: // another digit
				m := at(figure)
				old := page[m[2]:m[3]]
				b := []byte(old)
				b[len(b)-1] = '0' + byte(rnd.IntN(10))
				for c, v := range values {
					if v == old {
						values[c] = string(b)
					}
				}
				page = page[:m[2]] + string(b) + page[m[3]:]
				changed++
			case 1: // a character of a label lost, or another
				m := at(label)
				r := []rune(page[m[2]:m[3]])
				i := rnd.IntN(len(r))
				page = page[:m[2]] + string(r[:i]) + []string{"", "囗"}[rnd.IntN(2)] + string(r[i+1:]) + page[m[3]:]
			case 2: // a row lost
				if m := at(row); !strings.Contains(page[m[0]:m[1]], `rowspan="2`) {
					page = page[:m[0]] + page[m[1]:]
				}
			case 3: // a figure blank
				m := at(figure)
				page = page[:m[2]] + page[m[3]:]
			case 4: // something else in its place
				m := at(figure)
				page = page[:m[2]] + []string{"1 2", "x", "12-3", "1.2.3", "/"}[rnd.IntN(5)] + page[m[3]:]
			}
		}
		r, err := Read("x", []byte(page), Options{Forms: forms, Agency: "a", Form: f.ID, Year: 2022})
		if err != nil {
			continue // told as a whole
		}
		for c, x := range r.Cells.Readings {
			if x.Text == "" || !c.Kind.Numeric() {
				continue
			}
			if read++; x.Text != values[c] {
				t.Errorf("file %d: %s is %q, want %q or nothing (original %q)", n, c.Path, x.Text, values[c], x.Original)
			}
		}
	}
	if read < 100**mutations || changed == 0 {
		t.Errorf("%d figures were read and %d changed of %d files, want more", read, changed, *mutations)
	}
	t.Logf("%d figures were read of %d damaged files", read, *mutations)
}
