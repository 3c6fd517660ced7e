package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"
)

func TestMain(m *testing.M) {
	if err := os.Chdir("../.."); err != nil { // a release is made from the top
		panic(err)
	}
	os.Exit(m.Run())
}

var day = time.Date(2026, 1, 20, 8, 0, 0, 0, time.UTC)

// trial is a release of few small files.
func trial(t *testing.T) *release {
	t.Helper()
	r := &release{version: "1.2.0", date: day, out: t.TempDir(), work: t.TempDir(), url: "https://downloads.example.org/v1.2.0", home: "https://www.example.org/",
		publisher: "某 Maker", maintainer: "A Maker <maker@example.org>"}
	for _, target := range targets {
		p := program{"gongkai", []byte("program of " + r.name(target))}
		if err := r.archive(target, p, []file{{"README.md", []byte("说明"), 0o644}, {"man/man1/gongkai.1", []byte(".TH"), 0o644}}); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func reversed(files []file) []file {
	files = slices.Clone(files)
	slices.Reverse(files)
	return files
}

// The same files in any order, at any time and in any zone make the same archives, which others can read.
func TestArchivesAreTheSame(t *testing.T) {
	files := []file{{"top/gongkai", []byte("program"), 0o755}, {"top/docs/a.md", []byte("文"), 0o644}, {"top/NOTICE", nil, 0o644}}
	want := []string{"top/ drwxr-xr-x ", "top/NOTICE -rw-r--r-- ", "top/docs/ drwxr-xr-x ", "top/docs/a.md -rw-r--r-- 文", "top/gongkai -rwxr-xr-x program"}
	read := map[string]func([]byte) ([]string, error){"tar": untar, "zip": unzip}
	for name, pack := range map[string]func([]file, time.Time) ([]byte, error){"tar": tarball, "zip": zipped} {
		one, err := pack(files, day)
		if err != nil {
			t.Fatal(err)
		}
		two, err := pack(reversed(files), day.In(time.FixedZone("", 8*3600)).UTC())
		if err != nil || !bytes.Equal(one, two) {
			t.Errorf("%s: %v, and the bytes differ, want the same", name, err)
		}
		got, err := read[name](one)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s holds %q, %v, want %q", name, got, err, want)
		}
		if other, err := pack(files, day.Add(48*time.Hour)); err != nil || bytes.Equal(one, other) {
			t.Errorf("%s: %v, and the bytes of another date are the same", name, err)
		}
	}
}

func untar(data []byte) (list []string, err error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		if !h.ModTime.Equal(day) {
			return nil, fmt.Errorf("%s is of %s", h.Name, h.ModTime)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		list = append(list, fmt.Sprint(h.Name, " ", h.FileInfo().Mode(), " ", string(text)))
	}
}

func unzip(data []byte) (list []string, err error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		list = append(list, fmt.Sprint(f.Name, " ", f.Mode(), " ", string(text)))
	}
	return list, nil
}

// Each module that this test is linked with, which is linked with the command, has its licence in the notice; so has one that only Windows
// needs. None obliges whoever is given the program to give out its source.
func TestNoticeCoversEveryModule(t *testing.T) {
	text, err := notice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	built, ok := debug.ReadBuildInfo()
	if !ok || len(built.Deps) < 20 {
		t.Fatalf("this test is linked with %d modules, want those of the command", len(built.Deps))
	}
	list, err := output(t.Context(), targets[2].env(), "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "./cmd/gongkai")
	if err != nil {
		t.Fatal(err)
	}
	linked := strings.Fields(string(list))
	checked := 0
	for _, d := range built.Deps {
		if !slices.Contains(linked, d.Path) {
			continue // the test's own
		}
		checked++
		if !strings.Contains(string(text), "\n"+d.Path+" "+d.Version+"\n") {
			t.Errorf("%s %s is linked and not in the notice", d.Path, d.Version)
		}
	}
	for _, want := range []string{"github.com/inconshreveable/mousetrap ", "Go, its standard library go", "Redistribution and use in source and binary forms", "Permission is hereby granted"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the notice does not say %q", want)
		}
	}
	if found := regexp.MustCompile(`(?i)GNU (Lesser |Affero )?General Public License|Mozilla Public License`).Find(text); checked < 20 || found != nil {
		t.Errorf("%d modules compared, found %q", checked, found)
	}
	if _, err := printNotice(map[string]map[string]bool{"example.org/x v1.0.0": {}}); err == nil || !strings.Contains(err.Error(), "has no licence") {
		t.Errorf("a module without a licence: %v", err)
	}
}

// What goes with each program is all there, and as the command prints it.
func TestPapers(t *testing.T) {
	r := trial(t)
	files, err := r.papers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]string{}
	for _, f := range files {
		have[f.Name] = string(f.Data)
	}
	again, err := r.printed()
	if err != nil || len(again) < 50 {
		t.Errorf("%d pages and completions, %v, want one page a command and language", len(again), err)
	}
	for _, f := range again {
		if have[f.Name] != string(f.Data) {
			t.Errorf("%s made twice differs", f.Name)
		}
	}
	for name, want := range map[string]string{
		"README.md": "gongkai", "README.zh-CN.md": "政府信息公开", "LICENSE": "Apache License", "NOTICE": "goldmark", "CHANGELOG.md": "",
		"docs/zh/clerk.md": "待填", "completions/gongkai.bash": "gongkai", "completions/_gongkai": "#compdef gongkai", "completions/gongkai.fish": "complete",
		"completions/gongkai.ps1": "Register-ArgumentCompleter", "man/man1/gongkai-build.1": `"2026-01-20" "gongkai 1.2.0"`, "man/zh_CN/man1/gongkai-build.1": "说明",
	} {
		if text, ok := have[name]; !ok || !strings.Contains(text, want) {
			t.Errorf("%s is there: %v, want it to hold %q", name, ok, want)
		}
	}
	for _, kind := range []string{"deb", "rpm"} {
		packed, err := r.packaged(kind, program{"gongkai", []byte("program")}, files)
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]bool{}
		for _, f := range packed {
			if names[f.Name] {
				t.Errorf("%s: %s is there twice", kind, f.Name)
			}
			names[f.Name] = true
		}
		for _, want := range []string{"usr/bin/gongkai", "usr/share/man/man1/gongkai.1.gz", "usr/share/man/zh_CN/man1/gongkai-check.1.gz", "usr/share/bash-completion/completions/gongkai", "usr/share/doc/gongkai/docs/zh/clerk.md"} {
			if !names[want] {
				t.Errorf("%s: %s is missing", kind, want)
			}
		}
	}
}

// The manifests name each archive with its digest, and are what the languages that they are written in allow.
func TestManifests(t *testing.T) {
	r := trial(t)
	if err := r.manifests(); err != nil {
		t.Fatal(err)
	}
	if err := r.sums(); err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile(r.given(sumsName))
	if err != nil {
		t.Fatal(err)
	}
	var texts strings.Builder
	err = filepath.WalkDir(r.out, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		switch filepath.Ext(name) {
		case ".yaml":
			var fields map[string]any
			if err := yaml.Unmarshal(data, &fields); err != nil || fields["PackageIdentifier"] != "Maker.gongkai" || fields["PackageVersion"] != "1.2.0" {
				t.Errorf("%s: %v, %v, want Maker.gongkai 1.2.0", name, err, fields)
			}
		case ".json":
			var fields struct{ Version, Bin string }
			if err := json.Unmarshal(data, &fields); err != nil || fields.Version != "1.2.0" || fields.Bin != "gongkai.exe" {
				t.Errorf("%s: %v, %v", name, err, fields)
			}
		case ".rb":
			if said, err := exec.Command("ruby", "-c", name).CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", name, err, said)
			}
		default:
			return nil
		}
		texts.Write(data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, m := range regexp.MustCompile(`(?m)^([0-9a-f]{64})  (gongkai_\S+)$`).FindAllStringSubmatch(string(sums), -1) {
		if strings.Contains(m[2], "loong64") {
			continue // no package manager of these knows it
		}
		named++
		if !strings.Contains(texts.String(), r.url+"/"+m[2]) || !strings.Contains(texts.String(), m[1]) {
			t.Errorf("no manifest names %s with its digest %s", m[2], m[1])
		}
	}
	if named != 6 {
		t.Errorf("%d archives, want 6", named)
	}
}

// The list of digests is signed so that minisign finds it right, and twice with the same bytes.
func TestSignedSums(t *testing.T) {
	r := trial(t)
	dir := t.TempDir()
	r.key = filepath.Join(dir, "maker.key")
	if said, err := exec.Command("minisign", "-G", "-W", "-f", "-p", filepath.Join(dir, "maker.pub"), "-s", r.key).CombinedOutput(); err != nil {
		t.Fatalf("minisign: %v\n%s", err, said)
	}
	var signed [2][]byte
	for i := range signed {
		if err := r.sums(); err != nil {
			t.Fatal(err)
		}
		var err error
		if signed[i], err = os.ReadFile(r.given(sumsName + ".minisig")); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(r.given(sumsName + ".minisig")); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "signature"), signed[i], 0o644); err != nil {
			t.Fatal(err)
		}
		said, err := exec.Command("minisign", "-V", "-m", r.given(sumsName), "-x", filepath.Join(dir, "signature"), "-p", filepath.Join(dir, "maker.pub")).CombinedOutput()
		if err != nil || !strings.Contains(string(said), "gongkai 1.2.0") {
			t.Errorf("minisign: %v, want it to find the signature right:\n%s", err, said)
		}
		if err := os.Remove(r.given(sumsName)); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(signed[0], signed[1]) {
		t.Errorf("signed twice: %q and %q, want the same", signed[0], signed[1])
	}
}

// Each blob of the image has the digest it is called by, and each system its program.
func TestImage(t *testing.T) {
	r := trial(t)
	made := map[target]program{}
	for _, target := range targets {
		made[target] = program{"gongkai", []byte("program of " + target.arch)}
	}
	if err := r.image(made, []file{{"NOTICE", []byte("licences"), 0o644}, {"README.md", []byte("x"), 0o644}}); err != nil {
		t.Fatal(err)
	}
	packed, err := os.ReadFile(r.given("gongkai_1.2.0_oci.tar"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for z := tar.NewReader(bytes.NewReader(packed)); ; {
		h, err := z.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if files[h.Name], err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	follow := func(d descriptor, into any) []byte {
		data := files["blobs/"+strings.Replace(d.Digest, ":", "/", 1)]
		if digest(data) != d.Digest || len(data) != d.Size {
			t.Errorf("blob %s has the digest %s and %d bytes, want %d", d.Digest, digest(data), len(data), d.Size)
		}
		if into != nil {
			if err := json.Unmarshal(data, into); err != nil {
				t.Fatal(err)
			}
		}
		return data
	}
	var top, all struct{ Manifests []descriptor }
	if err := json.Unmarshal(files["index.json"], &top); err != nil || len(top.Manifests) != 1 {
		t.Fatalf("index.json: %v, %v", err, top)
	}
	follow(top.Manifests[0], &all)
	if len(all.Manifests) != 2 {
		t.Fatalf("%d systems, want 2", len(all.Manifests))
	}
	for _, d := range all.Manifests {
		var m struct {
			Config descriptor
			Layers []descriptor
		}
		var config struct {
			Architecture string
			Rootfs       struct {
				DiffIDs []string `json:"diff_ids"`
			}
		}
		follow(d, &m)
		follow(m.Config, &config)
		z, err := gzip.NewReader(bytes.NewReader(follow(m.Layers[0], nil)))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(z)
		if err != nil || digest(plain) != config.Rootfs.DiffIDs[0] || config.Architecture != d.Platform.Architecture {
			t.Errorf("%v: the layer is %s, the configuration says %v (%v)", d.Platform, digest(plain), config, err)
		}
		list, err := untar(follow(m.Layers[0], nil))
		want := []string{"NOTICE -rw-r--r-- licences", "gongkai -rwxr-xr-x program of " + d.Platform.Architecture, "site/ drwxr-xr-x ", "tmp/ dtrwxrwxrwx "}
		if err != nil || !slices.Equal(list, want) {
			t.Errorf("%v holds %q, %v, want %q", d.Platform, list, err, want)
		}
	}
}

// What is said wrongly is refused before anything is made.
func TestPrepare(t *testing.T) {
	for name, change := range map[string]func(*release){
		"-version is":          func(r *release) { r.version = "v1.2" },
		"-maintainer":          func(r *release) { r.maintainer = "" },
		"is not empty":         func(r *release) { r.out = "docs" },
		"SOURCE_DATE_EPOCH is": func(r *release) { r.date = time.Time{} },
	} {
		r := &release{version: "1.2.0", maintainer: "A <a@example.org>", out: t.TempDir(), date: day}
		change(r)
		epoch := fmt.Sprint(day.Unix())
		if r.date.IsZero() {
			epoch = ""
		}
		if err := r.prepare(epoch); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want an error with %q", err, name)
		}
	}
}
