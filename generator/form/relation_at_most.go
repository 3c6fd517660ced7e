package form

// AtMost relations say that Total is no more than the sum of Plus.
const AtMost RelationKind = "at-most"

func atMostKind() *kind {
	return &kind{AtMost, []operand{{key: "cell", one: true}, {key: "limit"}}, func(ops [][]*Cell) Line {
		return Line{Total: ops[0][0], Plus: ops[1]}
	}}
}
