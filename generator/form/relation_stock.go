package form

// Stock relations say that Total is last year's Total, plus Plus, less Minus.
const Stock RelationKind = "stock"

func stockKind() *kind {
	return &kind{Stock, []operand{{key: "stock", one: true}, {key: "plus", optional: true}, {key: "minus", optional: true}}, func(ops [][]*Cell) Line {
		return Line{Total: ops[0][0], Plus: ops[1], Minus: ops[2]}
	}}
}
