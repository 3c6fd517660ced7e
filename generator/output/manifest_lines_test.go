package output

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
)

// A manifest is read line by line as the library reads it, and whatever it is changed to, only where the library reads the same.
func TestManifestLines(t *testing.T) {
	m := Manifest{Generator: "gongkai 1 <&>", Files: []Entry{
		{Path: "a/index.html", Size: 0, Type: "text/html", SHA256: "00ff", Source: "content/甲/a.md"},
		{Path: "x.pdf", Size: 12345, Type: "application/pdf", SHA256: "01", SM3: "02", Source: ""}}}
	data := m.JSON()
	if got, ok := parseLines(data); !ok || !reflect.DeepEqual(got, m) {
		t.Fatalf("got %+v (%v), want %+v", got, ok, m)
	}
	for _, other := range []Manifest{{Generator: "gongkai"}, {Generator: "a\"b", Files: m.Files}, {Generator: "g", Part: &Part{Number: 1, Of: 2}, Files: m.Files}} {
		if got, err := ParseManifest(other.JSON()); err != nil || got.Generator != other.Generator || len(got.Files) != len(other.Files) || (got.Part == nil) != (other.Part == nil) {
			t.Errorf("got %+v (%v), want %+v", got, err, other)
		}
	}
	r, same := rand.New(rand.NewPCG(1, 2)), 0
	for range 200_000 {
		bad := bytes.Clone(data)
		for range 1 + r.IntN(2) {
			switch i := r.IntN(len(bad)); r.IntN(3) {
			case 0:
				bad[i] = "\x00\t\n\"\\,:{}[]019-e.\xff "[r.IntN(19)]
			case 1:
				bad = append(bad[:i], bad[i+1:]...)
			default:
				bad = append(bad[:i], append([]byte{bad[r.IntN(len(bad))]}, bad[i:]...)...)
			}
		}
		got, ok := parseLines(bad)
		if !ok {
			continue
		}
		same++
		var want Manifest
		if err := json.Unmarshal(bad, &want); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v of %q, the library %+v (%v)", got, bad, want, err)
		}
	}
	if same < 1000 {
		t.Errorf("%d manifests were read, want a thousand: nothing was compared", same)
	}
}
