package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// packages writes the packages of a target for Debian and for Red Hat, with their relatives.
func (r *release) packages(ctx context.Context, t target, p program, papers []file) error {
	tool, err := r.tool(ctx, nfpm)
	if err != nil {
		return err
	}
	for _, kind := range []string{"deb", "rpm"} {
		files, err := r.packaged(kind, p, papers)
		if err != nil {
			return err
		}
		config, err := r.packageConfig(kind, t, files)
		if err != nil {
			return err
		}
		if _, err := output(ctx, nil, tool, "package", "--config", config, "--packager", kind, "--target", r.given(r.name(t)+"."+kind)); err != nil {
			return err
		}
	}
	return nil
}

// packaged is where the files of an archive belong in a system.
func (r *release) packaged(kind string, p program, papers []file) ([]file, error) {
	shells := map[string]string{
		"gongkai.bash": "usr/share/bash-completion/completions/gongkai",
		"_gongkai":     "usr/share/zsh/site-functions/_gongkai",
		"gongkai.fish": "usr/share/fish/vendor_completions.d/gongkai.fish",
	}
	if kind == "deb" {
		shells["_gongkai"] = "usr/share/zsh/vendor-completions/_gongkai"
	}
	files := []file{{"usr/bin/gongkai", p.data, 0o755}}
	var licence file
	for _, f := range papers {
		base := path.Base(f.Name)
		switch dir, _, _ := strings.Cut(f.Name, "/"); {
		case dir == "completions" && shells[base] != "":
			files = append(files, file{shells[base], f.Data, 0o644})
		case dir == "completions":
		case dir == "man":
			packed, err := gzipped(f.Data)
			if err != nil {
				return nil, err
			}
			files = append(files, file{"usr/share/" + f.Name + ".gz", packed, 0o644})
		case f.Name == "CHANGELOG.md":
			packed, err := gzipped(f.Data)
			if err != nil {
				return nil, err
			}
			files = append(files, file{"usr/share/doc/gongkai/changelog.gz", packed, 0o644})
		case f.Name == "LICENSE":
			licence = f
		case f.Name == "NOTICE" && kind == "rpm":
			files = append(files, file{"usr/share/licenses/gongkai/NOTICE", f.Data, 0o644})
		default:
			files = append(files, file{"usr/share/doc/gongkai/" + f.Name, f.Data, 0o644})
		}
	}
	if kind == "rpm" {
		return append(files, file{"usr/share/licenses/gongkai/LICENSE", licence.Data, 0o644}), nil
	}
	debian, err := r.debian()
	return append(files, debian...), err
}

// debian is what Debian wants to know: the licence, which its systems have; a list of changes in its own form; and that the
// program is static on purpose.
func (r *release) debian() ([]file, error) {
	licence := fmt.Appendf(nil, "gongkai\n\nSource: %s\nCopyright (C) %d the authors of gongkai\nLicense: Apache-2.0\n\nOn Debian systems the Apache License, version 2.0, is in\n/usr/share/common-licenses/Apache-2.0. The licences of the modules that\nthe program is linked with are in NOTICE beside this file.\n", r.home, r.date.Year())
	changes, err := gzipped(fmt.Appendf(nil, "gongkai (%s-1) unstable; urgency=medium\n\n  * Release %[1]s. What changed is in changelog.gz.\n\n -- %s  %s\n",
		strings.Replace(r.version, "-", "~", 1), r.maintainer, r.date.Format(time.RFC1123Z)))
	return []file{
		{"usr/share/doc/gongkai/copyright", licence, 0o644},
		{"usr/share/doc/gongkai/changelog.Debian.gz", changes, 0o644},
		{"usr/share/lintian/overrides/gongkai", []byte("# Go links it so that it needs nothing else.\ngongkai: statically-linked-binary [usr/bin/gongkai]\ngongkai: hardening-no-pie [usr/bin/gongkai]\ngongkai: hardening-no-relro [usr/bin/gongkai]\n"), 0o644},
	}, err
}

func gzipped(data []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}

// packageConfig lays the files out below a folder and writes what nfpm is to do with them.
func (r *release) packageConfig(kind string, t target, files []file) (string, error) {
	type object = map[string]any
	root := filepath.Join(r.work, kind+"_"+t.arch)
	var contents []object
	for _, f := range sorted(files) {
		at := filepath.Join(root, filepath.FromSlash(f.Name))
		info := object{"mode": f.Mode.Perm(), "mtime": r.date.Format(time.RFC3339), "owner": "root", "group": "root"}
		entry := object{"dst": "/" + strings.TrimSuffix(f.Name, "/"), "file_info": info}
		if f.Mode&fs.ModeDir != 0 {
			if path.Base(f.Name) != "gongkai" && !strings.HasPrefix(f.Name, "usr/share/doc/gongkai/") {
				continue // the system's, not ours
			}
			entry["type"] = "dir"
		} else {
			if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
				return "", err
			}
			if err := os.WriteFile(at, f.Data, f.Mode); err != nil {
				return "", err
			}
			entry["src"] = at
		}
		contents = append(contents, entry)
	}
	config, err := json.Marshal(object{ // which YAML contains
		"name": "gongkai", "arch": t.arch, "platform": "linux", "version": r.version, "version_schema": "semver", "release": "1",
		"section": "web", "priority": "optional", "maintainer": r.maintainer, "homepage": r.home, "license": "Apache-2.0",
		"description": "portals of Chinese disclosure reports\nTurns a folder of text files into the portal on which a Chinese agency\npublishes its annual reports on government information disclosure.\nEvery figure of the statutory forms is checked, within a report and\nfrom year to year.",
		"mtime":       r.date.Format(time.RFC3339), "umask": 0o022, "contents": contents, "disable_globbing": true,
		"rpm": object{"summary": "Portals of Chinese disclosure reports", "group": "Applications/Publishing", "buildhost": "localhost"},
	})
	if err != nil {
		return "", err
	}
	name := root + ".json"
	return name, os.WriteFile(name, config, 0o644)
}
