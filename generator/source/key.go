package source

// Key is a key of front matter. A list of keys is in the order in which they are written.
type Key struct {
	ID      string
	Chinese string // its other name; "" for none
}

// Aliases are the Chinese names of keys, with their ids.
func Aliases(keys []Key) map[string]string {
	out := map[string]string{}
	for _, k := range keys {
		if k.Chinese != "" {
			out[k.Chinese] = k.ID
		}
	}
	return out
}
