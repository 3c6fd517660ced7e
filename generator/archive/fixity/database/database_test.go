package database_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/generator/archive/fixity/database"
)

// made is a database that SQLite itself makes of a script.
func made(t testing.TB, script string) []byte {
	t.Helper()
	program, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Fatal("sqlite3 is not installed: run `make setup`")
	}
	file := filepath.Join(t.TempDir(), "test.sqlite")
	cmd := exec.Command(program, "-batch", file)
	cmd.Stdin = strings.NewReader(script)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// dump is all rows of a database.
func dump(data []byte) (string, error) {
	f, err := database.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, t := range f.Tables {
		fmt.Fprintf(&b, "%s %q\n", t.Name, t.Columns)
		err := f.Rows(t, func(n int64, row []database.Value) error {
			fmt.Fprint(&b, n)
			for _, v := range row {
				text, ok := database.Text(v)
				if len(text) > 20 {
					text = fmt.Sprintf("%s… %d", text[:3], len(text))
				}
				fmt.Fprintf(&b, " %q", text)
				if !ok {
					b.WriteString("?")
				}
			}
			b.WriteByte('\n')
			return nil
		})
		if err != nil {
			return b.String(), err
		}
	}
	return b.String(), nil
}

const script = `
PRAGMA page_size = %d;
CREATE TABLE "first table" (id INTEGER PRIMARY KEY, [a b] TEXT DEFAULT ('x, y'), c /* , d */ REAL, -- , e
  "say ""so""" BLOB, CHECK (c > 0), UNIQUE (c));
INSERT INTO "first table" VALUES (7, '甲', 1.5, x'00ff'), (9, NULL, 3, NULL), (300, printf('%%.*c', 9000, 'x'), 4, 12);
ALTER TABLE "first table" ADD COLUMN later;
CREATE INDEX i ON "first table" ("a b");
CREATE VIEW v AS SELECT 1;
CREATE TABLE numbers (n);
INSERT INTO numbers WITH RECURSIVE s(i) AS (SELECT -3000 UNION ALL SELECT i + 1 FROM s WHERE i < 3000) SELECT i * i * i * (i %% 7) FROM s;
CREATE TABLE keyed (value, year INTEGER, name TEXT, PRIMARY KEY (name, year)) WITHOUT ROWID;
INSERT INTO keyed WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 900) SELECT i, i %% 10, printf('%%05d%%.*c', i, i * 3 %% 2000, 'k') FROM s;
CREATE TABLE empty (a);
`

// What is read is what SQLite says is there.
func TestReadsWhatSQLiteWrote(t *testing.T) {
	for _, page := range []int{512, 4096, 65536} {
		data := made(t, fmt.Sprintf(script, page))
		got, err := dump(data)
		if err != nil {
			t.Fatalf("pages of %d bytes: %v", page, err)
		}
		head, _, _ := strings.Cut(got, "numbers ")
		want := `first table ["id" "a b" "c" "say \"so\"" "later"]
7 "7" "甲" "1.5" "x'00ff'" ""?
9 "9" ""? "3" ""? ""?
300 "300" "xxx… 9000" "4" "12" ""?
`
		if head != want {
			t.Errorf("pages of %d bytes: got\n%swant\n%s", page, head, want)
		}
		f, err := database.Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		var rows, total, keys int64
		for _, table := range f.Tables {
			err := f.Rows(table, func(n int64, row []database.Value) error {
				switch table.Name {
				case "numbers":
					rows, total = rows+1, total+row[0].(int64)
				case "keyed":
					name, year, value := row[2].(string), row[1].(int64), row[0].(int64)
					if want := fmt.Sprintf("%05d", value); year != value%10 || name[:5] != want || int64(len(name)) != 5+max(value*3%2000, 1) && value*3%2000 != 0 {
						return fmt.Errorf("got %d, %d, %.8s… of %d", value, year, name, len(name))
					}
					keys++
				}
				return nil
			})
			if err != nil {
				t.Errorf("pages of %d bytes, %s: %v", page, table.Name, err)
			}
		}
		sum := int64(0)
		for i := int64(-3000); i <= 3000; i++ {
			sum += i * i * i * (i % 7)
		}
		if rows != 6001 || total != sum || keys != 900 {
			t.Errorf("pages of %d bytes: got %d numbers that add up to %d and %d keys, want 6001, %d and 900", page, rows, total, keys, sum)
		}
	}
}

// A damaged file is refused or read as something else; it never panics and never reads for ever.
func TestDamage(t *testing.T) {
	data := made(t, fmt.Sprintf(script, 512))
	want, err := dump(data)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	refused := 0
	for range 300 {
		bad := bytes.Clone(data)
		for range 1 + r.IntN(4) {
			bad[r.IntN(len(bad))] = byte(r.Uint32())
		}
		_, err := dump(bad)
		var fault *database.Fault
		if err != nil && !errors.As(err, &fault) {
			t.Errorf("got %v, want a fault", err)
		}
		if err != nil {
			refused++
		}
	}
	if refused == 0 {
		t.Error("no damage was refused")
	}
	for name, c := range map[string][]byte{"nothing": nil, "short": data[:50], "half a page": data[:len(data)-100], "a page less": data[:len(data)-512], "text": bytes.Repeat([]byte("text"), 256)} {
		if got, err := dump(c); err == nil || got == want {
			t.Errorf("%s: got no error", name)
		}
	}
}
