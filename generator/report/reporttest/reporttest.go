// Package reporttest makes values of reports for tests.
package reporttest

import "gongkai/generator/report"

// Values makes values of a list by form.Cell.Index.
func Values(list []report.Value) report.Values {
	b := report.NewBuilder(len(list))
	for i, v := range list {
		b.Set(i, v)
	}
	return b.Values()
}
