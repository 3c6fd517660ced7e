package ruling

// Matrix is a transformation: x' = ax+cy+e, y' = bx+dy+f (ISO 32000-1, 8.3.4; GB/T 33190).
type Matrix [6]float64

// Identity leaves everything where it is.
var Identity = Matrix{1, 0, 0, 1, 0, 0}

// Times is m, then n.
func (m Matrix) Times(n Matrix) Matrix {
	return Matrix{m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3], m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5]}
}

// At is where a point comes to lie.
func (m Matrix) At(x, y float64) (float64, float64) {
	return x*m[0] + y*m[2] + m[4], x*m[1] + y*m[3] + m[5]
}
