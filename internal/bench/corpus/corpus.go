// Package corpus writes made-up sites of any size to measure with: agencies with ten years of reports each, the
// figures of which add up within a report and from year to year, and prose of some 2,300 Chinese characters; or reports that are all alike.
//
// All words are in testdata. The same number of reports gives the same bytes.
package corpus

import (
	"bytes"
	_ "embed" // the words
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"
)

// Years is how many reports an agency has; FirstYear is the first of them.
const (
	Years     = 10
	FirstYear = 2021
)

var (
	//go:embed testdata/words.txt
	wordList string
	//go:embed testdata/report.md
	reportText string
)

// Write makes the site of that many reports, a multiple of Years, in a folder which is not there yet.
func Write(dir string, reports int) error {
	if reports < Years || reports%Years != 0 {
		return fmt.Errorf("a corpus of %d reports, want a multiple of %d", reports, Years)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there already", dir)
	}
	a := &author{words: words()}
	var err error
	if a.report, err = template.New("report").Funcs(a.funcs()).Parse(reportText); err != nil {
		return err
	}
	config := "format_version: 1\nsite:\n  name: " + a.words["城市"][0] + "\n  url: https://www.example.org/open/\n  language: zh-CN\noutputs: [json, feed]\n"
	if err := write(filepath.Join(dir, "gongkai.yaml"), []byte(config)); err != nil {
		return err
	}
	for i := range reports / Years {
		if err := a.agency(dir, i); err != nil {
			return err
		}
	}
	return nil
}

func write(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}

// words are the lists of testdata/words.txt by their headings.
func words() map[string][]string {
	out, heading := map[string][]string{}, ""
	for line := range strings.Lines(wordList) {
		line = strings.TrimSpace(line)
		if h, ok := strings.CutPrefix(line, "# "); ok {
			heading = h
		} else if line != "" {
			out[heading] = append(out[heading], line)
		}
	}
	return out
}

// author writes the reports of one agency after another.
type author struct {
	words   map[string][]string
	report  *template.Template
	random  *rand.Rand
	results [results][columns]int // of the report that is being written
}

// The rows of results that are not sums, and the columns: the last is the total of the others.
const (
	results = 21
	columns = 7
)

// facts are what the template of a report sees.
type facts struct {
	Slug, Name, Short          string
	Year                       int
	Published                  string
	Issued, Repealed, InForce  int
	New, CarriedIn, CarriedOut [columns]int
	Total                      [columns]int
}

// name is an agency's, no other one's.
func (a *author) name(number int) (name, short string) {
	for i, heading := range []string{"机构", "区划", "字", "字"} {
		list := a.words[heading]
		word := list[number%len(list)]
		if number /= len(list); i == 0 {
			short = word
		}
		name = word + name
	}
	return a.words["城市"][0] + name, short
}

func (a *author) agency(dir string, number int) error {
	a.random = rand.New(rand.NewPCG(20, uint64(number)))
	f := facts{Slug: fmt.Sprintf("agency%06d", number), InForce: a.random.IntN(40)}
	f.Name, f.Short = a.name(number)
	entry := fmt.Sprintf("---\nname: %s\nshort_name: %s\nlevel: county\nkind: department\nphone: 010-%08d\n---\n\n%s\n", f.Name, f.Short, a.random.IntN(1e8), a.text(1))
	if err := write(filepath.Join(dir, "content", f.Slug, "_index.md"), []byte(entry)); err != nil {
		return err
	}
	for year := FirstYear; year < FirstYear+Years; year++ {
		f.Year = year
		f.Published = fmt.Sprintf("%d-01-%02d", year+1, 5+a.random.IntN(26))
		f.Issued = a.random.IntN(4)
		f.Repealed = min(a.random.IntN(3), f.InForce)
		f.InForce += f.Issued - f.Repealed
		f.CarriedIn = f.CarriedOut
		a.figures(&f)
		var b bytes.Buffer
		if err := a.report.Execute(&b, &f); err != nil {
			return err
		}
		if err := write(filepath.Join(dir, "content", f.Slug, "reports", strconv.Itoa(year)+".md"), b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// figures makes rows that add up: what came in is dealt with in one of the ways, or carried out.
func (a *author) figures(f *facts) {
	f.New, f.CarriedOut, f.Total, a.results = [columns]int{}, [columns]int{}, [columns]int{}, [results][columns]int{}
	const total = columns - 1
	for c := range total {
		if a.random.IntN(3) > 0 || c == 0 {
			f.New[c] = a.random.IntN(30 / (c + 1))
		}
		open := f.New[c] + f.CarriedIn[c]
		f.CarriedOut[c] = a.random.IntN(1 + open/5)
		f.Total[c] = open - f.CarriedOut[c]
		for left := f.Total[c]; left > 0; {
			n := 1 + a.random.IntN(left)
			a.results[a.random.IntN(results)][c] += n
			left -= n
		}
	}
	for _, row := range []*[columns]int{&f.New, &f.CarriedOut, &f.Total} {
		addUp(row)
	}
	for i := range a.results {
		addUp(&a.results[i])
	}
}

// addUp sets the total of a row.
func addUp(row *[columns]int) {
	row[columns-1] = 0
	for _, n := range row[:columns-1] {
		row[columns-1] += n
	}
}

func (a *author) funcs() template.FuncMap {
	return template.FuncMap{
		"n":      func(below int) int { return a.random.IntN(below + 1) },
		"row":    func(row [columns]int) string { return list(row[:]) },
		"result": func(i int) string { return list(a.results[i][:]) },
		"review": func() string {
			var row [5]int
			for i := range row[:4] {
				row[i] = a.random.IntN(2) * a.random.IntN(3)
				row[4] += row[i]
			}
			return list(row[:])
		},
		"sum":    func(row [columns]int) int { return row[columns-1] },
		"text":   a.text,
		"fault":  func() string { return a.fill(a.pick("不足")) },
		"remedy": func() string { return a.fill(a.pick("改进")) },
	}
}

// list writes numbers as front matter has them.
func list(row []int) string {
	return strings.ReplaceAll(fmt.Sprint(row), " ", ", ")
}

func (a *author) pick(heading string) string {
	list := a.words[heading]
	return list[a.random.IntN(len(list))]
}

// text is a paragraph of so many times three sentences.
func (a *author) text(n int) string {
	var b strings.Builder
	for range n * 3 {
		b.WriteString(a.fill(a.pick("句子")))
	}
	return b.String()
}

// fill puts words in the places of a sentence.
func (a *author) fill(sentence string) string {
	var b strings.Builder
	for i, part := range strings.Split(sentence, "%") {
		switch {
		case i%2 == 0:
			b.WriteString(part)
		case part == "数":
			b.WriteString(strconv.Itoa(2 + a.random.IntN(400)))
		default:
			b.WriteString(a.pick(part))
		}
	}
	return b.String()
}
