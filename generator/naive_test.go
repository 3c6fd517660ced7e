package generator

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// The rows and columns as the naive checker sees them; it knows nothing of forms.
var (
	applicationRows = strings.Fields(`new carried_in results.granted results.partial
		results.refused.state_secret results.refused.prohibited_by_law results.refused.security_stability results.refused.third_party
		results.refused.internal_affairs results.refused.process_information results.refused.enforcement_file results.refused.administrative_inquiry
		results.unavailable.not_held results.unavailable.requires_creation results.unavailable.still_unclear
		results.not_processed.petition results.not_processed.repeated results.not_processed.published_material results.not_processed.mass_repeated results.not_processed.reconfirmation
		results.other.uncorrected results.other.fee_unpaid results.other.other
		results.total carried_out`)
	applicationColumns = strings.Fields("natural commercial research public_welfare legal other total")
	reviewRows         = strings.Fields("reconsideration direct_litigation litigation_after_reconsideration")
	stockRows          = strings.Fields("regulations normative_documents")
)

const (
	received, carriedIn, firstResult, results, carriedOut = 0, 1, 2, 23, 24
	total                                                 = 6
)

// figures are the numbers of one report that relations speak of.
type figures struct {
	applications [25][7]int
	review       [3][5]int
	stock        [2][3]int // issued, repealed, in force
}

// sound makes a consistent report that follows last year's, which may be nil.
func sound(rnd *rand.Rand, last *figures) *figures {
	f := &figures{}
	a := &f.applications
	for c := range total {
		a[received][c] = rnd.IntN(30)
		if last != nil {
			a[carriedIn][c] = last.applications[carriedOut][c]
		} else {
			a[carriedIn][c] = rnd.IntN(5)
		}
		for range a[received][c] + a[carriedIn][c] {
			if row := firstResult + rnd.IntN(22); row < results {
				a[row][c]++
				a[results][c]++
			} else {
				a[carriedOut][c]++
			}
		}
		for row := range a {
			a[row][total] += a[row][c]
		}
	}
	for i := range f.review {
		for c := range 4 {
			f.review[i][c] = rnd.IntN(4)
			f.review[i][4] += f.review[i][c]
		}
	}
	for i := range f.stock {
		s := &f.stock[i]
		s[0], s[2] = rnd.IntN(5), rnd.IntN(50)+10
		if last != nil {
			s[1] = rnd.IntN(3)
			s[2] = last.stock[i][2] + s[0] - s[1]
		}
	}
	return f
}

// cells lists pointers to all figures.
func (f *figures) cells() []*int {
	var out []*int
	for i := range f.applications {
		for c := range f.applications[i] {
			out = append(out, &f.applications[i][c])
		}
	}
	for i := range f.review {
		for c := range f.review[i] {
			out = append(out, &f.review[i][c])
		}
	}
	for i := range f.stock {
		for c := range f.stock[i] {
			out = append(out, &f.stock[i][c])
		}
	}
	return out
}

// naive finds by plain loops what is wrong in one report: "file rule cell". last is the
// agency's report of the year before; merged are those of the agencies that came to it
// this year.
func naive(file string, f, last *figures, merged ...*figures) []string {
	var out []string
	fault := func(rule, cell string) { out = append(out, file+" "+rule+" "+cell) }
	a := f.applications
	for i, row := range applicationRows {
		sum := 0
		for c := range total {
			sum += a[i][c]
		}
		if sum != a[i][total] {
			fault("row-total", "applications."+row+".total")
		}
	}
	for c, column := range applicationColumns {
		sum := 0
		for i := firstResult; i < results; i++ {
			sum += a[i][c]
		}
		if sum != a[results][c] {
			fault("results-total", "applications.results.total."+column)
		}
		if a[received][c]+a[carriedIn][c] != a[results][c]+a[carriedOut][c] {
			fault("balance", "applications.results.total."+column)
		}
		if last == nil {
			continue
		}
		carried := last.applications[carriedOut][c]
		for _, m := range merged {
			carried += m.applications[carriedOut][c]
		}
		if a[carriedIn][c] != carried {
			if c == total {
				fault("carry-over", "applications.carried_in.total")
			} else {
				fault("carry-over-column", "applications.carried_in."+column)
			}
		}
	}
	for i, row := range reviewRows {
		r := f.review[i]
		if r[0]+r[1]+r[2]+r[3] != r[4] {
			fault("review-total", "review."+row+".total")
		}
	}
	for _, i := range []int{received, results, carriedOut} {
		if last == nil || len(merged) > 0 || last.applications[i][total] < 20 {
			continue
		}
		if now, before := a[i][total], last.applications[i][total]; now > 5*before || now*5 < before {
			fault("jump", "applications."+applicationRows[i]+".total")
		}
	}
	for i, row := range stockRows {
		if s := f.stock[i]; last != nil && len(merged) == 0 && last.stock[i][2]+s[0]-s[1] != s[2] {
			fault("in-force", "proactive."+row+".in_force")
		}
	}
	return out
}

// naiveArea finds the rows of a government's report that are not the sum of its parts.
func naiveArea(file string, f *figures, parts []*figures) []string {
	var out []string
	row := func(path string, columns []string, hasTotal bool, at func(*figures) []int) {
		sums := make([]int, len(columns))
		for _, part := range parts {
			for c, v := range at(part) {
				sums[c] += v
			}
		}
		own, wrong := at(f), -1
		for c := range columns {
			if own[c] != sums[c] && (wrong < 0 || hasTotal && c == len(columns)-1) {
				wrong = c
			}
		}
		if wrong >= 0 {
			out = append(out, file+" area-total "+path+"."+columns[wrong])
		}
	}
	for i, path := range stockRows {
		row("proactive."+path, []string{"issued", "repealed", "in_force"}, false, func(f *figures) []int { return f.stock[i][:] })
	}
	for i, path := range applicationRows {
		row("applications."+path, applicationColumns, true, func(f *figures) []int { return f.applications[i][:] })
	}
	for i, path := range reviewRows {
		row("review."+path, []string{"upheld", "corrected", "other", "pending", "total"}, true, func(f *figures) []int { return f.review[i][:] })
	}
	return out
}

// add adds the figures of another report.
func (f *figures) add(o *figures) {
	mine, other := f.cells(), o.cells()
	for i := range mine {
		*mine[i] += *other[i]
	}
}

// text writes the report as a clerk would.
func (f *figures) text(year int, head string) string {
	var b strings.Builder
	row := func(indent int, key string, values []int) {
		parts := make([]string, len(values))
		for i, v := range values {
			parts[i] = strconv.Itoa(v)
		}
		fmt.Fprintf(&b, "%s%s: [%s]\n", strings.Repeat(" ", indent), key, strings.Join(parts, ", "))
	}
	fmt.Fprintf(&b, "---\nyear: %d\n%sdata:\n  proactive:\n", year, head)
	for i, key := range stockRows {
		row(4, key, f.stock[i][:])
	}
	b.WriteString("    licensing: 0\n    penalties: 0\n    coercion: 0\n    fees: 0\n  applications:\n")
	open := []string{}
	for i, path := range applicationRows {
		parts := strings.Split(path, ".")
		for d := range len(parts) - 1 {
			if len(open) <= d || open[d] != parts[d] {
				open = append(open[:d:d], parts[d])
				b.WriteString(strings.Repeat(" ", 4+2*d) + parts[d] + ":\n")
			}
		}
		open = open[:len(parts)-1]
		row(4+2*(len(parts)-1), parts[len(parts)-1], f.applications[i][:])
	}
	b.WriteString("  review:\n")
	for i, key := range reviewRows {
		row(4, key, f.review[i][:])
	}
	b.WriteString("---\n## 一、总体情况\n主动公开、依申请公开、信息管理、网站、监督。\n## 五、存在的主要问题及改进情况\n问题和改进。\n## 六、其他需要报告的事项\n文字。\n")
	return b.String()
}
