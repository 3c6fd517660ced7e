package output

import "path/filepath"

// Beside is the path of a file that belongs to the site in an output folder and is not published with it. It lies in
// the folder above, under a name that no other output folder there has.
func Beside(dir, name string) (string, error) {
	t, err := locate(dir)
	if err != nil {
		return "", err
	}
	return filepath.Join(t.above, t.prefix()+name), nil
}
