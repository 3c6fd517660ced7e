package similarity

import (
	"cmp"
	"iter"
	"math"
	"slices"
)

// bucket is one band of a text's MinHash. Texts with equal bands are candidates.
type bucket struct {
	band  uint64
	place int32 // in the order by author and year
}

// candidates yields pairs that may be alike, of one author or of one year, more than
// once where they share more bands.
func candidates(texts []Text, order []int, sets [][]uint64) iter.Seq[pair] {
	buckets := make([]bucket, 0, len(texts)*bands)
	for place, i := range order {
		if len(sets[i]) < enough {
			continue
		}
		for b, h := range minhash(sets[i]) {
			buckets = append(buckets, bucket{mix(h + uint64(b)*golden), int32(place)})
		}
	}
	slices.SortFunc(buckets, func(x, y bucket) int {
		return cmp.Or(cmp.Compare(x.band, y.band), cmp.Compare(x.place, y.place))
	})
	return func(yield func(pair) bool) {
		for i := 0; i < len(buckets); {
			j := i
			for j < len(buckets) && buckets[j].band == buckets[i].band {
				j++
			}
			if !pairs(texts, order, buckets[i:j], yield) {
				return
			}
			i = j
		}
	}
}

// pairs yields each text of a bucket with the last few before it that it may copy.
// A bucket of a thousand equal texts stays cheap: one twin is enough for each.
func pairs(texts []Text, order []int, same []bucket, yield func(pair) bool) bool {
	if len(same) < 2 {
		return true
	}
	years := map[int][]int{} // the texts seen of each year, of which others may be copies
	var own []int            // those of the author
	for _, b := range same {
		i := order[b.place]
		if len(own) > 0 && texts[own[0]].Author != texts[i].Author {
			own = own[:0]
		}
		for _, k := range own[max(0, len(own)-lookBack):] {
			if texts[k].Year < texts[i].Year && !yield(pair{a: i, b: k}) {
				return false
			}
		}
		seen := years[texts[i].Year]
		for _, k := range seen[:min(len(seen), lookBack)] {
			if texts[k].Author != texts[i].Author && !yield(pair{a: i, b: k}) {
				return false
			}
		}
		own = append(own, i)
		years[texts[i].Year] = append(seen, i)
	}
	return true
}

const golden = 0x9E3779B97F4A7C15

// minhash folds a set's smallest hashes under each of the permutations into bands.
func minhash(set []uint64) [bands]uint64 {
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
	var out [bands]uint64
	for k, v := range least {
		out[k/rows] = mix(out[k/rows] ^ v)
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
