package workspace

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"gongkai/generator/config"
)

// ErrOutput says that a folder is not a place for a site's output.
var ErrOutput = errors.New("the output cannot go into this folder")

// OutputFolder is the folder to write to.
func (o Options) OutputFolder(cfg *config.Config) string {
	return cmp.Or(o.Out, filepath.Join(o.Site, filepath.FromSlash(cfg.Output)))
}

// CheckOutput refuses to publish into a site's folder itself, one that it lies in, what the site is made
// from, where a version control system or a build keeps its files, a folder of the system, or one that holds somebody's
// home, all temporary files or the program: a site is exchanged as a whole, with all that is in its folder.
func (o Options) CheckOutput(out string) error {
	dir, err := filepath.Abs(o.Site)
	if err != nil {
		return fmt.Errorf("the site's folder: %w", err)
	}
	to, err := filepath.Abs(out)
	if err != nil {
		return fmt.Errorf("the output folder: %w", err)
	}
	to = followed(to)
	refused := inside(to, followed(dir)) || config.Versioned(filepath.ToSlash(to))
	const own, parts = ".gongkai", ".gongkai/parts"
	refused = refused || inside(followed(filepath.Join(dir, own)), to) && !inside(followed(filepath.Join(dir, filepath.FromSlash(parts))), to)
	refused = refused || systems(to)
	for _, of := range config.SourceFolders() {
		refused = refused || inside(followed(filepath.Join(dir, of)), to)
	}
	if refused {
		return fmt.Errorf("%w: %s", ErrOutput, filepath.ToSlash(out))
	}
	return nil
}

// systems reports whether a folder is the system's, or everybody's.
func systems(to string) bool {
	holds := []string{os.TempDir()}
	if home, err := os.UserHomeDir(); err == nil {
		holds = append(holds, home)
	}
	if program, err := os.Executable(); err == nil {
		holds = append(holds, filepath.Dir(program))
	}
	if slices.ContainsFunc(holds, func(held string) bool { return inside(to, followed(held)) }) {
		return true
	}
	whole, inner := systemFolders()
	const memory = "/dev/shm" // below a folder of the system, and for everybody's files
	return !inside(memory, to) && slices.ContainsFunc(whole, func(folder string) bool { return inside(folder, to) }) ||
		slices.ContainsFunc(inner, func(folder string) bool { return same(folder, to) })
}

// systemFolders are the folders into which no site belongs, and those which hold many things, a site among them.
func systemFolders() (whole, inner []string) {
	if runtime.GOOS == "windows" {
		set := func(names ...string) (out []string) {
			for _, name := range names {
				if value := os.Getenv(name); value != "" {
					out = append(out, value)
				}
			}
			return out
		}
		return set("SystemRoot"), set("ProgramFiles", "ProgramFiles(x86)", "ProgramData", "PUBLIC")
	}
	return []string{"/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/sbin", "/sys", "/usr/bin", "/usr/lib", "/usr/sbin", "/System", "/Library"},
		[]string{"/dev/shm", "/home", "/mnt", "/media", "/opt", "/root", "/run", "/srv", "/usr", "/usr/local", "/usr/share", "/var", "/var/lib", "/Applications", "/Users", "/Volumes"}
}

// followed is where a path leads through links, as far as it is there.
func followed(name string) string {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	if up := filepath.Dir(name); up != name {
		return filepath.Join(followed(up), filepath.Base(name))
	}
	return name
}

// inside reports whether a path is a folder or lies below it.
func inside(folder, name string) bool {
	for up := filepath.Dir(name); ; name, up = up, filepath.Dir(up) {
		if same(folder, name) {
			return true
		}
		if up == name {
			return false
		}
	}
}

// same reports whether two paths name one folder, also where a system does not tell
// capitals from small letters.
func same(a, b string) bool {
	if a == b {
		return true
	}
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}
