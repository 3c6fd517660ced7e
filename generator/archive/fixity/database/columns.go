package database

import (
	"slices"
	"strings"
)

// tableOf reads the columns out of the statement that creates a table. One of them may be INTEGER
// PRIMARY KEY: SQLite keeps the row's number as it, and nothing in the row. A table without row
// numbers keeps the columns of its key first.
func tableOf(sql string) (*Table, *Fault) {
	tokens, fault := tokens(sql)
	if fault != nil {
		return nil, fault
	}
	start := slices.Index(tokens, "(")
	if start < 0 {
		return nil, damaged("没有列", "its columns are not given")
	}
	t := &Table{rowid: -1}
	var key []string
	items, rest, fault := list(tokens[start:])
	if fault != nil {
		return nil, fault
	}
	for _, item := range items {
		words := strings.ToUpper(strings.Join(item, " "))
		if isConstraint(item[0]) {
			if at := strings.Index(words, "PRIMARY KEY"); at >= 0 {
				open := slices.Index(item, "(")
				if open < 0 {
					return nil, damaged("主键没有列", "its key has no columns")
				}
				columns, _, fault := list(item[open:])
				if fault != nil {
					return nil, fault
				}
				for _, c := range columns {
					key = append(key, unquoted(c[0]))
				}
			}
			continue
		}
		name := unquoted(item[0])
		if strings.Contains(words, "PRIMARY KEY") {
			key = append(key, name)
		}
		if len(item) > 3 && strings.EqualFold(strings.Join(item[1:4], " "), "INTEGER PRIMARY KEY") {
			t.rowid = len(t.Columns)
		}
		t.Columns = append(t.Columns, name)
	}
	if strings.Contains(strings.ToUpper(strings.Join(rest, " ")), "WITHOUT ROWID") {
		return t, t.keyed(key)
	}
	return t, nil
}

// keyed puts the columns of the key first, as a table without row numbers keeps them.
func (t *Table) keyed(key []string) *Fault {
	t.rowid = -1
	t.order = []int{}
	for _, name := range key {
		i := slices.IndexFunc(t.Columns, func(c string) bool { return strings.EqualFold(c, name) })
		if i < 0 || slices.Contains(t.order, i) {
			return damaged("主键的列 %s 不对", "the column %s of its key cannot be right", name)
		}
		t.order = append(t.order, i)
	}
	for i := range t.Columns {
		if !slices.Contains(t.order, i) {
			t.order = append(t.order, i)
		}
	}
	return nil
}

// list splits what is between brackets at its commas; rest is what follows.
func list(tokens []string) (items [][]string, rest []string, fault *Fault) {
	depth := 0
	var item []string
	for i, t := range tokens {
		switch t {
		case "(":
			if depth++; depth == 1 {
				continue
			}
		case ")":
			if depth--; depth == 0 {
				if item == nil {
					return nil, nil, damaged("没有列", "its columns are not given")
				}
				return append(items, item), tokens[i+1:], nil
			}
		case ",":
			if depth == 1 {
				if item == nil {
					return nil, nil, damaged("没有列", "its columns are not given")
				}
				items, item = append(items, item), nil
				continue
			}
		}
		item = append(item, t)
	}
	return nil, nil, damaged("括号没有结束", "a bracket is not closed")
}

func isConstraint(word string) bool {
	switch strings.ToUpper(word) {
	case "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN":
		return true
	}
	return false
}

func unquoted(name string) string {
	if len(name) < 2 {
		return name
	}
	switch name[0] {
	case '"', '`', '\'':
		q := name[:1]
		return strings.ReplaceAll(name[1:len(name)-1], q+q, q)
	case '[':
		return name[1 : len(name)-1]
	}
	return name
}

// tokens splits a statement into words, quoted names and marks; comments are left out.
func tokens(sql string) ([]string, *Fault) {
	var out []string
	for i := 0; i < len(sql); {
		rest := sql[i:]
		n := 1
		switch c := sql[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f':
			i++
			continue
		case strings.HasPrefix(rest, "--"):
			if n = strings.IndexByte(rest, '\n'); n < 0 {
				return out, nil
			}
			i += n
			continue
		case strings.HasPrefix(rest, "/*"):
			if n = strings.Index(rest, "*/"); n < 0 {
				return out, nil
			}
			i += n + 2
			continue
		case c == '[':
			if n = strings.IndexByte(rest, ']') + 1; n == 0 {
				return nil, damaged("一个名称没有结束", "a name is not closed")
			}
		case strings.IndexByte("\"`'", c) >= 0:
			for n = 1; n < len(rest); n++ {
				if rest[n] != c {
					continue
				}
				if n+1 < len(rest) && rest[n+1] == c {
					n++
					continue
				}
				break
			}
			if n++; n > len(rest) {
				return nil, damaged("一个名称没有结束", "a name is not closed")
			}
		case strings.IndexByte("(),;", c) < 0:
			for n < len(rest) && strings.IndexByte(" \t\n\r\f(),;\"`'[", rest[n]) < 0 {
				n++
			}
		}
		out = append(out, rest[:n])
		i += n
	}
	return out, nil
}
