package corpus

import (
	"fmt"
	"path/filepath"
	"strings"
)

// AlikeFile is the file of a report of Alike, from 0: four reports of an agency, 2021 to 2024.
func AlikeFile(i int) string { return fmt.Sprintf("content/a%04d/reports/%d.md", i/4, 2021+i%4) }

// Alike writes a site of reports that are all like the example of the form cn-2021, for what does not depend on
// what reports say. Figures that are carried from year to year fit each other.
func Alike(dir, configuration, example string, reports int) error {
	put := func(name, data string) error {
		return write(filepath.Join(dir, filepath.FromSlash(name)), []byte(data))
	}
	if err := put("gongkai.yaml", configuration); err != nil {
		return err
	}
	for i := range reports {
		text := strings.NewReplacer("year: 2024", fmt.Sprint("year: ", 2021+i%4),
			"carried_in:                 [0, 0, 0, 0, 0, 0, 0]", "carried_in:                 [1, 0, 0, 0, 0, 0, 1]",
			"new:                        [5, 2, 0, 0, 1, 0, 8]", "new:                        [4, 2, 0, 0, 1, 0, 7]").Replace(example)
		if err := put(AlikeFile(i), text); err != nil {
			return err
		}
		if i%4 > 0 {
			continue
		}
		if err := put(fmt.Sprintf("content/a%04d/_index.md", i/4), fmt.Sprintf("---\nname: 示例机关a%04d\n---\n", i/4)); err != nil {
			return err
		}
	}
	return nil
}
