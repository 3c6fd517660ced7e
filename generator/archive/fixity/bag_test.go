package fixity_test

import (
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/emmansun/gmsm/sm3"

	"gongkai/generator/archive/fixity"
)

// bagOf makes a bag of files by hand, after RFC 8493, with two payload manifests and SM3 beside.
func bagOf(payload map[string][]byte) map[string][]byte {
	bag := map[string][]byte{"bagit.txt": []byte("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")}
	size := 0
	for name, data := range payload {
		bag["data/"+name] = data
		size += len(data)
	}
	bag["bag-info.txt"] = fmt.Appendf(nil, "Source-Organization: 某机关\nPayload-Oxum: %d.%d\n", size, len(payload))
	tagged(bag)
	return bag
}

// tagged writes the manifests of a bag again.
func tagged(bag map[string][]byte) {
	sums := map[string]func([]byte) string{
		"sha256": sum,
		"sha512": func(b []byte) string { s := sha512.Sum512(b); return hex.EncodeToString(s[:]) },
		"sm3":    func(b []byte) string { s := sm3.Sum(b); return hex.EncodeToString(s[:]) },
	}
	maps.DeleteFunc(bag, func(name string, _ []byte) bool {
		return strings.HasPrefix(name, "manifest-") || strings.HasPrefix(name, "tagmanifest-")
	})
	lines := func(of func(name string) bool, sum func([]byte) string) []byte {
		var b []byte
		for _, name := range slices.Sorted(maps.Keys(bag)) {
			if of(name) {
				b = fmt.Appendf(b, "%s  %s\n", sum(bag[name]), strings.NewReplacer("%", "%25", "\n", "%0A", "\r", "%0D").Replace(name))
			}
		}
		return b
	}
	isPayload := func(name string) bool { return strings.HasPrefix(name, "data/") }
	for _, algorithm := range []string{"sha256", "sha512", "sm3"} {
		bag["manifest-"+algorithm+".txt"] = lines(isPayload, sums[algorithm])
	}
	isTag := func(name string) bool { return !isPayload(name) && !strings.HasPrefix(name, "tagmanifest-") }
	for _, algorithm := range []string{"sha256", "sha512"} {
		bag["tagmanifest-"+algorithm+".txt"] = lines(isTag, sums[algorithm])
	}
}

// siteBag is a bag with the site in it.
func siteBag(t testing.TB) map[string][]byte {
	payload := map[string][]byte{"说明.txt": []byte("说明")}
	for name, data := range site(t) {
		payload["site/"+name] = data
	}
	return bagOf(payload)
}

func TestSoundBags(t *testing.T) {
	bag := siteBag(t)
	below := map[string][]byte{}
	for name, data := range bag {
		below["2024/"+name] = data
	}
	for name, at := range map[string]string{
		"folder": lay(t, bag), "zip": save(t, "bag.zip", packZip(t, bag, false)), "stored zip": save(t, "bag.zip", packZip(t, below, true)), "tar": save(t, "bag.tar", packTar(t, below)),
	} {
		r := verify(t, at)
		if len(r.Findings) > 0 || r.Kind != "bag" || r.Reports != 4 || r.Figures < 1500 {
			t.Errorf("%s: got a %s of %d reports and %d figures, with\n%swant a bag of 4 with more than 1500 and no finding", name, r.Kind, r.Reports, r.Figures, list(r))
		}
	}
	// Names that manifests encode, and a name with % that is written as it is, as older programs do.
	odd := bagOf(map[string][]byte{"a\nb.txt": []byte("1"), "100%.txt": []byte("2")})
	if r := verify(t, lay(t, odd)); len(r.Findings) > 0 {
		t.Errorf("encoded names: got\n%swant no finding", list(r))
	}
	plain := map[string][]byte{"bagit.txt": odd["bagit.txt"], "data/100%.txt": []byte("2")}
	plain["manifest-sha256.txt"] = []byte(sum([]byte("2")) + "  data/100%.txt\n")
	if r := verify(t, lay(t, plain)); len(r.Findings) > 0 {
		t.Errorf("a name with %%, written as it is: got\n%swant no finding", list(r))
	}
	// NFD on the disk, NFC in the manifest: one name.
	plain = map[string][]byte{"bagit.txt": odd["bagit.txt"], "data/e\u0301.txt": []byte("2"), "manifest-sha256.txt": []byte(sum([]byte("2")) + "  data/\u00e9.txt\n")}
	if r := verify(t, lay(t, plain)); len(r.Findings) > 0 {
		t.Errorf("a composed name: got\n%swant no finding", list(r))
	}
}

func TestFaultyBags(t *testing.T) {
	for name, c := range map[string]struct {
		change func(bag map[string][]byte)
		want   string
	}{
		"a payload file changed":    {func(b map[string][]byte) { b["data/说明.txt"] = []byte("别的") }, "changed data/说明.txt: it is not what manifest-sha512.txt says"},
		"a payload file is missing": {func(b map[string][]byte) { delete(b, "data/说明.txt") }, "missing data/说明.txt"},
		"a payload file too many":   {func(b map[string][]byte) { b["data/x"] = nil }, "extra data/x: no manifest lists it"},
		"one manifest lists fewer": {func(b map[string][]byte) {
			lines := strings.SplitAfter(string(b["manifest-sha512.txt"]), "\n")
			b["manifest-sha512.txt"] = []byte(strings.Join(lines[1:], ""))
			s := sha512.Sum512(b["manifest-sha512.txt"])
			for _, tags := range []struct{ name, sum string }{{"tagmanifest-sha256.txt", sum(b["manifest-sha512.txt"])}, {"tagmanifest-sha512.txt", hex.EncodeToString(s[:])}} {
				var kept string
				for line := range strings.Lines(string(b[tags.name])) {
					if strings.HasSuffix(line, "  manifest-sha512.txt\n") {
						line = tags.sum + "  manifest-sha512.txt\n"
					}
					kept += line
				}
				b[tags.name] = []byte(kept)
			}
		}, "manifest manifest-sha512.txt: it does not list data/site/404.html, which manifest-sha256.txt lists"},
		"the sum of sizes":      {func(b map[string][]byte) { b["bag-info.txt"] = []byte("Payload-Oxum: 1.1\n"); tagged(b) }, "manifest bag-info.txt: Payload-Oxum is 1.1, and should be"},
		"no declaration":        {func(b map[string][]byte) { delete(b, "bagit.txt") }, "missing bagit.txt"},
		"another declaration":   {func(b map[string][]byte) { b["bagit.txt"] = []byte("BagIt-Version: 9\n"); tagged(b) }, "manifest bagit.txt: it should be two lines"},
		"a tag file nobody has": {func(b map[string][]byte) { b["notes.txt"] = []byte("x") }, "note notes.txt: it was not checked"},
		"the site's own manifest": {func(b map[string][]byte) {
			delete(b, "data/site/robots.txt")
			tagged(b)
		}, "missing data/site/robots.txt: the manifest lists it"},
		"a figure of the site": {func(b map[string][]byte) {
			at := "data/site/" + agency + "/reports/2024/"
			b[at+"report.json"] = altered(t, b[at+"report.json"], `"new": {"natural": `, `"new": {"natural": 9`)
			tagged(b)
		}, "figure data/site/" + agency + "/reports/2024/index.html: applications.new.natural differs"},
		"a figure beside the site": {func(b map[string][]byte) {
			b["data/data/reports.jsonl"] = altered(t, b["data/site/data/reports.jsonl"], `"new": {"natural": `, `"new": {"natural": 9`)
			tagged(b)
		}, `" (data/data/reports.jsonl)`},
		"a path out of the bag": {func(b map[string][]byte) {
			b["manifest-sha256.txt"] = append([]byte(sum(nil)+"  data/../../x\n"), b["manifest-sha256.txt"]...)
		}, "the path leads out of the bag"},
		"a file outside data": {func(b map[string][]byte) {
			b["manifest-sha256.txt"] = append([]byte(sum(nil)+"  x\n"), b["manifest-sha256.txt"]...)
		}, `it lists "x", which is not in the folder data`},
		"to be fetched": {func(b map[string][]byte) {
			delete(b, "data/说明.txt")
			b["fetch.txt"] = []byte("https://www.example.org/x 6 data/说明.txt\n")
		}, "missing data/说明.txt: it has not been fetched yet"},
		"a line touched later": {func(b map[string][]byte) {
			b["tagmanifest-sha256.txt"] = altered(t, b["tagmanifest-sha256.txt"], "  manifest-sm3.txt", " \tmanifest-sm3.txt")
		}, "is not written as the others are"},
	} {
		t.Run(name, func(t *testing.T) {
			bag := siteBag(t)
			c.change(bag)
			r := verify(t, lay(t, bag))
			if !strings.Contains(list(r), c.want) {
				t.Errorf("got\n%swant %q", list(r), c.want)
			}
			if failed := !strings.HasPrefix(c.want, "note "); r.Failed() != failed {
				t.Errorf("failed is %v, want %v", r.Failed(), failed)
			}
		})
	}
}

// A folder that is nothing of all this can't be verified, whatever its files are called.
func TestUnknown(t *testing.T) {
	for _, files := range []map[string][]byte{{}, {"index.html": nil}, {"a/bagit.txt": nil, "b/manifest.json": nil}} {
		if _, err := fixity.Verify(t.Context(), lay(t, files), fixity.Options{}); err != fixity.ErrUnknown {
			t.Errorf("%d files: got %v, want %v", len(files), err, fixity.ErrUnknown)
		}
	}
	if _, err := fixity.Verify(t.Context(), save(t, "a.txt", []byte("text")), fixity.Options{}); err != fixity.ErrUnknown {
		t.Errorf("a text: got %v, want %v", err, fixity.ErrUnknown)
	}
	if _, err := fixity.Verify(t.Context(), filepath.Join(t.TempDir(), "none"), fixity.Options{}); err == nil {
		t.Error("got no error for a path that does not exist")
	}
}
