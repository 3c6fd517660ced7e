package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// ask runs SQLite itself over a database.
func ask(t *testing.T, db []byte, query string) string {
	t.Helper()
	program, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Fatal("sqlite3 is not installed: run `make setup`")
	}
	file := filepath.Join(t.TempDir(), "test.sqlite")
	if err := os.WriteFile(file, db, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "-readonly", "-batch", file, query).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", query, err, out)
	}
	return strings.TrimSpace(string(out))
}

func write(t testing.TB, tables ...Object) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, tables...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// numbers yields n rows: the row's number, and a text that is so many letters long.
func numbers(n int, length func(int) int) iter.Seq[[]Value] {
	return func(yield func([]Value) bool) {
		row := make([]Value, 2)
		for i := range n {
			row[0], row[1] = Int(int64(i)), Text(strings.Repeat("x", length(i)))
			if !yield(row) {
				return
			}
		}
	}
}

func TestSizes(t *testing.T) {
	for name, c := range map[string]struct {
		rows   int
		length func(int) int
	}{
		"none":                         {0, func(int) int { return 0 }},
		"one":                          {1, func(int) int { return 3 }},
		"one long row":                 {1, func(int) int { return 9_000 }},
		"two levels":                   {5_000, func(i int) int { return i % 50 }},
		"many leaves":                  {100_000, func(i int) int { return 30 + i%100 }},
		"every length around a page's": {3_000, func(i int) int { return 2_600 + i }},
		"long rows":                    {200, func(i int) int { return i * 113 }},
	} {
		t.Run(name, func(t *testing.T) {
			db := write(t, Object{Name: "a", SQL: "CREATE TABLE a (n INTEGER, s TEXT)", Rows: numbers(c.rows, c.length)},
				Object{Name: "b", SQL: "CREATE TABLE b (n INTEGER, s TEXT)", Rows: numbers(3, c.length)})
			want, letters := 0, 0
			for i := range c.rows {
				want, letters = want+i, letters+c.length(i)
			}
			got := ask(t, db, "PRAGMA integrity_check; SELECT count(*), total(n), total(length(s)), count(DISTINCT rowid) FROM a; SELECT max(n) FROM b; SELECT n FROM a WHERE rowid = 1;")
			expect := fmt.Sprintf("ok\n%d|%d.0|%d.0|%d\n2", c.rows, want, letters, c.rows)
			if c.rows > 0 {
				expect += "\n0"
			}
			if got != expect {
				t.Errorf("got\n%s\nwant\n%s", got, expect)
			}
			if len(db)%pageSize != 0 {
				t.Errorf("%d bytes are not whole pages", len(db))
			}
		})
	}
}

func TestValues(t *testing.T) {
	list := []int64{0, 1, 2, -1, 127, -128, 128, -129, 32767, 32768, -32769, 1<<23 - 1, 1 << 23, -1<<23 - 1, 1<<31 - 1, 1 << 31, 1<<47 - 1, 1 << 47, -1<<47 - 1, 999_999_999_999_999}
	rows := func(yield func([]Value) bool) {
		for _, n := range list {
			if !yield([]Value{Int(n)}) {
				return
			}
		}
		yield([]Value{Text("12.50")})
		yield([]Value{Text("")})
		yield([]Value{Known("")})
		yield([]Value{Known("甲'乙")})
	}
	var want []string
	for _, n := range list {
		want = append(want, fmt.Sprintf("integer %d", n))
	}
	want = append(want, "text '12.50'", "text ''", "null NULL", "text '甲''乙'")
	got := ask(t, write(t, Object{Name: "v", SQL: "CREATE TABLE v (x)", Rows: rows}), "SELECT typeof(x) || ' ' || quote(x) FROM v")
	if got != strings.Join(want, "\n") {
		t.Errorf("got\n%s", got)
	}
}

// A record of more than 126 columns has a header of which the size takes two bytes.
func TestManyColumns(t *testing.T) {
	for _, n := range []int{1, 125, 126, 127, 128, 200} {
		names, row := make([]string, n), make([]Value, n)
		for i := range n {
			names[i], row[i] = fmt.Sprintf("c%d", i), Int(int64(i+2))
		}
		db := write(t, Object{Name: "w", SQL: "CREATE TABLE w (" + strings.Join(names, ", ") + ")", Rows: slices.Values([][]Value{row})})
		if got := ask(t, db, fmt.Sprintf("PRAGMA integrity_check; SELECT c%d FROM w", n-1)); got != fmt.Sprintf("ok\n%d", n+1) {
			t.Errorf("%d columns: %s", n, got)
		}
	}
}

func TestSameRowsSameBytes(t *testing.T) {
	table := Object{Name: "a", SQL: "CREATE TABLE a (n INTEGER, s TEXT)", Rows: numbers(1000, func(i int) int { return i })}
	if !bytes.Equal(write(t, table), write(t, table)) {
		t.Error("two files of the same rows differ")
	}
}

func TestFaults(t *testing.T) {
	n := 100
	changing := Object{Name: "a", SQL: "CREATE TABLE a (n, s)", Rows: func(yield func([]Value) bool) {
		n *= 4
		for row := range numbers(n, func(int) int { return 100 }) {
			if !yield(row) {
				return
			}
		}
	}}
	if err := Write(io.Discard, changing); err == nil {
		t.Error("rows that change are not noticed")
	}
	many := make([]Object, 2000)
	for i := range many {
		many[i] = Object{Name: fmt.Sprintf("v%d", i), SQL: strings.Repeat("x", 5000)}
	}
	if err := Write(io.Discard, many...); err == nil {
		t.Error("2000 long statements are not refused, want an error: they do not fit")
	}
	if err := Write(full{}, Object{Name: "a", SQL: "CREATE TABLE a (n, s)", Rows: numbers(100_000, func(int) int { return 100 })}); !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
}

type full struct{}

var errFull = errors.New("full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func BenchmarkWrite(b *testing.B) {
	rows := numbers(203, func(int) int { return 110 })
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(io.Discard, Object{Name: "a", SQL: "CREATE TABLE a (n INTEGER, s TEXT)", Rows: rows}); err != nil {
			b.Fatal(err)
		}
	}
}
