package database

import "strings"

// columnsOf reads the names of the columns out of the statement that creates a table. rowid is
// the one that is INTEGER PRIMARY KEY, under which SQLite keeps a row's number and in the row nothing.
func columnsOf(sql string) (names []string, rowid int, err error) {
	rowid = -1
	tokens, err := tokens(sql)
	if err != nil {
		return nil, -1, err
	}
	start := 0
	for start < len(tokens) && tokens[start] != "(" {
		start++
	}
	depth := 0
	var item []string
	closed := false
	finish := func() {
		if len(item) > 0 && !isConstraint(item[0]) {
			if strings.EqualFold(strings.Join(item[1:min(4, len(item))], " "), "INTEGER PRIMARY KEY") {
				rowid = len(names)
			}
			names = append(names, unquoted(item[0]))
		}
		item = nil
	}
	for _, t := range tokens[start:] {
		switch {
		case closed:
			if strings.EqualFold(t, "WITHOUT") {
				return names, -1, damaged("没有行号（WITHOUT ROWID）", "it is kept without row numbers")
			}
			continue
		case t == "(":
			if depth++; depth == 1 {
				continue
			}
		case t == ")":
			if depth--; depth == 0 {
				finish()
				closed = true
				continue
			}
		case t == "," && depth == 1:
			finish()
			continue
		}
		if depth == 1 {
			item = append(item, t)
		}
	}
	if !closed || len(names) == 0 {
		return nil, -1, damaged("没有列", "its columns are not given")
	}
	return names, rowid, nil
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
func tokens(sql string) ([]string, error) {
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
