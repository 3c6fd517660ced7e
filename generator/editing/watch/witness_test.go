package watch

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// A reader of a reported folder finds a file that is gone before the poll looks again: the folder is reported once more, as
// often as that happens, and then no more.
func TestComesAndGoes(t *testing.T) {
	for told, inside := range map[string]string{"content/n": "content/n/x.md", "content/a/_index.md": "content/a/_index.md", "content/b": "content/b/deep/x.md"} {
		t.Run(told, func(t *testing.T) {
			t.Parallel()
			f := &folder{T: t, dir: filepath.Join(t.TempDir(), "site"), polls: true}
			f.write("content/a/_index.md", "a")
			f.write("gongkai.yaml", "site: {}")
			f.watch(150 * time.Millisecond)
			switch told {
			case inside:
				f.check(os.Remove(f.at(told)))
			case "content/b":
				f.check(os.MkdirAll(f.at("content/b/deep"), 0o755))
			default:
				f.check(os.Mkdir(f.at(told), 0o755))
			}
			for range 5 {
				f.told(told)
				f.write(inside, "read by whoever was told")
				f.check(os.Remove(f.at(inside)))
			}
			for again := 0; ; again++ {
				select {
				case batch := <-f.c:
					if again > 3 && slices.Contains(batch, told) {
						t.Fatalf("%s is told and told, though nothing comes and goes", told)
					}
					continue
				case <-time.After(time.Second):
				}
				break
			}
		})
	}
}
