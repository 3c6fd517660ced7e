package form

// Balance relations say that what came in is what went out: Total, the first cell of
// what went out, is the sum of Plus less the sum of Minus.
const Balance RelationKind = "balance"

func balanceKind() *kind {
	return &kind{Balance, []operand{{key: "in"}, {key: "out"}}, func(ops [][]*Cell) Line {
		return Line{Total: ops[1][0], Plus: ops[0], Minus: ops[1][1:]}
	}}
}
