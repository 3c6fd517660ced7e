package schema

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"gongkai/generator/config"
	"gongkai/generator/source/keys"
)

// TestConfigurationDocuments holds the documents on gongkai.yaml to the declarations: the tables of keys have
// every key that is declared, and no other.
func TestConfigurationDocuments(t *testing.T) {
	row := regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|")
	for _, name := range []string{"docs/configuration.md", "docs/zh/configuration.md"} {
		data, err := os.ReadFile(filepath.Join("../../..", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		listed := map[string]int{}
		for _, m := range row.FindAllStringSubmatch(string(data), -1) {
			listed[m[1]]++
		}
		declared := map[string]bool{}
		for _, k := range config.Keys().Keys {
			for _, k := range append([]*keys.Key{k}, k.Keys...) {
				declared[k.ID] = true
				if listed[k.ID] == 0 {
					t.Errorf("%s has no row for %s", name, k.ID)
				}
				for _, word := range k.Enum {
					declared[word] = true
					if !bytes.Contains(data, []byte("`"+word+"`")) {
						t.Errorf("%s does not name %s, which %s may be", name, word, k.ID)
					}
				}
			}
		}
		for id := range listed {
			if !declared[id] {
				t.Errorf("%s has a row for %s, which is not a key", name, id)
			}
		}
	}
}
