package sqlite

import (
	"fmt"
	"iter"
	"strings"
	"testing"
)

// keyed yields rows in the order of their first value.
func keyed(n int, length func(int) int) iter.Seq[[]Value] {
	return func(yield func([]Value) bool) {
		for i := range n {
			if !yield([]Value{Text(fmt.Sprintf("k%07d", i)), Int(int64(i)), Text(strings.Repeat("x", length(i)))}) {
				return
			}
		}
	}
}

// Every number of rows around one that fills a page, and rows of every length, give a tree that
// SQLite finds whole, and in which it finds each row.
func TestSortedSizes(t *testing.T) {
	cases := map[string]struct {
		rows   int
		length func(int) int
	}{
		"many":                         {60_000, func(i int) int { return i % 90 }},
		"every length around a page's": {1_300, func(i int) int { return 300 + i }},
		"long rows":                    {150, func(i int) int { return i * 131 }},
	}
	for n := range 12 {
		cases[fmt.Sprintf("%d of 700 bytes", n)] = struct {
			rows   int
			length func(int) int
		}{n, func(int) int { return 700 }}
	}
	for n := range 60 { // where the last leaf or a page above it would be left empty
		cases[fmt.Sprintf("%d of 990 bytes", 600+n)] = struct {
			rows   int
			length func(int) int
		}{600 + n, func(int) int { return 990 }}
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			db := write(t, Object{Name: "a", SQL: "CREATE TABLE a (k TEXT PRIMARY KEY, n INTEGER, s TEXT) WITHOUT ROWID", Sorted: true, Rows: keyed(c.rows, c.length)},
				Object{Name: "b", SQL: "CREATE TABLE b (n INTEGER, s TEXT)", Rows: numbers(3, c.length)})
			letters := 0
			for i := range c.rows {
				letters += c.length(i)
			}
			last := fmt.Sprintf("k%07d", c.rows-1)
			got := ask(t, db, "PRAGMA integrity_check; SELECT count(*), total(n), total(length(s)), count(DISTINCT k) FROM a; SELECT max(n) FROM b; SELECT count(*) FROM a WHERE k = '"+last+"'; SELECT count(*) FROM a AS x JOIN a AS y ON x.k = y.k;")
			found := min(c.rows, 1)
			if want := fmt.Sprintf("ok\n%d|%d.0|%d.0|%d\n2\n%d\n%d", c.rows, c.rows*(c.rows-1)/2, letters, c.rows, found, c.rows); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// An index of a table, that of its primary key too, is used and agrees with the table.
func TestIndexes(t *testing.T) {
	const rows = 20_000
	index := func(yield func([]Value) bool) {
		for i := range rows {
			if !yield([]Value{Text(fmt.Sprintf("k%07d", i)), Int(int64(i + 1))}) {
				return
			}
		}
	}
	db := write(t,
		Object{Name: "a", SQL: "CREATE TABLE a (k TEXT NOT NULL PRIMARY KEY, n INTEGER, s TEXT)", Rows: keyed(rows, func(int) int { return 9 })},
		KeyIndex("a", index),
		Object{Name: "a_n", Of: "a", SQL: "CREATE INDEX a_n ON a (n)", Rows: func(yield func([]Value) bool) {
			for i := range rows {
				if !yield([]Value{Int(int64(i)), Int(int64(i + 1))}) {
					return
				}
			}
		}},
		Object{Name: "v", SQL: "CREATE VIEW v AS SELECT k, n * 2 AS twice FROM a"})
	got := ask(t, db, "PRAGMA integrity_check; EXPLAIN QUERY PLAN SELECT n FROM a WHERE k = 'k0012345'; SELECT n FROM a WHERE k = 'k0012345'; SELECT k FROM a WHERE n = 777; SELECT twice FROM v WHERE k = 'k0000021'")
	want := "ok\nQUERY PLAN\n`--SEARCH a USING INDEX sqlite_autoindex_a_1 (k=?)\n12345\nk0000777\n42"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Statements that do not fit the first page go onto others.
func TestManyObjects(t *testing.T) {
	for _, c := range []struct{ views, length int }{{1, 10}, {1, 3_700}, {1, 3_990}, {1, 4_100}, {3, 20_000}, {60, 300}, {150, 9_000}} {
		objects := []Object{{Name: "a", SQL: "CREATE TABLE a (n INTEGER, s TEXT)", Rows: numbers(10, func(int) int { return 5 })}}
		for i := range c.views {
			objects = append(objects, Object{Name: fmt.Sprintf("v%d", i), SQL: fmt.Sprintf("CREATE VIEW v%d AS SELECT n + %d AS m FROM a /*%s*/", i, i, strings.Repeat("x", c.length))})
		}
		last := c.views - 1
		got := ask(t, write(t, objects...), fmt.Sprintf("PRAGMA integrity_check; SELECT count(*) FROM sqlite_schema; SELECT max(m) FROM v%d", last))
		if want := fmt.Sprintf("ok\n%d\n%d", 1+c.views, 9+last); got != want {
			t.Errorf("%d views of %d bytes: got\n%s\nwant\n%s", c.views, c.length, got, want)
		}
	}
}
