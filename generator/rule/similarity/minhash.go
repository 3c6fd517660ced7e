package similarity

import "math"

const golden = 0x9E3779B97F4A7C15

// minhash folds a set's smallest hashes under each of the permutations into bands, each
// unlike all others.
func minhash(set []uint64) []uint64 {
	var least [bands * rows]uint64
	for k := range least {
		least[k] = math.MaxUint64
	}
	for _, h := range set {
		for k := range least {
			// Multiplying by an odd number permutes; the high bits then decide.
			least[k] = min(least[k], (h^uint64(k)*golden)*multipliers[k])
		}
	}
	out := make([]uint64, bands)
	for k, v := range least {
		out[k/rows] = mix(out[k/rows] ^ v)
	}
	for b := range out {
		out[b] = mix(out[b] + uint64(b)*golden)
	}
	return out
}

// multipliers are odd and fixed, so that the same texts give the same twins always.
var multipliers = func() (m [bands * rows]uint64) {
	for k := range m {
		m[k] = mix(uint64(k)+1) | 1
	}
	return m
}()

// mix is the finaliser of SplitMix64.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xBF58476D1CE4E5B9
	x ^= x >> 27
	x *= 0x94D049BB133111EB
	return x ^ x>>31
}
